"""What pages say where a concern bypasses somebody: who must not be told, and who to go to instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from fingerpost.access import compartments, context
from fingerpost.access.models import Compartment, Concern, Contact, Embargo, Organisation
from fingerpost.access.models.people import OrganisationKind
from fingerpost.access.queries import organisation
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.casework.meetings.rules import is_called_like
from fingerpost.casework.models import BypassedPost, SuspectBypass
from fingerpost.casework.suspect_bypass import rules, services
from fingerpost.procedure.explaining.words import joined
from fingerpost.record.services.people_names import names_of

AGENCIES = (OrganisationKind.DESIGNATED_OFFICER, OrganisationKind.SOCIAL_CARE)


@dataclass(frozen=True, slots=True)
class InsteadContact:
    """Who to go to: an organisation, what for, and how they are reached, in and out of hours."""

    organisation: str
    purpose: str
    reached: str


@dataclass(frozen=True, slots=True)
class BypassNotice:
    """One suspected adult it bypasses: `told`, who must not be told; `became`, what followed from that."""

    told: str
    became: str


@dataclass(frozen=True, slots=True)
class Bypass:
    """What a page says. `may_be`: suspected adults who may work where the reader does.

    `page`: where it is recorded, for those who may.
    """

    notices: tuple[BypassNotice, ...]
    may_be: str
    place: str
    instead: tuple[InsteadContact, ...]
    page: str


def of_concern(concern: Concern) -> Bypass | None:
    """Return what pages say to the person acting; None where nobody is suspected who is in the way.

    Two queries where nobody is suspected, and nine at the most.
    """
    actor = context.required()
    if Compartment.COMMON not in compartments.view_of(actor, concern.pk):
        return None
    about = suspected_in(concern)
    if not about:
        return None
    rows = services.of_concern(concern)
    own: Organisation = organisation(actor.organisation_id)
    open_ = about - {one.about_id for one in rows}
    there = _at(own, concern, open_)
    if not rows and not there:
        return None
    names = names_of({*(one.about_id for one in rows), *there}, [Compartment.COMMON])
    page = reverse("suspect_bypass", args=[concern.pk]) if actor.role in WORKING_ROLES else ""
    return Bypass(
        notices=tuple(_notice(one, names[one.about_id]) for one in rows),
        may_be=joined((names[one] for one in sorted(there)), "or") if there else "",
        place=str(own),
        instead=tuple(_instead(own, rows)),
        page=page,
    )


def suspected_in(concern: Concern) -> set[UUID]:
    """Return the adults that an embargo in the common record is about: one query."""
    rows = Embargo.objects.visible().filter(concern=concern, compartment=Compartment.COMMON, about__isnull=False)
    return {one for one in rows.values_list("about", flat=True) if one is not None}


def _at(own: Organisation, concern: Concern, about: set[UUID]) -> set[UUID]:
    """Return those who work or volunteer where the reader does, as far as it is recorded."""
    if not about:
        return set()
    found = services.places_of(concern, about)
    return {one for one, places in found.items() if any(is_called_like(place, own.name) for place in places)}


def _notice(row: SuspectBypass, name: str) -> BypassNotice:
    told = f"Do not tell {name}, who is {row.get_post_display()} at {row.organisation}."
    if row.user is None:
        return BypassNotice(told, "No account on this service is known to be theirs.")
    account = f"The account of {row.user.name} does not see this concern"
    why = ", since the name and the place of work are alike" if row.by_name else ""
    return BypassNotice(told, f"{account}{why}. What would wait for them is with the person who recorded the concern.")


def _instead(own: Organisation, rows: Iterable[SuspectBypass]) -> Iterator[InsteadContact]:
    """Yield who to go to: the designated officer first, then social care, then the one who answers for the employer."""
    above = Q(organisation=own) if own.parent_id is None else Q(organisation=own) | Q(organisation=own.parent_id)
    if any(one.post == BypassedPost.GOVERNOR and one.organisation_id == own.pk for one in rows):
        above = Q(organisation=own.parent_id)
    found = Contact.objects.filter(Q(organisation__kind__in=AGENCIES) | above).select_related("organisation")
    entries = list(found)
    for kind in AGENCIES:
        here = [one for one in entries if one.organisation.kind == kind]
        near = [one for one in here if one.organisation.area == own.area] or here
        yield from (_entry(one) for one in near)
    employers = [one for one in entries if one.organisation.kind not in AGENCIES]
    for one in employers:
        if one.organisation_id != own.pk or rules.is_of_the_employer(one.purpose):
            yield _entry(one)


def _entry(one: Contact) -> InsteadContact:
    ways = [one.phone, one.hours, one.email]
    if one.out_of_hours_phone:
        ways += [f"otherwise {one.out_of_hours_phone}", one.out_of_hours]
    return InsteadContact(str(one.organisation), one.purpose, ", ".join(way for way in ways if way))
