"""When a user of the service may be somebody in a concern, and when they surely are enough to be shut out (pure).

A name alone never shuts anybody out: there are namesakes. It takes a name and something else that namesakes do not
share. Where that something else is known on both sides and differs, it is somebody else, and nobody is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fingerpost.keys.likeness import sounds, whole, words


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

    `alike`: the names may be one person's, heard or misspelt; `name`: they are the same. A telephone or an address that
    differs says nothing, since people have several.
    """

    alike: bool = False
    name: bool = False
    born: Agrees = Agrees.UNKNOWN
    staff: Agrees = Agrees.UNKNOWN
    email: bool = False
    phone: bool = False

    @property
    def agrees(self) -> bool:
        """Whether anything beside the name is the same."""
        return self.email or self.phone or Agrees.SAME in (self.born, self.staff)

    @property
    def differs(self) -> bool:
        """Whether anything beside the name surely differs."""
        return Agrees.DIFFERS in (self.born, self.staff)

    @property
    def found(self) -> str:
        """What agrees, in words parted by spaces, in one order."""
        kinds = {
            "name": self.name or self.alike,
            "born": self.born is Agrees.SAME,
            "staff_number": self.staff is Agrees.SAME,
            "email": self.email,
            "phone": self.phone,
        }
        return " ".join(kind for kind, is_so in kinds.items() if is_so)


def judge(it: StaffComparison) -> Verdict:
    """Return what follows.

    A name and a second identifier shut out, unless another one differs: then a person says which is right. So they do
    of a name alone, and of the e-mail address of an account, which two people seldom share, without the name.
    """
    if not (it.alike or it.name):
        return Verdict.ASK if it.email else Verdict.NOTHING
    if it.agrees:
        return Verdict.ASK if it.differs else Verdict.SHUT_OUT
    return Verdict.ASK if it.name and not it.differs else Verdict.NOTHING


def names_same(one: str, others: Iterable[str]) -> bool:
    """Whether a name is one of others, whatever the order of its words; or has two of their words, or all of both."""
    own = set(words(one))
    return any(
        bool(whole(one) & whole(other)) or len(own & set(words(other))) > 1 or own == set(words(other))
        for other in others
        if words(other) and own
    )


def names_alike(one: str, others: Iterable[str]) -> bool:
    """Whether a name may be one of others as it is heard: two of its words sound like two of theirs, or their one."""
    own = [word for word in words(one) if len(word) > 1]
    return names_same(one, others) or any(_sounds_alike(own, words(other)) for other in others)


def place_is_alike(place: str, organisation: str) -> bool:
    """Whether a place in words may be an organisation: all words of the shorter name stand in the longer one."""
    shorter, longer = sorted((set(words(place)), set(words(organisation))), key=len)
    return bool(shorter) and (shorter == longer or (len(shorter) > 1 and shorter <= longer))


def _sounds_alike(own: list[str], theirs: list[str]) -> bool:
    found = sum(any(sounds(word) & sounds(other) for other in theirs) for word in own)
    return found >= max(1, min(2, len(own), len(theirs))) and bool(own) and len(own) > 1
