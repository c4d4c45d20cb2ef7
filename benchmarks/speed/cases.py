"""Cases at random, two children and one adult, no two alike: as the contract's documents, read, and as flat inputs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from fingerpost.procedure.case.model import Case
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.language.tree import Answer, Happened, PersonKind, Scope, UnlistedChild, Value, walk
from fingerpost.procedure.pack.model import Fact, Pack

PEOPLE: tuple[tuple[str, PersonKind], ...] = (("c1", "child"), ("c2", "child"), ("a1", "adult"))
TURNING = (12, 13)
"""Ages between which conditions turn: half of all ages are of these, so that the edge is met often."""


class Mood(NamedTuple):
    """How people answered. For each owner one of `known`, the share of facts that are known, and of `yes`."""

    known: tuple[float, ...]
    yes: tuple[float, ...]


KNOWN = Mood((1.0,), (0.05, 0.2, 0.5))
"""Nothing is left open: for engines that take no unknown facts."""
SETTLED = Mood((0.9, 1.0, 1.0), (0.05, 0.2))
"""Nearly all has been asked, as at the end of an interview."""
OPEN = Mood((0.2, 0.4, 0.6, 0.8), (0.05, 0.2, 0.5))
"""Half of it is not known, as early in an interview."""

Document = dict[str, Any]
Inputs = dict[str, Value]


class Population:
    """Makes cases under one pack. The same seed makes the same cases."""

    def __init__(self, pack: Pack, seed: int) -> None:
        self._pack = pack
        self._random = Random(seed)  # noqa: S311 - cases to measure with, not secrets

    def documents(self, count: int, mood: Mood) -> Iterator[Document]:
        """Documents as a program would send them."""
        for _ in range(count):
            yield self._document(mood)

    def cases(self, count: int, mood: Mood) -> list[Case]:
        """The same, read."""
        return [case_from(document, self._pack) for document in self.documents(count, mood)]

    def _document(self, mood: Mood) -> Document:
        start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=self._random.randrange(500_000))
        return {
            "reported_at": start.isoformat(),
            "facts": self._answers("concern", mood),
            "people": [{"id": person, "kind": kind, "facts": self._answers(kind, mood)} for person, kind in PEOPLE],
            "events": list(self._events(start)),
            "as_of": (start + timedelta(hours=self._random.choice((50, 200)))).isoformat(),
        }

    def _answers(self, scope: Scope, mood: Mood) -> dict[str, Value]:
        share, yes = self._random.choice(mood.known), self._random.choice(mood.yes)
        return {
            fact.id: self._random.random() < yes if fact.type == "bool" else self._other(fact)
            for fact in self._pack.facts_of(scope)
            if self._random.random() < share
        }

    def _other(self, fact: Fact) -> Value:
        return self._random.choice(TURNING if fact.type == "int" and self._random.random() < 0.5 else fact.values)

    def _events(self, start: datetime) -> Iterator[dict[str, str]]:
        for event in self._pack.events.values():
            if self._random.random() < 0.2:
                made = {"type": event.id}
                if event.about != "concern":
                    made["person"] = next(person for person, kind in PEOPLE if kind == event.about)
                if event.to:
                    made["to"] = self._random.choice(("parents:c1", "parents:c2", "partner:a1"))
                yield {**made, "at": (start + timedelta(hours=self._random.randrange(200))).isoformat()}


class Reads:
    """What the pack's conditions read, under one flat name each: `setting`, `c1_age`, `a1_arrest`."""

    def __init__(self, pack: Pack) -> None:
        nodes = [node for provision in pack.decided if provision.condition for node in walk(provision.condition)]
        facts = {node.fact for node in nodes if isinstance(node, Answer)}
        facts |= {node.listed for node in nodes if isinstance(node, UnlistedChild)}
        self.facts = [fact for fact in pack.facts.values() if fact.id in facts]
        happened = {node.event for node in nodes if isinstance(node, Happened)}
        self.events = [event for event in pack.events.values() if event.id in happened]

    def inputs(self, case: Case) -> Inputs:
        """What is known of a case. An event has happened or not; a fact that is not known is left out."""
        found: Inputs = {}
        owners = [("concern", "concern", case.facts), *((p.id, p.kind, p.facts) for p in case.people)]
        for owner, scope, known in owners:
            found |= {flat(owner, fact.id): known[fact.id] for fact in self.facts if fact.id in known}
            happened = {e.type for e in case.events if e.person in (None, owner) and e.at <= case.as_of}
            found |= {flat(owner, event.id): event.id in happened for event in self.events if event.about == scope}
        return found


def flat(owner: str, name: str) -> str:
    """The concern's things under their own name, a person's under theirs."""
    return name if owner == "concern" else f"{owner}_{name}"
