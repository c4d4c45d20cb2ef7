"""What is asked next, a page at a time.

First, in two short pages, what today may hang on: what was ticked decides the order, as the pack says. Everything else
is offered afterwards: the engine's first question, with those beside it in the manual.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from fingerpost.guide.answers import TICKED, Answers
from fingerpost.procedure.decision import Decision
from fingerpost.procedure.explaining.requirements import Requirement
from fingerpost.procedure.language.tree import Happened, walk
from fingerpost.procedure.pack.model import Event, Fact, Pack, Prose, Tick

MOST_ROWS = 12
"""How many questions about several people stand on one page; beyond that each person has a page."""

FIRST_PAGES = 2
FIRST_ROWS = 4
"""How many pages of questions come before the first plan, and how many questions each has at most.

Who ticked nothing was asked who is involved instead of one of them.
"""
MOST_FIRST = 8
"""How many ticks and answers somebody gives at most before the first plan, beside how many people there are."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question of a page: the fact, and of whom it is asked."""

    owner: str
    fact: Fact

    @property
    def name(self) -> str:
        """`c1.age`."""
        return f"{self.owner}.{self.fact.id}"

    @property
    def birth_name(self) -> str | None:
        """`c1.date_of_birth`, where a date may be given instead."""
        return f"{self.owner}.{self.fact.birth_date}" if self.fact.birth_date else None

    @property
    def names(self) -> list[str]:
        """The names under which this may have been answered."""
        return [self.name, *([self.birth_name] if self.birth_name else [])]


class Asking:
    """What the guide makes of one pack. `topics` has the heading of the manual under which each fact stands."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.topics = _topics(pack)
        self._births = {fact.birth_date: fact for fact in pack.facts.values() if fact.birth_date}
        self._order = {fact: place for place, fact in enumerate(pack.facts)}

    def ticked(self, answers: Answers) -> list[Tick]:
        """Return what of “What has happened?” is so: all that it says outright was said, and nothing says more."""
        said = {tick.id: set(self.said_by(tick, answers)) for tick in self.pack.ticks.values()}
        found = {tick: names for tick, names in said.items() if names <= answers.certain}
        return [
            self.pack.ticks[tick] for tick, names in found.items() if not any(names < more for more in found.values())
        ]

    def said_by(self, tick: Tick, answers: Answers) -> list[str]:
        """Return the names to which a tick says yes, of the first child and the first adult."""
        first = answers.first_people
        return [f"{first[self.pack.facts[fact].scope]}.{fact}" for fact in tick.answers]

    def first_rows(self, answers: Answers, decision: Decision, grounds: Sequence[Requirement]) -> list[Row]:
        """Return the questions of the next page before the first plan; none when it is time for the plan.

        They are those on which `grounds` depend: what may be due today, or forbidden, and is not settled. First what
        was ticked raises, in turns, then what the engine finds the most useful.
        """
        ticked = self.ticked(answers)
        first = set(answers.on_page(TICKED))
        ticks = sum(first.issuperset(self.said_by(tick, answers)) for tick in ticked)
        room = min(FIRST_ROWS, MOST_FIRST - ticks - sum(given.page > TICKED for given in answers.given.values()))
        if answers.last_page >= (FIRST_PAGES if ticked else FIRST_PAGES - 1) or room <= 0:
            return []
        bearing = {name for one in grounds for name in one.depends_on}
        wanted = [name for name in open_names(answers, decision) if name in bearing]
        raised = chain.from_iterable(zip_longest(*(self._raised(tick, answers) for tick in ticked)))
        ordered = dict.fromkeys([*(name for name in raised if name in wanted), *wanted])
        return self.rows(list(ordered)[:room])

    def with_setting(self, rows: Sequence[Row], answers: Answers) -> list[Row]:
        """Return the first page's questions with where one works as the last, since it says who is told first."""
        fact = next((box.tell_fact for box in self.pack.boxes if box.tell), "")
        name = f"concern.{fact}"
        if not fact or answers.last_page or name in answers.given or any(row.name == name for row in rows):
            return list(rows)
        return [*rows[: FIRST_ROWS - 1], *self.rows([name])]

    def _raised(self, tick: Tick, answers: Answers) -> list[str]:
        owners = {"concern": ["concern"], "child": answers.of_kind("child"), "adult": answers.of_kind("adult")}
        return [f"{owner}.{fact}" for fact in tick.raises for owner in owners[self.pack.facts[fact].scope]]

    def next_rows(self, answers: Answers, decision: Decision) -> list[Row]:
        """Return the questions of the next page; none when nothing is left that could change anything.

        Beside the first question stand those still open under the same heading of the manual, of everybody of the kind
        as long as the page stays short.
        """
        rows = self.rows(open_names(answers, decision))
        if not rows:
            return []
        first, *others = rows
        topic = self.topic(first)
        beside = [row for row in others if self.topic(row) == topic and row.fact.scope == first.fact.scope]
        if 1 + len(beside) > MOST_ROWS:
            beside = [row for row in beside if row.owner == first.owner]
        return self.in_order(answers, [first, *beside])

    def in_order(self, answers: Answers, rows: Iterable[Row]) -> list[Row]:
        """Return rows person by person, in the manual's order."""
        people = ["concern", *answers.people]
        return sorted(rows, key=lambda row: (people.index(row.owner), self._order[row.fact.id]))

    def rows(self, names: Iterable[str]) -> list[Row]:
        """Return the questions that these names answer; what names no fact is left out."""
        found = []
        for name in names:
            owner, _, said = name.rpartition(".")
            if fact := self.pack.facts.get(said) or self._births.get(said):
                found.append(Row(owner, fact))
        return found

    def topic(self, row: Row) -> str:
        """Return the heading under which the manual has the question."""
        return self.topics[row.fact.id]


def asking_for(pack: Pack) -> Asking:
    """Return what the guide makes of a pack, made once."""
    asking = _made.get(pack.digest)
    if asking is None:
        asking = _made[pack.digest] = Asking(pack)
    return asking


_made: dict[str, Asking] = {}


def open_names(answers: Answers, decision: Decision) -> list[str]:
    """Return what is still to be asked, the most useful first, without what somebody said they do not know."""
    unknown = answers.unknown
    return [question.fact for question in decision.questions if question.fact not in unknown]


def events_that_matter(pack: Pack) -> list[Event]:
    """Return the events that some provision, deadline or embargo looks at."""
    looked_at = {
        node.event
        for provision in pack.provisions.values()
        if provision.condition
        for node in walk(provision.condition)
        if isinstance(node, Happened)
    }
    for provision in pack.provisions.values():
        looked_at |= {provision.deadline.event} if provision.deadline and provision.deadline.event else set()
        looked_at |= {provision.embargo.lifted_by} if provision.embargo else set()
    return [event for event in pack.events.values() if event.id in looked_at]


def _topics(pack: Pack) -> dict[str, str]:
    found: dict[str, str] = {}
    for section in pack.sections:
        heading = section.title
        for part in section.body:
            if isinstance(part, Prose):
                for line in part.markdown.splitlines():
                    heading = line[3:].strip() if line.startswith("## ") else heading
            elif isinstance(part, Fact):
                found[part.id] = heading
    return found
