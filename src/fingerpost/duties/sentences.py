"""What became of a duty, a sentence a step: who, when, what, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from fingerpost.access.models import Membership
from fingerpost.duties.models import DutyStep, DutyStepKind
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words, ended, joined, label
from fingerpost.procedure.pack.model import Pack

_OVER = {
    DutyStepKind.DONE: "that it was done",
    DutyStepKind.WAIVED: "the waiver",
    DutyStepKind.POSTPONED: "the postponement",
}


def of_step(step: DutyStep, pack: Pack, names: Mapping[UUID, str], steps: Sequence[DutyStep]) -> str:
    """Return a step as a sentence. `names`: of the people in the concern. `steps`: all those of the duty."""
    by, text = person(step.by), ended(step.text) if step.text else ""
    if step.duty.work and (said := _of_work(step)):
        return said
    match step.kind:
        case DutyStepKind.APPEARED:
            return f"Became a duty{_because(step.facts, pack, names)}.{_learned(step)}"
        case DutyStepKind.RETURNED:
            return f"Became a duty again{_because(step.facts, pack, names)}.{_learned(step)}"
        case DutyStepKind.SUPERSEDED:
            changed = facts_in_words(step.facts, pack, names)
            since = f", since this was stated anew: {changed}" if changed else ""
            return f"No longer follows{since}.{f' {text}' if text else ''}"
        case DutyStepKind.DONE:
            held = " It was recorded although an embargo was in the way." if step.held else ""
            day = day_in_words(step.on) if step.on else ""
            late = "" if step.on == london_day(step.at) else f", recorded by {by} on {moment(step.at)}"
            return f"Done on {day} by {step.who or by}{late}: {text}{held}"
        case DutyStepKind.WAIVED:
            until = f" until {day_in_words(step.until)}" if step.until else ""
            return f"{by} waived it{until}: {text}{_second(step)}"
        case DutyStepKind.POSTPONED:
            until = day_in_words(step.until) if step.until else ""
            return f"{by} put it off until {until}: {text}{_second(step)}"
        case DutyStepKind.CONFIRMED:
            first = next((one for one in steps if one.pk == step.step_id), None)
            return f"{by} confirmed {_OVER[DutyStepKind(first.kind)] if first else 'it'}, as the second person."
        case DutyStepKind.TAKEN:
            return f"{by} took it."
        case DutyStepKind.HANDED_OVER:
            return f"{by} handed it over to {person(step.to) if step.to else 'a colleague'}."
        case _:
            first = next((one for one in steps if one.pk == step.step_id), None)
            return f"{by} took back {_OVER[DutyStepKind(first.kind)] if first else 'an entry'}: {text}"


def _of_work(step: DutyStep) -> str:
    """Return a step of what casework asks for, where that is told in other words than a decision's."""
    match step.kind:
        case DutyStepKind.APPEARED | DutyStepKind.RETURNED:
            again = " again" if step.kind == DutyStepKind.RETURNED else ""
            since = step.learned_at
            late = since is not None and london_day(since) != london_day(step.at)
            return f"Became a duty{again}.{f' It has been one since {moment(since)}.' if late and since else ''}"
        case DutyStepKind.SUPERSEDED:
            return "Is not asked for any more."
        case _:
            return ""


def facts_in_words(facts: Iterable[Mapping[str, str]], pack: Pack, names: Mapping[UUID, str]) -> str:
    """Return facts that a step keeps: `sexual acts, as told, and the age of Amina`."""
    return joined(_fact(fact, pack, names) for fact in facts)


def person(membership: Membership) -> str:
    """Return somebody of the service by name and organisation."""
    return f"{membership.user.name}, {membership.organisation.name}"


def moment(at: datetime) -> str:
    """Return a moment in London: `Tuesday 24 November 2026 at 14:05`."""
    local = timezone.localtime(at)
    return f"{day_in_words(local.date())} at {local:%H:%M}"


def _fact(fact: Mapping[str, str], pack: Pack, names: Mapping[UUID, str]) -> str:
    known = pack.facts.get(fact["fact"])
    said = known.short if known else label(fact["fact"])
    if fact["about"] == "concern":
        return f"“{said}”"
    return f"“{said}” for {names.get(UUID(fact['about']), 'somebody')}"


def _because(facts: Sequence[Mapping[str, str]], pack: Pack, names: Mapping[UUID, str]) -> str:
    return f", by what is known of {facts_in_words(facts, pack, names)}" if facts else ""


def _learned(step: DutyStep) -> str:
    if step.learned_at is None or london_day(step.learned_at) == london_day(step.at):
        return ""
    return f" All of that was known since {moment(step.learned_at)}."


def _second(step: DutyStep) -> str:
    return " It stays open until a second person has confirmed that." if step.second else ""
