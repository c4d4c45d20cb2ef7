"""The rows of `keys_datakey` as lines of JSON: what a backup keeps apart from the record that they open."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from fingerpost.keys.envelope import Key, MasterKeys, Owner, OwnerKind

COLUMNS: Final = "owner_id, kind, master_id, wrapped, created_at, destroyed_at"


@dataclass(frozen=True, slots=True)
class DataKeyRow:
    """A data key as its row has it: wrapped, or destroyed. Times and ids are as that database writes them."""

    owner_id: str
    kind: str
    master_id: str
    wrapped: bytes | None
    created_at: str
    destroyed_at: str | None

    @property
    def owner(self) -> Owner:
        """Whose key it is."""
        return Owner(OwnerKind(self.kind), UUID(self.owner_id))

    def opened(self, masters: MasterKeys) -> Key:
        """Return the key. Raises `MasterKeyError` if these are not the master keys that wrapped it."""
        return masters.unwrap(self.owner, self.master_id, self.wrapped or b"")

    def values(self) -> tuple[Any, ...]:
        """Return the row for an INSERT."""
        return (self.owner_id, self.kind, self.master_id, self.wrapped, self.created_at, self.destroyed_at)


def write(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    """Write rows, with their columns in the order of COLUMNS."""
    with path.open("w", encoding="ascii") as file:
        for owner_id, kind, master_id, wrapped, *times in rows:
            box = None if wrapped is None else b64encode(wrapped).decode("ascii")
            file.write(json.dumps([owner_id, kind, master_id, box, *times]) + "\n")


def read(path: Path) -> Iterator[DataKeyRow]:
    """Read the rows."""
    with path.open(encoding="ascii") as file:
        for line in file:
            owner_id, kind, master_id, box, created_at, destroyed_at = json.loads(line)
            yield DataKeyRow(
                owner_id, kind, master_id, None if box is None else b64decode(box), created_at, destroyed_at
            )
