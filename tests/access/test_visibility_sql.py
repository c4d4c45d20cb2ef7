"""Sight as kept SQL: nothing of whom it was made with is left in it, and it shares no name with what is around."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import TextField

from access import worlds
from fingerpost.access import rules, visibility_sql
from fingerpost.access.actor import Actor
from fingerpost.access.models import Involvement
from fingerpost.access.models.people import Role


@pytest.mark.parametrize("intake", [True, False])
@pytest.mark.parametrize("role", Role.values)
def test_it_is_made_for_a_reader_and_keeps_nothing_of_another(role: str, intake: bool) -> None:
    ids = [worlds.name(text) for text in ("a user", "a membership", "an organisation", "a request")]
    reader = Actor(ids[0], ids[1], ids[2], role, "east", intake, ids[3])
    query = Involvement.objects.visible(reader, at=worlds.NOON).query
    if role not in rules.WORKING_ROLES | rules.READING_ROLES:
        with pytest.raises(EmptyResultSet):  # which Django answers without asking the database
            query.sql_with_params()
        return
    sql, parameters = query.sql_with_params()
    nobody = Actor(*visibility_sql._IDS[:3], role, visibility_sql._TEAM, intake, visibility_sql._IDS[3])
    left = set(visibility_sql._values(nobody, visibility_sql._AT, connection).values())
    assert left.isdisjoint(parameters)
    assert visibility_sql._values(reader, worlds.NOON, connection)["membership"] in parameters
    # What it calls its tables is its own, also where the query around it is about the same ones.
    assert "@" not in sql
    assert not re.search(r'"[A-Z]\d+"', sql)
    assert sql.count('FROM "access_involvement"') == 2
    assert 'FROM "access_involvement" "seen"' in sql


@pytest.mark.parametrize("name", list(visibility_sql._FIELDS))
def test_it_is_refused_where_a_readers_value_would_not_be_found_in_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Otherwise an exclusion would be looked for under nobody's name, and found for nobody.
    class Otherwise(TextField[str, str]):
        def get_db_prep_value(self, value: object, *_: object, **__: object) -> str:
            return f"<{value}>"

    monkeypatch.setattr(visibility_sql, "_kept", {})
    monkeypatch.setattr(visibility_sql, "_FIELDS", {**visibility_sql._FIELDS, name: Otherwise()})
    reader = worlds.actor("manager-east")
    with pytest.raises(RuntimeError, match="of sight"):
        Involvement.objects.visible(reader, at=worlds.NOON).query.sql_with_params()


def test_one_queryset_asks_for_whom_and_when_it_was_made() -> None:
    # by whoever it is read, and however often: it is not bound to the one who asks first
    made = {who: Involvement.objects.visible(worlds.actor(who), at=worlds.NOON) for who in ("worker", "worker-2")}
    for who in ("worker", "worker-2", "worker"):
        parameters = made[who].all().filter(pk=worlds.name("one")).query.sql_with_params()[1]
        ids = {
            visibility_sql._FIELDS["user"].get_db_prep_value(worlds.actor(one).user_id, connection): one for one in made
        }
        assert {ids[value] for value in parameters if value in ids} == {who}
