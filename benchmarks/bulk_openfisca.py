"""OpenFisca: its calculation alone, over a simulation that has been made. It knows no unknown: all is known.

Asking about people of one role compares objects, person by person. Here that is left out, which makes it several times
faster and changes nothing: what a child could be asked is no for every adult, and the other way round.
"""

from __future__ import annotations

from typing import Any
from unittest import mock

import numpy as np
import speed.openfisca
from bulk_data import Contender, Counts, National
from openfisca_core.simulations import Simulation, SimulationBuilder
from speed.openfisca import TODAY, OpenFisca
from speed.writing import targets

from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.tables import HAPPENED, ID


def _of_everybody(reduce: str, _role: Any, body: Any) -> Any:
    return lambda population, when: getattr(population, reduce)(body(population.members, when))


class Nation(OpenFisca):
    """Many concerns in one simulation: people, children before adults, in their roles."""

    def __init__(self, pack: Pack, national: National) -> None:
        with mock.patch.object(speed.openfisca, "_of_people", _of_everybody):
            super().__init__(pack, targets(pack), alone=True)
        self.about = {provision.id: provision.about for provision in pack.decided}
        tables = national.tables
        self.children = tables["child"].num_rows
        self.owners = np.concatenate([tables[kind].column(ID).to_numpy() - 1 for kind in ("child", "adult")])
        self.roles = np.repeat(["child", "adult"], [self.children, tables["adult"].num_rows])
        self.count = national.concerns
        self.columns = dict(self.inputs(national))
        self.ready_one: Any = None

    def inputs(self, national: National) -> Any:
        """Each fact's and event's array. Everybody is a person: a child has an adult's variables too, unused."""
        for fact in self._reads.facts:
            values = national.tables[fact.scope].column(fact.id)
            enum = self._enums.get(fact.id)
            array = enum.encode(np.array(values.to_pylist())) if enum else values.to_numpy(zero_copy_only=False)
            yield fact.id, self.padded(fact.scope, array)
        for event in self._reads.events:
            array = national.tables[event.about].column(HAPPENED + event.id).to_numpy(zero_copy_only=False)
            yield event.id, self.padded(event.about, array)

    def padded(self, scope: str, array: Any) -> Any:
        if scope == "concern":
            return array
        whole = np.zeros(len(self.owners), array.dtype)
        whole[: self.children] = array if scope == "child" else 0
        if scope == "adult":
            whole[self.children :] = array
        return whole

    def made(self) -> Simulation:
        """A simulation: it keeps what it has calculated, so that each serves once."""
        builder = SimulationBuilder()
        builder.create_entities(self._system)
        builder.declare_person_entity("person", np.arange(len(self.owners)))
        concern = builder.declare_entity("concern", np.arange(self.count))
        builder.join_with_persons(concern, self.owners, self.roles)
        concern.members_entity_id = self.owners  # joining takes it that every concern lists somebody
        simulation = builder.build(self._system)
        for name, values in self.columns.items():
            simulation.set_input(name, TODAY, values)
        return simulation

    def counts(self, answers: dict[str, Any]) -> Counts:
        """Of children's provisions the children's part counts, of adults' the adults'."""
        parts = {"concern": slice(None), "child": slice(0, self.children), "adult": slice(self.children, None)}
        return {name: (int(array[parts[self.about[name]]].sum()), 0) for name, array in answers.items()}


class Calculation(Contender):
    """Times the calculation alone: the simulation is made before the clock starts."""

    def __init__(self, nation: Nation) -> None:
        self.nation = nation
        self.simulation = nation.made()
        super().__init__("OpenFisca, its calculation alone", self.calculate, nation.counts)

    def calculate(self) -> dict[str, Any]:
        return {provision: self.simulation.calculate(provision, TODAY) for provision in self.nation._provisions}

    def time(self) -> None:
        """Make a simulation, then time what it calculates."""
        self.simulation = self.nation.made()
        super().time()


def contender(pack: Pack, national: National) -> Contender:
    """OpenFisca over these concerns."""
    return Calculation(Nation(pack, national))
