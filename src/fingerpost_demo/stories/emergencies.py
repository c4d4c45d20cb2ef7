"""What a story can tell of a look in an emergency, and of a search for somebody who is hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from fingerpost.access.services import emergencies
from fingerpost.record.services.search import Query, search

if TYPE_CHECKING:
    from fingerpost_demo.stories.telling import Step, Telling


def looked(telling: Telling, step: Step) -> None:
    """Let somebody read the common record in an emergency, who was told its reference (`emergency`: why)."""
    emergencies.break_glass(telling.concern.reference, step["emergency"])


def searched(telling: Telling, step: Step) -> None:
    """Let somebody look for a person by name (`search`), who finds nobody."""
    search(Query(name=step["search"]))


ACTIONS: Final[Mapping[str, Callable[[Telling, Step], None]]] = {"emergency": looked, "search": searched}
