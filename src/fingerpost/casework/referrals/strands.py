"""The adult's strand: a concern of its own, which holds what was sent to a designated officer's office.

The child's strand and the adult's are linked, and not readable through each other. So such a referral opens a concern,
with the text that the sender checked and the facts that the sender ticked, and nothing else of the child's. The sender
and the office both read its common record; the office's own strand is the compartment that is theirs (decision 53).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.models import (
    Compartment,
    Concern,
    Exclusion,
    ExclusionGround,
    Ground,
    Involvement,
    Organisation,
)
from fingerpost.access.models.people import OrganisationKind
from fingerpost.access.queries import current
from fingerpost.access.services import concerns, exclusions
from fingerpost.casework.models import Referral, Strand
from fingerpost.casework.steps import record_done
from fingerpost.duties.models import DutyState
from fingerpost.duties.services.reasons import fact_of, told
from fingerpost.procedure.explaining.words import answer_in_words
from fingerpost.record.errors import NothingToldError
from fingerpost.record.models import Appearance, AppearanceLink, DetailKind, PersonKind
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services import FactAnswer, add_appearance, assert_many, link, record_concern, retained_access
from fingerpost.record.services.cases import telling
from fingerpost.record.services.changes import change
from fingerpost.record.services.decisions import decision_of
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.statements import known

OFFICE: Final = "lado"
"""The party of the procedure whose duties are followed in the adult's strand."""

_COMMON: Final = frozenset({Compartment.COMMON.value})
_CARRIED: Final = "Carried over with the referral, as the sender checked it."
_SAME: Final = "The same person, in what was sent to the designated officer."
_SHUT_OUT: Final = "As in the concern from which it was referred."
_FOLLOWED_THERE: Final = "It is in the concern from which this was referred, and is followed there."

type Fact = tuple[UUID, str]
"""A fact of an adult: the appearance, and the fact's name."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A fact of a suspected adult that may go with a referral, in words.

    `is_needed`: duties of the designated officer's office rest on it.
    """

    fact: Fact
    text: str
    is_needed: bool

    @property
    def key(self) -> str:
        """What a form calls it: it says nothing of anybody."""
        return f"{self.fact[0]}.{self.fact[1]}"


def is_office(organisation: Organisation | None) -> bool:
    """Whether this is a designated officer's office."""
    return organisation is not None and organisation.kind == OrganisationKind.DESIGNATED_OFFICER


def offered(concern: Concern) -> list[Offered]:
    """Return what is known of the suspected adults of the common record, each fact once, as it was recorded."""
    try:
        decided = decision_of(concern, Compartment.COMMON)
    except NothingToldError:
        return []
    people = PeopleOfConcern(concern, _COMMON)
    suspected = decided.suspected
    needed = {
        fact_of(name, decided.names)
        for outcome in decided.decision.outcomes
        if outcome.status == "applies" and OFFICE in decided.pack.provisions[outcome.provision].who
        for name in outcome.because
    }
    return [
        Offered(
            (one.about, one.fact),
            f"{people.name(one.about)}: {answer_in_words(decided.pack.facts[one.fact], one.value)}",
            (one.about, one.fact) in needed,
        )
        for one in known(concern, _COMMON)
        if one.about in suspected and one.value is not None and one.fact in decided.pack.facts
    ]


def needed(concern: Concern) -> list[Fact]:
    """Return the facts on which the duties of the designated officer's office rest."""
    return [one.fact for one in offered(concern) if one.is_needed]


def opened_for(concern: Concern, office: Organisation, text: str, at: datetime, facts: Iterable[Fact]) -> Concern:
    """Return the concern that holds what is sent to an office: the one that is there for it, or a new one.

    What is sent later of the same adults goes where the first of it went. `facts`: those that the sender ticked; others
    than those of the common record are left out. The caller is changing the concern.
    """
    ticked = set(facts)
    standing = [one for one in known(concern, _COMMON) if (one.about, one.fact) in ticked]
    adults = {one.about for one in standing if one.about is not None}
    strand = _there(concern, office, adults) or _opened(concern, office, text, at)
    with change(strand):
        there = _carry_people(concern, strand, adults)
        known_there = pack_of(strand).facts
        since = told(concern, Compartment.COMMON) if standing else None
        for one in standing:
            if since is not None and one.about is not None and one.fact in known_there:
                said_at = since.known_since((one.about, one.fact)) or _aware(concern, at)
                answer = FactAnswer(one.fact, one.value, there[one.about])
                assert_many(strand, [answer], reason=_CARRIED, said_at=said_at)
    return strand


def let_office_in(strand: Concern, office: Organisation) -> None:
    """Let an office into an adult's strand, and into the compartment of it that is the office's own."""
    for compartment in (Compartment.COMMON, Compartment.DESIGNATED_OFFICER):
        concerns.let_in(strand.pk, office.pk, compartment=compartment, reason="Referral")


def join(concern: Concern, referral: Referral) -> Strand:
    """Record from which concern a referral that is in another was made."""
    made = Strand(
        concern=concern, other_concern_id=referral.concern_id, referral=referral, by_id=context.required().membership_id
    )
    made.save()
    return made


def divide_duties(concern: Concern, strand: Concern, office: Organisation, at: datetime) -> None:
    """Let each duty be open in one of the two alone: the office's in the adult's strand, all others in the child's.

    Only what both of them ask for is closed on one side. What is learned later brings its duty where it is learned.
    """
    there: dict[UUID | None, UUID | None] = {None: None}
    there |= {here: adult.pk for here, adult in _adults_of(concern, strand).items()}
    ours, theirs = _duties_of(concern), _duties_of(strand)
    both = [(one, theirs.get((key[0], there[key[1]]))) for key, one in ours.items() if key[1] in there]
    for here, other in both:
        if other is None:
            continue
        if set(here.duty.rule.who) != {OFFICE}:
            closed, said = other, _FOLLOWED_THERE
        else:
            closed, said = here, f"Passed to {office} with the referral, and followed in a concern of its own."
        if closed.is_open:
            record_done([closed.duty], said, at)


def source_of(strand: Concern) -> list[Concern]:
    """Return the concerns that the person acting sees, from which something was sent to this one: one query."""
    rows = Strand.objects.visible().filter(other_concern=strand).select_related("concern")
    return list({one.concern_id: one.concern for one in rows}.values())


# ---- inside ----------------------------------------------------------------------------------------------------------


def _there(concern: Concern, office: Organisation, adults: Collection[UUID]) -> Concern | None:
    """Return the strand at this office that has all these adults; one without any, where none are named."""
    rows = Strand.objects.visible().filter(concern=concern, referral__organisation=office)
    for one in rows.select_related("other_concern"):
        known_there = _adults_of(concern, one.other_concern)
        if (adults and known_there.keys() >= set(adults)) or (not adults and not known_there):
            return one.other_concern
    return None


def _aware(concern: Concern, at: datetime) -> datetime:
    """Return when the recorder of the concern became aware: from then the procedure counts its days."""
    try:
        return telling(concern, Compartment.COMMON).became_aware_at
    except NothingToldError:
        return at


def _opened(concern: Concern, office: Organisation, text: str, at: datetime) -> Concern:
    """Open a concern for what is sent."""
    knows = _intake_knows(concern, context.required().organisation_id)
    strand = record_concern(
        became_aware_at=_aware(concern, at), narrative=text, how=f"Referred to {office}.", tell_intake=knows
    )
    for one in _excluded(concern):
        ground = ExclusionGround(one.ground)
        if one.user_id is not None:
            exclusions.shut_out_user(strand.pk, one.user_id, ground=ground, reason=_SHUT_OUT)
        elif one.organisation_id is not None:
            if one.organisation_id == context.required().organisation_id:
                # The sender keeps by name what they send, as they keep the concern itself.
                concerns.involve_member(
                    strand.pk, context.required().membership_id, ground=Ground.NAMED, reason=retained_access.KEPT
                )
            exclusions.shut_out_organisation(strand.pk, one.organisation_id, ground=ground, reason=_SHUT_OUT)
    return strand


def _intake_knows(concern: Concern, organisation: UUID) -> bool:
    rows = Involvement.objects.visible().filter(
        current(timezone.now()), concern=concern, compartment=Compartment.COMMON
    )
    return rows.filter(organisation=organisation, ground=Ground.INTAKE).exists()


def _excluded(concern: Concern) -> Iterator[Exclusion]:
    """Yield who is shut out of the child's common record: they see no more of what is sent on from it."""
    yield from exclusions.in_force(concern.pk, [Compartment.COMMON]).filter(compartment=Compartment.COMMON)


def _carry_people(concern: Concern, strand: Concern, adults: Iterable[UUID]) -> dict[UUID, Appearance]:
    """Return the adults as they appear in the strand, added where they do not yet: with their name, and nothing else.

    What they have to do with the child's concern goes there as a fact, if at all: it has been known since a day.
    """
    there = _adults_of(concern, strand)
    missing = set(adults) - there.keys()
    for person in PeopleOfConcern(concern, _COMMON) if missing else ():
        here = person.appearance
        if here.pk in missing:
            names = [(DetailKind.NAME, it.text) for it in person.details if it.detail.kind == DetailKind.NAME]
            made = add_appearance(strand, PersonKind.ADULT, [], names)
            link(here, made, why=_SAME)
            there[here.pk] = made
    return there


def _adults_of(concern: Concern, strand: Concern) -> dict[UUID, Appearance]:
    """Return the adults of the child's strand that were carried over, with how they appear in the adult's."""
    rows = AppearanceLink.objects.visible().filter(concern=concern, other_concern=strand, undone_at=None)
    return {one.one_id: one.other for one in rows.select_related("other__concern")}


def _duties_of(concern: Concern) -> dict[tuple[str, UUID | None], DutyState]:
    """Return the state of the duties of a concern's decision, by provision and person: one query."""
    rows = DutyState.objects.visible().filter(concern=concern, compartment=Compartment.COMMON, duty__work=None)
    return {(one.duty.provision, one.duty.about): one for one in rows.select_related("duty__concern")}
