"""What changed in meaning from one version of a pack to another, provision by provision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from fingerpost.procedure.explaining.words import label
from fingerpost.procedure.pack.model import Deadline, Pack, Provision
from fingerpost.proof.comparing import Comparing, Pair, Relation
from fingerpost.proof.example import Example
from fingerpost.proof.finding import shown

_STRENGTH = {"must": 4, "should": 3, "consider": 2, "may": 1, "informs": 0}
_WORDING = ("title", "text", "when", "cites", "said", "inferred", "confirm", "section", "lowered_by")
_SHOWN = {"modality": "modality", "by": "due", "to": "to", "held_for": "held_by"}
"""What a decision says in each respect, so that a case can show it. Who has to do a duty is in no decision."""
_MEANING_OF_FACTS = ("scope", "type", "values", "graver", "record_only", "birth_date", "unlisted_child")
_WORDING_OF_FACTS = ("ask", "note", "short", "labels")


@dataclass(frozen=True)
class Part:
    """One respect in which a provision has changed: what it was, what it is, and cases that show it."""

    name: str
    relation: Relation
    old: str
    new: str
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class Compared:
    """A provision of both packs. `wording`: keys whose text differs and which decide nothing."""

    id: str
    relation: Relation
    parts: tuple[Part, ...]
    wording: tuple[str, ...]


@dataclass(frozen=True)
class Only:
    """A provision of one pack alone, with the smallest case to which it applies."""

    provision: Provision
    example: Example | None


@dataclass(frozen=True)
class Entry:
    """A fact or an event that was added, removed or changed (`respects` says in what)."""

    id: str
    change: str
    respects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Diff:
    """Two versions compared."""

    old: Pack
    new: Pack
    people: Mapping[Any, int]
    provisions: tuple[Compared, ...]
    added: tuple[Only, ...]
    removed: tuple[Only, ...]
    facts: tuple[Entry, ...]
    events: tuple[Entry, ...]
    nation: bool

    @property
    def changed(self) -> tuple[Compared, ...]:
        """The provisions that do not mean the same."""
        return tuple(one for one in self.provisions if one.relation != "equal")

    @property
    def reworded(self) -> tuple[Compared, ...]:
        """The provisions that mean the same in other words."""
        return tuple(one for one in self.provisions if one.relation == "equal" and one.wording)

    @property
    def equal(self) -> bool:
        """Whether every case gets the same questions and the same answer."""
        entries = [entry for entry in (*self.facts, *self.events) if entry.change != "reworded"]
        return not (self.changed or self.added or self.removed or entries or self.nation)

    def count(self, relation: Relation) -> int:
        """How many provisions are related in this way."""
        return sum(one.relation == relation for one in self.provisions)

    def document(self) -> dict[str, object]:
        """The whole as plain data."""
        return {
            "old": _name(self.old),
            "new": _name(self.new),
            "equal": self.equal,
            "people": dict(self.people),
            "provisions": [_compared(one) for one in self.provisions],
            "added": [_only(one) for one in self.added],
            "removed": [_only(one) for one in self.removed],
            "facts": [_listed(one) for one in self.facts],
            "events": [_listed(one) for one in self.events],
            "nation": {"old": self.old.nation, "new": self.new.nation},
        }


def diff(old: Pack, new: Pack) -> Diff:
    """Compare two versions over every case that both can be told."""
    comparing = Comparing(old, new)
    both = [one for id, one in old.provisions.items() if id in new.provisions]
    return Diff(
        old,
        new,
        comparing.space.people,
        tuple(_provision(comparing, one, new.provisions[one.id]) for one in both),
        tuple(
            Only(one, comparing.alone(comparing.new, one) if one.condition else None)
            for id, one in new.provisions.items()
            if id not in old.provisions
        ),
        tuple(
            Only(one, comparing.alone(comparing.old, one) if one.condition else None)
            for id, one in old.provisions.items()
            if id not in new.provisions
        ),
        tuple(_facts(comparing)),
        tuple(_events(old, new)),
        old.nation != new.nation,
    )


def _provision(comparing: Comparing, old: Provision, new: Provision) -> Compared:
    parts = tuple(part for part in _parts(comparing, old, new) if part.relation != "equal")
    relations = {part.relation for part in parts}
    relation: Relation = "equal" if not relations else relations.pop() if len(relations) == 1 else "incomparable"
    return Compared(old.id, relation, parts, _differing(old, new, _WORDING))


def _parts(comparing: Comparing, old: Provision, new: Provision) -> Iterable[Part]:
    comparable = old.condition and new.condition and old.about == new.about
    if comparable:
        relation, pairs = comparing.conditions(old, new)
        yield Part("if", relation, old.condition_text, new.condition_text, pairs)
        yield Part("embargo", comparing.embargoes(old, new), _embargo(old), _embargo(new))
    elif old.condition or new.condition:
        yield Part("if", "incomparable", old.condition_text or "no condition", new.condition_text or "no condition")
    respects: tuple[tuple[str, Callable[[Provision], object], Callable[[Any, Any], Relation]], ...] = (
        ("kind", lambda one: one.kind, _other),
        ("about", lambda one: one.about, _other),
        ("modality", lambda one: one.modality, _modality),
        ("by", lambda one: one.deadline, _deadline),
        ("who", lambda one: one.who, _who),
        ("to", lambda one: one.to, _to),
        ("held_for", lambda one: one.held_for, _held),
        ("urgent", lambda one: one.urgent, lambda old, _: "looser" if old else "stricter"),
        ("carried_out_by", lambda one: one.carried_out_by, _other),
    )
    for name, respect, relate in respects:
        before, after = respect(old), respect(new)
        if before != after:
            pair = comparing.both(old, new, _SHOWN[name]) if comparable and name in _SHOWN else None
            relation = relate(before, after)
            yield Part(name, relation, _in_words(before), _in_words(after), (pair,) if pair else ())


def _other(old: object, new: object) -> Relation:
    return "equal" if old == new else "incomparable"


def _modality(old: str, new: str) -> Relation:
    if old not in _STRENGTH or new not in _STRENGTH:
        return "incomparable"
    return "stricter" if _STRENGTH[new] > _STRENGTH[old] else "looser"


def _deadline(old: Deadline | None, new: Deadline | None) -> Relation:
    """Earlier is stricter. Days beside months have no order, nor has what starts with different events."""
    if old is None or new is None:
        return "stricter" if old is None else "looser"
    if "before" in (old.kind, new.kind) or old.event != new.event:
        return "incomparable"
    before, after = (old.days, old.months), (new.days, new.months)
    shorter = [one <= other for one, other in zip(after, before, strict=True)]
    longer = [one >= other for one, other in zip(after, before, strict=True)]
    return "stricter" if all(shorter) else "looser" if all(longer) else "incomparable"


def _who(old: tuple[str, ...], new: tuple[str, ...]) -> Relation:
    if set(old) == set(new):
        return "equal"
    return "stricter" if set(old) < set(new) else "looser" if set(new) < set(old) else "incomparable"


def _to(old: tuple[str, ...], new: tuple[str, ...]) -> Relation:
    """One of those named is enough: so fewer are stricter, and naming anybody is stricter than naming nobody."""
    if set(old) == set(new):
        return "equal"
    if not old or not new:
        return "stricter" if new else "looser"
    return "stricter" if set(new) < set(old) else "looser" if set(old) < set(new) else "incomparable"


def _held(old: str | None, new: str | None) -> Relation:
    """What is held back during an embargo is looser than what is not."""
    return "looser" if old is None else "stricter" if new is None else "incomparable"


def _in_words(value: object) -> str:
    match value:
        case Deadline(kind="same_day"):
            return "the same day"
        case Deadline(kind="working_days", days=days, event=event):
            return f"{days} working day{'s' if days > 1 else ''} from {label(event or 'the day reported')}"
        case Deadline(kind="months", months=months, event=event):
            return f"{months} month{'s' if months > 1 else ''} from {label(event or 'the day reported')}"
        case Deadline(kind=kind, event=event):
            return f"{kind} {label(event or '')}"
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(value) or "nobody"
        case _:
            return str(value or "none")


def _embargo(provision: Provision) -> str:
    return f"lifted by {provision.embargo.lifted_by}" if provision.embargo else "none"


def _facts(comparing: Comparing) -> Iterable[Entry]:
    old, new = comparing.old.pack.facts, comparing.new.pack.facts
    for id in dict.fromkeys(chain(old, new)):
        if id in old and id in new:
            meaning = [*_differing(old[id], new[id], _MEANING_OF_FACTS)]
            meaning += [] if comparing.same_truth(old[id], new[id]) else ["true_when"]
            yield from _entry(id, meaning, _differing(old[id], new[id], _WORDING_OF_FACTS))
        else:
            yield Entry(id, "added" if id in new else "removed")


def _events(old: Pack, new: Pack) -> Iterable[Entry]:
    for id in dict.fromkeys(chain(old.events, new.events)):
        if id in old.events and id in new.events:
            before, after = old.events[id], new.events[id]
            yield from _entry(id, _differing(before, after, ("about", "to")), _differing(before, after, ("text",)))
        else:
            yield Entry(id, "added" if id in new.events else "removed")


def _entry(id: str, meaning: Sequence[str], wording: Sequence[str]) -> Iterable[Entry]:
    if meaning or wording:
        yield Entry(id, "changed" if meaning else "reworded", (*meaning, *wording))


def _differing(old: object, new: object, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if getattr(old, key) != getattr(new, key))


def _name(pack: Pack) -> dict[str, str]:
    return {"id": pack.id, "version": pack.version, "digest": pack.digest}


def _compared(one: Compared) -> dict[str, object]:
    return {
        "provision": one.id,
        "relation": one.relation,
        "parts": [
            {
                "part": part.name,
                "relation": part.relation,
                "old": part.old,
                "new": part.new,
                "examples": [
                    {"towards": pair.towards, "old": shown(pair.old), "new": shown(pair.new)} for pair in part.pairs
                ],
            }
            for part in one.parts
        ],
        "wording": list(one.wording),
    }


def _only(one: Only) -> dict[str, object]:
    return {"provision": one.provision.id, "example": shown(one.example) if one.example else None}


def _listed(one: Entry) -> dict[str, object]:
    return {"id": one.id, "change": one.change, "respects": list(one.respects)}
