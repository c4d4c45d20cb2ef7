"""What a change would bring, in the words of the procedure: shown before it is saved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fingerpost.access.compartments import SOURCES, decisions_for
from fingerpost.access.middleware import matter_of
from fingerpost.access.models import Matter
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.record.errors import NothingToldError
from fingerpost.record.models import Assertion, PartTaken
from fingerpost.record.people_shown import People
from fingerpost.record.services.decisions import Decided, Difference, Preview, preview

_OWN: Final = frozenset({"csrfmiddlewaretoken", "change", "confirmed"})


@dataclass(frozen=True, slots=True)
class Line:
    """One rule and whom it is about; `due` and `was_due` are its days, `held` whether it must wait for the embargo."""

    provision: Provision
    about: str
    due: date | None
    was_due: date | None
    held: bool


@dataclass(frozen=True, slots=True)
class Bringing:
    """What would be new, gone, moved to another day, to wait for the embargo, or to wait no longer."""

    new: Sequence[Line]
    gone: Sequence[Line]
    moved: Sequence[Line]
    waits: Sequence[Line]
    free: Sequence[Line]

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.moved or self.waits or self.free)


def of(
    matter: Matter,
    compartment: str,
    view: Collection[str],
    people: People,
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
    try:
        return _in_words(preview(matter, compartment, drafts, parts), people)
    except NothingToldError:
        return None


def show(request: HttpRequest, statements: Sequence[str], bringing: Bringing) -> HttpResponse:
    """Ask whether to save what was sent, and show what that would bring. It is sent again with the answer."""
    sent = [(name, value) for name in request.POST for value in request.POST.getlist(name) if name not in _OWN]
    context = {"matter": matter_of(request)[0], "statements": statements, "bringing": bringing, "sent": sent}
    return render(request, "record/preview.html", context)


def _in_words(found: Preview, people: People) -> Bringing:
    def lines(differences: Iterable[Difference], decided: Decided) -> list[Line]:
        return [_line(one, decided.pack, decided, people) for one in differences]

    waits = [one for one in found.held if one.after and one.after.held_by]
    return Bringing(
        new=lines(found.new, found.after),
        gone=lines(found.gone, found.before),
        moved=lines(found.moved, found.after),
        waits=lines(waits, found.after),
        free=lines((one for one in found.held if one not in waits), found.after),
    )


def _line(one: Difference, pack: Pack, decided: Decided, people: People) -> Line:
    about = "" if one.about == "concern" else people.name(decided.names[one.about])
    return Line(
        pack.provisions[one.provision],
        about,
        one.due,
        one.before.due if one.before else None,
        bool(one.after and one.after.held_by),
    )
