"""What another version would change for cases that there are: who would get duties, lose them, or do them otherwise.

Each case is decided by both versions. A version is told what it asks: a fact or an event that only the other one knows
is left out, and a fact that only the new one asks is not known yet, since nobody has been asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import engine_for
from fingerpost.procedure.decision import Decision, Outcome
from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.model import Pack

Effect = Literal["gains", "loses", "moves", "redirects", "opens", "closes"]
EFFECTS: Mapping[Effect, str] = {
    "gains": "would get it",
    "loses": "would lose it",
    "moves": "would get another date",
    "redirects": "would go to others",
    "opens": "would newly depend on an answer",
    "closes": "would no longer depend on an answer",
}

QUESTIONS: Collection[Effect] = ("opens", "closes")
"""What changes no duty: only what is still to be asked. A new question was never asked of an old case."""

Document = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """What would change of one outcome of one case. Days are those on which it is due, where it has one."""

    reference: str
    provision: str
    about: str
    effect: Effect
    old_due: date | None
    new_due: date | None

    def document(self) -> dict[str, object]:
        """The change as plain data."""
        days = {"old": self.old_due, "new": self.new_due}
        return {
            "reference": self.reference,
            "provision": self.provision,
            "about": self.about,
            "effect": self.effect,
            "due": {version: day.isoformat() if day else None for version, day in days.items()},
        }


@dataclass
class Impact:
    """What would change for all cases. `cases` is how many there are, changed or not."""

    old: Pack
    new: Pack
    cases: int = 0
    changes: list[Change] = field(default_factory=list)

    @property
    def affected(self) -> list[str]:
        """The references of the cases for which a duty would change, each once, in order."""
        return list(dict.fromkeys(one.reference for one in self.changes if one.effect not in QUESTIONS))

    @property
    def asked(self) -> list[str]:
        """The references of the cases for which only what is still to be asked would change, each once, in order."""
        affected = set(self.affected)
        return list(dict.fromkeys(one.reference for one in self.changes if one.reference not in affected))

    @property
    def counts(self) -> dict[str, Counter[Effect]]:
        """For each provision that would change for somebody, how many outcomes of each kind; in the packs' order."""
        found: dict[str, Counter[Effect]] = {}
        for change in self.changes:
            found.setdefault(change.provision, Counter())[change.effect] += 1
        order = dict.fromkeys([*self.old.provisions, *self.new.provisions])
        return {id: found[id] for id in order if id in found}

    def document(self) -> dict[str, object]:
        """The whole as plain data."""
        return {
            "old": {"id": self.old.id, "version": self.old.version, "digest": self.old.digest},
            "new": {"id": self.new.id, "version": self.new.version, "digest": self.new.digest},
            "cases": self.cases,
            "affected": self.affected,
            "asked": self.asked,
            "provisions": {id: {effect: counts[effect] for effect in EFFECTS} for id, counts in self.counts.items()},
            "changes": [change.document() for change in self.changes],
        }


def impact(old: Pack, new: Pack, cases: Iterable[tuple[str, Document]]) -> Impact:
    """Decide each case by both versions. `cases` are references with documents in the decision contract's form.

    Raises CaseError for a document that is no case of either.
    """
    found = Impact(old, new)
    for reference, document in cases:
        found.cases += 1
        found.changes += changes(old, new, reference, document)
    return found


def changes(
    old: Pack, new: Pack, reference: str, document: Document, undated: Collection[str] = ()
) -> Iterator[Change]:
    """What would change for one case. `undated`: events of which it is known only that they happened, not when."""
    before, after = (
        engine_for(pack).decide(case_from(told_to(pack, other, document), pack))
        for pack, other in ((old, new), (new, old))
    )
    for key, one, other in outcomes(before, after):
        due = _due(old, one, undated), _due(new, other, undated)
        for effect in effects(one, other, moved=due[0] != due[1]):
            yield Change(reference, *key, effect, *due)


def outcomes(old: Decision, new: Decision) -> Iterator[tuple[tuple[str, str], Outcome | None, Outcome | None]]:
    """What two decisions say of each provision and person: the old outcome and the new one, where there are such."""
    before, after = ({(one.provision, one.about): one for one in each.outcomes} for each in (old, new))
    for key in [*before, *(key for key in after if key not in before)]:
        yield key, before.get(key), after.get(key)


def effects(old: Outcome | None, new: Outcome | None, *, moved: bool) -> Iterator[Effect]:
    """What changes from one outcome to the other. `moved`: whether it is due on another day."""
    before, after = old.status if old else None, new.status if new else None
    if before != after:
        if "applies" in (before, after):
            yield "gains" if after == "applies" else "loses"
        else:
            yield "opens" if after == "depends" else "closes"
    elif old and new and before == "applies":
        if moved:
            yield "moves"
        if set(old.to) != set(new.to):
            yield "redirects"


def _due(pack: Pack, outcome: Outcome | None, undated: Collection[str]) -> date | None:
    if outcome is None:
        return None
    deadline = pack.provisions[outcome.provision].deadline
    return None if deadline and deadline.event in undated else outcome.due


def told_to(pack: Pack, other: Pack, document: Document) -> Document:
    """The document as this version is told it: without what only the other version knows."""
    people = [
        {**person, "facts": _answers(pack, other, person.get("kind"), person.get("facts"))}
        for person in document.get("people") or ()
    ]
    events = [one for one in document.get("events") or () if _is_told(pack, other, one)]
    facts = _answers(pack, other, "concern", document.get("facts"))
    return {**document, "facts": facts, "people": people, "events": events, "procedure": pack.name}


def _answers(pack: Pack, other: Pack, scope: Scope, answers: Mapping[str, object] | None) -> dict[str, object]:
    ours, theirs = _accepted(pack, scope), _accepted(other, scope)
    return {
        name: value
        for name, value in (answers or {}).items()
        if _fits(ours, name, value) or not _fits(theirs, name, value)
    }


_Accepted = Mapping[str, Collection[object] | None]


def _accepted(pack: Pack, scope: Scope) -> _Accepted:
    """The names of a scope with the values they take; None for a birth date."""
    found: dict[str, Collection[object] | None] = {fact.id: fact.values for fact in pack.facts_of(scope)}
    return found | {fact.birth_date: None for fact in pack.facts_of(scope) if fact.birth_date}


def _fits(accepted: _Accepted, name: str, value: object) -> bool:
    if name not in accepted:
        return False
    values = accepted[name]
    return values is None or value is None or any(type(one) is type(value) and one == value for one in values)


def _is_told(pack: Pack, other: Pack, event: Mapping[str, Any]) -> bool:
    """An event that this version knows, or that neither does: then reading the case says so."""
    type = event.get("type")
    return type in pack.events or type not in other.events
