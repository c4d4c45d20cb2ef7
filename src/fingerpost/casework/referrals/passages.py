"""What a referral passes on: passages of the common record, and of these the recipient gets what they need.

What that recipient cannot do without is filled in; the sender takes away and adds. What is between two
people, or is known of somebody, goes with those it is about, and never by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.models import Addressee
from fingerpost.casework.suspect_bypass.presentation import suspected_in
from fingerpost.procedure.explaining.words import answer_in_words
from fingerpost.record import summary_account
from fingerpost.record.models import PartInConcern, PersonKind
from fingerpost.record.people_presentation import PeopleOfConcern, PersonShown, ties
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.statements import known

_COMMON: Final = frozenset({Compartment.COMMON.value})
_BESIDE: Final = frozenset(
    {PartInConcern.PARTNER, PartInConcern.PARENT_OR_CARER, PartInConcern.HOUSEHOLD, PartInConcern.SAFER_PERSON}
)
"""The involvements of somebody who is beside the case."""
_ALL: Final = frozenset({Addressee.SOCIAL_CARE, Addressee.ELSEWHERE})
"""The recipients who keep the whole family safe, and so need to know of everybody in it."""
_TOLD_ALREADY: Final = frozenset({"setting"})
"""What the account already says in better words: where its recorder works."""


@dataclass(frozen=True, slots=True)
class RecordPassage:
    """A heading and what is under it. `key` names it in an address, and says nothing of what it has.

    `person`: who it is about. `lines`: those of a passage about several, each with all those it names. `is_needed`: the
    recipient who was chosen cannot do without it.
    """

    key: str
    heading: str
    text: str = ""
    person: UUID | None = None
    lines: tuple[tuple[str, frozenset[UUID]], ...] = ()
    is_needed: bool = True

    def about(self, people: Collection[UUID | None]) -> str | None:
        """Return what is under the heading where these people are in it; None: nothing of it is about them."""
        if not self.lines:
            return self.text
        return "\n".join(text for text, whom in self.lines if whom.issubset(people)) or None


def passages(concern: Concern, to: Addressee | None = None) -> list[RecordPassage]:
    """Return the passages of the common record that may be passed on: what was told, and everybody in it."""
    people = PeopleOfConcern(concern, _COMMON)
    found = [*_told(concern, to), *_people(concern, people, to)]
    between = tuple(
        (f"{one}.", frozenset(filter(None, (one.relationship.one_id, one.relationship.other_id))))
        for one in ties(concern, _COMMON, people)
    )
    if between:
        found.append(RecordPassage("ties", "How they stand to each other", lines=between))
    answers = tuple(_answers(concern, people))
    if answers:
        is_ticked_apart = to == Addressee.DESIGNATED_OFFICER
        found.append(RecordPassage("facts", "What else is known", lines=answers, is_needed=not is_ticked_apart))
    return found


def written(offered: Iterable[RecordPassage], taken: Collection[str]) -> str:
    """Return the passages that were taken as one text, for the sender to check and to change."""
    chosen = [one for one in offered if one.key in taken]
    there = {one.person for one in chosen}
    return "\n\n".join(f"{one.heading}\n{text}".strip() for one in chosen if (text := one.about(there)) is not None)


def _told(concern: Concern, to: Addressee | None) -> Iterator[RecordPassage]:
    """The child’s own words go to those who are there for the child."""
    for number, content in enumerate(summary_account.of_concern(concern, _COMMON, None), start=1):
        is_needed = to != Addressee.DESIGNATED_OFFICER or content.heading != summary_account.CHILDS_WORDS
        yield RecordPassage(f"told-{number}", content.heading, "\n".join(content.paragraphs), is_needed=is_needed)


def _people(concern: Concern, people: PeopleOfConcern, to: Addressee | None) -> Iterator[RecordPassage]:
    suspected = suspected_in(concern) if to is not None and to not in _ALL else set()
    for one in people:
        yield RecordPassage(
            f"person-{one.appearance.pk}",
            f"{one.place}: {one.name}",
            "\n".join(_lines(one)),
            one.appearance.pk,
            is_needed=to is None or to in _ALL or _is_needed(one, to, suspected),
        )


def _is_needed(one: PersonShown, to: Addressee, suspected: Collection[UUID]) -> bool:
    """Whether the police, Prevent or the designated officer need to know of somebody.

    The designated officer deals with the adult: the child’s strand is not theirs (2.2-lado-meeting). Somebody only
    beside the case is left out; an adult is not if nobody has said what they have to do with it.
    """
    parts = {taken.part for taken in one.parts}
    if one.appearance.kind == PersonKind.CHILD:
        return to != Addressee.DESIGNATED_OFFICER
    if one.appearance.pk in suspected or PartInConcern.ALLEGED_ABUSER in parts:
        return True
    return not parts or not parts <= _BESIDE


def _answers(concern: Concern, people: PeopleOfConcern) -> Iterator[tuple[str, frozenset[UUID]]]:
    facts = pack_of(concern).facts
    for one in known(concern, _COMMON):
        if one.value is not None and one.fact in facts and one.fact not in _TOLD_ALREADY:
            said = answer_in_words(facts[one.fact], one.value)
            whom = f"{people.name(one.about)}, " if one.about else ""
            yield f"{whom}{said}.", frozenset([one.about] if one.about else [])


def _lines(person: PersonShown) -> Iterator[str]:
    for part in person.parts:
        yield part.get_part_display()
    for one in person.details:
        yield f"{one.detail.get_kind_display()}: {one.text}"
