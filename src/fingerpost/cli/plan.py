"""The plan that a person reads: what must not be done and what is due today first, what may wait after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fingerpost.cli.page import Page, joined, page_for_output
from fingerpost.cli.pending import add_pending
from fingerpost.cli.words import (
    about_line,
    answers_in_words,
    day_in_words,
    duty_line,
    told_person,
)
from fingerpost.procedure.calendar import LONDON, london_day
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.decision import Decision, Outcome
from fingerpost.procedure.language.tree import Applies, walk
from fingerpost.procedure.pack.model import Pack, Provision

_WEIGHTS = {"must": "Now, no date set", "should": "Now, no date set", "consider": "Consider"}


def print_plan(pack: Pack, case: Case, decision: Decision) -> None:
    """Print the plan to standard output, fitted to the terminal."""
    page = page_for_output()
    write_plan(page, pack, case, decision)
    print(page, end="")


def write_plan(page: Page, pack: Pack, case: Case, decision: Decision) -> None:
    """Write the whole plan: first what to do if a child is in danger, last which text decided."""
    page.text(pack.emergency)
    page.gap()
    page.text(_opening(case))
    today = max(london_day(case.as_of), london_day(case.reported_at))
    applying = [outcome for outcome in decision.outcomes if outcome.status == "applies"]
    plan = _Plan(page, pack, case, {outcome.provision for outcome in applying})
    groups = _grouped(applying)
    if calm := _calm(decision, today):
        page.gap()
        page.text(calm)
    parts: dict[str, list[list[Outcome]]] = {}
    for group in groups:
        parts.setdefault(_heading(pack, group[0], today), []).append(group)
    for heading in sorted(parts, key=_rank):
        plan.part(heading, parts[heading])
    add_pending(page, pack, decision)
    page.heading("About this plan")
    page.text(f"Decided under {pack.name}, {pack.title}. Its text has the digest {decision.procedure.digest}.")
    page.text("“fingerpost manual RULE” shows a rule, such as 2.1-same-day, in full.")


def _calm(decision: Decision, today: date) -> str:
    """Return what to say where nothing that is certain is due; empty where something is."""
    pressing = {one.status for one in decision.outcomes if one.due and one.due <= today}
    certain = [one for one in decision.outcomes if one.status == "applies"]
    if "applies" in pressing:
        return ""
    if any(one.modality in ("must", "should") and not one.due for one in certain):
        calm = "No date falls today, but what stands under “Now, no date set” is due all the same."
    elif not certain:
        calm = "Nothing is certain yet." if decision.outcomes else "No rule applies."
    else:
        calm = "Nothing is due today."
    return f"{calm} That may change with what is still to find out, below." if "depends" in pressing else calm


def _opening(case: Case) -> str:
    reported = case.reported_at.astimezone(LONDON)
    moment = f"Plan for the concern reported on {day_in_words(reported.date())} at {reported:%H:%M}"
    if case.as_of != case.reported_at:
        as_of = case.as_of.astimezone(LONDON)
        moment += f", as things stood on {day_in_words(as_of.date())} at {as_of:%H:%M}"
    return f"{moment}. {_cast(case)}"


def _cast(case: Case) -> str:
    children = [person.id for person in case.people if person.kind == "child"]
    adults = [person.id for person in case.people if person.kind == "adult"]
    parts = [
        f"{one if len(people) == 1 else many}: {joined(people)}."
        for people, one, many in ((children, "Child", "Children"), (adults, "Adult", "Adults"))
        if people
    ]
    return " ".join(parts) or "Nobody is listed."


def _heading(pack: Pack, outcome: Outcome, today: date) -> str:
    if pack.provisions[outcome.provision].kind == "prohibition":
        return "Do not"
    if not outcome.due:
        return _WEIGHTS.get(outcome.modality, "Also")
    when = "Overdue since" if outcome.due < today else "Today:" if outcome.due == today else "By date:"
    return f"{when} {day_in_words(outcome.due)}"


def _rank(heading: str) -> int:
    """Return where a part stands in the plan; parts of one kind stay in the order of their days."""
    order = ("Do not", "Overdue", "Today", "Now", "By date", "Consider", "Also")
    return next(rank for rank, start in enumerate(order) if heading.startswith(start))


def _grouped(outcomes: Iterable[Outcome]) -> list[list[Outcome]]:
    """Put together what is the same duty for several people, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[Outcome]] = {}
    for one in outcomes:
        key = (one.provision, one.due, tuple(one.held_by), tuple(one.may_be_held_by))
        groups.setdefault(key, []).append(one)
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class _Plan:
    """Writes the parts of a plan. `applying` are the rules that hold."""

    page: Page
    pack: Pack
    case: Case
    applying: set[str]

    def part(self, heading: str, groups: Sequence[list[Outcome]]) -> None:
        """Write one part, the reader's own duties before those of others."""
        self.page.heading(heading)
        if heading.startswith("Overdue"):
            self.page.text("If this has not been done, do it now.", indent=2)
            self.page.gap()
        for group in sorted(groups, key=lambda group: not self._is_yours(group[0])):
            self._item(group)

    def _is_yours(self, outcome: Outcome) -> bool:
        who = self.pack.provisions[outcome.provision].who
        return not who or any(party in ("practitioner", "school", *self.case.facts.values()) for party in who)

    def _item(self, group: list[Outcome]) -> None:
        provision = self.pack.provisions[group[0].provision]
        self.page.text(provision.text, indent=2)
        for sentence in self._waits(provision, group):
            self.page.text(sentence, indent=4)
        said = [duty_line(provision), about_line(one.about for one in group), f"Rule {provision.id}."]
        self.page.text(" ".join(filter(None, said)), indent=4)
        if why := self._why(provision, group):
            self.page.text(f"Because {why}.", indent=4)
        self.page.gap()

    def _why(self, provision: Provision, group: list[Outcome]) -> str:
        """Return the reason in words: the rules it rests on, else the answers, else what has happened."""
        nodes = walk(provision.condition) if provision.condition else ()
        rules = [node.provision for node in nodes if isinstance(node, Applies)]
        if holding := [rule for rule in rules if rule in self.applying]:
            return f"{joined(holding)} {'applies' if len(holding) == 1 else 'apply'}"
        names = dict.fromkeys(name for one in group for name in one.because)
        return answers_in_words(self.pack, self.case, names) or provision.when.rstrip(".")

    def _waits(self, provision: Provision, group: list[Outcome]) -> Iterable[str]:
        """Yield what holds a duty back, and what may."""
        if provision.held_for is None:
            return
        told = joined(told_person(provision.held_for, one.about) for one in group)
        if held := group[0].held_by:
            rule, adults = _embargoes(held)
            yield f"Wait: {told} must not be told yet (embargo about {joined(adults)}, rule {rule})."
        if may := group[0].may_be_held_by:
            rule, adults = _embargoes(may)
            yield f"Ask first whether {told} may be told: {_possible(adults)} (rule {rule})."


def _embargoes(names: Sequence[str]) -> tuple[str, list[str]]:
    """Return the rule that sets the embargoes, and whom they are about."""
    return names[0].rpartition("/")[0], [name.rpartition("/")[2] for name in names]


def _possible(adults: Sequence[str]) -> str:
    """Return why an embargo may stand, in words."""
    known = [adult for adult in adults if adult != "unlisted"]
    parts = [f"{joined(known, 'or')} may be a suspect"] if known else []
    if "unlisted" in adults:
        parts.append("an adult who is not listed may be behind it")
    return joined(parts)
