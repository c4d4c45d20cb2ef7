"""Entries of the police as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from fingerpost.access.chronology import person
from fingerpost.casework.models import BailContact, PoliceKind, PoliceStep
from fingerpost.procedure.explaining.words import day_in_words, ended

_NOT_SHOWN = "somebody who is not shown here"


def sentence(step: PoliceStep, names: Mapping[UUID, str]) -> str:
    """Return an entry as sentences. `names`: of the people in the concern, as its reader knows them."""
    whom = f", {names.get(step.about_id, _NOT_SHOWN)}" if step.about_id else ""
    said = f"{step.get_kind_display()}{whom}{_until(step)}{_what(step)}"
    return f"{ended(said)}{_contact(step, names)}"


def contact_lines(step: PoliceStep, names: Mapping[UUID, str]) -> list[tuple[str, str]]:
    """Return what bail does to the contact with each child: a name, and what it does."""
    return [
        (names.get(UUID(child), _NOT_SHOWN), str(BailContact(effect).label))
        for child, effect in step.contact_of.items()
    ]


def _until(step: PoliceStep) -> str:
    if step.until is None:
        return ""
    word = "until" if step.kind == PoliceKind.BAIL else "for"
    return f", {word} {day_in_words(step.until)}"


def _what(step: PoliceStep) -> str:
    parts = [step.get_outcome_display() if step.outcome else "", person(step.officer) if step.officer else ""]
    said = ". ".join(filter(None, [*parts, str(step.text or "").rstrip(". ")]))
    holder = f". Held by {step.held_by}" if step.held_by else ""
    return f": {said}{holder}" if said else holder


def _contact(step: PoliceStep, names: Mapping[UUID, str]) -> str:
    words = f" Contact with children: {ended(str(step.contact))}" if step.contact else ""
    each = "; ".join(f"{name}: {effect.lower()}" for name, effect in contact_lines(step, names))
    return f"{words} {ended(each)}" if each else words
