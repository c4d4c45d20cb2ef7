"""Recording concerns and people, linking them, and what nobody may change afterwards."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from access.anywhere import Anywhere
from fingerpost.access import context
from fingerpost.access.errors import AccessError, NoActorError
from fingerpost.access.models import Compartment, Concern
from fingerpost.keys.errors import MasterKeyError
from fingerpost.keys.masters import VARIABLE
from fingerpost.keys.models import DataKey
from fingerpost.ledger.models import LedgerEntry
from fingerpost.record import guards, services
from fingerpost.record.models import Appearance, AppearanceLink, Detail, DetailKind, InitialAccount, SearchToken
from keys.masters import with_masters
from record import making


def test_a_concern_is_recorded_with_its_words(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        account = making.account("what happened", childs_voice="he will not stop", how="she told me at break")
    with anywhere.acting("teacher"):
        again = InitialAccount.objects.visible().get(pk=account.pk)
        assert (again.narrative, again.childs_voice, again.how) == (
            "what happened",
            "he will not stop",
            "she told me at break",
        )
        assert again.became_aware_at == making.NOON
        assert again.recorded_by_id == context.required().membership_id
    with anywhere.acting("other-teacher"):
        assert not InitialAccount.objects.visible().filter(pk=account.pk).exists()


def test_a_person_has_details_and_a_correction_stands_beside_what_it_replaces(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        person = making.person(concern, "Amina Yusuf", born="2012-05-04", address="4 Invented Row")
        wrong = Detail.objects.visible().get(appearance=person, kind=DetailKind.BORN)
        services.add_detail(person, DetailKind.BORN, "2012-04-05", replaces=wrong)
        known = [(d.kind, d.value, d.replaces_id) for d in Detail.objects.visible().filter(appearance=person)]
        assert sorted(known[:3]) == [
            ("address", "4 Invented Row", None),
            ("born", "2012-05-04", None),
            ("name", "Amina Yusuf", None),
        ]
        assert known[3:] == [("born", "2012-04-05", wrong.pk)]
        with pytest.raises(ValueError, match="same kind"):
            services.add_detail(person, DetailKind.NAME, "Amina", replaces=wrong)


def test_a_detail_in_another_compartment_is_seen_there_only(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = Concern.objects.visible().get(pk=anywhere.scene.shared)
        person = making.person(concern, "Amina Yusuf")
    with anywhere.acting("officer"), pytest.raises(AccessError):
        services.add_detail(person, DetailKind.PHONE, "01632 960001", compartment=Compartment.HEALTH)
    with anywhere.acting("officer"):
        services.add_detail(person, DetailKind.PHONE, "01632 960001", compartment=Compartment.POLICE)
        assert Detail.objects.visible().filter(kind=DetailKind.PHONE).count() == 1
    with anywhere.acting("teacher"):
        assert not Detail.objects.visible().filter(kind=DetailKind.PHONE).exists()


@pytest.mark.parametrize("who", ["other-teacher", "administrator", "council-auditor", "suspect"])
def test_who_may_not_act_adds_nothing(anywhere: Anywhere, who: str) -> None:
    with anywhere.acting("teacher"):
        concern = Concern.objects.visible().get(pk=anywhere.scene.shared)
        person = making.person(concern, "Amina Yusuf")
    with anywhere.acting(who):
        with pytest.raises(AccessError):
            making.person(concern, "Somebody Else")
        with pytest.raises(AccessError):
            services.add_detail(person, DetailKind.PHONE, "01632 960001")
    with anywhere.laying():
        assert Appearance._base_manager.filter(concern=concern).count() == 1
        assert Detail._base_manager.filter(concern=concern).count() == 1


@pytest.mark.django_db
def test_nobody_acting_records_nothing() -> None:
    with pytest.raises(NoActorError):
        making.account()
    with pytest.raises(NoActorError):
        services.search(services.Query(name="Amina"))


# ---- nothing is half done --------------------------------------------------------------------------------------------


def test_without_the_right_master_key_nothing_is_recorded(anywhere: Anywhere) -> None:
    with anywhere.laying():
        before = [model._base_manager.count() for model in (Concern, InitialAccount, DataKey, Appearance, SearchToken)]
    with with_masters({VARIABLE: "broken"}), anywhere.acting("teacher"), pytest.raises(MasterKeyError):
        making.account()
    with anywhere.acting("teacher"):
        concern = Concern.objects.visible().get(pk=anywhere.scene.shared)
    other = "demo:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU="
    with with_masters({VARIABLE: other}), anywhere.acting("teacher"), pytest.raises(MasterKeyError):
        making.person(concern, "Amina Yusuf")
    with anywhere.laying():
        models = (Concern, InitialAccount, DataKey, Appearance, SearchToken)
        assert [model._base_manager.count() for model in models] == before


def test_a_concern_that_fails_late_leaves_nothing(anywhere: Anywhere, monkeypatch: pytest.MonkeyPatch) -> None:
    save = InitialAccount.save

    def failing(account: InitialAccount) -> None:
        save(account)
        raise RuntimeError("at the last moment")

    monkeypatch.setattr(InitialAccount, "save", failing)
    models = (Concern, InitialAccount, DataKey, LedgerEntry)
    with anywhere.laying():
        before = [model._base_manager.count() for model in models]
    with pytest.raises(RuntimeError), anywhere.acting("teacher"):
        making.account()
    with anywhere.laying():
        assert [model._base_manager.count() for model in models] == before


# ---- links -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def two(anywhere: Anywhere) -> tuple[Appearance, Appearance]:
    """The same child in the concern that is shared and in one of the teacher's own."""
    with anywhere.acting("teacher"):
        shared = Concern.objects.visible().get(pk=anywhere.scene.shared)
        return making.person(shared, "Amina Yusuf"), making.person(making.account().concern, "Ameena Yusuf")


def test_a_link_is_undone_by_somebody_and_stays(anywhere: Anywhere, two: tuple[Appearance, Appearance]) -> None:
    with anywhere.acting("teacher"):
        link = services.link(*two, why="the same birthday and form teacher")
    with anywhere.acting("teacher"):
        services.unlink(link, why="a cousin of the same name")
    with anywhere.acting("teacher"):
        (again,) = AppearanceLink.objects.visible()
        assert (again.why, again.why_undone) == ("the same birthday and form teacher", "a cousin of the same name")
        assert again.undone_by_id == again.linked_by_id == context.required().membership_id
        assert again.undone_at is not None
        with pytest.raises(AccessError, match="undone already"):
            services.unlink(again, why="once more")
        services.link(*two, why="they are the same after all")
        assert AppearanceLink.objects.visible().count() == 2


def test_a_link_is_seen_by_those_who_see_both(anywhere: Anywhere, two: tuple[Appearance, Appearance]) -> None:
    with anywhere.acting("teacher"):
        services.link(*two, why="the same")
        services.link(two[1], two[0], why="the other way round")
    with anywhere.acting("worker"):  # sees the shared concern and not the other
        assert Appearance.objects.visible().filter(pk=two[0].pk).exists()
        assert not Appearance.objects.visible().filter(pk=two[1].pk).exists()
        assert not AppearanceLink.objects.visible().exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM record_appearancelink")
            assert cursor.fetchone()[0] == (2 if connection.vendor == "sqlite" else 0)
        with pytest.raises(AccessError):
            services.link(*two, why="a guess")
        with pytest.raises(AccessError):
            services.link(two[1], two[0], why="a guess")


def test_nobody_is_linked_with_themselves(anywhere: Anywhere, two: tuple[Appearance, Appearance]) -> None:
    with anywhere.acting("teacher"):
        with pytest.raises(ValueError, match="itself"):
            services.link(two[0], two[0], why="?")
        with pytest.raises(IntegrityError), transaction.atomic():
            AppearanceLink(
                concern_id=two[0].concern_id,
                one=two[0],
                other=two[0],
                other_concern_id=two[0].concern_id,
                other_compartment="common",
                why="?",
                linked_by_id=context.required().membership_id,
            ).save()


# ---- what was recorded stays -----------------------------------------------------------------------------------------


def _statements() -> list[str]:
    changes = {
        "record_initialaccount": "became_aware_at = recorded_at",
        "record_appearance": "kind = 'adult'",
        "record_parttaken": "part = 'received'",
        "record_detail": "kind = 'name'",
        "record_appearancelink": "linked_at = undone_at",
    }
    found = [f"UPDATE {table} SET {change}" for table, change in changes.items()]  # noqa: S608
    found += [f"DELETE FROM {table}" for table in changes]  # noqa: S608
    return [
        *found,
        "UPDATE record_appearancelink SET undone_at = NULL, undone_by_id = NULL, why_undone = NULL",
        "UPDATE record_appearancelink SET why_undone = why",
    ]


@pytest.mark.parametrize("statement", _statements())
def test_nobody_changes_or_removes_what_was_recorded(
    anywhere: Anywhere, two: tuple[Appearance, Appearance], statement: str
) -> None:
    with anywhere.acting("teacher"):
        services.unlink(services.link(*two, why="the same"), why="not the same")
    for doing in (anywhere.acting("teacher"), anywhere.laying()):  # and the superuser
        with doing, pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db
def test_every_trigger_is_there_after_all_migrations() -> None:
    """SQLite loses a table's triggers, without a word, when a migration changes the table."""
    from fingerpost.keys import guards as of_keys

    said = "\n".join((*guards.sqlite(), *of_keys.SQLITE))
    wanted = set(re.findall(r"CREATE TRIGGER (\w+)", said))
    assert "record_note_no_insert" in wanted
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        assert wanted <= {name for (name,) in cursor}
