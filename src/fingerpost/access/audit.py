"""What this room writes to the ledger, in the ledger's words, and in whose name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from uuid import UUID

from django.db.models.signals import post_delete, post_save

from fingerpost.access import context
from fingerpost.access.rules import COMPARTMENTS
from fingerpost.ledger import recording
from fingerpost.ledger.words import word
from fingerpost.rooms import Room, rooms

if TYPE_CHECKING:
    from django.db.models import Model

CONCERN = "concern"
PAGE = "page"
ACCOUNT = "account"


def kind_of(row: Model | type[Model] | CaseRow) -> str:
    """Return what the ledger calls rows of this kind: the model's name in words, and a user an account."""
    return ACCOUNT if row._meta.label == "access.User" else word(str(row._meta.verbose_name))


@dataclass(frozen=True, kw_only=True)
class WithNoted(Room):
    """A room with rows that are not of cases, and each change of which is noted by itself while something is."""

    noted: tuple[type[Model], ...] = ()


def note_changes() -> None:
    """Hear of each change of such rows from Django, which alone knows of all: called once, when all rooms are there."""
    for room in rooms(WithNoted):
        for model in room.noted:
            post_save.connect(_saved, sender=model)
            post_delete.connect(_deleted, sender=model)


def _saved(instance: Model, *, created: bool, update_fields: frozenset[str] | None, **_: Any) -> None:
    # When somebody last signed in, and what they sign in with, is noted where it happens.
    if recording.is_open() and not (update_fields and update_fields <= {"last_login", "password"}):
        recording.note("created" if created else "changed", kind_of(instance), instance.pk)


def _deleted(instance: Model, **_: Any) -> None:
    if recording.is_open():
        recording.note("removed", kind_of(instance), instance.pk)


def note_opened(concern_id: UUID) -> None:
    """Note that a concern was opened, in its common record."""
    recording.note("opened", CONCERN, concern_id, within=concern_id, compartment=COMPARTMENTS[0])


class CaseRow(Protocol):
    """A row with case data, as far as the ledger is told of it."""

    pk: Any
    concern_id: UUID
    compartment: str
    _meta: ClassVar[Any]

    def joins(self) -> bool:
        """Whether it is about a place too of which those who see its own one may know nothing."""


def note_written(row: CaseRow, *, is_new: bool) -> None:
    """Note that a row with case data was added or changed.

    That two places were joined is noted within neither: an entry there would tell its readers that there is the other.
    """
    within, compartment = (row.concern_id, word(row.compartment)) if not row.joins() else (None, None)
    recording.note("created" if is_new else "changed", kind_of(row), row.pk, within=within, compartment=compartment)


def note_written_many(model: type[Model], places: Iterable[tuple[UUID, str]]) -> None:
    """Note that rows of one kind were added to these compartments of concerns, many at once."""
    for concern_id, compartment in places:
        recording.note("created", kind_of(model), within=concern_id, compartment=word(compartment))


def note_looked_at(concern_id: UUID, compartments: Iterable[str]) -> None:
    """Note that somebody looked at these compartments of a concern."""
    for compartment in sorted(compartments):
        recording.look("looked", CONCERN, concern_id, within=concern_id, compartment=word(compartment))


def note_looked_at_a_page() -> None:
    """Note that somebody looked at a page about concerns in general, as a list of them."""
    recording.look("looked", PAGE)


def note_shown(row: Model) -> None:
    """Note that a sealed text of a row was opened for whoever is acting: words of its concern, or of the row itself.

    Where the whole page is about the concern, that is noted already. Commands act for nobody, and show nobody anything.
    """
    if context.current() is None:
        return
    concern_id, compartment = getattr(row, "concern_id", None), getattr(row, "compartment", None)
    if concern_id is None or compartment is None:
        recording.look("shown", kind_of(row), row.pk)
    else:
        recording.look("shown", CONCERN, concern_id, within=concern_id, compartment=word(compartment))


def note_refused(attempted: str, concern_id: UUID | None, compartments: Iterable[str] = ()) -> None:
    """Note that somebody was refused: a concern that they do not see, or that is not there, or some other page.

    What somebody in a concern was refused there is known where they are known: in the `compartments` that they see.
    """
    kind = PAGE if concern_id is None else CONCERN
    known_in: list[str | None] = [word(compartment) for compartment in sorted(compartments)]
    for compartment in known_in or [None]:
        recording.note("refused", kind, concern_id, within=concern_id, compartment=compartment, attempted=attempted)
