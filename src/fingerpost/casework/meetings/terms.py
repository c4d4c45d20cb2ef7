"""Meetings in words: what they are called, and who may be told by a decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from fingerpost.access.embargo import Relation
from fingerpost.casework.models import Meeting, MeetingForm, MeetingKind

_TOLD: Final = {
    Relation.SELF: "{}",
    Relation.PARTNER: "the partner of {}",
    Relation.EMPLOYER: "the employer of {}, or who organises the voluntary work",
    Relation.PARENTS: "the parents or carers of {}",
}


def told(to: str, called: Callable[[UUID | None], str]) -> str:
    """Return who may be told, in words. `to` is written as `embargo.Person` writes it."""
    relation, _, person = to.partition(":")
    return _TOLD[Relation(relation)].format(called(UUID(person)))


def title(meeting: Meeting, form: str = "") -> str:
    """Return what a meeting is called. `form`: as it was held, where that is known."""
    if meeting.kind == MeetingKind.DESIGNATED_OFFICER:
        return "Designated officer’s meeting"
    return "Strategy discussion" if (form or meeting.form) == MeetingForm.DISCUSSION else "Strategy meeting"
