"""How long proving takes: a pack verified, two compared; and beside Z3, every case of a condition laid out.

Run: .venv/bin/python benchmarks/proof_bench.py > docs/evidence/proof.md

The peer is the plain way: a truth table in NumPy, one row for each case that the condition can tell apart. It is given
every help: answers that no comparison tells apart count as one, and only as many people as the condition can need. What
both were asked is compared before any time is told; what takes the table more than 2^24 rows is left to Z3 alone.
"""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable, Iterator
from functools import reduce
from itertools import repeat
from typing import Any, cast

import numpy as np
import z3
from numpy.typing import NDArray

from fingerpost.procedure.deciding.ground import CONCERN, Domains, Ground, Grounding, Literal, Variable
from fingerpost.procedure.language.tree import Node, PersonKind
from fingerpost.procedure.pack.library import available, load_pack, procedures_folder
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.proof.bound import witnesses
from fingerpost.proof.checks.conditions import always, never
from fingerpost.proof.diff import diff
from fingerpost.proof.expectations import Expectations, read_expectations
from fingerpost.proof.side import scope_of
from fingerpost.proof.subject import Subject
from fingerpost.proof.verify import CHECKS, Verified, verify

ROUNDS = 5
MOST = 1 << 24

Column = NDArray[np.bool_]


def timed(work: Callable[..., Any], *given: object) -> tuple[float, Any]:
    """Processor time in seconds, and what came of it."""
    start = time.process_time()
    found = work(*given)
    return time.process_time() - start, found


def median(work: Callable[..., Any], *given: object) -> float:
    return statistics.median(timed(work, *given)[0] for _ in range(ROUNDS))


def expectations(pack: Pack) -> Expectations:
    return read_expectations(pack, procedures_folder() / pack.id / pack.version)


def verified(pack: Pack) -> Verified:
    return verify(pack, expectations(pack))


def kinds_for(provision: Provision) -> tuple[PersonKind, ...]:
    """As many people as the condition can need to hold or not to, and the one whom it is about."""
    tree = cast(Node, provision.condition)
    people = witnesses(tree) | witnesses(tree, False)
    about = scope_of(provision.about)
    counts = {kind: people[kind] + (about == kind) for kind in ("child", "adult")}
    return (*repeat("child", counts["child"]), *repeat("adult", counts["adult"]))  # type: ignore[return-value]


class Table:
    """The truth table of a condition for one listing of people."""

    def __init__(self, pack: Pack, provision: Provision) -> None:
        domains = Domains(pack)
        kinds = kinds_for(provision)
        place = CONCERN if scope_of(provision.about) == "concern" else kinds.index(scope_of(provision.about))  # type: ignore[arg-type]
        self.ground = Grounding(domains, kinds).ground(cast(Node, provision.condition), place)
        self.sets: dict[Variable, list[frozenset[Any]]] = {}
        for literal in literals(self.ground):
            self.sets.setdefault(literal.variable, []).append(literal.values)
        self.classes = {
            variable: sorted({tuple(value in some for some in sets) for value in domains.of(variable)})
            for variable, sets in self.sets.items()
        }
        self.rows = reduce(lambda total, classes: total * len(classes), self.classes.values(), 1)

    def column(self) -> Column:
        """Whether it holds, row by row."""
        columns: dict[Literal, Column] = {}
        step = 1
        for variable, classes in self.classes.items():
            place = np.arange(self.rows) // step % len(classes)
            step *= len(classes)
            for number, values in enumerate(self.sets[variable]):
                columns[Literal(variable, values)] = np.array([one[number] for one in classes])[place]
        return self._column(self.ground, columns)

    def _column(self, ground: Ground, columns: dict[Literal, Column]) -> Column:
        if isinstance(ground, bool):
            return np.full(self.rows, ground)
        if isinstance(ground, Literal):
            return columns[ground]
        parts = (self._column(part, columns) for part in ground.parts)
        return reduce(np.logical_and if ground.every else np.logical_or, parts)


def literals(ground: Ground) -> Iterator[Literal]:
    if isinstance(ground, Literal):
        yield ground
    elif not isinstance(ground, bool):
        for part in ground.parts:
            yield from literals(part)


def by_tables(pack: Pack, ids: set[str]) -> set[str]:
    """The provisions that never or always apply."""
    found = set()
    for provision in pack.decided:
        if provision.id in ids:
            column = Table(pack, provision).column()
            if column.all() or not column.any():
                found.add(provision.id)
    return found


def by_z3(pack: Pack, expected: Expectations) -> set[str]:
    subject = Subject(pack, expected)
    return {finding.of for check in (never, always) for finding in check(subject).findings}


def main() -> None:
    packs = [load_pack(name) for name in available()]
    print("# How long proving takes\n")
    print("Made by `benchmarks/proof_bench.py`. Processor time, the median of "
          f"{ROUNDS} runs; {platform.machine()}, Python {platform.python_version()}, Z3 {z3.get_version_string()}, "
          f"NumPy {np.__version__}.\n")  # fmt: skip
    print("## Verifying\n")
    print("| pack | provisions decided | people in a case | the whole, s |\n|---|---|---|---|")
    for pack in packs:
        people = Subject(pack, expectations(pack)).space.people
        told = f"{people['child']} children, {people['adult']} adults"
        print(f"| {pack.name} | {len(pack.decided)} | {told} | {median(verified, pack):.2f} |")
    print("\n| check, on the first pack | looked at | s |\n|---|---|---|")
    subject = Subject(packs[0], expectations(packs[0]))
    for check in CHECKS:
        seconds, checked = timed(check, subject)
        print(f"| {checked.name} | {checked.looked_at} | {seconds:.2f} |")
    print("\n## Comparing\n")
    print("| versions | equal in meaning | s |\n|---|---|---|")
    for old, new in [(packs[0], packs[0]), *((packs[0], other) for other in packs[1:])]:
        print(f"| {old.name}, {new.name} | {'yes' if diff(old, new).equal else 'no'} | {median(diff, old, new):.2f} |")
    print("\n## Beside truth tables\n")
    print("One question, asked of every provision: does it never apply, or always? The peer lays out each condition's")
    print("truth table in NumPy; Z3's time has the making of its formulas in it.\n")
    print(
        "| pack | provisions that a table of 2^24 rows can hold | tables, s | Z3, s | ratio | the largest table, rows |"
    )
    print("|---|---|---|---|---|---|")
    for pack in packs:
        rows = {one.id: Table(pack, one).rows for one in pack.decided}
        ids = {id for id, count in rows.items() if count <= MOST}
        expected = expectations(pack)
        assert by_tables(pack, ids) == by_z3(pack, expected) & ids
        tables, proved = median(by_tables, pack, ids), median(by_z3, pack, expected)
        largest = max(rows.values())
        print(f"| {pack.name} | {len(ids)} of {len(rows)} | {tables:.2f} | {proved:.2f} | {tables / proved:.1f} | "
              f"{largest:,} |")  # fmt: skip
    print(
        "\nBoth give the same answers. A case with some facts unknown multiplies a table's rows once more: three values"
    )
    print("for each yes or no. Two versions compared, or two provisions opposed, multiply the rows of both.")


if __name__ == "__main__":
    main()
