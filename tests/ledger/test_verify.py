"""Every way of tampering with a log in memory, each found and the entry named."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.ledger.checkpoint import Checkpoint
from fingerpost.ledger.differences import MOST, WINDOW
from fingerpost.ledger.entry import clear_columns
from fingerpost.ledger.merkle import Node, Tree, leaf_hash, node_count, tree_at
from fingerpost.ledger.verify import Known, Report, StoredEntry, verify
from ledger.support import Kept

BIG = 9000  # more than two of the steps in which a log in order is read


@dataclass
class Stored:
    """The rows of a log, to be tampered with, and checkpoints signed while it was still in order."""

    rows: list[tuple[int, bytes]]
    nodes: list[tuple[int, bytes]]
    head: Tree
    known: list[Known] = field(default_factory=list)

    def verify(self) -> Report:
        entries: list[StoredEntry] = [(index, leaf, None) for index, leaf in self.rows]
        return verify(entries, self.nodes, self.head, self.known)

    def renumber(self) -> None:
        self.rows = [(index, leaf) for index, (_, leaf) in enumerate(self.rows)]

    def rehash(self) -> None:
        """Make every hash anew, as somebody who has the database and knows the form of it would."""
        self.renumber()
        kept = Kept(leaf for _, leaf in self.rows)
        self.nodes, self.head = list(enumerate(kept.nodes)), kept.tree


def entry(number: int) -> bytes:
    return f"entry {number}".encode()


def stored(size: int, checkpoints: Sequence[int] = ()) -> Stored:
    kept = Kept(map(entry, range(size)))
    known = [signed(f"the checkpoint {at}", at, kept) for at in checkpoints]
    return Stored([(index, entry(index)) for index in range(size)], list(enumerate(kept.nodes)), kept.tree, known)


def signed(name: str, size: int, kept: Kept) -> Known:
    return Known(name, Checkpoint("log", size, tree_at(kept, size).root()))


def faults(report: Report) -> list[tuple[str, int, int]]:
    return [(str(finding.fault), finding.first, finding.last) for finding in report.findings]


# A log, and a place in it that is far enough from the end for the hashes to meet again after it.
places = st.integers(1, 300).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1)))


# in order


@pytest.mark.parametrize("size", [0, 1, 2, 3, 255, 256, 257, 4095, 4096, 4097, BIG])
def test_a_log_in_order(size: int) -> None:
    log = stored(size, checkpoints=sorted({0, 1, size // 2, size} & set(range(size + 1))))
    report = log.verify()
    assert (report.ok, report.size, report.root) == (True, size, log.head.root())
    assert list(report.agreeing) == log.known
    assert report.complete


# the recorded hashes are left as they were


@given(places)
def test_an_altered_entry(place: tuple[int, int]) -> None:
    size, index = place
    log = stored(size, checkpoints=[size])
    log.rows[index] = (index, b"another")
    assert faults(log.verify()) == [("altered", index, index)]


@given(places)
def test_a_removed_entry(place: tuple[int, int]) -> None:
    size, index = place
    log = stored(size, checkpoints=[size])
    del log.rows[index]
    assert faults(log.verify()) == [("removed", index, index)]


@given(places, st.integers(1, 40))
def test_removed_entries_whose_followers_moved_up(place: tuple[int, int], count: int) -> None:
    size, index = place
    log = stored(size, checkpoints=[size])
    del log.rows[index : index + count]
    log.renumber()
    assert faults(log.verify()) == [("removed", index, min(index + count, size) - 1)]


@given(places, st.integers(1, 40))
def test_inserted_entries_whose_followers_moved_down(place: tuple[int, int], count: int) -> None:
    size, index = place
    log = stored(size, checkpoints=[size])
    log.rows[index:index] = [(index, f"new {number}".encode()) for number in range(count)]
    log.renumber()
    assert faults(log.verify()) == [("inserted", index, index + count - 1)]


@given(st.integers(0, 300), st.integers(1, 40))
def test_entries_put_after_the_end(size: int, count: int) -> None:
    log = stored(size, checkpoints=[size])
    log.rows += [(size + number, f"new {number}".encode()) for number in range(count)]
    assert faults(log.verify()) == [("inserted", size, size + count - 1)]


@pytest.mark.parametrize("index", [-1, 5000])
def test_an_entry_put_where_none_can_be(index: int) -> None:
    log = stored(10)
    log.rows = sorted([*log.rows, (index, b"new")])
    assert faults(log.verify()) == [("inserted", index, index)]


@given(places, st.data())
def test_exchanged_entries(place: tuple[int, int], data: st.DataObject) -> None:
    size, one = place
    other = data.draw(st.integers(0, size - 1).filter(lambda drawn: drawn != one)) if size > 1 else one
    log = stored(size, checkpoints=[size])
    log.rows[one], log.rows[other] = (one, entry(other)), (other, entry(one))
    report = log.verify()
    low, high = sorted([one, other])
    assert faults(report) == ([("moved", low, low), ("moved", high, high)] if size > 1 else [])
    if size > 1:
        assert f"Entry {one} holds what was recorded as entry {other}." in [str(finding) for finding in report.findings]


def test_an_entry_taken_out_and_put_elsewhere() -> None:
    log = stored(100, checkpoints=[100])
    log.rows.insert(70, log.rows.pop(20))
    log.renumber()
    report = log.verify()
    assert faults(report) == [("moved", 70, 70)]
    assert str(report.findings[0]) == "Entry 70 holds what was recorded as entry 20."


def test_an_entry_given_another_index_though_its_order_stays() -> None:
    log = stored(100, checkpoints=[100])
    log.rows[99] = (150, entry(99))
    assert faults(log.verify()) == [("moved", 150, 150)]


def test_several_faults_are_each_told() -> None:
    log = stored(BIG)
    log.rows[10] = (10, b"another")
    log.rows[5000] = (5000, b"another")
    log.rows[8000:8001] = []
    del log.rows[8500]
    log.rows.append((9100, b"new"))
    assert faults(log.verify()) == [
        ("altered", 10, 10),
        ("altered", 5000, 5000),
        ("removed", 8000, 8000),
        ("removed", 8501, 8501),
        ("inserted", 9100, 9100),
    ]


def test_more_removed_in_a_row_than_is_looked_ahead_is_still_found() -> None:
    log = stored(2000, checkpoints=[2000])
    del log.rows[100 : 100 + WINDOW + 10]
    assert faults(log.verify()) == [("removed", 100, 100 + WINDOW + 9)]
    log.renumber()
    report = log.verify()
    assert not report.ok
    assert report.findings[0].first == 100


def test_a_log_of_other_entries_altogether_is_told_in_part() -> None:
    log = stored(BIG, checkpoints=[BIG])
    log.rows = [(index, leaf + b"!") for index, leaf in log.rows]
    report = log.verify()
    assert not report.complete
    assert faults(report)[0] == ("altered", 0, MOST // 2 - 1)
    assert report.size == BIG
    assert [known.name for known in report.disagreeing] == [f"the checkpoint {BIG}"]


# the entry's own hash was changed with it


@given(places)
def test_an_entry_altered_together_with_its_hash_is_betrayed_by_the_node_above(place: tuple[int, int]) -> None:
    size, index = place
    log = stored(size)
    log.rows[index] = (index, b"another")
    position = Node(0, index).position
    log.nodes[position] = (position, leaf_hash(b"another"))
    report = log.verify()
    complete_above = [(level, index >> level) for level in range(1, 9) if ((index >> level) + 1) << level <= size]
    if complete_above:
        first = index & ~1
        assert faults(report) == [("altered", first, first + 1)]
    else:
        assert faults(report) == [("head", size, size)]


# the entries stand, the record was changed


@given(places)
def test_a_changed_hash_of_an_entry_that_a_checkpoint_confirms_is_the_fault_of_the_record(
    place: tuple[int, int],
) -> None:
    size, index = place
    log = stored(size, checkpoints=[size])
    log.nodes[Node(0, index).position] = (Node(0, index).position, b"\x00" * 32)
    assert faults(log.verify()) == [("record", index, index)]
    log.known = []
    assert faults(log.verify()) == [("altered", index, index)]


def test_a_changed_node_is_told_with_the_entries_it_is_over() -> None:
    log = stored(100, checkpoints=[100])
    position = Node(3, 5).position
    log.nodes[position] = (position, b"\x00" * 32)
    assert faults(log.verify()) == [("record", 40, 47)]


def test_missing_nodes_are_told() -> None:
    log = stored(100, checkpoints=[100])
    del log.nodes[Node(3, 5).position]
    assert faults(log.verify()) == [("record", 40, 47)]
    log = stored(100, checkpoints=[100])
    del log.nodes[Node(0, 40).position]
    assert faults(log.verify()) == [("record", 40, 40)]
    log = stored(100, checkpoints=[100])
    del log.nodes[Node(0, 41).position]
    assert faults(log.verify()) == [("record", 41, 41)]
    log.known = []
    assert faults(log.verify()) == [("record", 41, 41)]


def test_nodes_put_after_the_end_are_told() -> None:
    log = stored(100, checkpoints=[100])
    log.nodes.append((node_count(100), b"\x00" * 32))
    assert faults(log.verify()) == [("removed", 100, 100)]
    log.nodes.append((10**15, b"\x00" * 32))
    far = next(index for index in range(5 * 10**14, 6 * 10**14) if node_count(index + 1) > 10**15)
    assert faults(log.verify()) == [("removed", 100, 100), ("removed", far, far)]


def test_nodes_put_before_the_start_are_told() -> None:
    log = stored(100, checkpoints=[100])
    log.nodes.insert(0, (-1, b"\x00" * 32))
    assert faults(log.verify()) == [("removed", -1, -1)]


def test_a_changed_head_is_told() -> None:
    log = stored(100, checkpoints=[100])
    log.head = Tree(100, (b"\x00" * 32, *log.head.edge[1:]))
    assert faults(log.verify()) == [("head", 100, 100)]
    log.head = tree_at(Kept(map(entry, range(100))), 90)
    assert faults(log.verify()) == [("head", 90, 100)]


# everything since was hashed anew


@given(places, st.sampled_from(["alter", "remove", "insert", "exchange"]))
def test_a_rewritten_log_is_found_by_an_old_checkpoint(place: tuple[int, int], attack: str) -> None:
    size, index = place
    log = stored(size, checkpoints=[size])
    match attack:
        case "alter":
            log.rows[index] = (index, b"another")
        case "remove":
            del log.rows[index]
            log.rows.append((size, b"new"))
        case "insert":
            log.rows.insert(index, (index, b"new"))
        case "exchange":
            log.rows.append(log.rows.pop(index))
            log.rows.append((size, b"new"))
    log.rehash()
    report = log.verify()
    if attack == "exchange" and index == size - 1:
        assert report.ok
    else:
        assert faults(report) == [("rewritten", 0, size - 1)]
    log.known = []
    assert log.verify().ok, "without a checkpoint from elsewhere a log made anew cannot be told from an honest one"


@given(st.integers(0, 999), st.sets(st.integers(1, 1000), min_size=1, max_size=20))
def test_more_checkpoints_narrow_it_down(index: int, at: set[int]) -> None:
    log = stored(1000, checkpoints=sorted(at))
    log.rows[index] = (index, b"another")
    log.rehash()
    holding, failing = [size for size in at if size <= index], [size for size in at if size > index]
    if failing:
        assert faults(log.verify()) == [("rewritten", max(holding, default=0), min(failing) - 1)]
    else:
        assert log.verify().ok


def test_the_sentence_names_the_checkpoints() -> None:
    log = stored(1000, checkpoints=[200, 300, 400])
    log.rows[250] = (250, b"another")
    log.rehash()
    report = log.verify()
    assert str(report.findings[0]) == (
        "the checkpoint 300 (size 300) does not hold, the one of size 200 does: among entries 200 to 299 at least one"
        " was altered, removed, inserted or moved after it was signed, and the hashes since were made anew."
    )
    assert [known.checkpoint.size for known in report.agreeing] == [200]
    assert [known.checkpoint.size for known in report.disagreeing] == [300, 400]


@given(st.integers(1, 300), st.integers(1, 300))
def test_entries_cut_from_the_end_with_everything_that_tells_of_them(size: int, count: int) -> None:
    left = max(size - count, 0)
    log = stored(size, checkpoints=[size])
    del log.rows[left:]
    log.rehash()
    assert faults(log.verify()) == [("removed", left, size - 1)]


def test_entries_and_nodes_cut_from_the_end_are_missed_by_the_head() -> None:
    log = stored(100)
    del log.rows[90:], log.nodes[node_count(90) :]
    assert faults(log.verify()) == [("removed", 90, 99)]


def test_a_rewriting_elsewhere_is_not_covered_up_by_a_lesser_fault() -> None:
    log = stored(1000, checkpoints=[200, 600, 900])
    log.rows[500] = (500, b"another")
    log.rehash()
    log.nodes[Node(0, 10).position] = (Node(0, 10).position, b"\x00" * 32)
    assert faults(log.verify()) == [("record", 10, 10), ("rewritten", 200, 599)]


# two histories


def test_two_checkpoints_of_one_size_that_differ_are_a_contradiction() -> None:
    log = stored(100, checkpoints=[50])
    log.known.append(signed("the other", 50, Kept([b"x"] * 50)))
    assert faults(log.verify()) == [("contradiction", 0, 49)]


def test_a_checkpoint_that_does_not_hold_before_one_that_does_is_a_contradiction() -> None:
    log = stored(100, checkpoints=[80])
    log.known.append(signed("the other", 50, Kept([b"x"] * 50)))
    report = log.verify()
    assert faults(report) == [("contradiction", 0, 49)]
    assert "two histories" in str(report.findings[0])


# the columns beside the leaf


def test_columns_that_say_something_else_than_the_leaf() -> None:
    leaf = b'{"action":"looked","actor":"a","at":"2026","v":1}'
    right = clear_columns(leaf)
    wrong = ("2026", "b", *right[2:])
    kept = Kept([leaf] * 3)

    def report(rows: list[StoredEntry]) -> Report:
        return verify(rows, enumerate(kept.nodes), kept.tree)

    assert report([(0, leaf, right), (1, leaf, right), (2, leaf, None)]).ok
    found = report([(0, leaf, right), (1, leaf, wrong), (2, leaf, right)])
    assert faults(found) == [("columns", 1, 1)]
    assert "“actor”" in str(found.findings[0])
    altered = leaf.replace(b'"a"', b'"c"')
    assert faults(report([(0, leaf, right), (1, altered, right), (2, leaf, right)])) == [("altered", 1, 1)]


def test_a_leaf_that_cannot_be_read_has_no_right_columns() -> None:
    kept = Kept([b"no entry"])
    report = verify([(0, b"no entry", (None,) * 8)], enumerate(kept.nodes), kept.tree)
    assert faults(report) == [("columns", 0, 0)]


# how it goes about it


def test_progress_goes_up_to_the_end() -> None:
    for altered in (None, 5000):
        told = list[int]()
        log = stored(BIG)
        if altered is not None:
            log.rows[altered] = (altered, b"another")
        verify(((index, leaf, None) for index, leaf in log.rows), log.nodes, log.head, progress=told.append)
        assert told == sorted(told)
        assert told[-1] == BIG


@pytest.mark.parametrize("fault", ["none", "early"])
def test_memory_does_not_grow_with_the_log(fault: str) -> None:
    def rows(size: int) -> Iterator[StoredEntry]:
        for index in range(size):
            yield index, (b"x" if fault == "early" and index == 7 else entry(index)), None

    def nodes(size: int) -> Iterator[tuple[int, bytes]]:
        tree, position = Tree(), 0
        for index in range(size):
            tree, made = tree.grow([leaf_hash(entry(index))])
            for hashed in made:
                yield position, hashed
                position += 1

    def most(size: int) -> int:
        head = Tree().grow(leaf_hash(entry(index)) for index in range(size))[0]
        tracemalloc.start()
        verify(rows(size), nodes(size), head)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    small, large = most(10_000), most(40_000)
    assert large < 1.2 * small
