"""Conditions as formulas for Z3, over every case of up to two children and two adults."""

from __future__ import annotations

from collections.abc import Mapping

import z3

from register.language import And, Event, Is, Kind, Not, Or, Owner, Some, Tree, UnlistedChild, Value
from register.reading import Register

PEOPLE: Mapping[Kind, tuple[str, str]] = {"child": ("c1", "c2"), "adult": ("a1", "a2")}
IN_SCOPE: Mapping[str, str] = {"concern": "concern", "child": "c1", "adult": "a1"}


class Cases:
    """All cases of this shape: each person is listed or not; each fact, event and the unlisted child varies freely.

    Why two of a kind are enough. In each condition, of the register and of the pack alike, people are spoken of in two
    ways only: the one person whom it is about, and “there is somebody of this kind who …”, of one person at a time,
    never within a `not`, never within another, and never twice for one kind in the parts of one `and`
    (`few_people_are_enough` checks all of this). Now suppose that one condition holds in a case of any size, and the
    other does not. The one that holds needs the person whom it is about and at most one witness of each kind. Take
    everybody else out of the case: it still holds, for its witnesses are there; the other still does not, for with
    fewer people less can hold. So two conditions that differ at all differ on at most two people of each kind.
    """

    def __init__(self, register: Register) -> None:
        self.solver = z3.Solver()
        self.domains = {(fact.owner, fact.id): fact.values for fact in register.facts}
        for (_, fact), domain in self.domains.items():
            if domain != (True, False):
                for person in ("concern", "unlisted", *PEOPLE["child"], *PEOPLE["adult"]):
                    number = z3.Int(f"{person}.{fact}")
                    self.solver.add(number >= 0, number < len(domain))

    def differ(self, one: Tree, other: Tree, about: str) -> z3.ModelRef | None:
        """A case in which the two conditions differ, or None where there is none."""
        self.solver.push()
        if about != "concern":
            self.solver.add(self._listed(IN_SCOPE[about]))
        self.solver.add(z3.Xor(self.formula(one, IN_SCOPE[about]), self.formula(other, IN_SCOPE[about])))
        found = self.solver.check()
        assert found != z3.unknown
        model = self.solver.model() if found == z3.sat else None
        self.solver.pop()
        return model

    def formula(self, tree: Tree, person: str) -> z3.BoolRef:
        """The condition about this person, or about the concern."""
        match tree:
            case Is(owner, fact, values):
                return self._one_of("concern" if owner == "concern" else person, owner, fact, values)
            case Event(owner, type):
                return z3.Bool(f"{type} happened" if owner == "concern" else f"{type} of {person} happened")
            case Not(part):
                return z3.Not(self.formula(part, person))
            case And(parts):
                return z3.And([self.formula(part, person) for part in parts])
            case Or(parts):
                return z3.Or([self.formula(part, person) for part in parts])
            case Some(kind, part):
                return z3.Or([z3.And(self._listed(each), self.formula(part, each)) for each in PEOPLE[kind]])
            case UnlistedChild(ages):
                all_listed = z3.Bool("concern.all_depicted_children_listed")
                of_such_an_age = self._one_of("unlisted", "child", "age", frozenset(ages))
                return z3.And(z3.Bool("there is an unlisted child"), z3.Not(all_listed), of_such_an_age)

    def _listed(self, person: str) -> z3.BoolRef:
        return z3.Bool(f"{person} is listed")

    def _one_of(self, person: str, owner: Owner, fact: str, values: frozenset[Value]) -> z3.BoolRef:
        """A yes-or-no fact is a Boolean; of any other, each value is one number of its range."""
        domain = self.domains[owner, fact]
        if domain == (True, False):
            variable = z3.Bool(f"{person}.{fact}")
            return z3.Or([variable if value else z3.Not(variable) for value in values])
        number = z3.Int(f"{person}.{fact}")
        return z3.Or([number == domain.index(value) for value in sorted(values, key=domain.index)])


def few_people_are_enough(tree: Tree) -> bool:
    """Whether the condition speaks of people only as the argument for two of a kind supposes."""
    return _kinds_in_one_witness_set(tree) is not None


def _kinds_in_one_witness_set(tree: Tree) -> frozenset[Kind] | None:
    """The kinds of which one witness may be needed; None where two might be, or a witness might do harm."""
    match tree:
        case Some(kind, part):
            return frozenset({kind}) if _kinds_in_one_witness_set(part) == frozenset() else None
        case Not(part):
            return frozenset() if _kinds_in_one_witness_set(part) == frozenset() else None
        case And(parts) | Or(parts):
            found = [_kinds_in_one_witness_set(part) for part in parts]
            kinds = [kind for some in found for kind in (some or ())]
            if None in found or (isinstance(tree, And) and len(kinds) > len(set(kinds))):
                return None
            return frozenset(kinds)
        case _:
            return frozenset()
