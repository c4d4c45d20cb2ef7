"""Every small mistake in the published pack: refused, found, told apart by a case, or proved to be none.

    script/campaign pack-mutants [--every N] [--verify N]

Each mutant is read, compared with the pack it was made from, and (every N-th of them) verified. The engine is the
judge: a mutant that is told apart has an example that both decide differently; one that is proved equal is decided
alike in many random cases. What fails either is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.pack.library import load_pack, procedures_folder
from fingerpost.procedure.pack.model import Pack
from fingerpost.proof.diff import Diff, diff
from fingerpost.proof.example import Example
from fingerpost.proof.expectations import read_expectations
from fingerpost.proof.verify import verify
from proof.mutants import Mutant, files_of, mutants
from proof.random_cases import random_cases

FOLDER = procedures_folder() / "e-safety" / "2017"
REPORT = Path("docs/evidence/proof-mutants.md")
CASES = 300
ENOUGH = 0.95


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant. `verified`: what verify found of it, None where it was not asked."""

    what: str
    became: str
    verified: tuple[str, ...] | None


def examined(mutant: Mutant, *, verifying: bool) -> Outcome:
    """One mutant."""
    pack = mutant.pack()
    if pack is None:
        return Outcome(mutant.what, "refused", None)
    original = load_pack("e-safety@2017")
    found = diff(original, pack)
    became = _told(found) if not found.equal else "equal" if _alike(original, pack) else "missed"
    if not verifying:
        return Outcome(mutant.what, became, None)
    checks = tuple(sorted({one.check for one in verify(pack, read_expectations(pack, FOLDER)).findings}))
    return Outcome(mutant.what, became, checks)


def _told(found: Diff) -> str:
    """Whether some example is decided differently, or the difference is one that no decision shows."""
    pairs = [pair for one in found.changed for part in one.parts for pair in part.pairs]
    if any(_decided(pair.old) != _decided(pair.new) for pair in pairs):
        return "told apart by a case"
    if any(pair.towards != "both" for pair in pairs):
        return "missed"
    return "told apart in what a case is not asked"


def _decided(example: Example) -> tuple[object, ...]:
    return example.says, example.due, example.held_by, example.may_be_held_by, example.modality, example.to


def _alike(old: Pack, new: Pack) -> bool:
    return all(
        decide(old, case_from(case, old)).outcomes == decide(new, case_from(case, new)).outcomes
        for case in random_cases(old, CASES, seed=7)
    )


def _examined(given: tuple[Mutant, bool]) -> Outcome:
    return examined(given[0], verifying=given[1])


def report(outcomes: list[Outcome], every: int) -> str:
    """The evidence, as a page."""
    counts = Counter(one.became for one in outcomes)
    verified = [one for one in outcomes if one.verified is not None]
    by_verify = [one for one in verified if one.verified]
    found = len(outcomes) - counts["missed"]
    lines = [
        "# Mutants of the published pack",
        "",
        f"Made by `script/campaign pack-mutants{f' --every {every}' if every > 1 else ''}`. Each mutant is the text of",
        "e-safety@2017 with one thing another: an operator, an operand left out or turned round, a bound moved by one,",
        "a quantifier, a modality, a deadline, a party, what is held back, which answer is graver. `lowered_by` is put",
        "right where that alone gave a mutant away, so that the rest has to be found by what it means.",
        "",
        "| what became of it | mutants |",
        "|---|---|",
        f"| refused by the reader of packs | {counts['refused']} |",
        f"| told apart by `diff`, by a case that both engines decide differently | {counts['told apart by a case']} |",
        "| told apart by `diff` in what no decision shows: on whom a duty falls, how strongly text without a condition"
        f" speaks, which answer is graver | {counts['told apart in what a case is not asked']} |",
        f"| proved by Z3 to mean the same, and decided alike in {CASES} random cases | {counts['equal']} |",
        f"| missed | {counts['missed']} |",
        f"| all | {len(outcomes)} |",
        "",
        f"**{100 * found / len(outcomes):.1f} % are found or proved equivalent.** None is declared equivalent by hand.",
        "",
        f"`verify`, which has nothing to compare with, finds fault with {len(by_verify)} of the {len(verified)} mutants"
        " that it was asked about: a mistake that leaves a consistent procedure is no fault that a single text shows.",
        "",
    ]
    kinds = Counter(check for one in by_verify for check in one.verified or ())
    lines += [
        "| check | mutants |",
        "|---|---|",
        *(f"| {check} | {count} |" for check, count in kinds.most_common()),
        "",
    ]
    equal = [one.what for one in outcomes if one.became == "equal"]
    if equal:
        lines += ["## Proved to mean the same", "", *(f"- {what}" for what in equal), ""]
        lines += [
            "Nothing is ever learned of a child who is not listed (`unlisted_child`): a question about them leaves a",
            "rule open whatever its bound, and no decision can show a slip in it.",
            "",
        ]
    missed = [one.what for one in outcomes if one.became == "missed"]
    if missed:
        lines += ["## Missed", "", *(f"- {what}" for what in missed), ""]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutants of the published pack.")
    parser.add_argument("--every", type=int, default=1, help="take every N-th mutant only, and write no report")
    parser.add_argument("--verify", type=int, default=8, help="verify every N-th of them")
    options = parser.parse_args()
    chosen = [*mutants(files_of(FOLDER))][:: options.every]
    given = [(mutant, place % options.verify == 0) for place, mutant in enumerate(chosen)]
    with ProcessPoolExecutor(2) as pool:
        outcomes = list(pool.map(_examined, given, chunksize=8))
    text = report(outcomes, options.every)
    if options.every == 1:
        REPORT.write_text(text)
    print(text)
    missed = sum(one.became == "missed" for one in outcomes)
    return int(1 - missed / len(outcomes) < ENOUGH)


if __name__ == "__main__":
    sys.exit(main())
