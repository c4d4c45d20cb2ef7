"""What each table lets the application do, row by row.

A policy asks about the concern of each row, by the guard's view `mine`: an index answers from the involvements of that
concern, however many concerns somebody sees. `OFFSET 0` has it asked so: else PostgreSQL, which takes everybody for
somebody with two involvements, works out all that a manager sees, for fifty rows. See docs/evidence/rls-bench.md and
docs/evidence/service.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Model

from fingerpost.access.models import (
    BrokenGlass,
    Concern,
    Embargo,
    EmbargoLift,
    Exclusion,
    GlassReview,
    Involvement,
    Release,
    ReleaseStep,
)
from fingerpost.access.models.case_data import CaseData, case_models
from fingerpost.rooms import Room, rooms


@dataclass(frozen=True, slots=True)
class Policy:
    """What a role may do: `using` says with which rows, `check` which rows may come of it. Both are SQL."""

    command: str
    using: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True)
class Protection:
    """A table's policies, and the application's privileges on it.

    `forced`: the owner is held by them too, and so sees nothing.
    """

    policies: tuple[Policy, ...]
    privileges: str
    forced: bool = True


def _place(concern: str = "concern_id", compartment: str = "compartment", *, acts: bool = False) -> str:
    """Return the condition that the actor sees a compartment of a concern, or acts in it too."""
    also = " AND acts" if acts else ""
    return (
        f"EXISTS (SELECT FROM guard.mine WHERE seen_concern = {concern} AND seen_part = {compartment}{also} OFFSET 0)"
    )


def _any_part(concern: str) -> str:
    """Return the condition that the actor sees any compartment of a concern."""
    return f"EXISTS (SELECT FROM guard.mine WHERE seen_concern = {concern} OFFSET 0)"


def _further(concern: str, compartment: str) -> str:
    """Return the condition of a place that a row is also about. In its own compartment there is nothing more to ask."""
    if concern == "concern":
        return f"({compartment} = compartment OR {_place(compartment=compartment)})"
    return _place(f"{concern}_id", compartment)


_SEES = _place()
_ACTS = _place(acts=True)
_BY_ME = "by_id = guard.me()"
_READ = Policy("SELECT", using=_SEES)


# What ends, ends now, by whoever acts: it is not dated back, and what has ended, or would, does not go on.
_GOES_ON = "(ends IS NULL OR ends > statement_timestamp())"
_ENDS_NOW = "ends BETWEEN statement_timestamp() - interval '1 minute' AND statement_timestamp() + interval '1 minute'"
_MAY_END = f"({_ACTS}) AND guard.may_end_exclusion(concern_id, compartment, barred)"

_OWN: Final[Mapping[type[Model], Protection]] = {
    Concern: Protection(
        (
            Policy("SELECT", using=_any_part("id")),
            Policy("INSERT", check="guard.may_open() AND created_by_id = guard.me()"),
        ),
        "SELECT, INSERT",
    ),
    Involvement: Protection(
        (
            _READ,
            Policy(
                "INSERT",
                check=f"{_BY_ME} AND "
                "guard.may_involve(concern_id, compartment, organisation_id, membership_id, ground)",
            ),
            Policy("UPDATE", using=f"({_ACTS}) AND {_GOES_ON}", check=f"({_ACTS}) AND {_ENDS_NOW}"),
        ),
        "SELECT, INSERT, UPDATE (ends)",
    ),
    Exclusion: Protection(
        (
            _READ,
            Policy("INSERT", check=f"{_BY_ME} AND ({_ACTS})"),
            Policy("UPDATE", using=f"{_MAY_END} AND {_GOES_ON}", check=f"{_MAY_END} AND {_ENDS_NOW}"),
        ),
        "SELECT, INSERT, UPDATE (ends)",
    ),
    Embargo: Protection((_READ, Policy("INSERT", check=f"{_BY_ME} AND ({_ACTS})")), "SELECT, INSERT"),
    EmbargoLift: Protection(
        (
            _READ,
            Policy(
                "INSERT",
                check=f"{_BY_ME} AND ({_ACTS}) AND guard.may_lift(embargo_id, concern_id, compartment, decision)",
            ),
        ),
        "SELECT, INSERT",
    ),
    # Whoever looks in an emergency acts nowhere, and yet says why; who says whether it was justified is the guard's.
    BrokenGlass: Protection(
        (
            _READ,
            Policy("INSERT", check=f"{_BY_ME} AND compartment = 'common' AND guard.broke(involvement_id, concern_id)"),
        ),
        "SELECT, INSERT",
    ),
    GlassReview: Protection(
        (_READ, Policy("INSERT", check=f"{_BY_ME} AND ({_ACTS}) AND guard.may_review(look_id, concern_id)")),
        "SELECT, INSERT",
    ),
    Release: Protection(
        (
            _READ,
            Policy("INSERT", check=f"{_BY_ME} AND ({_ACTS}) AND guard.may_release(concern_id, compartment, for_whom)"),
        ),
        "SELECT, INSERT",
    ),
    ReleaseStep: Protection(
        (
            _READ,
            Policy(
                "INSERT", check=f"{_BY_ME} AND ({_ACTS}) AND guard.may_step(release_id, concern_id, compartment, kind)"
            ),
        ),
        "SELECT, INSERT",
    ),
}

_ANYBODY_READS = Policy("SELECT", using="true")
_COVER = "guard.may_set_cover(membership_id, covered_by_id)"
_ADMINISTERS = "guard.administers(organisation_id, user_id)"
_MINE = "(SELECT guard.my_user())"

# Tables that are not case data, and yet not open row by row. None is forced: the owner makes the first administrator,
# wraps keys anew and verifies the ledger.
_OTHERS: Final[Mapping[str, Protection]] = {
    # Who works where decides who sees what: nobody may write it for themselves. Whose it is, and where, does not
    # change: all that was ever signed in it would be somebody else's.
    "access_membership": Protection(
        (
            _ANYBODY_READS,
            Policy("INSERT", check=_ADMINISTERS),
            Policy("UPDATE", using=_ADMINISTERS, check=_ADMINISTERS),
        ),
        "SELECT, INSERT, UPDATE (role, team, intake, staff_number, starts, ends)",
        forced=False,
    ),
    "access_organisation": Protection(
        (
            _ANYBODY_READS,
            Policy("INSERT", check="guard.administers_organisation(parent_id)"),
            Policy("UPDATE", using="guard.administers_organisation(id)", check="guard.administers_organisation(id)"),
        ),
        "SELECT, INSERT, UPDATE (name, area, nation, read_within)",
        forced=False,
    ),
    "access_absence": Protection(
        (
            _ANYBODY_READS,
            Policy("INSERT", check=_COVER),
            Policy("UPDATE", using=_COVER, check=_COVER),
            Policy("DELETE", using=_COVER),
        ),
        "SELECT, INSERT, UPDATE, DELETE",
        forced=False,
    ),
    # What a user said of themselves is sealed under their own key: others compare keyed tokens, and read nothing.
    "access_identifier": Protection(
        (
            Policy("SELECT", using="(SELECT guard.me()) IS NOT NULL"),
            Policy("INSERT", check="user_id = guard.my_user()"),
            Policy("UPDATE", using=f"user_id = {_MINE}", check=f"user_id = {_MINE}"),
            Policy("DELETE", using=f"user_id = {_MINE}"),
        ),
        "SELECT, INSERT, UPDATE, DELETE",
        forced=False,
    ),
    # Whom a user is close to, likewise: whoever records somebody compares keyed tokens, and reads nothing.
    "access_declared": Protection(
        (
            Policy("SELECT", using="(SELECT guard.me()) IS NOT NULL"),
            Policy("INSERT", check="user_id = guard.my_user()"),
            Policy("DELETE", using=f"user_id = {_MINE}"),
        ),
        "SELECT, INSERT, DELETE",
        forced=False,
    ),
    # A concern's key, for those who see the concern; one's own, for drafts; that of the list where one records; those
    # of the search tokens.
    "keys_datakey": Protection(
        (
            Policy(
                "SELECT",
                using="kind = 'search' AND guard.me() IS NOT NULL"
                f" OR kind = 'user' AND owner_id = {_MINE}"
                " OR kind = 'organisation' AND owner_id = (SELECT guard.records_at())"
                f" OR kind = 'concern' AND {_any_part('owner_id')}"
                " OR kind = 'concern' AND owner_id = ANY ((SELECT guard.opening())::uuid[])",
            ),
            Policy(
                "INSERT",
                check="kind = 'search' AND guard.me() IS NOT NULL"
                " OR kind = 'user' AND owner_id = guard.my_user()"
                " OR kind = 'organisation' AND owner_id = guard.keeps_list_of()"
                " OR kind = 'concern' AND owner_id = ANY ((SELECT guard.opening())::uuid[])",
            ),
        ),
        "SELECT, INSERT",
        forced=False,
    ),
    # What one did, and what happened to one's account; what was done with what one sees; everything, for an auditor.
    # Written in one's own name only. Of a refusal of the whole of a concern all know who are in it.
    "ledger_entry": Protection(
        (
            Policy(
                "SELECT",
                using=f"actor = {_MINE} OR (SELECT guard.audits()) OR object_kind = 'account' AND object_id = {_MINE}"
                f" OR CASE WHEN compartment IS NULL THEN {_any_part('within')}"
                f" ELSE {_place('within', "replace(compartment, '-', '_')")} END",
            ),
            Policy("INSERT", check="actor IS NULL OR actor = guard.my_user()"),
        ),
        "SELECT, INSERT",
        forced=False,
    ),
}


@dataclass(frozen=True, kw_only=True)
class WithPolicies(Room):
    """A room with tables that have policies of their own, by their name; and with case data that has others than what
    all of it has.

    `second_persons`: tables with rows in which a second person agrees to what a first one said, and the condition that
    it is another one, in SQL.
    """

    protects: Mapping[str, Protection] = field(default_factory=dict)
    protects_case_data: Mapping[type[CaseData], Protection] = field(default_factory=dict)
    second_persons: Mapping[str, str] = field(default_factory=dict)


def kept_to_their_user(privileges: str, *, worker_drops: bool = False) -> Protection:
    """Return the protection of a table with a `user_id`, which is no case data: each row is its user's alone.

    `worker_drops`: where nobody is acting a row may be found and dropped, since it is over. What is in it is sealed.
    """
    own = f"user_id = {_MINE}"
    drops = f"{own} OR {_MINE} IS NULL" if worker_drops else own
    return Protection(
        (
            Policy("SELECT", using=drops),
            Policy("INSERT", check="user_id = guard.my_user()"),
            Policy("UPDATE", using=own, check=own),
            Policy("DELETE", using=drops),
        ),
        privileges,
    )


def read_and_added_to() -> Protection:
    """Return the protection of a table that everybody reads and that is added to: who did it is held to who acts."""
    return Protection((_ANYBODY_READS, Policy("INSERT", check="true")), "SELECT, INSERT", forced=False)


def acted_in_by(column: str, further: str = "", *, read_by: str = "") -> Protection:
    """Return the protection of case data to which one adds in one's own name only: `column` has the membership.

    `further`: what else has to be so; `read_by`: which of those who see its part read it.
    """
    also = f" AND {further}" if further else ""
    read = Policy("SELECT", using=f"({_SEES}) AND {read_by}") if read_by else _READ
    return Protection((read, Policy("INSERT", check=f"{column} = guard.me() AND ({_ACTS}){also}")), "SELECT, INSERT")


def second_persons() -> dict[str, str]:
    """Return the condition under which a second person agrees to what a first one said, by table."""
    return {table: condition for room in rooms(WithPolicies) for table, condition in room.second_persons.items()}


def of_case_data() -> dict[str, Protection]:
    """Return the protection of every table with case data, by its name."""
    models: list[type[Model]] = [Concern, *case_models()]
    return {model._meta.db_table: protection(model) for model in models}


def of_all() -> dict[str, Protection]:
    """Return the protection of every table that has policies, by its name."""
    of_rooms = {table: protection for room in rooms(WithPolicies) for table, protection in room.protects.items()}
    return {**of_case_data(), **_OTHERS, **of_rooms}


def protection(model: type[Model]) -> Protection:
    """Return the protection of one model: its own, or that of case data in general."""
    own = next((of[model] for of in _own() if model in of), None)
    if own is not None:
        return own
    if not issubclass(model, CaseData):
        raise TypeError(f"{model} is not case data")
    also = "".join(f" AND {_further(concern, compartment)}" for concern, compartment in model.also_in)
    sees, acts = f"({_SEES}){also}", f"({_ACTS}){also}"
    return Protection(
        (
            Policy("SELECT", using=sees),
            Policy("INSERT", check=acts),
            Policy("UPDATE", using=acts, check=acts),
            Policy("DELETE", using=acts),
        ),
        model.application_may,
    )


def _own() -> list[Mapping[Any, Protection]]:
    return [_OWN, *(room.protects_case_data for room in rooms(WithPolicies))]
