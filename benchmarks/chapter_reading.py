"""How each edition of the chapter reads: the age at which one can read its rules and its paragraphs, by section.

Run: .venv/bin/python benchmarks/chapter_reading.py > docs/evidence/chapter-reading.md
"""

from __future__ import annotations

import re
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fingerpost.manual.prose import plain
from fingerpost.procedure.explaining.rules import section_names
from fingerpost.procedure.pack.library import available, load_pack
from fingerpost.procedure.pack.model import Pack, Prose, Provision, Section
from support.reading import reading_age, words_of

HARD = 16
"""The rules that read older than this are named."""


def texts(section: Section) -> tuple[list[str], list[str]]:
    """The rules' texts of a section, and its paragraphs."""
    rules = [" ".join(part.text.split()) for part in section.body if isinstance(part, Provision)]
    prose = [plain(part.markdown) for part in section.body if isinstance(part, Prose)]
    return rules, [one for one in prose if len(words_of(one)) >= 5]


def years(found: list[str]) -> float:
    """The reading age of texts together. A sentence ends at a full stop, a question mark or an exclamation mark."""
    return reading_age([one for text in found for one in re.split(r"(?<=[.!?])[”)]?\s+", text) if words_of(one)])


def age(found: list[str]) -> str:
    """The reading age of texts together, or a dash where there are none."""
    return f"{years(found):.1f}" if found else "–"


def edition(pack: Pack) -> None:
    """One edition's table, and its hardest rules."""
    ages = {rule.id: years([" ".join(rule.text.split())]) for rule in pack.provisions.values()}
    rules = [" ".join(rule.text.split()) for rule in pack.provisions.values()]
    prose = [text for section in pack.sections for text in texts(section)[1]]
    print(f"## {pack.name}: {len(ages)} rules\n")
    median = statistics.median(ages.values())
    print(f"- Reading age of all rules as one text: {age(rules)}; median of the rules: {median:.1f}.")
    print(f"- Reading age of all paragraphs as one text: {age(prose)}.\n")
    print("| section | rules | paragraphs |\n|---|---|---|")
    for name, section in section_names(pack).items():
        told, said = texts(section)
        print(f"| {name} {section.title.removeprefix(f'{name} ')} | {age(told)} | {age(said)} |")
    hard = sorted(((value, rule) for rule, value in ages.items() if value > HARD), reverse=True)
    print(f"\n{len(hard)} of the {len(ages)} rules read older than {HARD}:\n")
    print("; ".join(f"{rule} ({value:.1f})" for value, rule in hard) + ".\n")


def main() -> None:
    print("# How the chapter reads\n")
    print("Made by `.venv/bin/python benchmarks/chapter_reading.py > docs/evidence/chapter-reading.md`.\n")
    print(
        "The reading age is Flesch and Kincaid's grade plus five, by the library `readability`. It counts sentences and"
    )
    print(
        "syllables and knows nothing of sense: the names that safeguarding cannot do without (“children's social care”,"
    )
    print("“designated officer”, “significant harm”) make a rule old by themselves, and one rule is a small sample.\n")
    for name in sorted(one for one in available() if one.startswith("e-safety@")):
        edition(load_pack(name))


if __name__ == "__main__":
    main()
