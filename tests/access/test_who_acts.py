"""Who did it is who acts: every column of the live schema that names a person is sorted, and each forgery is tried.

Here somebody runs SQL as the application's role, in a transaction that was signed for the teacher.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from access import scene, worlds
from access.database import Guarded
from access.scene import Scene
from fingerpost.access import context
from fingerpost.access.guard.policies import second_persons
from fingerpost.access.models import Concern, Exclusion, ExclusionGround, Ground, Involvement, Membership, User
from fingerpost.access.one_person import are_one
from fingerpost.access.services import concerns, exclusions

ME: Final = worlds.name("teacher")
ANOTHER: Final = worlds.name("worker")

NAMES_OTHERS: Final = {
    "access_absence.covered_by_id": "who stands in: guard.may_set_cover",
    "access_absence.membership_id": "who is away: guard.may_set_cover",
    "access_declared.user_id": "whose declaration it is: held to guard.my_user()",
    "access_exclusion.user_id": "who loses sight; who did it is beside it",
    "access_identifier.user_id": "whose it is: held to guard.my_user()",
    "access_involvement.membership_id": "who is let in: guard.may_involve",
    "access_membership.user_id": "whose role it is: guard.administers",
    "casework_meetingaction.membership_id": "who is to do it, as the meeting agreed; who wrote it is beside it",
    "casework_meetingperson.membership_id": "who is asked to come; who asked is beside it",
    "casework_policestep.officer_id": "to which officer it is given; who gave it is beside it",
    "casework_suspectbypass.user_id": "round whom the concern goes; who said so is beside it",
    "documents_copy.user_id": "whose copy it is: held to guard.my_user()",
    "duties_dutystate.holder_id": "what the steps of the duty come to, for lists; each step has who did it",
    "duties_dutystep.to_id": "to whom it is handed; who did is beside it",
    "ledger_entry.actor": "held to guard.my_user(), or nobody",
    "record_conflictfound.user_id": "who may be somebody in it; who found it is beside it",
    "record_draft.user_id": "whose it is: held to guard.my_user()",
    "subject_requeststep.checker_id": "who is asked to check; who asked is beside it",
    # Of accounts and what is sent to them, which name nobody who did anything in a concern.
    "account_emailaddress.user_id": "whose account",
    "mfa_authenticator.user_id": "whose account",
    "site_calendar.membership_id": "whose calendar",
    "site_directoryperson.user_id": "whose account; who had it changed is in the ledger",
    "site_directorytoken.made_by_id": "in whose name it acts; written over the connection of signing in alone",
    "site_invitation.invited_by_id": "made anew by the worker, in nobody’s name, where a message did not go",
    "site_invitation.user_id": "whose account",
    "site_reminder.user_id": "who was told",
    "site_sent.user_id": "who was written to",
    "site_undelivered.user_id": "who was written to",
    "socialaccount_socialaccount.user_id": "whose account",
    "usersessions_usersession.user_id": "whose account",
}
"""Columns that name a person who is not who did it: why that is right, and what holds it instead."""
ONCE: Final = {"record_appearancelink.undone_by_id"}
"""Who did a second thing to a row, so that it may change: to whoever acts."""


def _columns() -> set[str]:
    """Return the columns that name a person: those that refer to one, and those that are called so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text || '.' || attname FROM pg_constraint"
            " JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)"
            " WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
            "   AND confrelid IN ('access_membership'::regclass, 'access_user'::regclass)"
            " UNION SELECT table_name || '.' || column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name !~ '^(django_|auth_)'"
            "   AND column_name ~ '(by|holder|officer|checker|author|actor|owner)(_id)?$'"
            "   AND data_type = 'uuid'"
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.fixture
def made(guarded: Guarded) -> Scene:
    with guarded.superuser():
        return scene.make()


def test_every_column_that_names_a_person_says_who_did_it_or_is_sorted(guarded: Guarded) -> None:
    with guarded.superuser():
        found = _columns()
    # A key's owner is a concern or a user; the policy of the table holds it
    found.discard("keys_datakey.owner_id")
    assert len(found) > 100
    unsorted_ = {name for name in found - NAMES_OTHERS.keys() if not name.endswith("by_id")}
    assert not unsorted_, "say in NAMES_OTHERS whom these name, or call them …by_id so that the database holds them"
    assert NAMES_OTHERS.keys() <= found, "these are gone"


def test_no_row_says_that_somebody_else_did_it(guarded: Guarded, made: Scene) -> None:
    """As it is; and with every policy of the tables' own opened wide, so that nothing else refuses it."""
    with guarded.superuser():
        columns = sorted(_columns() - NAMES_OTHERS.keys() - {"keys_datakey.owner_id"})
        tables = sorted({name.partition(".")[0] for name in columns})
    with guarded.application(worlds.actor("teacher")):
        taken = [name for name in columns if not _refused(name, made.shared, ANOTHER)]
    assert not taken
    with _opened_wide(guarded, tables):
        forged = [name for name in columns if "who_acts" not in _refused(name, made.shared, ANOTHER)]
        ones_own = [name for name in columns if "who_acts" in _refused(name, made.shared, ME)]
    assert not forged, "the database itself has to refuse them, beside what the tables ask"
    assert not ones_own


@pytest.mark.usefixtures("made")
def test_who_did_it_is_changed_nowhere(guarded: Guarded) -> None:
    with guarded.superuser():
        columns = _columns() - NAMES_OTHERS.keys()
        changeable = {name for name in columns if _may_update(guarded, name)}
    assert changeable == ONCE


def _may_update(guarded: Guarded, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_column_privilege(%s, %s, %s, 'UPDATE')", [guarded.roles.application, *name.split(".")]
        )
        return bool(cursor.fetchone()[0])


def _refused(name: str, concern: UUID, who: UUID) -> str:
    """Try to add a row in which a column names somebody. Return what row-level security says, or the privileges."""
    table, _, column = name.partition(".")
    values: dict[str, Any] = {"id": str(uuid4()), column: str(who)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
            " AND table_name = %s",
            [table],
        )
        there = {str(one): str(kind) for one, kind in cursor.fetchall()}
    if there["id"] != "uuid":
        del values["id"]
    place = {"concern_id": str(concern), "compartment": "common", "kind": "any"}
    values |= {one: value for one, value in place.items() if one in there}
    places = ", ".join(["%s"] * len(values))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", list(values.values()))  # noqa: S608
    except DatabaseError as error:
        said = str(error)
        return said if "row-level security" in said or "permission denied" in said else ""
    return ""


@contextmanager
def _opened_wide(guarded: Guarded, tables: list[str]) -> Iterator[None]:
    """Take what the tables' own policies ask off, for a transaction that is taken back, and act as the teacher."""
    with guarded.superuser(), transaction.atomic():
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"CREATE POLICY open ON {table} FOR INSERT WITH CHECK (true)")
                cursor.execute(f"GRANT INSERT ON {table} TO {guarded.roles.application}")
            cursor.execute(f"SET LOCAL ROLE {guarded.roles.application}")
        with context.acting(worlds.actor("teacher")):
            yield
        transaction.set_rollback(True)


# ---- a second person -------------------------------------------------------------------------------------------------

SAID: Final = {"id": uuid4(), "number": 1, "at": "2026-01-02", "recorded_at": "2026-01-02", "on": "2026-01-02"}
AGREED: Final = {"number": 2, "at": "2026-01-03", "recorded_at": "2026-01-03", "on": "2026-01-03"}
OF: Final = uuid4()  # the stage, assessment, duty or request

# What a first person says, and how a second one agrees to it
SECOND: Final[dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    "casework_stagestep": (
        {"kind": "proposed", "stage_id": OF, "outcome": "likely"},
        {"kind": "agreed", "stage_id": OF, "outcome": "", "answers_id": SAID["id"]},
    ),
    "casework_riskstep": ({"kind": "concluded", "assessment_id": OF}, {"kind": "agreed", "assessment_id": OF}),
    "duties_dutystep": (
        {"kind": "waived", "duty_id": OF, "source": "common", "pack": "", "facts": "[]", "second": True, "held": False},
        {
            "kind": "confirmed",
            "duty_id": OF,
            "source": "common",
            "pack": "",
            "facts": "[]",
            "second": False,
            "held": False,
            "step_id": SAID["id"],
        },
    ),
    "subject_requeststep": (
        {"kind": "prepared", "request_id": OF, "checker_id": "me", "digest": ""},
        {"kind": "checked", "request_id": OF, "digest": "", "of_id": SAID["id"]},
    ),
}


def test_every_table_in_which_a_second_person_agrees_is_tried() -> None:
    assert second_persons().keys() == SECOND.keys()


@pytest.mark.parametrize("table", SECOND)
def test_nobody_is_the_second_person_to_what_they_said_themselves(guarded: Guarded, made: Scene, table: str) -> None:
    first, second = SECOND[table]
    me = "manager-east"
    # In one transaction, and so in one signed context
    with guarded.application(worlds.actor(me)), _taken_back():
        _add(table, made.shared, me, me, SAID | first)
        assert "who_acts" in _said(table, made.shared, me, AGREED | second)
    _was_said(guarded, table, made.shared, "worker", me, SAID | first)
    with guarded.application(worlds.actor(me)), _taken_back():
        assert _said(table, made.shared, me, AGREED | second) == ""


def test_nobody_is_the_second_person_in_another_membership(guarded: Guarded, made: Scene) -> None:
    first, second = SECOND["duties_dutystep"]
    _was_said(guarded, "duties_dutystep", made.shared, "worker-at-school", "worker", SAID | first)
    with guarded.application(worlds.actor("worker")), _taken_back():
        assert "who_acts" in _said("duties_dutystep", made.shared, "worker", AGREED | second)


def test_nobody_concludes_afterwards_what_they_agreed_to(guarded: Guarded, made: Scene) -> None:
    """Whoever agrees to another's conclusion does not put their own before the agreement."""
    first, second = SECOND["casework_riskstep"]
    _was_said(guarded, "casework_riskstep", made.shared, "worker", "worker", SAID | first)
    with guarded.application(worlds.actor("manager-east")), _taken_back():
        _add("casework_riskstep", made.shared, "manager-east", "", AGREED | second | {"number": 9})
        own = SAID | first | {"id": uuid4(), "number": 5}
        assert "who_acts" in _said("casework_riskstep", made.shared, "manager-east", own)


class _TakenBackError(Exception):
    pass


@contextmanager
def _taken_back() -> Iterator[None]:
    """Take back what is done in the block: what rows refer to need not be there."""
    with suppress(_TakenBackError), transaction.atomic():
        yield
        raise _TakenBackError


def _said(table: str, concern: UUID, by: str, values: dict[str, Any]) -> str:
    """Add a row, take it back, and return what row-level security says."""
    try:
        with _taken_back():
            _add(table, concern, by, by, values)
    except DatabaseError as error:
        return str(error)
    return ""


def _was_said(guarded: Guarded, table: str, concern: UUID, by: str, checker: str, values: dict[str, Any]) -> None:
    """Put a row there, of something that is not there itself."""
    with guarded.superuser(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        _add(table, concern, by, checker, values)


def _add(table: str, concern: UUID, by: str, checker: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", [table])
        there = {name for (name,) in cursor.fetchall()}
        who = "recorded_by_id" if "recorded_by_id" in there else "by_id"
        row = {"id": uuid4(), "concern_id": concern, "compartment": "common", who: worlds.name(by)} | values
        if "checker_id" in row:
            row["checker_id"] = worlds.name(checker)
        row = {name: value for name, value in row.items() if name in there}
        names = ", ".join(f'"{name}"' for name in row)
        cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(row))})", list(row.values()))  # noqa: S608


# ---- an exclusion of where somebody works ----------------------------------------------------------------------------


def test_whoever_keeps_sight_by_name_neither_lifts_the_exclusion_of_where_they_work_nor_lets_colleagues_in(
    guarded: Guarded, made: Scene
) -> None:
    school, teacher = worlds.name("school"), worlds.actor("teacher")
    with guarded.application(worlds.actor("worker")):
        concerns.involve_member(made.shared, worlds.name("teacher"), ground=Ground.NAMED)
        row = exclusions.shut_out_organisation(made.shared, school, reason="the adult works there")
    with guarded.application(worlds.actor("lead")):
        assert not Concern.objects.visible().exists()
    with guarded.application(teacher), connection.cursor() as cursor:
        assert Concern.objects.visible().get().pk == made.shared
        for ends in ("now()", "starts", "'infinity'"):
            cursor.execute(f"UPDATE access_exclusion SET ends = {ends} WHERE id = %s", [row.pk])  # noqa: S608
            assert cursor.rowcount == 0
        for colleague in ("lead", "suspect"):
            named = Involvement(
                concern_id=made.shared,
                compartment="common",
                organisation_id=school,
                membership_id=worlds.name(colleague),
                ground=Ground.NAMED,
                by_id=ME,
            )
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                named.save(force_insert=True)
    with guarded.application(worlds.actor("lead")):
        assert not Concern.objects.visible().exists()
    # Another organisation that works there can do both
    with guarded.application(worlds.actor("worker")):
        concerns.involve_member(made.shared, worlds.name("lead"), ground=Ground.NAMED)
        exclusions.end_exclusion(Exclusion.objects.visible().get(pk=row.pk))


# ---- two accounts of one person --------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["address", "staff number", ""])
def test_nobody_is_the_second_person_with_another_account(guarded: Guarded, made: Scene, by: str) -> None:
    """The manager's account is the worker's too: by its address, or the number that their council gave both."""
    manager, worker = worlds.actor("manager-east").user_id, worlds.actor("worker").user_id
    with guarded.superuser():
        if by == "address":
            User.objects.filter(pk=worker).update(email="a.b@gmail.com")
            User.objects.filter(pk=manager).update(email="ab+work@googlemail.com")
        if by == "staff number":
            Membership.objects.filter(user=worker).update(staff_number="ab-12")
            Membership.objects.filter(user=manager).update(staff_number="AB 12")
    for table, (first, second) in SECOND.items():
        _was_said(guarded, table, made.shared, "worker", "manager-east", SAID | first)
        with guarded.application(worlds.actor("manager-east")), _taken_back():
            assert ("who_acts" in _said(table, made.shared, "manager-east", AGREED | second)) is bool(by)
    with guarded.application(worlds.actor("teacher")):
        assert are_one(manager, worker) is bool(by)
        exclusions.shut_out_user(made.shared, worker, ground=ExclusionGround.CONFLICT, reason="it is they")
        out = Exclusion.objects.visible().filter(ground=ExclusionGround.CONFLICT).values_list("user", flat=True)
        assert set(out) == ({worker, manager} if by else {worker})
