"""The exported module under Node, held against `fingerpost decide --lines`: the same bytes, answers and messages.

`script/campaign javascript [CASES]`
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cli.running import EXAMPLE_NAMES, EXAMPLES
from fingerpost.cli.procedures import Procedures
from fingerpost.cli.stream import Stream
from fingerpost.procedure.pack.library import available, load_pack
from fingerpost.procedure.source.yaml import parse_yaml
from fingerpost.proof.javascript import javascript
from proof.javascript_cases import documents

CASES = 20_000
SEED = 20261203
ROOT = Path(__file__).parents[2]
EVIDENCE = ROOT / "docs" / "evidence" / "javascript.md"
RUNNER = ROOT / "script" / "lib" / "javascript_decide.mjs"

Document = dict[str, Any]


@dataclass
class Told:
    """What was written to standard output, line by line, and to standard error."""

    answers: list[str]
    notes: list[str]


def examples() -> list[Document]:
    """The cases in examples/."""
    return [_read(EXAMPLES / f"{name}.yaml") for name in EXAMPLE_NAMES]


def _read(path: Path) -> Document:
    value = parse_yaml(path.read_text(encoding="utf-8"), name=path.name).value
    assert isinstance(value, dict)
    return value


def by_command(cases: Iterable[Document]) -> Told:
    """What the command says."""
    out, err = io.BytesIO(), io.StringIO()
    with contextlib.redirect_stderr(err):
        Stream(Procedures(), out).run(json.dumps(case).encode() + b"\n" for case in cases)
    return Told(out.getvalue().decode().split("\n")[:-1], err.getvalue().split("\n")[:-1])


def by_module(module: bytes, cases: Iterable[Document]) -> Told:
    """What a module says, in one process of Node."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "procedure.mjs"
        path.write_bytes(module)
        ran = subprocess.run(
            ["node", str(RUNNER), str(path)],
            input="".join(f"{json.dumps(case)}\n" for case in cases).encode(),
            capture_output=True,
            check=False,
        )
    notes = ran.stderr.decode()
    if ran.returncode:
        raise AssertionError(notes)
    return Told(ran.stdout.decode().split("\n")[:-1], notes.split("\n")[:-1])


def named(cases: Iterable[Document], name: str) -> list[Document]:
    """The cases with the procedure named, so that the command takes that one; a wrong name is another's matter."""
    return [{**case, "procedure": name} for case in cases]


class Agreement:
    """One procedure's cases: how many are the same, to the byte, and of these how many were decided and refused."""

    def __init__(self, name: str, cases: Sequence[Document], module: bytes | None = None) -> None:
        theirs = by_module(module or javascript(load_pack(name)), cases)
        ours = by_command(cases)
        assert len(ours.answers) == len(theirs.answers) == len(cases)
        pairs = zip(ours.answers, theirs.answers, cases, strict=True)
        self.different = [(case, our, their) for our, their, case in pairs if our != their]
        self.refused = sum(answer.startswith('{"line"') for answer in ours.answers)
        self.decided = len(cases) - self.refused
        self.notes = sum(": note: " in note for note in ours.notes)
        self.same_notes = ours.notes == theirs.notes


def report(count: int, found: dict[str, Agreement]) -> str:
    """The evidence, as Markdown."""
    rows, sizes = [], []
    for name, one in found.items():
        rows.append(f"| {name} | {one.decided:,} | {one.refused:,} | {one.notes:,} | {len(one.different)} |")
        module = javascript(load_pack(name))
        sizes.append(f"| {name} | {len(module) / 1000:.0f} kB | {len(gzip.compress(module, mtime=0)) / 1000:.0f} kB |")
    return "\n".join(
        [
            "# The JavaScript module and the command",
            "",
            "Made by `script/campaign javascript`.",
            "",
            f"For each procedure {count:,} random cases (seed {SEED}), a tenth of them with mistakes, and for the",
            f"one in force the {len(EXAMPLE_NAMES)} of examples/, are decided by `fingerpost decide --lines` and by",
            "the module that `fingerpost export --js` writes, in one process of Node. The lines on standard output are",
            "compared byte by byte: every field of every answer, and of what is no case every problem in words. What",
            "standard error says of answers that contradict each other is compared too.",
            "",
            "| procedure | decided, the same | refused, the same | notes, the same | different |",
            "|---|---|---|---|---|",
            *rows,
            "",
            "| procedure | the module | compressed (gzip) |",
            "|---|---|---|",
            *sizes,
            "",
            "How long a decision takes is in [javascript-speed.md](javascript-speed.md).",
            "",
        ]
    )


def main() -> int:
    """Run the campaign. The evidence is written when it ran in full and nothing was different."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    found = {}
    for name in available():
        cases = named(documents(load_pack(name), count, SEED), name)
        found[name] = Agreement(name, [*(examples() if name == "e-safety@2017" else []), *cases])
    text = report(count, found)
    print(text)
    wrong = [one for agreement in found.values() for one in agreement.different]
    for case, ours, theirs in wrong[:3]:
        print(json.dumps(case), ours, theirs, sep="\n", file=sys.stderr)
    good = not wrong and all(agreement.same_notes for agreement in found.values())
    if count >= CASES and good:
        EVIDENCE.write_text(text, encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
