"""How the questions of the chapter read: words, and the age at which one can read them.

Run: .venv/bin/python benchmarks/question_words.py > docs/evidence/question-words.md
"""

from __future__ import annotations

import statistics
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fingerpost.procedure.pack.library import available, load_pack
from support.reading import reading_age, words_of

BANDS = ((0, 7), (7, 9), (9, 11), (11, 13), (13, 99))


def band(age: float) -> str:
    """The band of ages in which a question falls."""
    low, high = next((low, high) for low, high in BANDS if low < age <= high or age <= low == 0)
    return f"up to {high}" if not low else f"over {low}" if high == BANDS[-1][1] else f"over {low}, up to {high}"


def main() -> None:
    print("# How the questions read\n")
    print("Made by `.venv/bin/python benchmarks/question_words.py > docs/evidence/question-words.md`.\n")
    print("The reading age is Flesch and Kincaid's grade plus five, by the library `readability`, for each question by")
    print("itself, and for all of an edition as one text. One sentence is a small sample: “involved” alone makes two")
    print("years. `tests/procedure/test_question_words.py` holds the limits, and says why a question is excused.\n")
    for name in sorted(one for one in available() if one.startswith("e-safety@")):
        facts = list(load_pack(name).facts.values())
        ages = {fact.ask: reading_age([fact.ask]) for fact in facts}
        lengths = [len(words_of(ask)) for ask in ages]
        print(f"## {name}: {len(facts)} questions\n")
        print(f"- Words: {statistics.mean(lengths):.1f} on average, {max(lengths)} at most.")
        whole, median = reading_age([fact.ask for fact in facts]), statistics.median(ages.values())
        print(f"- Reading age of all as one text: {whole}; median of the questions: {median:.1f}.\n")
        print("| reading age | questions |\n|---|---|")
        found = Counter(band(age) for age in ages.values())
        for low, high in BANDS:
            label = band((low + high) / 2)
            print(f"| {label} | {found[label]} |")
        print("\nOver eleven:\n")
        for ask, age in sorted(ages.items(), key=lambda one: -one[1]):
            if age > 11:
                print(f"- {age}: {ask}")
        print()


if __name__ == "__main__":
    main()
