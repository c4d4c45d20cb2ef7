"""Measures how often two names are told to be one person's: prints docs/evidence/name-matching.md.

The list is `tests/record/name_pairs.py`, which knows nothing of the matcher.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fingerpost.record.name_forms import Names, compare
from record.name_pairs import pairs


def main() -> None:
    """Print the tables."""
    found: dict[tuple[bool, str], Counter[Names]] = defaultdict(Counter)
    for pair in pairs():
        found[pair.is_one, pair.kind][compare(pair.one, pair.other)] += 1
    total = sum(map(Counter.total, found.values()))
    print(HEAD.format(total=f"{total:,}"))
    for is_one in (True, False):
        print(f"\n## {'Of one person' if is_one else 'Of two'}\n")
        print("| | pairs | the same | alike | one word | nothing | asked by the name alone | with one strong mark |")
        print("|---|---|---|---|---|---|---|---|")
        kinds = {kind: counts for (one, kind), counts in found.items() if one is is_one}
        for kind, counts in (*kinds.items(), ("**all**", sum(kinds.values(), Counter()))):
            print(_row(kind, counts))
    missed = [pair for pair in pairs() if pair.is_one and compare(pair.one, pair.other) == Names.OTHER]
    print(f"\nOf one person, and nothing alike: {'; '.join(f'{it.one} / {it.other}' for it in missed) or 'none'}.")


def _row(kind: str, counts: Counter[Names]) -> str:
    grades = (counts[grade] for grade in (Names.SAME, Names.ALIKE, Names.PART, Names.OTHER))
    asks = (counts[Names.SAME] + counts[Names.ALIKE]) / counts.total()
    with_one = 1 - counts[Names.OTHER] / counts.total()
    return f"| {kind} | {counts.total():,} | {' | '.join(map(str, grades))} | {asks:.1%} | {with_one:.1%} |"


HEAD = """# How names are held together

`.venv/bin/python benchmarks/name_matching.py > docs/evidence/name-matching.md`. The {total} pairs are made by
`tests/record/name_pairs.py`, with forms that were written down by hand and not by the matcher; everybody is invented.

“Asked by the name alone”: somebody of an organisation that is in the concern is asked about. “With one strong mark” (a
date of birth, a telephone number, an e-mail address, a staff number, an address): the account is shut out at once, and
asked about. Of two people the last column says what happens to somebody who has such a mark in common with the adult,
as a partner or a twin may have; a manager undoes it."""

if __name__ == "__main__":
    main()
