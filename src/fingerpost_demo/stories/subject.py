"""Tells what a story has of subject access: that somebody in it asked what is held on them, half prepared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from fingerpost.procedure.calendar import london_day
from fingerpost.subject.models import Asker, HeldAs, RequestStepKind
from fingerpost.subject.services import holdings, preparation, requests

if TYPE_CHECKING:
    from fingerpost_demo.stories.telling import Step, Telling


def asked(telling: Telling, step: Step) -> None:
    """Record the request and how their identity was checked, and decide the first half of what is held as suggested."""
    day, person = london_day(telling.at(step)), telling.people[step["asks_for_own"]]
    about = requests.RequestInput(Asker.PERSON, step["asks_for_own"], day, words=step.get("words", ""))
    request = requests.record(about)
    requests.step(request, RequestStepKind.IDENTITY, day, step["identity"])
    holdings.say(request, [person], HeldAs.THEM)
    place = holdings.place(request, telling.concern.pk)
    if place is None:
        raise ValueError("whoever prepares it does not see the concern")
    half = place.rows[: len(place.rows) // 2]
    preparation.decide(
        request, place, [preparation.AnswerDecided(row.item, row.choice, row.ground, row.passages) for row in half]
    )


ACTIONS: Final[Mapping[str, Callable[[Any, Mapping[str, Any]], None]]] = {"asks_for_own": asked}
"""The action by the key that its step has."""
