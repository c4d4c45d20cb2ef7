"""What is asked next, a page at a time: the engine's first question, with those that stand beside it in the manual."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from fingerpost.guide.answers import Answers
from fingerpost.procedure.case.model import Case, Person
from fingerpost.procedure.deciding import engine_for
from fingerpost.procedure.decision import Decision
from fingerpost.procedure.explaining import changes
from fingerpost.procedure.language.tree import Happened, walk
from fingerpost.procedure.pack.model import Event, Fact, Pack, Prose

MOST_ROWS = 12
"""How many questions about several people stand on one page; beyond that each person has a page."""

_WEIGHTY = ("must", "must_not", "should", "consider")
_SOMEDAY = datetime(2020, 1, 1, tzinfo=UTC)


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
        self.headlines = _headlines(pack, self.topics)
        self._births = {fact.birth_date: fact for fact in pack.facts.values() if fact.birth_date}
        self._order = {fact: place for place, fact in enumerate(pack.facts)}

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


def _headlines(pack: Pack, topics: dict[str, str]) -> list[Fact]:
    """Return the answers that “What has happened?” offers.

    They are those with which alone a rule applies that asks for something, and the first of each heading about the
    concern, so that every part of the manual can be reached from there.
    """
    people = (Person("child", "child", {}), Person("adult", "adult", {}))
    alone = {
        change.fact.rpartition(".")[2]
        for change in changes(engine_for(pack), Case(_SOMEDAY, {}, people, (), _SOMEDAY, pack.name))
        if change.value is True
        and any(
            effect.after == "applies" and pack.provisions[effect.provision].modality in _WEIGHTY
            for effect in change.effects
        )
    }
    seen: set[str] = set()
    for fact in pack.facts_of("concern"):
        if fact.type == "bool" and fact.graver is True and topics[fact.id] not in seen:
            seen.add(topics[fact.id])
            alone.add(fact.id)
    return [fact for fact in pack.facts.values() if fact.id in alone and fact.graver is True]
