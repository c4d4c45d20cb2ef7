"""What a change would bring, in the words of the procedure: shown before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fingerpost.access.compartments import SOURCES, decisions_for
from fingerpost.access.middleware import concern_of
from fingerpost.access.models import Concern
from fingerpost.procedure.explaining.requirements import Clearance, Requirement, clearance_of, requirement_of
from fingerpost.procedure.explaining.words import about_line
from fingerpost.record.errors import NothingToldError
from fingerpost.record.models import Assertion, PartTaken
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.decisions import Difference, Preview, preview
from fingerpost.rooms import Room, rooms

_OWN: Final = frozenset({"csrfmiddlewaretoken", "change", "confirmed", "look"})

type About = tuple[str, str]
"""An outcome of a case: its provision, and whom it is about."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """An outcome as a duty: its day before the change, its day after it; what it asks, where that is not the rule's."""

    was_due: date | None
    due: date | None
    asks: str


@dataclass(frozen=True, kw_only=True)
class WithForesight(Room):
    """The room that keeps what follows from a decision: it says how an outcome would stand there once it is saved."""

    foresees: Callable[[Concern, str, Preview, Iterable[Assertion]], Mapping[About, Foreseen]] | None = None


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One rule and whom it is about, as `requirement` has it after the change, or before it where it would be gone.

    `due` and `was_due` are its days, `asks` what is to be done.
    """

    requirement: Requirement
    about: str
    asks: str
    due: date | None
    was_due: date | None


@dataclass(frozen=True, slots=True)
class Bringing:
    """What would be new, gone, moved to another day, to wait or to be asked about first, or neither any longer."""

    new: Sequence[PreviewLine]
    gone: Sequence[PreviewLine]
    moved: Sequence[PreviewLine]
    waits: Sequence[PreviewLine]
    free: Sequence[PreviewLine]

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.moved or self.waits or self.free)


def of(
    concern: Concern,
    compartment: str,
    view: Collection[str],
    people: PeopleOfConcern,
    drafts: Iterable[Assertion],
    parts: Iterable[PartTaken] = (),
) -> Bringing | None:
    """Return what these statements would change in the decision of their compartment.

    None where whoever is acting may not see that decision, or nothing was told yet that could be decided.
    """
    if compartment not in decisions_for(view):
        compartment = next((name for name in decisions_for(view) if compartment in SOURCES[name]), "")
    if not compartment:
        return None
    drafts = list(drafts)
    try:
        found = preview(concern, compartment, drafts, parts)
    except NothingToldError:
        return None
    foreseen: dict[About, Foreseen] = {}
    for room in rooms(WithForesight):
        if room.foresees is not None:
            foreseen |= room.foresees(concern, compartment, found, drafts)
    return _in_words(found, foreseen, people)


def show(request: HttpRequest, statements: Sequence[str], bringing: Bringing | None) -> HttpResponse:
    """Ask whether to save what was sent, and show what that would bring. It is sent again with the answer."""
    sent = [(name, value) for name in request.POST for value in request.POST.getlist(name) if name not in _OWN]
    context = {"concern": concern_of(request)[0], "statements": statements, "bringing": bringing, "sent": sent}
    return render(request, "record/preview.html", context)


def show_saved(
    request: HttpRequest, statements: Sequence[str], bringing: Bringing | None, made: Sequence[Assertion], back: str
) -> HttpResponse:
    """Say what was recorded and what it brings, with a button that takes it back. `back`: where one goes on."""
    context = {"concern": concern_of(request)[0], "statements": statements, "bringing": bringing, "made": made}
    return render(request, "record/preview.html", {**context, "back": back})


def _in_words(found: Preview, foreseen: Mapping[About, Foreseen], people: PeopleOfConcern) -> Bringing:
    def lines(differences: Iterable[Difference]) -> list[PreviewLine]:
        return [_line(one, found, foreseen.get((one.provision, one.about)), people) for one in differences]

    clear = [one for one in found.held if one.after and clearance_of(one.after) is Clearance.CLEAR]
    moved = lines(found.moved)
    return Bringing(
        new=lines(found.new),
        gone=lines(found.gone),
        moved=[one for one in moved if one.due != one.was_due],
        waits=lines(one for one in found.held if one not in clear),
        free=lines(clear),
    )


def _line(one: Difference, found: Preview, foreseen: Foreseen | None, people: PeopleOfConcern) -> PreviewLine:
    decided, outcome = (found.after, one.after) if one.after else (found.before, one.before)
    assert outcome is not None  # noqa: S101 - for the type checker

    def called(ident: str) -> str:
        return people.name(decided.names[ident]) if ident in decided.names else ident

    asked = requirement_of(decided.pack, decided.case, decided.decision, outcome, called, "the practitioner")
    return PreviewLine(
        asked,
        about_line(asked.people, called),
        (foreseen and foreseen.asks) or asked.text,
        foreseen.due if foreseen else one.due,
        foreseen.was_due if foreseen else one.before.due if one.before else None,
    )
