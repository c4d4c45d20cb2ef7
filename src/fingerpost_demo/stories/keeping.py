"""Tells what a story has of keeping: a concern that was closed long ago, and a legal hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from fingerpost.access import context
from fingerpost.disposal.services import recording
from fingerpost.procedure.calendar import london_day
from fingerpost.record.models import ClosingOutcome, TurnKind, TurnTaken
from fingerpost.record.services.changes import change

if TYPE_CHECKING:
    from fingerpost_demo.stories.telling import Step, Telling


def closed(telling: Telling, step: Step) -> None:
    """Close the concern as if that had been recorded then: whatever else is told of is recorded today."""
    with change(telling.concern):
        TurnTaken(
            concern=telling.concern,
            turn=TurnKind.CLOSED,
            outcome=ClosingOutcome(step["closed"]),
            why=step["why"],
            agreed_by=step["agreed"],
            recorded_at=telling.at(step),
            recorded_by_id=context.required().membership_id,
        ).save()


def hold(telling: Telling, step: Step) -> None:
    """Place a legal hold, without a last day."""
    recording.hold(telling.concern, why=step["hold"], asked_by=step["asked"], since=london_day(telling.at(step)))


ACTIONS: Final[Mapping[str, Callable[[Any, Mapping[str, Any]], None]]] = {"closed": closed, "hold": hold}
