"""What to find out next: the unknown facts that can still change something, the most useful first.

Facts on which a same-day duty or a prohibition depends come before all others. Among them those that bear on the most
come first, a same-day duty counting as much as three prohibitions: of the orders tried, this one settles the day's
duties in the fewest questions (docs/evidence/questions.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from fingerpost.procedure.decision import Outcome, Question

SAME_DAY = 3
PROHIBITION = 1


def questions(
    asks: Mapping[str, str], outcomes: Iterable[Outcome], weights: Mapping[str, int], known: Collection[str]
) -> list[Question]:
    """Questions about everything on which an outcome depends.

    `asks` are the facts' questions by id. `weights` are the provisions that are urgent, with how much each counts.
    `known` are names that an answer uses for what cannot be asked again.
    """
    settles: defaultdict[str, list[str]] = defaultdict(list)
    urgent: defaultdict[str, int] = defaultdict(int)
    for outcome in outcomes:
        if outcome.depends_on:
            key = f"{outcome.provision}/{outcome.about}"
            for name in outcome.depends_on:
                settles[name].append(key)
            weight = weights.get(outcome.provision)
            if weight:
                for name in outcome.depends_on:
                    urgent[name] += weight
    for name in known:
        settles.pop(name, None)
    # Sorting is stable: equals stay as they were met, which the order of outcomes and of `depends_on` fixes.
    ranked = sorted(settles.items(), key=lambda item: (-urgent.get(item[0], 0), -len(item[1])))
    return [Question(name, asks[name.rpartition(".")[2]], keys) for name, keys in ranked]
