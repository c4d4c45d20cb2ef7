"""A sealed field: open on its own row, sealed everywhere else."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from uuid import uuid4

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, models
from django.forms import model_to_dict
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.anywhere import Anywhere
from fingerpost.access import context
from fingerpost.keys import services
from fingerpost.keys.errors import SealError
from fingerpost.keys.fields import SecretText
from fingerpost.keys.secret import Sealed, Secret
from fingerpost.record.models import AppearanceLink, InitialAccount
from record import making

TEXT = "Marker: what Amina told us"


def stored(account: InitialAccount, column: str = "narrative") -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM record_initialaccount WHERE id = %s",  # noqa: S608
            [InitialAccount._meta.pk.get_db_prep_value(account.pk, connection)],
        )
        return bytes(cursor.fetchone()[0])


def test_a_text_is_sealed_in_the_database_and_open_on_its_row(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        account = making.account(TEXT, childs_voice="in her words")
        assert TEXT.encode() not in stored(account)
        again = InitialAccount.objects.visible().get(pk=account.pk)
        assert (again.narrative, again.childs_voice, again.how) == (TEXT, "in her words", "")
        assert isinstance(again.narrative, str)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
@pytest.mark.django_db
def test_any_text_comes_back(text: str) -> None:
    row = InitialAccount(concern_id=uuid4(), narrative=text)
    services.create_key(row.concern_id)
    sealed = _field().pre_save(row, add=True)
    assert sealed is not None
    assert InitialAccount(id=row.pk, concern_id=row.concern_id, narrative=sealed).narrative == text


def _field() -> SecretText:
    field = InitialAccount._meta.get_field("narrative")
    assert isinstance(field, SecretText)
    return field


# ---- the wrong place -------------------------------------------------------------------------------------------------


def test_a_ciphertext_that_was_moved_does_not_open(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        one, other = making.account("one", how="how"), making.account("other")
        box = stored(one)
        same_concern_other_row = InitialAccount(id=uuid4(), concern_id=one.concern_id, narrative=Sealed(box))
        other_concern_same_row = InitialAccount(id=one.pk, concern_id=other.concern_id, narrative=Sealed(box))
        other_column = InitialAccount(id=one.pk, concern_id=one.concern_id, how=Sealed(box))
        own_row = InitialAccount(id=one.pk, concern_id=one.concern_id, narrative=Sealed(box))
        assert own_row.narrative == "one"
        for row, column in (
            (same_concern_other_row, "narrative"),
            (other_concern_same_row, "narrative"),
            (other_column, "how"),
        ):
            with pytest.raises(SealError, match="does not open"):
                getattr(row, column)


def test_swapping_two_rows_in_the_database_is_noticed(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        one, other = making.account("one"), making.account("other")
    with anywhere.laying(), connection.cursor() as cursor:
        # As somebody would who has the database, and no triggers in the way.
        cursor.execute(
            "DROP TRIGGER record_initialaccount_no_update"
            if connection.vendor == "sqlite"
            else "SET session_replication_role = replica"
        )
        boxes = {one.pk: stored(other), other.pk: stored(one)}
        for pk, box in boxes.items():
            cursor.execute(
                "UPDATE record_initialaccount SET narrative = %s WHERE id = %s",
                [box, InitialAccount._meta.pk.get_db_prep_value(pk, connection)],
            )
    with anywhere.acting("teacher"):
        for pk in (one.pk, other.pk):
            with pytest.raises(SealError):
                _ = InitialAccount.objects.visible().get(pk=pk).narrative


@pytest.mark.django_db
def test_a_copy_of_a_row_is_sealed_anew_or_refused() -> None:
    concern = uuid4()
    services.create_key(concern)
    row = InitialAccount(concern_id=concern, narrative="text")
    box = _field().pre_save(row, add=True)
    opened = InitialAccount(id=row.pk, concern_id=concern, narrative=box)
    assert opened.narrative == "text"
    opened.pk = uuid4()
    copied = _field().pre_save(opened, add=True)
    assert copied not in (None, box)
    assert InitialAccount(id=opened.pk, concern_id=concern, narrative=copied).narrative == "text"
    unopened = InitialAccount(id=uuid4(), concern_id=concern, narrative=box)
    with pytest.raises(SealError):
        _field().pre_save(unopened, add=True)


@pytest.mark.django_db
def test_a_text_that_was_read_and_not_changed_keeps_its_ciphertext() -> None:
    concern = uuid4()
    services.create_key(concern)
    row = InitialAccount(concern_id=concern, narrative="text")
    box = _field().pre_save(row, add=True)
    assert _field().pre_save(row, add=False) == box
    again = InitialAccount(id=row.pk, concern_id=concern, narrative=box)
    assert again.narrative == "text"
    assert _field().pre_save(again, add=False) == box
    again.narrative = "text"
    assert _field().pre_save(again, add=False) != box


# ---- nobody shows it -------------------------------------------------------------------------------------------------


def test_nothing_shows_the_text_by_itself(anywhere: Anywhere, caplog: pytest.LogCaptureFixture) -> None:
    with anywhere.acting("teacher"):
        pk = making.account(TEXT).pk
        account = InitialAccount.objects.visible().get(pk=pk)
        text = account.narrative
        with caplog.at_level(logging.DEBUG):
            logging.getLogger("test").warning("%r %r %r", account, text, vars(account))
        sealed = InitialAccount.objects.visible().values("narrative").get(pk=pk)
        shown = [repr(account), str(account), repr(text), repr(vars(account)), repr([text]), repr(sealed), caplog.text]
        assert not [line for line in shown if "Marker" in line]
        assert "narrative" not in model_to_dict(account)


def test_values_are_sealed(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        account = making.account(TEXT)
        rows = InitialAccount.objects.visible().filter(pk=account.pk)
        assert rows.values_list("narrative", flat=True).get() == Sealed(stored(account))
        with pytest.raises(TypeError):
            json.dumps(list(rows.values("narrative")))


def test_a_deferred_text_is_loaded_when_it_is_read(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        pk = making.account(TEXT).pk
        assert InitialAccount.objects.visible().defer("narrative").get(pk=pk).narrative == TEXT
        assert InitialAccount.objects.visible().only("how").get(pk=pk).narrative == TEXT
        account = InitialAccount.objects.visible().get(pk=pk)
        account.refresh_from_db()
        assert account.narrative == TEXT


@pytest.mark.django_db
def test_an_open_text_goes_into_no_pickle_and_no_dump() -> None:
    row = InitialAccount(concern_id=uuid4(), narrative=TEXT)
    for value in (row.narrative, row):
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(value)
    with pytest.raises(FieldError, match="not exported"):
        serializers.serialize("json", [row], fields=["narrative"])
    assert copy.copy(row).narrative == copy.deepcopy(row).narrative == TEXT


# ---- nobody compares it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lookup", ["", "__exact", "__iexact", "__contains", "__startswith", "__gt", "__in", "__lower"])
@pytest.mark.django_db
def test_lookups_are_refused_with_what_to_do_instead(lookup: str) -> None:
    with pytest.raises(FieldError, match="Search with"):
        InitialAccount._base_manager.filter(**{f"narrative{lookup}": "x"})


@pytest.mark.django_db
def test_whether_something_is_there_may_be_asked() -> None:
    assert not AppearanceLink._base_manager.filter(why_undone__isnull=False).exists()


def test_a_text_in_clear_is_never_written(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        account = making.account(TEXT)
        assert account.narrative == TEXT
        with pytest.raises(FieldError, match="set it on an instance"):
            InitialAccount._base_manager.filter(pk=account.pk).update(narrative="in clear")
        with pytest.raises(FieldError, match="set it on an instance"):
            InitialAccount._base_manager.bulk_update([account], ["narrative"])


def test_many_rows_at_once_are_sealed_too(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        first = making.account(TEXT)
        actor = context.required()
        row = InitialAccount(
            concern_id=first.concern_id,
            compartment="common",
            narrative="in bulk",
            became_aware_at=making.NOON,
            recorded_by_id=actor.membership_id,
        )
        assert _field().pre_save(row, add=True) == _field().pre_save(row, add=True)
        assert row.narrative == "in bulk"


@pytest.mark.parametrize("value", [5, b"bytes", ["text"]])
def test_only_text_is_taken(value: object) -> None:
    with pytest.raises(TypeError, match="takes text"):
        InitialAccount(narrative=value)


@pytest.mark.django_db
def test_without_an_owner_nothing_is_sealed() -> None:
    with pytest.raises(ValueError, match="concern_id is not set"):
        _field().pre_save(InitialAccount(narrative="x"), add=True)


# ---- what the checks say ---------------------------------------------------------------------------------------------


@isolate_apps("keys")
def test_checks_find_what_cannot_work() -> None:
    class Wrong(models.Model):
        ownerless = SecretText()
        compared = SecretText(unique=True, owner="id")
        sorted_by = SecretText(owner="id")

        class Meta:
            app_label = "keys"
            ordering = ("-sorted_by",)

    found = {(error.obj.name, error.id) for field in Wrong._meta.fields for error in field.check()}
    assert {("ownerless", "keys.E001"), ("compared", "keys.E002"), ("sorted_by", "keys.E002")} <= found
    assert not [error for error in InitialAccount.check() if error.id and error.id.startswith("keys.")]


def test_a_migration_keeps_the_owner() -> None:
    field = SecretText(owner="user_id", null=True)
    _, path, args, kwargs = field.deconstruct()
    assert (path, kwargs) == ("fingerpost.keys.fields.SecretText", {"owner": "user_id", "null": True})
    assert SecretText(*args, **kwargs).owner == "user_id"
    assert SecretText().deconstruct()[3] == {}


def test_a_secret_is_a_string_to_those_who_may_read_it() -> None:
    text = Secret("Amina")
    assert f"{text}" == str(text) == "Amina"
    assert text == "Amina"
    assert type(text + "!") is str
