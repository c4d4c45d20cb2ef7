"""Two packs in one space: which cases tell them apart, and the smallest of them decided by both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import z3

from fingerpost.procedure.language.tree import PersonKind, Scope, Value
from fingerpost.procedure.pack.model import Fact, Pack, Provision
from fingerpost.proof.bound import most
from fingerpost.proof.example import Example, smallest
from fingerpost.proof.side import Side, conditions_of, embargoes_of, owner_of, truths_of
from fingerpost.proof.space import CONCERN, KINDS, Owner, Space, Words, futures_of

Relation = Literal["equal", "stricter", "looser", "incomparable"]


@dataclass(frozen=True)
class Pair:
    """One case decided by both packs. `towards`: stricter where the new one asks more of it, looser where less."""

    towards: Literal["stricter", "looser", "both"]
    old: Example
    new: Example

    def differs(self, respect: str) -> bool:
        """Whether the two decide the case otherwise in this respect."""
        before, after = getattr(self.old, respect), getattr(self.new, respect)
        return bool(before != after)


class Comparing:
    """Two packs over every case that both can be told.

    A fact is the same where both packs ask it of the same scope, in the same type, with some value in common; a value
    that one of them does not know cannot be told to it. Any other fact is seen by its own pack alone.
    """

    def __init__(self, old: Pack, new: Pack) -> None:
        words = _words(old, new)
        pairs = [(old, words.symbols[0]), (new, words.symbols[1])]
        trees = [
            (tree, symbols) for pack, symbols in pairs for tree in (*conditions_of(pack).values(), *embargoes_of(pack))
        ]
        futures = futures_of(words, trees)
        self.space = Space(words, _enough(old, new, len(futures)))
        self.old, self.new = (Side(pack, self.space, futures, symbols) for pack, symbols in pairs)

    def conditions(self, old: Provision, new: Provision) -> tuple[Relation, tuple[Pair, ...]]:
        """How the cases to which a provision applies have changed. Both are about the same scope."""
        before = [self.old.surely(old), self.old.possibly(old)]
        after = [self.new.surely(new), self.new.possibly(new)]
        stricter, looser = self._exceeds(after, before), self._exceeds(before, after)
        pairs = [
            pair
            for towards, is_so in (("stricter", stricter), ("looser", looser))
            if is_so and (pair := self._apart(old, new, towards))  # type: ignore[arg-type]  # one of the two
        ]
        return _relation(stricter=stricter, looser=looser), tuple(pairs)

    def embargoes(self, old: Provision, new: Provision) -> Relation:
        """How the cases have changed in which an adult who is not listed may be behind an embargo."""
        if old.embargo is None or new.embargo is None:
            return "equal" if old.embargo is new.embargo else "incomparable"
        if old.embargo.lifted_by != new.embargo.lifted_by:
            return "incomparable"
        before = [self.old.full.possibly(old.embargo.unlisted_when, CONCERN)]
        after = [self.new.full.possibly(new.embargo.unlisted_when, CONCERN)]
        return _relation(stricter=self._exceeds(after, before), looser=self._exceeds(before, after))

    def same_truth(self, old: Fact, new: Fact) -> bool:
        """Whether the same answers make a “no” to this fact a contradiction."""
        if old.true_when is None or new.true_when is None or old.scope != new.scope:
            return old.true_when is new.true_when
        owner = CONCERN if old.scope == "concern" else Owner(old.scope, 0)
        before = self.old.full.possibly(old.true_when, owner)
        after = self.new.full.possibly(new.true_when, owner)
        return not self.space.possible(self.space.listed(owner), before != after)

    def both(self, old: Provision, new: Provision, respect: str) -> Pair | None:
        """The smallest case to which both apply and that they decide otherwise in a respect; None where none is.

        Where there can be, an event has started the deadline, and an embargo holds the provision back. Events that
        happened on one day may start two deadlines on the same: then each kind of event gets a day of its own.
        """
        claims = [self.old.surely(old, partial=True), self.new.surely(new, partial=True)]
        timed = [one.deadline.event for one in (old, new) if one.deadline and one.deadline.event]
        more = [self.space.happened(self._whose(event, old), event) for event in timed]
        if old.held_for != new.held_for:
            more += [self._embargoed(side) for side in (self.old, self.new)]
        model = smallest(self.space, *claims, *more) or smallest(self.space, *claims)
        if model is None:
            return None
        pairs = (self._pair("both", model, old, new, apart=apart) for apart in (False, True))
        return next((pair for pair in pairs if pair.differs(respect)), None)

    def _embargoed(self, side: Side) -> z3.BoolRef:
        """There is an embargo about some adult, where the pack has one."""
        rules = [one for one in side.pack.decided if one.embargo]
        return self.space.all_of(
            self.space.any_of(
                z3.And(self.space.listed(adult), side.partial.surely(side.conditions[rule.id], adult))
                for adult in self.space.of_kind("adult")
            )
            for rule in rules
        )

    def alone(self, side: Side, provision: Provision) -> Example | None:
        """The smallest case to which a provision of one pack applies."""
        model = smallest(self.space, side.surely(provision, partial=True))
        return side.decided(side.told(model), [provision]) if model is not None else None

    def _exceeds(self, more: list[z3.BoolRef], less: list[z3.BoolRef]) -> bool:
        return any(self.space.possible(one, z3.Not(other)) for one, other in zip(more, less, strict=True))

    def _apart(self, old: Provision, new: Provision, towards: Literal["stricter", "looser"]) -> Pair | None:
        """The smallest case that shows the direction: best one in which one applies and the other surely does not."""
        more, less, one, other = (
            (self.new, self.old, new, old) if towards == "stricter" else (self.old, self.new, old, new)
        )
        applies, may = more.surely(one, partial=True), more.possibly(one, partial=True)
        left_out, uncertain = less.possibly(other, partial=True), less.surely(other, partial=True)
        for held, lost in ((applies, left_out), (applies, uncertain), (may, left_out)):
            model = smallest(self.space, self.space.listed(owner_of(old)), held, z3.Not(lost))
            if model is not None:
                return self._pair(towards, model, old, new)
        return None

    def _pair(
        self,
        towards: Literal["stricter", "looser", "both"],
        model: z3.ModelRef,
        old: Provision,
        new: Provision,
        *,
        apart: bool = False,
    ) -> Pair:
        return Pair(
            towards,
            self.old.decided(self.old.told(model, apart=apart), [old]),
            self.new.decided(self.new.told(model, apart=apart), [new]),
        )

    def _whose(self, event: str, provision: Provision) -> Owner:
        """Whose event starts a deadline: that of the person the provision is about, or the concern's."""
        owner = owner_of(provision)
        about = self.space.words.events[event]
        return owner if owner.kind == about else CONCERN


def _relation(*, stricter: bool, looser: bool) -> Relation:
    if stricter and looser:
        return "incomparable"
    return "stricter" if stricter else "looser" if looser else "equal"


def _words(old: Pack, new: Pack) -> Words:
    facts: dict[str, tuple[Scope, tuple[Value, ...]]] = {id: (f.scope, f.values) for id, f in old.facts.items()}
    symbols: dict[str, str] = {}
    for id, fact in new.facts.items():
        before = old.facts.get(id)
        common = _common(before, fact) if before else ()
        if before and common:
            symbols[id] = id
            facts[id] = (fact.scope, common)
        else:
            symbols[id] = f"{id}, new" if before else id
            facts[symbols[id]] = (fact.scope, fact.values)
    events = {event.id: event.about for pack in (old, new) for event in pack.events.values()}
    return Words(facts, events, ({id: id for id in old.facts}, symbols))


def _common(old: Fact, new: Fact) -> tuple[Value, ...]:
    """The values that can be told to both, () where it is another question."""
    if (old.scope, old.type) != (new.scope, new.type):
        return ()
    return tuple(value for value in old.values if value in new.values)


def _enough(old: Pack, new: Pack, futures: int) -> Mapping[PersonKind, int]:
    """As many people of each kind as a statement about a provision and the opposite about its other version need."""
    sides = [most((*conditions_of(one).values(), *embargoes_of(one), *truths_of(one)), futures) for one in (old, new)]
    return {kind: sides[0][kind] + sides[1][kind] + 2 for kind in KINDS}
