"""Failures that reviews have told of, retold in a few words: what should have been done, by whom, to whom and by when.

They stand beside the packs. `due` is what the chapter asks for and `later` what the present-day text asks for besides;
both were worked out by hand from the texts, and are what the engine is held to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from fingerpost.procedure.errors import PackError, Problem
from fingerpost.procedure.pack.library import procedures_folder
from fingerpost.procedure.source.yaml import parse_yaml

FOLDER = "vignettes"


@dataclass(frozen=True, slots=True)
class ReviewSource:
    """A published review: what it is called, whose it is, its year, and where it was read, or read of."""

    title: str
    body: str
    year: int
    address: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What should have been done. `by`: the last day on time; None where the text sets no day."""

    rule: str
    about: str
    who: tuple[str, ...]
    to: tuple[str, ...]
    by: date | None


@dataclass(frozen=True)
class Vignette:
    """One failure. `case` is a document in the decision contract's form, reported at an invented moment."""

    name: str
    title: str
    told: str
    source: ReviewSource
    case: Mapping[str, Any]
    due: tuple[Expected, ...]
    later: tuple[Expected, ...]


def vignettes(folder: Path | None = None) -> tuple[Vignette, ...]:
    """Return the vignettes that there are, in order. Raises PackError where a file is not as it should be."""
    return _read((folder or procedures_folder()) / FOLDER)


@lru_cache(maxsize=4)
def _read(folder: Path) -> tuple[Vignette, ...]:
    return tuple(_vignette(path) for path in sorted(folder.glob("*.yaml")))


def _vignette(path: Path) -> Vignette:
    match parse_yaml(path.read_text(encoding="utf-8"), name=path.name).value:
        case {
            "title": str(title),
            "told": str(told),
            "source": {"title": str(called), "body": str(body), "year": int(year), "address": str(address), **more},
            "case": dict(case),
            "due": list(due),
            "later": list(later),
            **others,
        } if not more and not others:
            source = ReviewSource(called, body, year, address)
            expected = [tuple(_expected(path.name, one) for one in several) for several in (due, later)]
            return Vignette(path.stem, title, told, source, case, *expected)
    right = "Give it title, told, source (title, body, year, address), case, due and later, and nothing else."
    raise PackError([Problem(path.name, "this is no vignette", right)])


def _expected(file: str, entry: object) -> Expected:
    match entry:
        case {"rule": str(rule), "about": str(about), "who": list(who), **rest} if rest.keys() <= {"to", "by"}:
            to, by = rest.get("to"), rest.get("by")
            recipients = tuple(map(str, to)) if isinstance(to, list) else ()
            return Expected(rule, about, tuple(map(str, who)), recipients, date.fromisoformat(str(by)) if by else None)
    right = "Give it rule, about, who, and to and by where there are any."
    raise PackError([Problem(file, "an entry is no duty", right)])
