# ruff: noqa: E501
"""Makes ordinary documents by many makers, judges them, and counts what was refused, lost, broken or out of order.

PYTHONPATH=tests python script/lib/gate/ordinary.py FOLDER      makes them into FOLDER, where they are not there yet
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from multiprocessing.pool import ThreadPool
from pathlib import Path
from typing import Final

import printing
import word
from papers.blocks import Paper
from papers.casework import casework
from papers.exports import exports

# Every maker with the share of papers that it makes: one in so many.
ONE_BY_ONE: Final = {
    "text.txt": (printing.text, 1), "notepad.txt": (printing.notepad, 2), "utf16.txt": (printing.utf16, 3), "cp1252.txt": (printing.old_windows, 1),
    "excel.csv": (printing.commas, 1), "page.html": (printing.page, 3), "plain.eml": (printing.plain_mail, 2), "quoted.eml": (printing.quoted_mail, 3),
    "page.eml": (printing.page_mail, 2), "both.eml": (printing.both_mail, 3), "python.docx": (printing.python_docx, 1), "word.docx": (word.word, 1),
    "reportlab.pdf": (printing.reportlab, 2), "scanner.pdf": (printing.scanner, 3), "typst.pdf": (printing.typst, 2),
}  # fmt: skip
SHARE_OF_PROGRAMS: Final = {
    "libreoffice.odt": 2,
    "libreoffice.docx": 2,
    "libreoffice.rtf": 2,
    "libreoffice.pdf": 2,
    "weasyprint.pdf": 3,
    "chromium.pdf": 2,
}
_EMOJI: Final = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff\u20e3]")
UNSEEN: Final = re.compile(
    "[\ufe0e\ufe0f\u200d\u00ad\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\U000e0000-\U000e007f]"
)


def papers() -> list[Paper]:
    """Return everything that is to be written."""
    return [*exports(), *casework()]


def make(folder: Path) -> list[str]:
    """Make what is not there yet; return which makers are not installed."""
    folder.mkdir(parents=True, exist_ok=True)
    every, missing = papers(), []
    for maker, (write, share) in ONE_BY_ONE.items():
        for paper in every[::share]:
            file = folder / f"{paper.name}.{maker}"
            if not file.exists() and (data := write(paper)):
                file.write_bytes(data)
    weasyprint = os.environ.get("WEASYPRINT") or shutil.which("weasyprint")
    for offset, (maker, share) in enumerate(SHARE_OF_PROGRAMS.items()):
        chosen = [paper for paper in every[offset % share :: share] if not (folder / f"{paper.name}.{maker}").exists()]
        program, suffix = maker.split(".")
        if not {"weasyprint": weasyprint, "libreoffice": shutil.which("soffice")}.get(program, "yes"):
            missing.append(maker)
            continue
        if not chosen:
            continue
        match program:
            case "libreoffice":
                made = printing.libreoffice(chosen, suffix)
            case "weasyprint":
                made = printing.weasyprint(chosen, weasyprint or "")
            case _:
                made = printing.chromium(chosen)
        for name, data in made.items():
            (folder / f"{name}.{maker}").write_bytes(data)
    return missing


@dataclass
class Seen:
    """What became of one document."""

    name: str
    refused: str = ""
    words: int = 0
    lost: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    in_order: bool = True


def words_of(text: str) -> list[str]:
    """Return the words of a text as a reader sees them: without signs that nobody sees."""
    return UNSEEN.sub("", text).split()


def compare(name: str, expected: list[str], kept: list[str]) -> Seen:
    """Say which words are lost, which came from elsewhere, and whether the others are in order."""
    lost, added = Counter(expected) - Counter(kept), Counter(kept) - Counter(expected)
    here, there = (
        [one for one in expected if one not in lost],
        [one for one in kept if one not in added and one not in lost],
    )
    return Seen(name, "", len(expected), list(lost.elements()), list(added.elements()), here == there)


def judged(folder: Path, wanted: str = "") -> Iterator[Seen]:
    """Judge each document of a folder, two at once, as the service does."""
    from fingerpost.gate import Refused, judge

    by_name = {paper.name: paper for paper in papers()}

    def one(file: Path) -> Seen:
        found = judge(file.read_bytes())
        if isinstance(found, Refused):
            return Seen(file.name, f"{found.kind}: {found.line}")
        paper = by_name[file.name.split(".")[0]]
        expected = words_of(" ".join(paper.lines()))
        text = found.text
        if file.suffix == ".csv":
            text = text.replace(",", " ").replace('"', " ")
            expected = words_of(" ".join(paper.lines()).replace(",", " ").replace('"', " "))
        kept = words_of(text)
        if file.suffix == ".eml":  # which begins with its headers
            kept = kept[kept.index("discussed") + 1 :]
        if file.suffix == ".pdf":  # emoji are counted by themselves: most programs do not say which they drew
            expected, kept = words_of(_EMOJI.sub(" ", " ".join(expected))), words_of(_EMOJI.sub(" ", " ".join(kept)))
        return compare(file.name, expected, kept)

    with ThreadPool(2) as pool:
        yield from pool.imap_unordered(one, sorted(one for one in folder.iterdir() if wanted in one.name))


def run(folder: Path, wanted: str = "") -> bool:
    """Make, judge and print. Whether hardly any was refused, and of 500 words of PDFs at most one is lost."""
    for maker in make(folder):
        print(f"{maker}: its maker is not installed")
    by_maker: dict[str, list[Seen]] = {}
    for seen in judged(folder, wanted):
        by_maker.setdefault(seen.name.split(".", 1)[1], []).append(seen)
        if seen.refused:
            print(f"refused: {seen.name}: {seen.refused}")
        elif seen.lost or not seen.in_order:
            order = "" if seen.in_order else " NOT IN ORDER"
            print(
                f"{seen.name}: {len(seen.lost)} of {seen.words} lost {seen.lost[:6]} now {seen.added[:6]}{order}"[:400]
            )
    print("\n| maker | documents | refused | words | words lost | not in order |\n|---|---:|---:|---:|---:|---:|")
    for maker, them in [*sorted(by_maker.items()), ("all", [*chain(*by_maker.values())])]:
        print(f"| {maker} | {len(them)} | {sum(bool(one.refused) for one in them)} | {sum(one.words for one in them):,} "
              f"| {sum(len(one.lost) for one in them)} | {sum(not one.in_order for one in them)} |")  # fmt: skip
    pdfs = [one for maker, them in by_maker.items() if maker.endswith("pdf") for one in them]
    others = [one for maker, them in by_maker.items() if not maker.endswith("pdf") for one in them]
    lost, words = sum(len(one.lost) for one in pdfs), sum(one.words for one in pdfs)
    return not any(one.refused or one.lost or not one.in_order for one in others) and 500 * lost <= words


if __name__ == "__main__":
    sys.exit(0 if run(Path(sys.argv[1]), *sys.argv[2:]) else 1)
