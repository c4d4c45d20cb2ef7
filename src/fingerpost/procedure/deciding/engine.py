"""Decide a case: a pure function of the pack, the case and the calendar (the decision contract)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, cast

from fingerpost.procedure.calendar import WorkingDays
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding.dues import Dues
from fingerpost.procedure.deciding.embargoes import Embargoes, recipient
from fingerpost.procedure.deciding.ground import CONCERN
from fingerpost.procedure.deciding.knowledge import Knowledge
from fingerpost.procedure.deciding.program import Finding, Program, Status, View
from fingerpost.procedure.deciding.questions import questions
from fingerpost.procedure.decision import Decision, Outcome, PackName, Question
from fingerpost.procedure.language.tree import Node, Scope
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.procedure.pack.words import MODALITIES

_RANK = {modality: rank for rank, modality in enumerate(MODALITIES)}


class Slot(NamedTuple):
    """A provision that is decided: its place among the program's nodes, and whether it is a prohibition."""

    node: int
    provision: Provision
    forbids: bool


class Engine:
    """A pack made ready to decide. Making one takes milliseconds; deciding is fast, and safe from any thread."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._name = PackName(pack.id, pack.version, pack.digest)
        self._days = WorkingDays.of(pack.nation)
        nodes: list[tuple[Node, Scope]] = []
        slots: list[Slot] = []
        for provision in pack.decided:
            if provision.condition is not None:
                slots.append(Slot(len(nodes), provision, provision.kind == "prohibition"))
                nodes.append((provision.condition, cast(Scope, provision.about)))
        self.decided = tuple(slot.provision for slot in slots)
        self._embargo = next((slot for slot in slots if slot.provision.embargo), None)
        self._unlisted = len(nodes)
        if self._embargo and self._embargo.provision.embargo:
            nodes.append((self._embargo.provision.embargo.unlisted_when, "concern"))
        self.slots = sorted(slots, key=lambda slot: (not slot.forbids, _RANK[slot.provision.modality], slot.node))
        self._urgent = frozenset(slot.provision.id for slot in slots if slot.forbids or slot.provision.by == "same_day")
        self._listed = next((fact.id for fact in pack.facts.values() if fact.unlisted_child), None)
        self._births = {fact.id: fact.birth_date for fact in pack.facts.values() if fact.birth_date}
        self.program = Program(pack, nodes)

    def decide(self, case: Case) -> Decision:
        """The complete document. Raises CaseError for a deadline past the bank holidays known."""
        view = self.program.look(Knowledge(case, self.program.blocks))
        dues = Dues(case, self._days)
        embargoes = self._embargoes(case, view)
        names = _Names(case, self._births)
        sorted_by_due: dict[tuple[bool, date], list[Outcome]] = {}
        for slot in self.slots:
            provision = slot.provision
            wide = self.program.is_wide[slot.node]
            for owner, finding in view.find(slot.node):
                person = None if owner == CONCERN else case.people[owner].id
                outcome = _outcome(provision, person, finding, names.of(finding, owner, wide=wide))
                outcome.due = dues.due(provision.deadline, person)
                if provision.held_for and embargoes and person:
                    outcome.held_by, outcome.may_be_held_by = embargoes.held(recipient(provision.held_for, person))
                sorted_by_due.setdefault((not slot.forbids, outcome.due or date.max), []).append(outcome)
        outcomes = [outcome for key in sorted(sorted_by_due) for outcome in sorted_by_due[key]]
        return Decision(self._name, outcomes, self._questions(case, outcomes))

    def status(self, node: int, about: str, case: Case) -> tuple[Status, list[str]]:
        """One provision (its place in `decided`) for one `about`: its status, and what suffices or can change it."""
        view = self.program.look(Knowledge(case, self.program.blocks))
        names = _Names(case, self._births)
        for owner, finding in view.find(node):
            if about == ("concern" if owner == CONCERN else case.people[owner].id):
                wide = self.program.is_wide[node]
                return "applies" if finding.applies else "depends", names.of(finding, owner, wide=wide)
        return None, []

    def reads(self, node: int, about: str, case: Case) -> list[str]:
        """The facts that a provision reads for one `about`, in the contract's order."""
        view = self.program.look(Knowledge(case, self.program.blocks))
        return [
            f"{'concern' if owner < 0 else case.people[people[owner]].id}{name}"
            for ready, people, _ in view.layers()
            for place, condition in ready.of[node].items()
            if about == ("concern" if place == CONCERN else case.people[people[place]].id)
            for owner, name in condition.reads
        ]

    def _embargoes(self, case: Case, view: View) -> Embargoes | None:
        if self._embargo is None:
            return None
        standing: list[str] = []
        possible: list[str] = []
        for owner, finding in view.find(self._embargo.node):
            (standing if finding.applies else possible).append(case.people[owner].id)
        unlisted = any(True for _ in view.find(self._unlisted))
        return Embargoes(self._embargo.provision, case, standing, possible, unlisted=unlisted)

    def _questions(self, case: Case, outcomes: list[Outcome]) -> list[Question]:
        known = {f"concern.{self._listed}"} if self._listed in case.facts else set()
        depending = [outcome for outcome in outcomes if outcome.status == "depends"]
        return questions(self.pack, depending, self._urgent, known)


class _Names:
    """Names as the document writes them: `concern.setting`, `c1.age`, `c1.date_of_birth` where that was given."""

    def __init__(self, case: Case, births: dict[str, str]) -> None:
        # CONCERN and UNLISTED, -2 and -1, count from the end.
        self._all = (*(person.id for person in case.people), "concern", "concern")
        self._one = [(person.id, "concern", "concern") for person in case.people]
        self._given = {
            f"{person.id}.{fact}": f"{person.id}.{birth}"
            for person in case.people
            if person.born is not None
            for fact, birth in births.items()
        }

    def of(self, finding: Finding, owner: int, *, wide: bool) -> list[str]:
        people = self._all if wide or owner == CONCERN else self._one[owner]
        names = [people[place] + name for place, name in finding.names]
        return [self._given.get(name, name) for name in names] if self._given else names


def _outcome(provision: Provision, person: str | None, finding: Finding, names: list[str]) -> Outcome:
    applies = finding.applies
    return Outcome(
        provision.id,
        person or "concern",
        "applies" if applies else "depends",
        provision.modality,
        None,
        names if applies else [],
        [] if applies else names,
        [],
        [],
    )
