"""An agreement in words that the family can read: short sentences, and no jargon. Plain data, to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from fingerpost.access.embargo import Person, Relation
from fingerpost.access.errors import refuse
from fingerpost.casework.agreements.agreed_matters import AgreedMatter
from fingerpost.casework.agreements.queries import AgreementSummary
from fingerpost.casework.agreements.rules import AgreementStanding, AgreementState
from fingerpost.casework.enquiries import permissions
from fingerpost.casework.enquiries.queries import COMMON
from fingerpost.casework.models import AgreementStep
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words, ended
from fingerpost.record.models import RelationshipKind
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.relationships import relationships_of


@dataclass(frozen=True, slots=True, repr=False)
class AgreementParty:
    """Somebody who agrees: the name, who they are in it, and the day on which they signed; None: not yet."""

    name: str
    role: str
    signed: date | None


@dataclass(frozen=True, slots=True, repr=False)
class Term:
    """What is agreed about one matter. `supervised`: a sentence that says who watches over it, or nothing."""

    heading: str
    text: str
    supervised: str


@dataclass(frozen=True, slots=True, repr=False)
class AgreementPaper:
    """What is handed to the family, in the order in which it is read."""

    title: str
    why: tuple[str, ...]
    parties: tuple[AgreementParty, ...]
    terms: tuple[Term, ...]
    afterwards: tuple[str, ...]


_WHY: Final = (
    "We want the children to be safe.",
    "This paper says what each of us will do.",
    "Everybody who signs it will keep to it.",
)
_GOES_WRONG: Final = (
    "If something does not work, tell your social worker at once.",
    "If a child is in danger, ring 999.",
    "If somebody does not keep to this, we meet at once and decide what to do.",
)


def paper_of(
    one: AgreementSummary, people: PeopleOfConcern, agreed_matters: tuple[AgreedMatter, ...]
) -> AgreementPaper:
    """Return the family's copy. Raises `AccessError` while an embargo holds the adult or another party, and for one
    that was recorded in error."""
    if not may_be_given(one):
        raise refuse("paper", "this agreement was recorded in error", "Give the family the copy of the right one.")
    if is_held(one, people):
        raise refuse(
            "paper",
            "the adult, or somebody else who is party to it, must not be told yet",
            "The strategy meeting or the police decide when they are told.",
        )
    stands = one.standing
    headings = {agreed.provision: agreed.plain for agreed in agreed_matters}
    parties = tuple(
        AgreementParty(
            people.name(person),
            str(step.text),
            london_day(stands.signed[person].at) if person in stands.signed else None,
        )
        for person, step in stands.parties.items()
    )
    terms = tuple(
        Term(
            str(step.title or headings.get(step.provision, "What we also agree")),
            str(step.text),
            f"Who watches over this: {ended(str(step.who))}" if step.who else "",
        )
        for step in stands.terms.values()
    )
    return AgreementPaper(
        "What we have agreed", (*_WHY, _counts(stands)), parties, terms, (*_again(stands), *_GOES_WRONG)
    )


def _counts(stands: AgreementStanding[AgreementStep]) -> str:
    """Return from when it counts."""
    if stands.ended is not None:
        return f"It ended on {day_in_words(london_day(stands.ended.at))}, and does not count any more."
    if stands.started is not None:
        return f"It counts from {day_in_words(london_day(stands.started.at))}."
    return "It does not count yet. We will tell you from which day it does."


def _again(stands: AgreementStanding[AgreementStep]) -> tuple[str, ...]:
    if stands.ended is not None:
        return ()
    day = stands.next_review
    return (
        (f"We talk about this again on {day_in_words(day)}.",)
        if day
        else ("We will tell you when we talk about it again.",)
    )


def may_be_given(one: AgreementSummary) -> bool:
    """Whether there can be a copy at all: not of what was recorded in error."""
    return one.standing.state is not AgreementState.IN_ERROR


def is_held(one: AgreementSummary, people: PeopleOfConcern) -> bool:
    """Whether an embargo lets nobody tell the adult, or somebody else who is party to it."""
    concern_id, about = one.agreement.concern_id, one.agreement.about_id
    return any(
        all(permissions.is_held(concern_id, about, [named]) for named in names)
        for names in _named(one, about, people).values()
    )


def _named(one: AgreementSummary, about: UUID, people: PeopleOfConcern) -> dict[UUID, list[Person]]:
    """Return the adult and the other parties by what they may be called where somebody is told.

    Somebody may be told once the embargo is lifted for them under any of these names: their own, as the
    adult’s partner, or as a child’s parent.
    """
    found = {person: [Person(Relation.SELF, person)] for person in [about, *one.standing.parties] if people.get(person)}
    for tie in relationships_of(one.agreement.concern, COMMON):
        for person in (set(found) - {about}) & {tie.one_id, tie.other_id}:
            if tie.kind == RelationshipKind.PARTNER_OF and about in (tie.one_id, tie.other_id):
                found[person].append(Person(Relation.PARTNER, about))
            if tie.kind == RelationshipKind.PARENT_OF and person == tie.one_id and tie.other_id:
                found[person].append(Person(Relation.PARENTS, tie.other_id))
    return found
