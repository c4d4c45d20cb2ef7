"""Who a document is for: its producer, an organisation, or somebody outside the agencies.

Written as one word: `own`, `agency:ID`, `referral:ID` (the agency outside this service that the referral went to), a
`Person` of the embargo (`parents:ID`), or `outside`. For anything that goes to somebody else the embargo is asked first
(provision 2.2-no-disclosure), when it is asked for, made, and fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from fingerpost.access import compartments, context, embargo
from fingerpost.access.embargo import Agency, Free, HeldBack, Person, Relation
from fingerpost.access.models import Concern, Embargo, Involvement, Organisation
from fingerpost.access.queries import WORKING, current
from fingerpost.casework.models import Referral
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.requirements import Clearance, who_may_be_told
from fingerpost.procedure.explaining.words import day_in_words
from fingerpost.record.errors import NothingToldError
from fingerpost.record.models import PersonKind
from fingerpost.record.not_to_tell import told
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.decisions import decision_of

OWN: Final = "own"
OUTSIDE: Final = "outside"
_AGENCY: Final = "agency"
_REFERRED: Final = "referral"
_OF_A_CHILD: Final = (Relation.SELF, Relation.PARENTS)
_OF_AN_ADULT: Final = (Relation.SELF, Relation.PARTNER)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who a document can be for: as it is written, in words, and whether to ask first if they may be told."""

    word: str
    text: str
    is_asked_first: bool = False

    @property
    def choice(self) -> str:
        """What a form calls them."""
        return f"{self.text} (ask first whether they may be told)" if self.is_asked_first else self.text


def of_concern(concern: Concern, seen: frozenset[str], now: datetime | None = None) -> list[Recipient]:
    """Return who a document of a concern can be for: the agencies that act on it, its people, anybody else."""
    rows = Involvement.objects.visible().filter(
        current(now or timezone.now()), WORKING, concern=concern, compartment__in=seen
    )
    own = context.required().organisation_id
    agencies = {row.organisation_id: str(row.organisation) for row in rows.select_related("organisation")}
    ours = agencies.pop(own, None) or str(Organisation.objects.get(pk=own))
    people = PeopleOfConcern(concern, seen)
    names = {one.appearance.pk: one.name for one in people}
    first = _asked_first(concern, seen)
    persons = [
        str(Person(relation, one.appearance.pk))
        for one in people
        for relation in (_OF_A_CHILD if one.appearance.kind == PersonKind.CHILD else _OF_AN_ADULT)
    ]
    return [
        Recipient(OWN, f"{ours}, for the file"),
        *(Recipient(f"{_AGENCY}:{pk}", name) for pk, name in sorted(agencies.items(), key=lambda one: one[1])),
        *_referred_to(concern, seen),
        *(Recipient(word, told(word, names), word in first) for word in persons),
        Recipient(OUTSIDE, "Somebody else"),
    ]


def _referred_to(concern: Concern, seen: frozenset[str]) -> list[Recipient]:
    """Return the agencies outside this service to which the concern was referred: one query."""
    rows = Referral.objects.visible().filter(concern=concern, organisation=None, compartment__in=seen)
    return [
        Recipient(f"{_REFERRED}:{one.pk}", f"{one.recipient}, who it was referred to {_day(one.sent_at)}")
        for one in rows.order_by("sent_at", "pk")
    ]


def _day(at: datetime) -> str:
    return day_in_words(london_day(at))


def only_for(word: str) -> str:
    """Return the one document that can go to this recipient, as a form writes it; empty: any can.

    The one a concern was referred to gets that referral, and nothing else of the record.
    """
    return word if word.partition(":")[0] == _REFERRED else ""


def is_an_agency(word: str) -> bool:
    """Whether the recipient is an agency that acts on the concern, here or outside this service."""
    return word == OWN or word.partition(":")[0] in (_AGENCY, _REFERRED)


def is_outside(word: str) -> bool:
    """Whether the recipient is outside the service: their file is encrypted, and has only what they need."""
    return word != OWN and word.partition(":")[0] != _AGENCY


def may_have_it(concern: Concern, word: str) -> bool:
    """Whether no embargo holds what goes to this recipient, as far as the person acting may know.

    `outside` is anybody: they are held by an embargo that is about everybody outside the agencies. Referring is not
    disclosure (2.2-no-disclosure), and a concern is referred to the police, social care and the designated officer.
    """
    return not isinstance(_answer(concern, word), HeldBack)


def is_asked_first(concern: Concern, word: str) -> bool:
    """Whether only an adult who is not listed yet is in the way: then it is asked first, as the decision says."""
    held = _answer(concern, word)
    if not isinstance(held, HeldBack) or held.across:
        return False
    return not Embargo.objects.visible().filter(pk__in=held.embargoes, about__isnull=False).exists()


def _answer(concern: Concern, word: str) -> HeldBack | Free:
    if word == OWN or only_for(word):
        return Free()
    recipient = person_of(concern, word) or Agency(UUID(word.partition(":")[2]))
    return embargo.may_tell(concern.pk, None, recipient)


def _asked_first(concern: Concern, seen: frozenset[str]) -> set[str]:
    """Return who to ask about first, by the decisions that the person acting may know: those an embargo may hold."""
    found = set()
    for compartment in compartments.decisions_for(seen):
        try:
            decided = decision_of(concern, compartment)
        except NothingToldError:
            continue
        for told_, clearance in who_may_be_told(decided.pack, decided.decision).items():
            if clearance is Clearance.ASK_FIRST:
                relation, _, ident = told_.rpartition(":")
                found.add(f"{relation or Relation.SELF}:{decided.names[ident]}")
    return found


def is_a_person(word: str) -> bool:
    """Whether the recipient is a person outside the agencies, and so one an embargo may hold something from."""
    return not is_an_agency(word)


def person_of(concern: Concern, word: str) -> Person | None:
    """Return the name the embargo knows this recipient by; None: it is an organisation."""
    relation, _, of = word.partition(":")
    if word == OUTSIDE:
        return Person(Relation.OTHER, concern.pk)
    return Person(Relation(relation), UUID(of)) if is_a_person(word) else None
