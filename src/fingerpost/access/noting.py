"""What this room writes to the ledger, in the ledger's words, and in whose name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from fingerpost.access import context
from fingerpost.access.rules import COMPARTMENTS
from fingerpost.ledger import recording
from fingerpost.ledger.recording import Acting
from fingerpost.ledger.words import WORDS

if TYPE_CHECKING:
    from fingerpost.access.models import CaseData, Matter

MATTER = "matter"
PAGE = "page"


def word(name: str) -> str:
    """Return a name as the ledger writes it: `designated_officer` and `embargo lift` with hyphens."""
    return name.replace("_", "-").replace(" ", "-")


def who_acts() -> Acting | None:
    """Return who acts, as the ledger writes it."""
    actor = context.current()
    if actor is None:
        return None
    return Acting(actor.user_id, word(actor.role), actor.organisation_id, actor.request_id)


def register_words(roles: Iterable[str], kinds: Iterable[str]) -> None:
    """Let the ledger know the roles, the kinds of rows with case data, and the compartments."""
    WORDS.register(
        actions={"opened": "opened"},
        roles=map(word, roles),
        object_kinds=[MATTER, PAGE, *map(word, kinds)],
        compartments=map(word, COMPARTMENTS),
    )


def opened(matter: Matter) -> None:
    """Note that a matter was opened."""
    recording.note("opened", MATTER, matter.pk, within=matter.pk)


def written(row: CaseData, *, is_new: bool) -> None:
    """Note that a row with case data was added or changed."""
    recording.note(
        "created" if is_new else "changed",
        word(str(row._meta.verbose_name)),
        row.pk,
        within=row.matter_id,
        compartment=word(row.compartment),
    )


def looked_at(matter: Matter, compartments: Iterable[str]) -> None:
    """Note that somebody looked at these compartments of a matter."""
    for compartment in sorted(compartments):
        recording.note("looked", MATTER, matter.pk, within=matter.pk, compartment=word(compartment))


def refused(attempted: str, matter_id: UUID | None) -> None:
    """Note that somebody was refused: a matter that they do not see, or that is not there, or some other page."""
    kind = PAGE if matter_id is None else MATTER
    recording.note("refused", kind, matter_id, within=matter_id, attempted=attempted)
