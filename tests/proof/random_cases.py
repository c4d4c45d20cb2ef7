"""Cases of any pack at random, as documents: the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.model import Pack

DAYS = ("2026-03-02T09:00:00+00:00", "2026-03-05T09:00:00+00:00", "2026-04-02T21:30:00+00:00")


def random_cases(pack: Pack, count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Cases with up to three people of each kind. In some nearly everything is answered, in some next to nothing."""
    random = Random(seed)  # noqa: S311  # repeatable, not secret
    for _ in range(count):
        known, yes = random.choice((0.1, 0.5, 0.9, 1.0)), random.choice((0.05, 0.3, 0.7))
        people: list[dict[str, Any]] = [
            {"id": f"{kind[0]}{number}", "kind": kind, "facts": _answers(pack, kind, random, known, yes)}
            for kind in ("child", "adult")
            for number in range(1, random.randrange(4) + 1)
        ]
        yield {
            "reported_at": DAYS[0],
            "facts": _answers(pack, "concern", random, known, yes),
            "people": people,
            "events": [*_events(pack, people, random)],
            "procedure": pack.name,
        }


def _answers(pack: Pack, scope: Scope, random: Random, known: float, yes: float) -> dict[str, Any]:
    return {
        fact.id: random.random() < yes if fact.type == "bool" else random.choice(fact.values)
        for fact in pack.facts_of(scope)
        if random.random() < known
    }


def _events(pack: Pack, people: list[dict[str, Any]], random: Random) -> Iterator[dict[str, Any]]:
    for event in pack.events.values():
        of_kind = [one["id"] for one in people if one["kind"] == event.about]
        if random.random() < 0.3 and (event.about == "concern" or of_kind):
            person = random.choice(of_kind) if of_kind else None
            who = {"person": person} if person else {}
            yield {"type": event.id, "at": random.choice(DAYS), **who, **({"to": person} if event.to else {})}
