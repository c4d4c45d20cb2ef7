"""Adding notes: what was learned later, and what the procedure asks to have recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from fingerpost.access import context, embargo, kept_lists
from fingerpost.access.embargo import HeldBack, Person, Relation
from fingerpost.access.kept_lists import AmongGiven, KeptList
from fingerpost.access.models import Compartment, Concern
from fingerpost.record.defang import defang
from fingerpost.record.models import (
    Appearance,
    AppearanceLink,
    Note,
    NoteKind,
    PartInConcern,
    PartTaken,
    PersonKind,
)
from fingerpost.record.services.compartment_checks import require_in_compartment
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.headings import written
from fingerpost.record.services.statements import recorded
from fingerpost.record.services.timestamps import now

ACTS: Final[Mapping[str, str]] = {
    NoteKind.BULLYING: "bullying_note",
    NoteKind.EXTREMISM: "extremism_note",
    NoteKind.HARMFUL_SITE: "harmful_site_note",
}
"""What a note of each kind is to the procedure, which says what asks for one."""


def rules_for(concern: Concern, kind: str) -> list[str]:
    """Return the ids of the provisions that ask for a note of this kind."""
    return [rule.id for rule in pack_of(concern).carried_out_by(ACTS.get(kind, ""))]


def add_note(
    concern: Concern,
    kind: NoteKind,
    words: str,
    *,
    compartment: Compartment = Compartment.COMMON,
    about: Appearance | None = None,
    happened_on: date | None = None,
    many_on_one_side: bool | None = None,
    address: str = "",
    told: str = "",
    teller: str = "",
    reference: str = "",
    headings: Iterable[str] = (),
) -> Note:
    """Add a note to a compartment of a concern; `Note` says what each part is. The address is kept as no link.

    `headings`: of a risk assessment, for which it is marked. Raises `AccessError` if whoever is acting may not add to
    it, `RecordError` for a heading that the procedure does not have.
    """
    if about is not None:
        require_in_compartment(concern, compartment, about)
    note = Note(
        concern=concern,
        compartment=compartment,
        kind=kind,
        words=words,
        about=about,
        happened_on=happened_on,
        many_on_one_side=many_on_one_side,
        address=defang(address) if address else None,
        told=told or None,
        teller=teller or None,
        reference=reference or None,
        headings=written(concern, headings),
        recorded_at=now(),
        recorded_by_id=context.required().membership_id,
    )
    note.save()
    return note


def notes_of(concern: Concern, compartments: Collection[str], at: datetime | None = None) -> list[Note]:
    """Return the notes of a concern in these compartments as recorded by `at` (None: now), in their order."""
    notes = recorded(Note.objects.visible(), concern, compartments, at)
    return list(notes.select_related("recorded_by__user", "recorded_by__organisation", "about"))


def parents_held(concern: Concern, compartments: Collection[str]) -> list[Appearance]:
    """Return the children whose parents or carers must not be told anything now, by embargoes that whoever is acting
    sees: one of another part is not told of by a page that is only opened."""
    rows = Appearance.objects.visible().filter(concern=concern, compartment__in=compartments, kind=PersonKind.CHILD)
    children = rows.order_by("recorded_at", "pk")
    parents = ((one, Person(Relation.PARENTS, one.pk)) for one in children)
    held = ((one, embargo.may_tell(concern.pk, None, them)) for one, them in parents)
    return [one for one, answer in held if isinstance(answer, HeldBack) and answer.embargoes]


def also_targeted(concern: Concern, compartments: Iterable[str]) -> dict[UUID, list[Concern]]:
    """Return the other concerns in which children targeted in this one are targeted too, by the child's appearance.

    Only through links that stand, and only where both concerns are seen by whoever is acting.
    """
    here = _targeted().filter(concern=concern, compartment__in=compartments)
    targeted = {taken.appearance_id for taken in PartTaken.standing(here)}
    pairs: dict[UUID, UUID] = {}
    for one, other in kept_lists.read(links_of(concern)):
        for mine, theirs in ((one, other), (other, one)):
            if mine in targeted:
                pairs[theirs] = mine
    there = _targeted().filter(appearance__in=pairs).exclude(concern=concern).select_related("concern")
    found: dict[UUID, list[Concern]] = {}
    for taken in PartTaken.standing(there):
        concerns = found.setdefault(pairs[taken.appearance_id], [])
        if taken.concern not in concerns:
            concerns.append(taken.concern)
    return found


def links_of(concern: Concern) -> KeptList:
    """Return the list of the links that stand between people of a concern and of others: both, in a pair."""
    return KeptList("links", _links).of([concern.pk])


def _links(*_: object) -> QuerySet[Any, Any]:
    either = Q(AmongGiven("concern")) | Q(AmongGiven("other_concern"))
    return AppearanceLink.objects.visible().filter(either, undone_at=None).values_list("one", "other")


def _targeted() -> QuerySet[PartTaken]:
    return PartTaken.objects.visible().filter(part=PartInConcern.TARGETED)
