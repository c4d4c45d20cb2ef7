"""Support, removals and safeguards as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from fingerpost.casework.models import Removal, RemovalStep, Safeguard, SafeguardStep, SupportStep
from fingerpost.procedure.explaining.words import capital, day_in_words, ended, joined

_NOT_SHOWN = "somebody who is not shown here"


def of_support(step: SupportStep, names: Mapping[UUID, str]) -> str:
    """Return what became of support for somebody, as a sentence."""
    early = " They were not allowed to know yet." if step.untold else ""
    return (
        f"Support for {supported(step, names)}: {step.get_kind_display().lower()}, by {step.giver}: "
        f"{ended(step.text)}{early}"
    )


def supported(step: SupportStep, names: Mapping[UUID, str]) -> str:
    """Return who is supported, and what they are to the adult."""
    who = name(step.about_id, names) if step.about_id else str(step.somebody)
    return f"{who} ({step.get_tie_display().lower()} of {name(step.adult_id, names)})" if step.adult_id else who


def of_removal(removal: Removal, names: Mapping[UUID, str]) -> str:
    """Return what is to be removed, as a sentence."""
    address = f" ({removal.address})" if removal.address else ""
    return f"Content about {name(removal.child_id, names)} is to be removed: {ended(f'{removal.platform}{address}')}"


def of_removal_step(step: RemovalStep) -> str:
    """Return what became of content: “Asked for its removal: the platform, reference 12.”"""
    whom = f": {step.get_asked_display()}" if step.asked else ""
    reference = f", reference {step.reference}" if step.reference else ""
    words = f" {ended(step.text)}" if step.text else ""
    return f"{step.get_kind_display()}{whom}{reference}.{words}"


def of_safeguard(one: Safeguard, names: Mapping[UUID, str]) -> str:
    """Return what is in place, as sentences."""
    about = f", about {name(one.about_id, names)}" if one.about_id else ""
    kept = joined([name(UUID(child), names) for child in one.children])
    whom = f", for {kept}" if kept else ""
    until = f" until {day_in_words(one.until)}" if one.until else ""
    return f"A safeguard{about}{whom}{until}: {ended(one.text)} {ended(f'Who checks it: {one.checker}')}"


def of_whom(one: Safeguard, names: Mapping[UUID, str]) -> str:
    """Return who a safeguard is about and for, and who checks it, as sentences."""
    kept = joined([name(UUID(child), names) for child in one.children])
    about = f"about {name(one.about_id, names)}" if one.about_id else ""
    whom = ", ".join(filter(None, [about, f"for {kept}" if kept else ""]))
    said = f"{capital(whom)}. " if whom else ""
    return f"{said}{ended(f'Who checks it: {one.checker}')}"


def of_safeguard_step(step: SafeguardStep) -> str:
    """Return what became of a safeguard."""
    return f"{step.get_kind_display()}: {ended(step.text)}"


def name(appearance: UUID | None, names: Mapping[UUID, str]) -> str:
    """Return what somebody is called."""
    return names.get(appearance, _NOT_SHOWN) if appearance else _NOT_SHOWN
