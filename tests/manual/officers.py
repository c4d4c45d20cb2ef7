"""Policy officers, and a version that two of them published."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from access import worlds
from access.anywhere import Anywhere
from fingerpost.access.models import Membership, User
from fingerpost.manual.models import ProcedureDraft, ProcedureVersion
from fingerpost.manual.services import publishing

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = date(2026, 11, 25)
TOMORROW = TODAY + timedelta(days=1)
RULES = "2.1-young-people.md"
OLD, NEW = "by: same_day", "by: working_days:1"


def second(anywhere: Anywhere) -> str:
    """Let there be a second policy officer; return the name of their membership."""
    with anywhere.laying():
        user = User.objects.create(id=worlds.name("u-policy-2"), email="policy-2@example.org", name="policy-2")
        Membership.objects.create(
            id=worlds.name("policy-2"),
            user=user,
            organisation_id=worlds.name("council"),
            role="policy_officer",
            starts=date(2020, 1, 1),
        )
    return "policy-2"


def draft(anywhere: Anywhere, version: str = "2017.1", in_force: date = TOMORROW) -> ProcedureDraft:
    with anywhere.acting("policy"):
        return publishing.begin("e-safety@2017", version, in_force, NOW)


def saved(anywhere: Anywhere, one: ProcedureDraft, old: str, new: str, file: str = RULES) -> None:
    """Change one thing in a file of the draft, as its author."""
    with anywhere.acting("policy"):
        newest = publishing.newest_of(one)
        assert old in newest.files[file]
        text = newest.files[file].replace(old, new, 1)
        publishing.save(one, file, text, after=newest.number, now=NOW)


def approved(
    anywhere: Anywhere, one: ProcedureDraft, officer: str, today: date = TODAY, now: datetime = NOW
) -> ProcedureVersion:
    with anywhere.acting(officer):
        return publishing.approve(one, publishing.newest_of(one).digest, today, now)
