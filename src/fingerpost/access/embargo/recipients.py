"""To whom something is told: a person, by what they are to somebody in the concern, or an agency."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Relation(StrEnum):
    """What a recipient is to the appearance named with it."""

    SELF = "self"
    PARENTS = "parents"
    PARTNER = "partner"
    EMPLOYER = "employer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Person:
    """A recipient outside the agencies, as the parents of a child: `of` is the child's appearance in the concern."""

    relation: Relation
    of: UUID

    def __str__(self) -> str:
        return f"{self.relation}:{self.of}"

    @classmethod
    def read(cls, text: str) -> Person:
        """Return whom such a text means: as `str` writes them."""
        relation, _, of = text.partition(":")
        return cls(Relation(relation), UUID(of))


@dataclass(frozen=True, slots=True)
class Agency:
    """An organisation that something is sent to. Referring to one that acts on the concern is not telling."""

    organisation_id: UUID


Recipient = Person | Agency
