"""What this room adds to the guard, and to what each table lets the application do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Final

from fingerpost.access.guard.additions import Addition
from fingerpost.access.guard.policies import Policy, Protection, acted_in_by
from fingerpost.access.models import Exclusion, Involvement
from fingerpost.access.models.case_data import CaseData, case_models
from fingerpost.casework.managing.permissions import MANAGERS
from fingerpost.disposal.models import Hold, HoldRelease, Proposal, ProposalAnswer
from fingerpost.disposal.rules import WAITING
from fingerpost.web.models import Draft

STAYS: Final = (Involvement, Exclusion)
"""The rows of a concern that stay: who saw it, so that they can be told what became of it. Its words are destroyed."""

TYPED: Final = Draft._meta.db_table
COPIES: Final = "documents_copy"
TOMBSTONE: Final = "disposal_tombstone"
_MANAGES: Final = (
    "EXISTS (SELECT FROM access_membership m WHERE m.id = guard.me()"
    f" AND m.role IN ({', '.join(repr(str(role)) for role in MANAGERS)}))"
)
# Nobody makes the time of waiting shorter by saying that it began earlier.
_NOW: Final = (
    "recorded_at BETWEEN statement_timestamp() - interval '10 minutes' AND statement_timestamp() + interval '1 minute'"
)


def destroyed() -> list[type[CaseData]]:
    """Return every kind of row that is destroyed with a concern."""
    return [model for model in case_models() if model not in STAYS]


def columns_of(model: type[CaseData]) -> list[str]:
    """Return the columns that say which concern a row is about: its own, and others that it is also in."""
    return ["concern_id", *(f"{concern}_id" for concern, _ in model.also_in if concern != "concern")]


def addition() -> Addition:
    """Return what lets the guard destroy what two people have agreed on."""
    tables = [model._meta.db_table for model in destroyed()]
    text = (resources.files("fingerpost.disposal") / "sql" / "disposal.sql").read_text(encoding="utf-8")
    read = (Hold, HoldRelease, Proposal, ProposalAnswer)
    return Addition(
        sql=text.replace("@waiting@", str(WAITING.days)).replace("@deletes@", "\n".join(_deletes())),
        callable=("guard.dispose(uuid)", "guard.had_sight(uuid, text, timestamptz)"),
        for_owner=(
            "guard.dispose_again("
            "uuid, text, text, timestamptz, text, integer, uuid, timestamptz, uuid, timestamptz, jsonb)",
            "guard.complete_tombstones(uuid)",
        ),
        reads=(*(model._meta.db_table for model in read), TOMBSTONE, "record_turntaken"),
        adds_to=(TOMBSTONE,),
        deletes_from=(*tables, TYPED, COPIES),
        changes={"access_involvement": "ends", "keys_datakey": "wrapped, destroyed_at"},
    )


def _deletes() -> Iterator[str]:
    for model in destroyed():
        condition = " OR ".join(f"{column} = gone" for column in columns_of(model))
        yield f"    DELETE FROM public.{model._meta.db_table} WHERE {condition};"  # noqa: S608 - no input


PROTECTS: Final = {
    TOMBSTONE: Protection(
        (Policy("SELECT", using="guard.had_sight(concern_id, compartment, at)"),), "SELECT", forced=False
    )
}
_ANYBODY: Final = acted_in_by("recorded_by_id")
_MANAGERS: Final = acted_in_by("recorded_by_id", f"{_MANAGES} AND {_NOW}")
PROTECTS_CASE_DATA: Final[Mapping[type[CaseData], Protection]] = {
    Hold: _ANYBODY,
    HoldRelease: _ANYBODY,
    Proposal: _MANAGERS,
    ProposalAnswer: _MANAGERS,
}
