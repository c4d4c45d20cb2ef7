"""An experiment: the same plan as C, compiled for this processor, to see what is between planes and memory's limit.

It is no part of Fingerpost: it takes what the benchmark has (ages and codes of one byte, at most 64 people of a kind in
a concern) and is held to planes' own answers, bit by bit, before it is timed.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from bulk_data import Contender, National
from bulk_ours import block_of

from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.aligned import Block
from fingerpost_bulk.columns import Happened, Ranges, Same, YesOrNo, source
from fingerpost_bulk.lifted import EVENT
from fingerpost_bulk.plan import KINDS, SCOPES, Instruction, Plan
from fingerpost_bulk.planes import Planes

CHUNK = 1 << 14
FLAGS = ("-O3", "-march=native", "-shared", "-fPIC")
HERE = Path(__file__).resolve().parent


class Column(ctypes.Structure):
    """As bulk_kernel.c has it."""

    _fields_ = (
        ("kind", ctypes.c_int),
        ("low", ctypes.c_int),
        ("high", ctypes.c_int),
        ("values", ctypes.c_void_p),
        ("valid", ctypes.c_void_p),
        ("offset", ctypes.c_long),
    )


def code(plan: Plan) -> str:
    """The whole program."""
    parts = [(HERE / "bulk_kernel.c").read_text(encoding="utf-8")]
    for scope in SCOPES:
        parts += [_round(plan, scope, number) for number in range(len(plan.rounds))]
    return "\n".join([*parts, *_main(plan)])


def _round(plan: Plan, scope: Scope, number: int) -> str:
    """One table's instructions of one round: registers in memory are R[number * 2 + plane]."""
    steps = plan.rounds[number].code[scope]
    written = {step.target for step in steps}
    kept = _kept(plan, scope, number)
    lines = [f"static void {scope}{number}(const Column *c, long first, long words, u64 *R) {{"]
    lines.append("  for (long w = 0; w < words; w++) {")
    bases, constants = plan.bases[scope], plan.constants[scope]
    reads = _read_first(steps) | {n for n in kept if n in bases and n not in written and number == 0}
    for name in sorted(reads):
        lines.append(f"    u64 s{name}, p{name};")
        if name in bases and number == 0:
            lines.append(f"    load(c + {name}, first + 64 * w, &s{name}, &p{name});")
        elif name in constants:
            surely, possibly = constants[name]
            lines.append(f"    s{name} = {'~0ULL' if surely else '0'}; p{name} = {'~0ULL' if possibly else '0'};")
        else:
            lines.append(f"    s{name} = R[{2 * name} * W + w]; p{name} = R[{2 * name + 1} * W + w];")
    known = set(reads)
    for place, (op, target, left, right) in enumerate(steps):
        if op == "not":
            made = (f"~p{left}", f"~s{left}")
        else:
            sign = "&" if op == "and" else "|"
            made = (f"s{left} {sign} s{right}", f"p{left} {sign} p{right}")
        declared = "" if target in known else "u64 "
        known.add(target)
        lines.append(f"    u64 a{place} = {made[0]}, b{place} = {made[1]};")
        lines.append(f"    {declared}s{target} = a{place}; {declared}p{target} = b{place};")
    for name in sorted(kept & known):
        lines.append(f"    R[{2 * name} * W + w] = s{name}; R[{2 * name + 1} * W + w] = p{name};")
    return "\n".join([*lines, "  }", "}"])


def _read_first(steps: Sequence[Instruction]) -> set[int]:
    """The registers that are read before they are written."""
    written: set[int] = set()
    found: set[int] = set()
    for _, target, left, right in steps:
        found |= {left, right} - written
        written.add(target)
    return found


def _kept(plan: Plan, scope: Scope, number: int) -> set[int]:
    """The registers that are needed after a round."""
    found = set(plan.results[scope])
    for later in plan.rounds[number + 1 :]:
        found |= _read_first(later.code[scope])
        for kind in KINDS:
            found |= {t.source for t in later.down[kind]} if scope == "concern" else set()
            found |= {t.source for t in later.up[kind]} if scope == kind else set()
    return found


def _main(plan: Plan) -> Iterator[str]:
    """Everything, chunk by chunk."""
    yield "static void put(u64 *out, long at, long rows, u64 x) {"
    yield "  if (rows < 64) x &= (1ULL << rows) - 1;"
    yield "  out[at >> 6] |= x << (at & 63);"
    yield "  if (at & 63) out[(at >> 6) + 1] |= x >> (64 - (at & 63));"
    yield "}"
    yield "void run(const Column **c, long concerns, const int64_t **owners, const long *people, u64 **out,"
    yield "         const long *width, u64 *heap) {"
    yield "  long at[2] = {0, 0};"
    yield f"  for (long first = 0; first < concerns; first += {CHUNK}) {{"
    yield f"    long rows = concerns - first < {CHUNK} ? concerns - first : {CHUNK}, words = (rows + 63) / 64;"
    yield "    u64 *Rc = heap, *Rp[2], *heads[2], *reach[2], *has[2]; int steps[2]; long n[2], nw[2];"
    yield f"    u64 *free = heap + {2 * max(plan.sizes['concern'], 1)} * W;"
    yield "    for (int k = 0; k < 2; k++) {"
    yield "      long end = at[k]; while (end < people[k] && owners[k][end] < first + rows) end++;"
    yield "      n[k] = end - at[k]; nw[k] = (n[k] + 63) / 64;"
    yield f"      Rp[k] = free; free += 2 * {max(plan.sizes[kind] for kind in KINDS)} * W;"
    yield "      heads[k] = free; free += W; reach[k] = free; free += 8 * W; has[k] = free; free += W;"
    yield "      memset(has[k], 0, words * 8);"
    yield "      steps[k] = runs(owners[k] + at[k], n[k], first, heads[k], reach[k], nw[k], has[k]);"
    yield "    }"
    for number, one in enumerate(plan.rounds):
        for k, kind in enumerate(KINDS):
            for transfer in one.up[kind]:
                flip = "~0ULL" if transfer.every else "0"
                for plane in range(2):
                    x, out = 2 * transfer.source + plane, 2 * transfer.target + plane
                    yield (
                        f"    up(Rp[{k}] + {x} * W, free, nw[{k}], heads[{k}], reach[{k}], steps[{k}], has[{k}], "
                        f"words, Rc + {out} * W, {flip});"
                    )
            for transfer in one.down[kind]:
                for plane in range(2):
                    x, out = 2 * transfer.source + plane, 2 * transfer.target + plane
                    yield (
                        f"    down(Rc + {x} * W, has[{k}], words, heads[{k}], reach[{k}], steps[{k}], "
                        f"Rp[{k}] + {out} * W, nw[{k}]);"
                    )
        yield f"    concern{number}(c[0], first, words, Rc);"
        for k, kind in enumerate(KINDS):
            yield f"    {kind}{number}(c[{k + 1}], at[{k}], nw[{k}], Rp[{k}]);"
    for place, scope in enumerate(SCOPES):
        registers, begin, rows = (
            ("Rc", "first", "rows") if place == 0 else (f"Rp[{place - 1}]", f"at[{place - 1}]", f"n[{place - 1}]")
        )
        for result, name in enumerate(plan.results[scope]):
            yield f"    for (long w = 0; w * 64 < {rows}; w++) {{"
            yield f"      u64 s = {registers}[{2 * name} * W + w], p = {registers}[{2 * name + 1} * W + w];"
            for plane, bits in enumerate(("s", "s | ~p")):
                target = f"out[{place}] + {2 * result + plane} * width[{place}]"
                yield f"      put({target}, {begin} + 64 * w, {rows} - 64 * w, {bits});"
            yield "    }"
    yield "    at[0] += n[0]; at[1] += n[1];"
    yield "  }"
    yield "}"


class Kernel:
    """The compiled plan over one block."""

    def __init__(self, planes: Planes, block: Block, folder: Path) -> None:
        self.plan, self.block = planes.plan, block
        self.words = CHUNK * 4 // 64
        text = code(self.plan).replace("typedef uint64_t u64;", f"typedef uint64_t u64;\n#define W {self.words}L", 1)
        (folder / "kernel.c").write_text(text, encoding="utf-8")
        subprocess.run([compiler(), *FLAGS, "-o", folder / "kernel.so", folder / "kernel.c"], check=True)  # noqa: S603
        self.run_c = ctypes.CDLL(str(folder / "kernel.so")).run
        self.columns = [self._columns(planes, scope) for scope in SCOPES]
        self.rows = [block.tables()[scope].num_rows for scope in SCOPES]
        self.width = [(rows + 63) // 64 + 1 for rows in self.rows]
        self.heap = np.zeros(self.words * 4 * sum(max(n, 1) + 12 for n in self.plan.sizes.values()) * 2, np.uint64)

    def _columns(self, planes: Planes, scope: Scope) -> Any:
        table = self.block.tables()[scope]
        found = []
        for base in self.plan.bases[scope].values():
            name, event = planes.form.names[base.fact], base.fact.name.startswith(EVENT)
            column = table.column(name) if name in table.schema.names else None
            found.append(_column(source(base, column, event=event)))
        return (Column * max(len(found), 1))(*found)

    def run(self) -> list[Any]:
        """The planes of each table's answers, as Machine has them: conditions by 2 by words."""
        out = [
            np.zeros((max(len(self.plan.results[scope]), 1), 2, width), np.uint64)
            for scope, width in zip(SCOPES, self.width, strict=True)
        ]
        owners = [self.block.owners[kind] for kind in KINDS]
        self.run_c(
            (ctypes.c_void_p * 3)(*(ctypes.addressof(columns) for columns in self.columns)),
            ctypes.c_long(self.rows[0]),
            (ctypes.c_void_p * 2)(*(rows.ctypes.data for rows in owners)),
            (ctypes.c_long * 2)(*map(len, owners)),
            (ctypes.c_void_p * 3)(*(planes.ctypes.data for planes in out)),
            (ctypes.c_long * 3)(*self.width),
            ctypes.c_void_p(self.heap.ctypes.data),
        )
        return out


def _column(given: Any) -> Column:
    match given:
        case YesOrNo(values, validity) | Happened(values, validity):
            kind = 0 if isinstance(given, YesOrNo) else 1
            low = high = 0
            address, offset = values.ctypes.data, validity.offset
        case Ranges(numbers, validity, ranges) if numbers.itemsize == 1 and len(ranges) == 1:
            kind, (low, high) = 2, ranges[0]
            offset = validity.offset
            address = numbers.ctypes.data - offset
        case Same(known):
            return Column(4 if known else 3, 0, 0, None, None, 0)
        case _:
            raise NotImplementedError(given)
    valid = None if validity.bitmap is None else validity.bitmap.ctypes.data
    return Column(kind, low, high, address, valid, offset)


def compiler() -> str:
    """The machine's C compiler, or an empty text."""
    return shutil.which("cc") or ""


def contenders(pack: Pack, national: National, folder: Path) -> list[Contender]:
    """The compiled plan, with the joining of people to concerns; none where there is no compiler for this processor."""
    if not compiler() or " bmi2 " not in Path("/proc/cpuinfo").read_text():
        return []
    planes = Planes(pack)
    block = planes.ready(block_of(national))
    kernel = Kernel(planes, block, folder)
    _compare(kernel, planes, block)

    def whole() -> list[Any]:
        kernel.block = block_of(national)
        return kernel.run()

    return [Contender("experiment: the same plan in C, joining included", whole)]


def _compare(kernel: Kernel, planes: Planes, block: Block) -> None:
    """See that every bit is planes'."""
    found = kernel.run()
    for chunk in planes.planes(block):
        for place, scope in enumerate(SCOPES):
            rows = chunk[scope]
            for number, pair in enumerate(rows.planes):
                for plane in range(2):
                    ours = np.unpackbits(pair[plane].view(np.uint8), bitorder="little")[: rows.rows]
                    theirs = np.unpackbits(found[place][number, plane].view(np.uint8), bitorder="little")
                    if not np.array_equal(ours, theirs[rows.first : rows.first + rows.rows]):
                        raise SystemExit(f"the C experiment is wrong about {planes.names[scope][number]}")
