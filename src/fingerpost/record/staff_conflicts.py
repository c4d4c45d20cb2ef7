"""When a user of the service may be somebody in a concern, and when they surely are enough to be shut out (pure).

Nothing alone shuts anybody out: there are namesakes, and telephones that two people share. It takes two things. A name
counts in any of its forms (`name_forms`), since somebody who is suspected may have another one in their account. Of a
name alone nobody is asked where something else is known on both sides and differs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fingerpost.keys.likeness import words
from fingerpost.record.name_forms import Names, compare


class Agrees(StrEnum):
    """How something that two people do not share compares. `NEAR`: a slip of the pen makes one of the other."""

    SAME = "same"
    NEAR = "near"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What follows from a comparison."""

    NOTHING = "nothing"
    ASK = "ask"
    SHUT_OUT = "shut out"


@dataclass(frozen=True, slots=True)
class StaffComparison:
    """What a user and somebody in a concern have in common.

    A telephone, an e-mail address or an address that differs says nothing, since people have several.
    """

    names: Names = Names.OTHER
    born: Agrees = Agrees.UNKNOWN
    staff: Agrees = Agrees.UNKNOWN
    email: bool = False
    phone: bool = False
    address: bool = False

    @property
    def marks(self) -> int:
        """How many things that people do not share are the same."""
        return self.email + self.phone + self.address + [self.born, self.staff].count(Agrees.SAME)

    @property
    def differs(self) -> bool:
        """Whether anything beside the name surely differs."""
        return Agrees.DIFFERS in (self.born, self.staff)

    @property
    def found(self) -> str:
        """What agrees, in words parted by spaces, in one order."""
        kinds = {
            "name": self.names >= Names.ALIKE,
            "part_of_name": self.names == Names.PART and bool(self.marks),
            "born": self.born is Agrees.SAME,
            "staff_number": self.staff is Agrees.SAME,
            "email": self.email,
            "phone": self.phone,
            "address": self.address,
        }
        return " ".join(kind for kind, is_so in kinds.items() if is_so)


def judge(it: StaffComparison) -> Verdict:
    """Return what follows.

    Two things that agree shut out, of which one may be the name in any form, or one word of it; unless another one
    differs: then a person says which is right. One that agrees alone asks; one word of a name alone says nothing.
    """
    if it.marks + (it.names >= Names.PART) >= 2:
        return Verdict.ASK if it.differs else Verdict.SHUT_OUT
    if it.marks or (it.names >= Names.ALIKE and not it.differs):
        return Verdict.ASK
    return Verdict.NOTHING


def names_compared(one: str, others: Iterable[str]) -> Names:
    """Return how a name compares with those of others that it is most like."""
    return max((compare(one, other) for other in others), default=Names.OTHER)


def place_is_alike(place: str, organisation: str) -> bool:
    """Whether a place in words may be an organisation: all words of the shorter name stand in the longer one."""
    shorter, longer = sorted((set(words(place)), set(words(organisation))), key=len)
    return bool(shorter) and (shorter == longer or (len(shorter) > 1 and shorter <= longer))
