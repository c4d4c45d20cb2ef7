"""Each example, recorded through the services, is decided as the command decides it: the same document."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from access import scene, worlds
from fingerpost.access import context, embargo
from fingerpost.access.services import concerns
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.pack.library import load_pack
from fingerpost.record import services
from fingerpost.record.models import Appearance, DetailKind, PersonKind
from fingerpost.record.services.decisions import decision_of
from fingerpost.record.services.facts import FactAnswer
from test_examples import NAMES, read

LATER = datetime.fromisoformat("2029-06-01T12:00:00+00:00")


@pytest.fixture
def _scene(db: None) -> None:  # noqa: ARG001
    scene.make()


def _named(document: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Return a decision's document with the record's names for people in the place of the example's."""

    def name(text: str) -> str:
        for sign in (".", "/"):
            before, found, after = text.partition(sign)
            if found and sign == "." and before in names:
                return f"{names[before]}.{after}"
            if found and sign == "/" and after in names:
                return f"{before}/{names[after]}"
        return names.get(text, text)

    def walk(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {one: walk(inner, one) for one, inner in value.items()}
        if isinstance(value, list):
            return [walk(inner, key) for inner in value]
        return (
            name(value)
            if key in {"about", "because", "depends_on", "held_by", "may_be_held_by", "fact", "settles"}
            and isinstance(value, str)
            else value
        )

    done: dict[str, Any] = walk(document)
    return done


@pytest.mark.usefixtures("_scene")
@pytest.mark.parametrize("example", NAMES)
def test_an_example_is_decided_alike_in_the_record(example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stated = read(f"{example}.yaml")
    pack = load_pack()
    expected = decide(pack, case_from(stated, pack)).document()
    recording = max(timezone.now(), LATER) if stated.get("events") else timezone.now()
    began = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: recording + (datetime.now(began.tzinfo) - began))
    with context.acting(scene.actor("teacher")):
        concern = services.record_concern(
            became_aware_at=datetime.fromisoformat(stated["reported_at"]), narrative="as in the example"
        )
        concerns.involve_organisation(concern.pk, worlds.name("council"))
    people: dict[str, Appearance] = {}
    with context.acting(scene.actor("front-door")), services.change(concern):
        for person in stated.get("people") or []:
            given = dict(person.get("facts") or {})
            born = given.pop("date_of_birth", None)
            people[person["id"]] = services.add_appearance(
                concern, PersonKind(person["kind"]), details=[(DetailKind.BORN, born)] if born else []
            )
            answers = [FactAnswer(fact, value, people[person["id"]]) for fact, value in given.items()]
            services.assert_many(concern, answers)
        services.assert_many(concern, [FactAnswer(fact, value) for fact, value in (stated.get("facts") or {}).items()])
    with context.acting(scene.actor("front-door")):
        for event in stated.get("events") or []:
            _note(concern, event, people, stated.get("as_of"))
        found = decision_of(concern, "common")
    idents = {str(appearance): ident for ident, appearance in found.names.items()}
    names = {ident: idents[str(appearance.pk)] for ident, appearance in people.items()}
    assert found.decision.document() == _named(expected, names)


def _note(concern: Any, event: dict[str, Any], people: dict[str, Appearance], as_of: str | None) -> None:
    at = datetime.fromisoformat(event["at"])
    if as_of and at > datetime.fromisoformat(as_of):
        return  # the record has no events that have not happened; the example asks for the day before
    relation, _, who = str(event.get("to") or "").rpartition(":")
    to = embargo.Person(embargo.Relation(relation or "self"), people[who].pk) if who else ""
    services.record_event(concern, event["type"], at, about=people.get(event.get("person") or ""), to=to)
