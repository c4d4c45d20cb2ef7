"""What a change that is not saved yet would bring as duties: the same day, and the same words, as once it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone

from fingerpost.access.models import Concern
from fingerpost.duties import accepted_by
from fingerpost.duties.rules import due
from fingerpost.duties.services import duty_rows, duty_state_cache, reasons
from fingerpost.duties.services.duty_rows import DutyKey
from fingerpost.procedure.decision import Outcome
from fingerpost.record.models import Assertion
from fingerpost.record.previews import About, Foreseen
from fingerpost.record.services.decisions import CompartmentDecision, Preview


def of(concern: Concern, compartment: str, found: Preview, drafts: Iterable[Assertion]) -> Mapping[About, Foreseen]:
    """Return each outcome of a preview as the duty that would be saved: its day now, its day then, and what it asks.

    A ground that was learned later starts its count then: `rules.due`.
    """
    held = duty_rows.of(concern, compartment)
    told = reasons.told(concern, compartment).with_more(drafts)
    now = timezone.now()
    workers = accepted_by.of_concern(concern, compartment)

    def day_of(decided: CompartmentDecision, outcome: Outcome | None) -> date | None:
        if outcome is None:
            return None
        one = held.get(_key(decided, outcome))
        learned = one.now.learned_at if one is not None and one.now.applies else None
        learned = learned or reasons.learned_at(outcome.provision, outcome.because, decided, told, now)
        provision = decided.pack.provisions[outcome.provision]
        day = due(decided.pack, provision, decided.case, outcome.about, learned)
        if day is None:
            return None
        return (
            duty_state_cache.put_off(day.counts, one.now.quiet_until)
            if one is not None and one.now.applies
            else day.counts
        )

    def asks(outcome: Outcome | None) -> str:
        decided = found.after
        if outcome is None:
            return ""
        provision = decided.pack.provisions[outcome.provision]
        by = accepted_by.on(provision, outcome, workers)
        return accepted_by.telling(decided.pack, provision, by) if by else ""

    changed = {(one.provision, one.about): one for one in (*found.new, *found.gone, *found.moved, *found.held)}
    return {
        about: Foreseen(day_of(found.before, one.before), day_of(found.after, one.after), asks(one.after))
        for about, one in changed.items()
    }


def _key(decided: CompartmentDecision, outcome: Outcome) -> DutyKey:
    return DutyKey(outcome.provision, None if outcome.about == reasons.CONCERN else decided.names[outcome.about])
