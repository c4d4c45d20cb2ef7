"""Runs a plan over rows: NumPy operations on planes that stay in the processor's cache."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from fingerpost.procedure.language.tree import PersonKind, Scope
from fingerpost_bulk.bits import ALL, Words, any_of, apart, reaches, together, words
from fingerpost_bulk.plan import KINDS, SCOPES, Instruction, Plan, Transfer

CHUNK = 1 << 18
"""Concerns at a time: few enough for the cache, enough to make the cost of a call small. A multiple of 64."""

Owners = NDArray[np.intp]
"""For each row of a table of people, in order, the row of its concern."""


class Source(Protocol):
    """One base of the plan: where its planes come from."""

    def fill(self, first: int, rows: int, values: Words, valid: Words) -> None:
        """Write the values of some rows, and which of them are known. Both have a word more than needed."""


@dataclass(frozen=True)
class Rows:
    """A run of a table's rows with each condition's answers: `planes` is conditions by 2 (holds, is known) by words."""

    first: int
    rows: int
    planes: Words


@dataclass(frozen=True)
class _Span:
    first: int
    rows: int


class Machine:
    """A plan with its buffers. Not to be used by two threads at once."""

    def __init__(self, plan: Plan, chunk: int = CHUNK) -> None:
        self.plan = plan
        self.chunk = chunk
        self._room = dict.fromkeys(SCOPES, -1)
        self._read: dict[Scope, Words] = {}
        self._bases: dict[Scope, Words] = {}
        self._others: dict[Scope, Words] = {}

    def run(
        self, sources: Mapping[Scope, Sequence[Source]], rows: int, owners: Mapping[PersonKind, Owners]
    ) -> Iterator[Mapping[Scope, Rows]]:
        """Answer for all rows, a chunk at a time. `sources` are in the order of the plan's bases."""
        for first in range(0, max(rows, 1), self.chunk):
            last = min(first + self.chunk, rows)
            spans: dict[Scope, _Span] = {"concern": _Span(first, last - first)}
            near: dict[PersonKind, Owners] = {}
            for kind in KINDS:
                start, end = np.searchsorted(owners[kind], (first, last))
                spans[kind] = _Span(int(start), int(end - start))
                near[kind] = owners[kind][start:end] - first if first else owners[kind][start:end]
            yield self._chunk(sources, spans, near)

    def _chunk(
        self,
        sources: Mapping[Scope, Sequence[Source]],
        spans: Mapping[Scope, _Span],
        owners: Mapping[PersonKind, Owners],
    ) -> Mapping[Scope, Rows]:
        registers = {scope: self._registers(scope, sources[scope], spans[scope]) for scope in SCOPES}
        of_concern, concerns = registers["concern"], spans["concern"].rows
        runs = {kind: _Runs(owners[kind]) for kind in KINDS}
        for one in self.plan.rounds:
            for kind in KINDS:
                if spans[kind].rows:
                    _up(one.up[kind], registers[kind], of_concern, runs[kind], concerns)
                    _down(one.down[kind], of_concern, registers[kind], owners[kind], concerns)
                else:
                    _nobody(one.up[kind], of_concern)
            for scope in SCOPES:
                if spans[scope].rows:
                    _execute(one.code[scope], registers[scope])
        return {
            scope: Rows(spans[scope].first, spans[scope].rows, self._results(scope, registers[scope]))
            for scope in SCOPES
        }

    def _registers(self, scope: Scope, sources: Sequence[Source], span: _Span) -> list[Words]:
        """Every register of a table as a view of 2 by words, with those filled that come from columns."""
        count = words(span.rows)
        if count > self._room[scope]:
            self._allocate(scope, count)
        read = self._read[scope]
        for place, source in enumerate(sources):
            source.fill(span.first, span.rows, read[0, place], read[1, place])
        values, valid = read[0, :, :count], read[1, :, :count]
        bases = self._bases[scope]
        np.bitwise_and(values, valid, out=bases[0, :, :count])
        np.invert(valid, out=valid)
        np.bitwise_or(values, valid, out=bases[1, :, :count])
        found = [bases[:, place, :count] for place in range(len(sources))]
        return found + [other[:, :count] for other in self._others[scope]]

    def _allocate(self, scope: Scope, count: int) -> None:
        room = max(count, words(self.chunk) if scope == "concern" else count + count // 8)
        bases, constants = len(self.plan.bases[scope]), self.plan.constants[scope]
        self._room[scope] = room
        self._read[scope] = np.zeros((2, bases, room + 1), np.uint64)
        self._bases[scope] = np.zeros((2, bases, room), np.uint64)
        self._others[scope] = np.zeros((self.plan.sizes[scope] - bases, 2, room), np.uint64)
        for number, bits in constants.items():
            for plane, bit in enumerate(bits):
                self._others[scope][number - bases, plane] = ALL if bit else 0

    def _results(self, scope: Scope, registers: Sequence[Words]) -> Words:
        results = self.plan.results[scope]
        count = registers[0].shape[1] if registers else 0
        planes = np.empty((len(results), 2, count), np.uint64)
        for place, number in enumerate(results):
            planes[place] = registers[number]
        np.invert(planes[:, 1], out=planes[:, 1])
        np.bitwise_or(planes[:, 1], planes[:, 0], out=planes[:, 1])
        return planes


class _Runs:
    """Which rows of people belong together, because they are of one concern."""

    def __init__(self, owners: Owners) -> None:
        self.continues = np.zeros(len(owners), np.uint8)
        if len(owners):
            np.multiply(owners[1:] == owners[:-1], np.uint8(0xFF), out=self.continues[1:])
        self.reach = reaches(self.continues)
        self.heads = np.flatnonzero(self.continues == 0)
        self.concerns = owners[self.heads]


def _execute(code: Sequence[Instruction], registers: Sequence[Words]) -> None:
    for op, target, left, right in code:
        if op == "and":
            np.bitwise_and(registers[left], registers[right], out=registers[target])
        elif op == "or":
            np.bitwise_or(registers[left], registers[right], out=registers[target])
        else:
            # What surely does not hold is what does not possibly hold.
            np.invert(registers[left][::-1], out=registers[target])


def _up(
    transfers: Sequence[Transfer], people: Sequence[Words], concerns: Sequence[Words], runs: _Runs, rows: int
) -> None:
    """Reduce registers of people to registers of their concerns, four at a time: two planes each make a byte."""
    scratch = np.empty(rows, np.uint8)
    for group in batched(transfers, 4):
        planes = np.zeros((8, people[0].shape[1]), np.uint64)
        for place, transfer in enumerate(group):
            # For all people: it does not hold that of one it does not.
            pair, source = planes[2 * place : 2 * place + 2], people[transfer.source]
            np.copyto(pair, ~source if transfer.every else source)
        found = any_of(together(planes)[: len(runs.continues)], runs.reach)
        of_concern = np.zeros(rows, np.uint8)
        of_concern[runs.concerns] = found.take(runs.heads)
        for place, transfer in enumerate(group):
            target = concerns[transfer.target]
            for plane in range(2):
                apart(of_concern, 2 * place + plane, target[plane], scratch)
            if transfer.every:
                np.invert(target, out=target)


def _down(
    transfers: Sequence[Transfer], concerns: Sequence[Words], people: Sequence[Words], owners: Owners, rows: int
) -> None:
    """Give people what holds of their concern, four registers at a time."""
    scratch = np.empty(len(owners), np.uint8)
    for group in batched(transfers, 4):
        planes = np.zeros((8, concerns[0].shape[1]), np.uint64)
        for place, transfer in enumerate(group):
            np.copyto(planes[2 * place : 2 * place + 2], concerns[transfer.source])
        each = together(planes)[:rows].take(owners)
        for place, transfer in enumerate(group):
            for plane in range(2):
                apart(each, 2 * place + plane, people[transfer.target][plane], scratch)


def _nobody(transfers: Sequence[Transfer], concerns: Sequence[Words]) -> None:
    """Where no concern lists anybody of the kind: at least one is false, all is true."""
    for transfer in transfers:
        concerns[transfer.target][:] = ALL if transfer.every else 0
