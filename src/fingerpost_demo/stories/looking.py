"""What the demonstration tells of letting one held thing go, and the few looks in it that are unusual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from fingerpost.access import audit, compartments, context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.embargo import Person, Relation, releases
from fingerpost.access.embargo.releases import ReleaseRequest
from fingerpost.access.models import Compartment, Concern, Releasing
from fingerpost.keys.services import keys_at_hand
from fingerpost.record.services.search import Query, search
from fingerpost_demo.people import member

if TYPE_CHECKING:
    from fingerpost_demo.stories.telling import Telling

type Step = Mapping[str, Any]

_MANY: Final = ("asha", "ben", "carys", "dilip", "femi")
_TAKE_IN: Final = ("ben", "owen", "dilip", "eilidh", "femi", "grace")
_NOBODY: Final = "Petrel Example"


def release(telling: Telling, step: Step) -> None:
    """Ask to let something be said to somebody’s parents although an embargo holds it; it waits for a second person."""
    child = telling.people[step["release"]]
    asked = ReleaseRequest(
        Releasing.TELLING, Person(Relation.PARENTS, child.pk), step["whom"], step["words"], step["reason"]
    )
    releases.ask(telling.concern.pk, Compartment.COMMON, asked)


def open_what_came(concerns: Iterable[Concern]) -> None:
    """Let those who take in open what came to them before today."""
    for concern in concerns:
        for name in _TAKE_IN:
            with context.acting(actor_in(member(name))):
                if Compartment.COMMON in compartments.view_of(context.required(), concern.pk):
                    audit.note_looked_at(concern.pk, [Compartment.COMMON])


def look_unusually() -> None:
    """Let five people search for one name that is nobody’s, and one ask for concerns that are not there."""
    for name in _MANY:
        with context.acting(actor_in(member(name))), keys_at_hand():
            search(Query(name=_NOBODY))
    with context.acting(actor_in(member("hari"))):
        for _ in range(6):
            audit.note_refused("looked", uuid4())
