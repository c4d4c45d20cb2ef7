"""What a story can tell of conflicts: where an adult works, and somebody who says that they are close."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from fingerpost.access.models import Organisation
from fingerpost.casework.conflicts import services
from fingerpost.record.models import PLACES
from fingerpost.record.services.relationships import match_place, relationships_of

if TYPE_CHECKING:
    from fingerpost_demo.stories.telling import Step, Telling


def works_where(telling: Telling, step: Step) -> None:
    """Say which organisation of the directory it is where somebody (`about`) works."""
    person = telling.people[step["about"]]
    ties = relationships_of(telling.concern, {person.compartment})
    tie = next(one for one in ties if one.one_id == person.pk and one.kind in PLACES)
    match_place(tie, Organisation.objects.get(name=step["works_where"]))


def declares(telling: Telling, step: Step) -> None:
    """Let whoever acts say that they know somebody in it, and why."""
    services.declare(telling.concern, step["declares"])


ACTIONS: Final[Mapping[str, Callable[[Telling, Step], None]]] = {"works_where": works_where, "declares": declares}
