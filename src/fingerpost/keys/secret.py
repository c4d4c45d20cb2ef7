"""A text while it is open in memory, and while it is sealed. `repr` shows neither, and an open one is not pickled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn
from uuid import UUID


@dataclass(frozen=True, slots=True, repr=False)
class Sealed:
    """A ciphertext as it is in a column."""

    box: bytes

    def __repr__(self) -> str:
        return "<sealed text>"


class Secret(str):
    """A text that was sealed. It is a `str` to those who show it to somebody who may read it.

    Error reports and logs that print variables print `repr`, which says nothing; caches and task queues pickle, which
    is refused. A text that is made of this one (a slice, a joined list) is an ordinary one.
    """

    __slots__ = ("sealed",)
    sealed: tuple[UUID, str, Sealed] | None
    """Under whose key and for which place it is sealed, as which box; None when it is new."""

    def __new__(cls, text: str, sealed: tuple[UUID, str, Sealed] | None = None) -> Secret:
        self = super().__new__(cls, text)
        self.sealed = sealed
        return self

    def __repr__(self) -> str:
        return "<secret text>"

    def __deepcopy__(self, memo: dict[int, Any]) -> Secret:
        return self

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a secret text is not pickled: hand on the id of its row")
