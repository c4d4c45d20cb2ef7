"""What to find out next: the unknown facts that can still change something, the most useful first."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from fingerpost.procedure.decision import Outcome, Question
from fingerpost.procedure.pack.model import Pack


def questions(
    pack: Pack, depending: Sequence[Outcome], urgent: Collection[str], known: Collection[str]
) -> list[Question]:
    """Questions about everything that `depending` outcomes depend on.

    `urgent` are the provisions that are due the same day or forbid something: a fact on which one of them depends comes
    before all others. `known` are names that stand for what cannot be asked again.
    """
    settles: dict[str, list[str]] = {}
    weight: dict[str, list[int]] = {}
    for outcome in depending:
        key = f"{outcome.provision}/{outcome.about}"
        is_urgent = outcome.provision in urgent
        for name in outcome.depends_on:
            if name in known:
                continue
            settles.setdefault(name, []).append(key)
            weight.setdefault(name, [0, 0])[not is_urgent] -= 1
    order = {name: place for place, name in enumerate(settles)}
    ranked = sorted(settles, key=lambda name: (*weight[name], order[name]))
    return [Question(name, pack.facts[name.rpartition(".")[2]].ask, settles[name]) for name in ranked]
