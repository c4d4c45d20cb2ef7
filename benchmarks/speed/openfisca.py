"""openfisca-core: facts, definitions and provisions as variables, calculated with NumPy over all cases of a simulation.

It has no unknown facts. Definitions are variables of their own, so that each is calculated once, as its documentation
has it; people are persons in the roles of a group entity, the concern.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any as Anything

import numpy
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit, period
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from fingerpost.procedure.deciding.program import Status
from fingerpost.procedure.language.tree import (
    All,
    And,
    Answer,
    Any,
    Applies,
    Constant,
    Happened,
    Named,
    Node,
    Not,
    Or,
    UnlistedChild,
)
from fingerpost.procedure.pack.model import Pack
from speed.cases import PEOPLE, Inputs, Reads, flat
from speed.peer import Peer
from speed.writing import Target

TODAY = period("2026-11-24")
"""Formulas are calculated for a period; nothing here depends on which."""
Array = Anything
Formula = Callable[[Anything, Anything], Array]


class OpenFisca(Peer):
    """One case, or many at once. `alone`: only the calculation is timed, in a simulation made beforehand."""

    exact = False

    def __init__(self, pack: Pack, targets: Sequence[Target], *, alone: bool) -> None:
        self.name = f"openfisca-core, {'calculation alone' if alone else 'simulation and calculation'}"
        self._alone = alone
        self._pack = pack
        self._targets = targets
        self._reads = Reads(pack)
        self._provisions = list(dict.fromkeys(target.provision for target in targets))
        self._system, self._enums = _system(pack, self._reads)

    def given(self, inputs: Inputs) -> dict[str, Array]:
        """Arrays of one case."""
        return self.arrays([inputs])

    def arrays(self, cases: Sequence[Inputs]) -> dict[str, Array]:
        """Arrays of many cases, variable by variable; of a person's variables c1, c2, a1 of each case in turn."""
        found: dict[str, Array] = {}
        for fact in self._reads.facts:
            owners = _owners(fact.scope)
            default = fact.values[0] if fact.type == "enum" else 0
            values = [inputs.get(flat(owner, fact.id), default) for inputs in cases for owner in owners]
            enum = self._enums.get(fact.id)
            found[fact.id] = enum.encode(numpy.array(values)) if enum else numpy.array(values, _type(fact.type))
        for event in self._reads.events:
            owners = _owners(event.about)
            values = [inputs.get(flat(owner, event.id), False) for inputs in cases for owner in owners]
            found[event.id] = numpy.array(values, bool)
        return found

    def ready(self, given: dict[str, Array]) -> Anything:
        """A simulation keeps what it has calculated, so that each can be used once."""
        return self.simulation(given) if self._alone else given

    def decide(self, given: Anything) -> dict[str, Array]:
        """Every provision's array, over concerns or over persons."""
        simulation = given if self._alone else self.simulation(given)
        return {provision: simulation.calculate(provision, TODAY) for provision in self._provisions}

    def simulation(self, arrays: dict[str, Array]) -> Simulation:
        """A simulation that holds the cases."""
        count = len(arrays[self._reads.facts[0].id])
        concerns = numpy.arange(count)
        builder = SimulationBuilder()
        builder.create_entities(self._system)
        builder.declare_person_entity("person", numpy.arange(len(PEOPLE) * count))
        concern = builder.declare_entity("concern", concerns)
        roles = numpy.tile([kind for _, kind in PEOPLE], count)
        builder.join_with_persons(concern, numpy.repeat(concerns, len(PEOPLE)), roles)
        simulation = builder.build(self._system)
        for name, values in arrays.items():
            simulation.set_input(name, TODAY, values)
        return simulation

    def statuses(self, answer: dict[str, Array]) -> list[Status]:
        """Of one case."""
        places = {"concern": 0} | {person: place for place, (person, _) in enumerate(PEOPLE)}
        return ["applies" if answer[t.provision][places[t.about]] else None for t in self._targets]


def _owners(scope: str) -> list[str]:
    """Whose values an array holds. Everybody is a person, so that a child has an adult's variables too, unused."""
    return ["concern"] if scope == "concern" else [person for person, _ in PEOPLE]


def _type(fact: str) -> type:
    return int if fact == "int" else bool


def _system(pack: Pack, reads: Reads) -> tuple[TaxBenefitSystem, dict[str, type[Enum]]]:
    person = build_entity("person", "persons", "Somebody listed", is_person=True)
    roles: Anything = [{"key": "child", "plural": "children"}, {"key": "adult", "plural": "adults"}]
    concern = build_entity("concern", "concerns", "A concern", roles=roles)
    system = TaxBenefitSystem([person, concern])
    entity = {"concern": concern, "child": person, "adult": person}
    enums = {fact.id: Enum(fact.id, {str(v): v for v in fact.values}) for fact in reads.facts if fact.type == "enum"}
    formulas = _Formulas(pack, {"child": concern.CHILD, "adult": concern.ADULT}, enums)

    def add(name: str, scope: str, **more: Anything) -> None:
        attributes = {"definition_period": DateUnit.DAY, "entity": entity[scope], "value_type": bool, **more}
        system.add_variable(type(name, (Variable,), attributes))

    for fact in reads.facts:
        enum = enums.get(fact.id)
        if enum:
            add(fact.id, fact.scope, value_type=Enum, possible_values=enum, default_value=next(iter(enum)))
        else:
            add(fact.id, fact.scope, value_type=_type(fact.type))
    for event in reads.events:
        add(event.id, event.about)
    for definition in pack.definitions.values():
        add(definition.name, definition.scope, formula=formulas.of(definition.meaning, definition.scope))
    for provision in pack.decided:
        assert provision.condition is not None
        add(provision.id, provision.about, formula=formulas.of(provision.condition, provision.about))
    return system, enums


class _Formulas:
    """Conditions as OpenFisca's formulas: functions of a population and a period."""

    def __init__(self, pack: Pack, roles: dict[str, Anything], enums: dict[str, type[Enum]]) -> None:
        self._facts = pack.facts
        self._roles = roles
        self._enums = enums

    def of(self, node: Node, seen: str) -> Formula:
        """The formula of a condition that is seen from a scope."""
        match node:
            case Constant(value):
                return lambda population, _: population.filled_array(value, dtype=bool)
            case Answer():
                return self._answer(node, seen)
            case Happened(name, scope) | Named(name, scope) | Applies(name, scope):
                return _variable(name, scope, seen)
            case Not(operand):
                inner = self.of(operand, seen)
                return lambda population, when: ~inner(population, when)
            case And(operands) | Or(operands):
                join = numpy.logical_and if isinstance(node, And) else numpy.logical_or
                return _joined(join, [self.of(operand, seen) for operand in operands])
            case Any(kind, body) | All(kind, body):
                reduce = "any" if isinstance(node, Any) else "all"
                return _of_people(reduce, self._roles[kind], self.of(body, kind))
            case UnlistedChild(listed):
                known = _variable(listed, "concern", seen)
                return lambda population, when: ~known(population, when)

    def _answer(self, node: Answer, seen: str) -> Formula:
        values = _variable(node.fact, node.scope, seen)
        fact = self._facts[node.fact]
        if fact.type == "bool":
            return values if True in node.values else lambda population, when: ~values(population, when)
        if fact.type == "enum":
            members = [self._enums[node.fact][str(value)] for value in fact.values if value in node.values]
            tests = [_is(values, member) for member in members]
            return _joined(numpy.logical_or, tests)
        highest = max(value for value in node.values if isinstance(value, int))
        if node.values != frozenset(fact.values[: fact.values.index(highest) + 1]):
            raise NotImplementedError(f"{node.text} is not “at most”")
        return lambda population, when: values(population, when) <= highest


def _is(values: Formula, member: Enum) -> Formula:
    return lambda population, when: values(population, when) == member


def _variable(name: str, scope: str, seen: str) -> Formula:
    if scope == "concern" and seen != "concern":
        return lambda population, when: population.concern(name, when)
    return lambda population, when: population(name, when)


def _joined(join: Callable[[Array, Array], Array], formulas: Sequence[Formula]) -> Formula:
    def formula(population: Anything, when: Anything) -> Array:
        result = formulas[0](population, when)
        for other in formulas[1:]:
            result = join(result, other(population, when))
        return result

    return formula


def _of_people(reduce: str, role: Anything, body: Formula) -> Formula:
    def formula(population: Anything, when: Anything) -> Array:
        return getattr(population, reduce)(body(population.members, when), role=role)

    return formula
