"""What an assessment or an enquiry came to, in words that the family can read: short sentences, and no jargon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from fingerpost.access.embargo import Person, Relation
from fingerpost.access.errors import refuse
from fingerpost.casework.enquiries import permissions
from fingerpost.casework.enquiries.queries import StageSummary
from fingerpost.casework.enquiries.rules import StageState
from fingerpost.casework.models import StageKind, StageOutcome
from fingerpost.procedure.calendar import london_day
from fingerpost.record.people_presentation import PeopleOfConcern


@dataclass(frozen=True, slots=True, repr=False)
class EnquiryPassage:
    """A heading and its sentences."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class EnquiryPaper:
    """What is handed to a family. `children` by name; `day`: when it was settled."""

    title: str
    children: tuple[str, ...]
    day: date
    passages: tuple[EnquiryPassage, ...]


_CAME_TO: Final[Mapping[str, str]] = {
    StageOutcome.LIKELY: "We think that a child is likely to be badly hurt if nothing changes.",
    StageOutcome.NOT_LIKELY: "We think that what we were worried about did happen. We do not think that it is likely"
    " to hurt a child badly now.",
    StageOutcome.NOT_SUBSTANTIATED: "We did not find that what we were worried about happened.",
    StageOutcome.PROTECTION: "We think that the children need to be protected.",
    StageOutcome.CHILD_IN_NEED: "We think that the children need help from us.",
    StageOutcome.EARLY_HELP: "We think that other people can help you now.",
    StageOutcome.NOTHING_FURTHER: "We do not need to do anything more.",
}


def paper_of(one: StageSummary, people: PeopleOfConcern) -> EnquiryPaper:
    """Return the paper. Raises `AccessError` while nothing is agreed, or an embargo holds the family."""
    concluded, agreed = one.standing.concluded, one.standing.agreed
    if not may_be_given(one) or concluded is None or agreed is None:
        raise refuse("paper", "no conclusion is agreed yet", "A manager agrees to it first.")
    if is_held(one, people):
        raise refuse(
            "paper",
            "the family must not be told yet",
            "The strategy meeting or the police decide when they are told.",
        )
    shown = [people.get(person) for person in one.standing.people]
    children = tuple(person.name for person in shown if person and person.appearance.kind == "child")
    did = "We looked into whether the children are safe."
    if one.stage.kind == StageKind.ASSESSMENT:
        did = "We looked at how the children are, and at what they need."
    passages = [
        EnquiryPassage("What we did", (did,)),
        EnquiryPassage(
            "What we found", (_CAME_TO[concluded.outcome], *([str(concluded.plain)] if concluded.plain else []))
        ),
        EnquiryPassage(
            "If you do not agree",
            (
                "Tell your social worker, or ask to speak to their manager.",
                "You can complain. It does not count against you.",
            ),
        ),
    ]
    return EnquiryPaper("What we found", children, london_day(agreed.at), tuple(passages))


def may_be_given(one: StageSummary) -> bool:
    """Whether there is something to hand out: a conclusion that a manager agreed to, not recorded in error."""
    stands = one.standing
    return stands.concluded is not None and stands.agreed is not None and stands.state is not StageState.IN_ERROR


def is_held(one: StageSummary, people: PeopleOfConcern) -> bool:
    """Whether an embargo lets nobody tell the parents of these children, or an adult who was assessed."""
    shown = [people.get(person) for person in one.standing.people]
    parents = [
        Person(Relation.PARENTS, person.appearance.pk)
        for person in shown
        if person and person.appearance.kind == "child"
    ]
    assessed = [Person(Relation.SELF, adult) for adult in one.assessed]
    return permissions.is_held(one.stage.concern_id, None, [*parents, *assessed])
