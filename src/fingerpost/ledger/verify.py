"""Is this the log that was written? Which entry was altered, removed, inserted or moved, if not.

One pass over the stored rows, in memory that does not grow with the log. The entries are hashed anew and compared with
the hashes recorded when they were appended, which tells the very entry; and with checkpoints, which tell even where
every hash was made anew afterwards: then the entry is between the last checkpoint that still holds and the first that
does not. Checkpoints kept elsewhere are the proof; those in the same database only narrow it down.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from math import inf

from fingerpost.ledger.checkpoint import Checkpoint
from fingerpost.ledger.differences import MOST, Differences, Own, recorded, walk
from fingerpost.ledger.entry import CLEAR_COLUMNS, clear_columns
from fingerpost.ledger.findings import Fault, Finding, entries_text
from fingerpost.ledger.merkle import Tree, leaf_hash, node_count

# An entry's row: index, leaf, and the columns beside it as `entry.clear_columns` gives them; None if there are none.
StoredEntry = tuple[int, bytes, tuple[str | None, ...] | None]
# A node's row: `merkle.Node.position` and hash.
StoredNode = tuple[int, bytes]

_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Known:
    """A checkpoint whose signature has been verified, and what it is called in a finding (“the checkpoint in FILE”)."""

    name: str
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. `complete` is false where more faults were found than are told."""

    size: int
    root: bytes
    findings: tuple[Finding, ...]
    agreeing: tuple[Known, ...]
    disagreeing: tuple[Known, ...]
    complete: bool = True

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify(
    entries: Iterable[StoredEntry],
    nodes: Iterable[StoredNode],
    head: Tree,
    checkpoints: Sequence[Known] = (),
    progress: Callable[[int], None] = lambda _: None,
) -> Report:
    """Verify a log. Rows come in the order of their index or position; `progress` is told how many entries are done."""
    reading = _Reading(iter(entries), iter(nodes), checkpoints, progress)
    reading.as_long_as_all_is_well()
    differences = reading.with_care()
    return _report(reading, differences, head)


class _Reading:
    """How far the entries have been read, and which checkpoints were met on the way."""

    def __init__(
        self,
        entries: Iterator[StoredEntry],
        nodes: Iterator[StoredNode],
        checkpoints: Sequence[Known],
        progress: Callable[[int], None],
    ) -> None:
        self.tree = Tree()
        self.agreeing = list[Known]()
        self.disagreeing = list[Known]()
        self.wrong_columns = dict[int, str]()
        self.pending = deque(sorted(checkpoints, key=lambda known: known.checkpoint.size))
        self._entries = entries
        self._nodes = nodes
        self._progress = progress
        self._meet_checkpoints()

    def as_long_as_all_is_well(self) -> None:
        """Read in large steps, up to the step in which something is wrong, or to the end."""
        while True:
            start = self.tree.size
            next_checkpoint = self.pending[0].checkpoint.size if self.pending else inf
            rows = list(islice(self._entries, int(min(_CHUNK, next_checkpoint - start))))
            grown, made = self.tree.grow([leaf_hash(leaf) for _, leaf, _ in rows])
            stored = list(islice(self._nodes, len(made)))
            well = (
                [index for index, _, _ in rows] == list(range(start, grown.size))
                and stored == list(enumerate(made, node_count(start)))
                and all(_wrong_column(leaf, columns) is None for _, leaf, columns in rows)
            )
            if not rows or not well:
                self._entries = chain(rows, self._entries)
                self._nodes = chain(stored, self._nodes)
                return
            self._advance(grown)

    def with_care(self) -> Differences:
        """Read the rest entry by entry, beside what was recorded of it."""
        own = self._own()
        differences = walk(own, recorded(self._nodes))
        deque(own, maxlen=0)
        return differences

    def _own(self) -> Iterator[Own]:
        for index, leaf, columns in self._entries:
            wrong = _wrong_column(leaf, columns)
            if wrong is not None and len(self.wrong_columns) < MOST:
                self.wrong_columns[index] = wrong
            grown, made = self.tree.grow([leaf_hash(leaf)])
            self._advance(grown)
            yield Own(index, made[0], made[1:])

    def _advance(self, grown: Tree) -> None:
        self.tree = grown
        self._meet_checkpoints()
        self._progress(grown.size)

    def _meet_checkpoints(self) -> None:
        while self.pending and self.pending[0].checkpoint.size == self.tree.size:
            known = self.pending.popleft()
            agrees = known.checkpoint.root == self.tree.root()
            (self.agreeing if agrees else self.disagreeing).append(known)


def _wrong_column(leaf: bytes, columns: tuple[str | None, ...] | None) -> str | None:
    """The name of the first column that says something else than the leaf."""
    if columns is None:
        return None
    try:
        told = clear_columns(leaf)
    except ValueError:
        return "leaf"
    if told == columns:
        return None
    return next(name for name, one, other in zip(CLEAR_COLUMNS, told, columns, strict=True) if one != other)


def _report(reading: _Reading, differences: Differences, head: Tree) -> Report:
    holds_to = max((known.checkpoint.size for known in reading.agreeing), default=0)
    findings = [
        *_of_entries(differences, holds_to),
        *_of_columns(reading, differences),
        *_of_checkpoints(reading, differences),
        *_of_end(reading, differences, head),
    ]
    return Report(
        reading.tree.size,
        reading.tree.root(),
        tuple(sorted(findings, key=lambda finding: finding.first)),
        tuple(reading.agreeing),
        (*reading.disagreeing, *reading.pending),
        differences.told_all and len(reading.wrong_columns) < MOST,
    )


def _of_entries(differences: Differences, holds_to: int) -> Iterator[Finding]:
    """What the recorded hashes tell; where a checkpoint shows the entries to be as signed, it is the record's fault."""
    for finding in differences.findings():
        if finding.fault in (Fault.ALTERED, Fault.INSERTED) and 0 <= finding.last < holds_to:
            text = f"{entries_text(finding.first, finding.last)}: as signed, but the recorded hash was changed."
            yield Finding(Fault.RECORD, finding.first, finding.last, text)
        else:
            yield finding
    if node := differences.wrong_node:
        first = node.index << node.level
        last = first + (1 << node.level) - 1
        over = f"{entries_text(first, last)}: the hash recorded over them is not theirs"
        if last < holds_to:
            yield Finding(Fault.RECORD, first, last, f"{over}. They are as signed; it was changed.")
        else:
            told = f"{over}: one was altered together with its own hash, or that hash was."
            yield Finding(Fault.ALTERED, first, last, told)


def _of_columns(reading: _Reading, differences: Differences) -> Iterator[Finding]:
    for index, name in reading.wrong_columns.items():
        if index not in differences.came:
            text = f"Entry {index}: what is kept beside it to search by (“{name}”) is not what the entry says."
            yield Finding(Fault.COLUMNS, index, index, text)


def _of_checkpoints(reading: _Reading, differences: Differences) -> Iterator[Finding]:
    """What the checkpoints tell beyond what the recorded hashes told already."""
    holding = reading.agreeing[-1] if reading.agreeing else None
    held = holding.checkpoint.size if holding else 0
    for known in reading.disagreeing:
        if holding and known.checkpoint.size <= held:
            yield _contradiction(known, holding)
    failing = [known for known in reading.disagreeing if known.checkpoint.size > held]
    for one, other in pairwise([*failing, *reading.pending]):
        if one.checkpoint.size == other.checkpoint.size and one.checkpoint.root != other.checkpoint.root:
            yield _contradiction(one, other)
    if not failing:
        return
    size = failing[0].checkpoint.size
    if not any(held <= index < size for index in chain(differences.came, differences.gone)):
        before = f"the one of size {held} does" if held else "no smaller one is known"
        text = (
            f"{failing[0].name} (size {size}) does not hold, {before}: among entries {held} to {size - 1} at least one"
            " was altered, removed, inserted or moved after it was signed, and the hashes since were made anew."
        )
        yield Finding(Fault.REWRITTEN, held, size - 1, text)


def _contradiction(one: Known, other: Known) -> Finding:
    sizes = sorted([one.checkpoint.size, other.checkpoint.size])
    text = (
        f"{one.name} (size {one.checkpoint.size}) and {other.name} (size {other.checkpoint.size}) cannot both be of"
        " one log: somebody with its key has signed two histories."
    )
    return Finding(Fault.CONTRADICTION, 0, sizes[0] - 1, text)


def _of_end(reading: _Reading, differences: Differences, head: Tree) -> Iterator[Finding]:
    """What the head and larger checkpoints tell, unless an entry found missing or too many explains it."""
    size = reading.tree.size
    if differences.any:
        return
    witness, expected = "The head", head.size
    for known in reading.pending:
        if known.checkpoint.size > expected:
            witness, expected = known.name, known.checkpoint.size
    if expected > size:
        gone = f"{expected - size} of them {'was' if expected - size == 1 else 'were'} removed"
        from_where = "" if reading.disagreeing else f", from entry {size} on"
        text = f"{witness} counts {expected} entries, but {size} are here: {gone}{from_where}."
        yield Finding(Fault.REMOVED, size, expected - 1, text)
    elif head != reading.tree and differences.wrong_node is None:
        text = f"The head (size {head.size}) does not belong to these {size} entries: it was changed."
        yield Finding(Fault.HEAD, head.size, size, text)
