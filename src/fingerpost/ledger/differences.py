"""Where the entries and the hashes recorded of them part: a walk along both, side by side, with a window to look ahead.

Taken only when something is wrong. It tells an altered entry from one removed, inserted or moved even where every later
index was changed to fit, because the recorded hashes meet the entries' own again after the gap.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from math import inf

from fingerpost.ledger.findings import Fault, Finding, entries_were
from fingerpost.ledger.merkle import Node, node_count

WINDOW = 256  # entries looked ahead: more than this many removed or inserted in a row read as altered
RUN = 4  # entries that must agree again before a gap is taken for one; fewer only if they are the last of both
MOST = 1000  # faults told one by one


@dataclass(frozen=True, slots=True)
class Own:
    """An entry as it is: its index, its hash, and the hashes of the nodes that it completes above itself."""

    index: int
    hash: bytes
    above: list[bytes]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded when the entry was appended; None where the node's row is missing."""

    index: int
    hash: bytes | None
    above: list[bytes | None]


@dataclass
class Differences:
    """What the walk found, before it is known which of it the checkpoints confirm."""

    came: dict[int, bytes] = field(default_factory=dict)  # entries that no record is of, and their hashes
    gone: dict[int, bytes | None] = field(default_factory=dict)  # records that no entry is of
    in_place_of: dict[int, int] = field(default_factory=dict)  # such a record, and the entry in its place
    wrong_node: Node | None = None
    told_all: bool = True

    @property
    def any(self) -> bool:
        """Whether the entries themselves differ from what was recorded of them."""
        return bool(self.came or self.gone)

    def take_came(self, ours: _Ahead[Own]) -> None:
        """Note that no record is of the next entry."""
        entry = ours.take()
        self.came[entry.index] = entry.hash

    def take_gone(self, theirs: _Ahead[Recorded]) -> None:
        """Note that no entry is of the next record."""
        record = theirs.take()
        self.gone[record.index] = record.hash

    def take_in_place(self, ours: _Ahead[Own], theirs: _Ahead[Recorded]) -> None:
        """Note that the next entry is in the place of another one that was recorded."""
        entry, record = ours.take(), theirs.take()
        self.came[entry.index], self.gone[record.index] = entry.hash, record.hash
        self.in_place_of[record.index] = entry.index

    def compare_above(self, entry: Own, record: Recorded) -> None:
        """Note the first node that is not the hash of what is under it, as long as all under it is as recorded."""
        if self.wrong_node is None and not self.any and entry.above != record.above:
            pairs = enumerate(zip(entry.above, record.above, strict=True), start=1)
            level = next(level for level, (own, theirs) in pairs if own != theirs)
            self.wrong_node = Node(level, entry.index >> level)

    def findings(self) -> list[Finding]:
        """Return the faults with the entries they concern, by index."""
        origin = {hashed: index for index, hashed in self.gone.items() if hashed is not None}
        standing = set(self.came.values())
        unrecorded = {entry for record, entry in self.in_place_of.items() if self.gone[record] is None}
        moved = {index for index, hashed in self.came.items() if hashed in origin}
        altered = set(self.in_place_of.values()) - moved - unrecorded
        inserted = self.came.keys() - self.in_place_of.values() - moved
        removed = {
            record for record, hashed in self.gone.items() if record not in self.in_place_of and hashed not in standing
        }
        return [
            *_told(Fault.ALTERED, altered, "{} altered: the hash is not the recorded one."),
            *_told(Fault.INSERTED, inserted, "{} inserted: no hash was recorded."),
            *_told(Fault.REMOVED, removed, "{} removed: only the recorded hash is left."),
            *_told(Fault.RECORD, unrecorded, "{} deprived of the recorded hash."),
            *(_moved(index, origin[hashed]) for index, hashed in self.came.items() if index in moved),
        ]


def recorded(nodes: Iterator[tuple[int, bytes]]) -> Iterator[Recorded]:
    """Put the nodes' rows together by the leaf that completed them. A leaf of which no row is left has no record."""
    for index, rows in groupby(nodes, key=lambda row: _completed_by(row[0])):
        hashes = dict(rows)
        leaf, *above = range(node_count(index), node_count(index + 1))
        yield Recorded(index, hashes.get(leaf), [hashes.get(position) for position in above])


def walk(own: Iterator[Own], records: Iterator[Recorded]) -> Differences:
    """Walk along both, to their ends or to as many faults as are told one by one."""
    found = Differences()
    ours, theirs = _Ahead(own), _Ahead(records)
    shift = 0  # by how much the entries' indices have been moved against the records'
    while ours.fill() | theirs.fill():
        if len(found.came) + len(found.gone) >= MOST:
            found.told_all = False
            break
        lead = _lead(ours, theirs, shift)
        if lead < 0:
            found.take_came(ours)
        elif lead > 0:
            found.take_gone(theirs)
        elif ours.hashes[0] == theirs.hashes[0]:
            found.compare_above(ours.take(), theirs.take())
        elif gap := _gap(list(ours.hashes), list(theirs.hashes)):
            for _ in range(abs(gap)):
                if gap > 0:
                    found.take_gone(theirs)
                else:
                    found.take_came(ours)
            shift -= gap
        else:
            found.take_in_place(ours, theirs)
    return found


class _Ahead[Item: Own | Recorded]:
    """Some items of a stream, read ahead, and their hashes."""

    def __init__(self, stream: Iterator[Item]) -> None:
        self._stream = stream
        self._items: deque[Item] = deque()
        self.hashes: deque[bytes | None] = deque()

    def fill(self) -> bool:
        """Read ahead as far as the window goes; say whether anything is left."""
        for item in islice(self._stream, WINDOW - len(self._items)):
            self._items.append(item)
            self.hashes.append(item.hash)
        return bool(self._items)

    def index(self) -> float:
        """The index of the next item; after the last, none is larger."""
        return self._items[0].index if self._items else inf

    def take(self) -> Item:
        self.hashes.popleft()
        return self._items.popleft()


def _lead(ours: _Ahead[Own], theirs: _Ahead[Recorded], shift: int) -> float:
    """How far the next entry's index is past the one that the next record's entry should have."""
    return ours.index() - (theirs.index() + shift)


def _completed_by(position: int) -> int:
    """The index of the leaf whose addition made the node at this position."""
    index = position // 2
    while node_count(index + 1) <= position:
        index += 1
    return index


def _gap(ours: list[bytes | None], theirs: list[bytes | None]) -> int:
    """How many records have lost their entry here, or, below zero, how many entries have no record; 0 if neither is so.

    It is taken for so where after the gap the hashes agree again, for a run of entries or to the end.
    """
    for gap in range(1, max(len(ours), len(theirs))):
        if ours[:RUN] == theirs[gap : gap + RUN]:
            return gap
        if ours[gap : gap + RUN] == theirs[:RUN]:
            return -gap
    return 0


def _told(fault: Fault, indices: set[int], sentence: str) -> list[Finding]:
    """One finding for each unbroken range of indices; “{}” in the sentence becomes “Entry 4 was”, for example."""
    ranges = list[list[int]]()
    for index in sorted(indices):
        if ranges and ranges[-1][1] == index - 1:
            ranges[-1][1] = index
        else:
            ranges.append([index, index])
    return [Finding(fault, first, last, sentence.format(entries_were(first, last))) for first, last in ranges]


def _moved(index: int, origin: int) -> Finding:
    return Finding(Fault.MOVED, index, index, f"Entry {index} holds what was recorded as entry {origin}.")
