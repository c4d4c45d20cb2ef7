"""What a change that is not saved yet would bring as duties: the same day, and the same words, as once it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone

from fingerpost.access.models import Concern
from fingerpost.duties import working
from fingerpost.duties.rules import due
from fingerpost.duties.services import reasons, rows, states
from fingerpost.duties.services.rows import Key
from fingerpost.procedure.decision import Outcome
from fingerpost.record.models import Assertion
from fingerpost.record.previewing import About, Foreseen
from fingerpost.record.services.decisions import Decided, Preview


def of(concern: Concern, compartment: str, found: Preview, drafts: Iterable[Assertion]) -> Mapping[About, Foreseen]:
    """Return each outcome of a preview as the duty that would be saved: its day now, its day then, and what it asks.

    A ground that was learned later starts its count then: `rules.due`.
    """
    held = rows.of(concern, compartment)
    told = reasons.told(concern, compartment).with_more(drafts)
    now = timezone.now()
    workers = working.of_concern(concern, compartment)

    def day_of(decided: Decided, outcome: Outcome | None) -> date | None:
        if outcome is None:
            return None
        one = held.get(_key(decided, outcome))
        learned = one.now.learned_at if one is not None and one.now.applies else None
        learned = learned or reasons.learned_at(outcome.provision, outcome.because, decided, told, now)
        provision = decided.pack.provisions[outcome.provision]
        day = due(decided.pack, provision, decided.case, outcome.about, learned)
        if day is None:
            return None
        return states.put_off(day.counts, one.now.quiet_until) if one is not None and one.now.applies else day.counts

    def asks(outcome: Outcome | None) -> str:
        decided = found.after
        if outcome is None:
            return ""
        provision = decided.pack.provisions[outcome.provision]
        by = working.on(provision, outcome, workers)
        return working.telling(decided.pack, provision, by) if by else ""

    changed = {(one.provision, one.about): one for one in (*found.new, *found.gone, *found.moved, *found.held)}
    return {
        about: Foreseen(day_of(found.before, one.before), day_of(found.after, one.after), asks(one.after))
        for about, one in changed.items()
    }


def _key(decided: Decided, outcome: Outcome) -> Key:
    return Key(outcome.provision, None if outcome.about == reasons.CONCERN else decided.names[outcome.about])
