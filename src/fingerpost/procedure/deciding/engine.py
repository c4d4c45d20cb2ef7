"""Decide a case: a pure function of the pack, the case and the calendar (the decision contract)."""

from __future__ import annotations

from datetime import date
from typing import cast

from fingerpost.procedure.calendar import WorkingDays
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding.dues import Dues
from fingerpost.procedure.deciding.embargoes import Embargoes, recipient
from fingerpost.procedure.deciding.program import Entry, Finding, Program, Status
from fingerpost.procedure.deciding.questions import PROHIBITION, SAME_DAY, questions
from fingerpost.procedure.deciding.statuses import Statuses
from fingerpost.procedure.deciding.view import View
from fingerpost.procedure.decision import Decision, Outcome, PackName
from fingerpost.procedure.language.tree import Node, Scope
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.procedure.pack.words import MODALITIES

_RANK = {modality: rank for rank, modality in enumerate(MODALITIES)}


class Engine:
    """A pack made ready to decide. Making one takes milliseconds; deciding is fast, and safe from any thread.

    `decided` are the provisions that have a condition, in the order of outcomes but for their dates: prohibitions, then
    by modality, then as the pack has them.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        order = {provision.id: place for place, provision in enumerate(pack.decided)}
        self.decided = tuple(sorted(pack.decided, key=lambda p: (not _forbids(p), _RANK[p.modality], order[p.id])))
        self._ids = tuple(provision.id for provision in self.decided)
        self._name = PackName(pack.id, pack.version, pack.digest)
        self._days = WorkingDays.of(pack.nation)
        self._asks = {fact.id: fact.ask for fact in pack.facts.values()}
        self._births = {fact.id: fact.birth_date for fact in pack.facts.values() if fact.birth_date}
        self._listed = next((fact.id for fact in pack.facts.values() if fact.unlisted_child), None)
        self._weights = {p.id: PROHIBITION for p in self.decided if _forbids(p)}
        self._weights |= {p.id: SAME_DAY for p in self.decided if p.by == "same_day"}
        nodes = [(p.id, cast(Node, p.condition), cast(Scope, p.about)) for p in self.decided]
        self._embargo = next((place for place, p in enumerate(self.decided) if p.embargo), None)
        if self._embargo is not None and (embargo := self.decided[self._embargo].embargo):
            nodes.append(
                (self.decided[self._embargo].id, embargo.unlisted_when, "concern")
            )  # The one node past `decided`.
        self.program = Program(pack, nodes)

    def view(self, case: Case) -> View:
        """The case with the conditions that fit its listing of people."""
        return View(self.program, case, self._births)

    def decide(self, case: Case) -> Decision:
        """The complete document. Raises CaseError for a deadline past the bank holidays known."""
        view = self.view(case)
        possible = view.possible()
        embargoes = self._embargoes(view, possible)
        dues = Dues(case, self._days)
        by_due: dict[tuple[bool, date], list[Outcome]] = {}
        for entry in possible:
            finding = view.find(entry)
            if finding is None or entry.node >= len(self.decided):
                continue
            provision = self.decided[entry.node]
            outcome = _outcome(provision, view, entry, finding)
            if provision.deadline:
                outcome.due = dues.due(provision.deadline, outcome.about)
            if provision.held_for and embargoes:
                outcome.held_by, outcome.may_be_held_by = embargoes.held(recipient(provision.held_for, outcome.about))
            key = (provision.kind != "prohibition", outcome.due or date.max)
            if key in by_due:
                by_due[key].append(outcome)
            else:
                by_due[key] = [outcome]
        outcomes = [outcome for key in sorted(by_due) for outcome in by_due[key]]
        known = (f"concern.{self._listed}",) if self._listed in case.facts else ()
        return Decision(self._name, outcomes, questions(self._asks, outcomes, self._weights, known))

    def statuses(self, case: Case) -> Statuses:
        """Only provision, about and status of each outcome, without dates, reasons or questions."""
        return Statuses(self.program, self._ids, case)

    def status(self, node: int, about: str, case: Case) -> tuple[Status, list[str]]:
        """One provision (its place in `decided`) for one `about`: its status, and what suffices or can change it."""
        view = self.view(case)
        entry = view.of(node, about)
        finding = view.find(entry) if entry else None
        if entry is None or finding is None:
            return None, []
        return "applies" if finding.applies else "depends", view.names(finding.names, entry)

    def reads(self, node: int, about: str, case: Case) -> list[str]:
        """The facts that a provision reads for one `about`, in the contract's order."""
        view = View(self.program, case, {})
        entry = view.of(node, about)
        return view.names(entry.condition.reads, entry) if entry else []

    def _embargoes(self, view: View, possible: list[Entry]) -> Embargoes | None:
        if self._embargo is None:
            return None
        standing: list[str] = []
        depending: list[str] = []
        for entry in possible:
            if entry.node == self._embargo:
                (standing if view.status(entry) == "applies" else depending).append(view.about(entry))
        unlisted = any(entry.node == len(self.decided) for entry in possible)
        return Embargoes(self.decided[self._embargo], view.case, standing, depending, unlisted=unlisted)


def _forbids(provision: Provision) -> bool:
    return provision.kind == "prohibition"


def _outcome(provision: Provision, view: View, entry: Entry, finding: Finding) -> Outcome:
    """The outcome without its date and without what holds it."""
    names = view.names(finding.names, entry)
    about, to = view.about(entry), list(provision.to)
    if finding.applies:
        return Outcome(provision.id, about, "applies", provision.modality, None, names, [], to, [], [])
    return Outcome(provision.id, about, "depends", provision.modality, None, [], names, to, [], [])
