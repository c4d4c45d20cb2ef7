"""What each source of a pack is, who looked at it, and when: `sources.yaml` beside the pack, which no digest covers.

The text stays the same while its sources are looked at again. So the file says, for each source and each passage that
is cited: which text of it, on which day it was last looked at and who did, and how sure one can be of it: `read` in the
source itself, `reported` (read of it elsewhere), or `to-confirm`; then a sentence says what could not be established.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from fingerpost.procedure.calendar import months_after
from fingerpost.procedure.errors import Problem, nearest
from fingerpost.procedure.pack import beside
from fingerpost.procedure.pack.library import available, load_pack, procedures_folder
from fingerpost.procedure.pack.model import Pack, Place, Provision

FILE: Final = "sources.yaml"
SURE: Final[Mapping[str, str]] = {
    "read": "read in the source",
    "reported": "read of it elsewhere",
    "to-confirm": "to be confirmed",
}
"""How sure one can be of what a source says, each in words."""
MONTHS: Final = 6
"""So many months after it was last looked at a source has to be looked at again."""
OURS: Final = "ours"
"""The source of words that are nobody's but ours: a partnership's local words take their place."""

_SOURCE_KEYS = ("source", "address", "text_of", "looked", "by", "sure", "where", "note", "sections")
_INHERITED = ("address", "text_of", "looked", "by")
_SECTION_KEYS = ("section", "address", "text_of", "looked", "by", "sure", "where", "note")


@dataclass(frozen=True, slots=True)
class Look:
    """How a source, or one passage of it (`section`), was last looked at.

    `text_of`: which text of it, as a date or an edition. `looked` and `by`: when, and who did. `sure`: a key of `SURE`.
    `where` it was read, or read of. `note`: what could not be established, or what else a reader has to know.
    """

    source: str
    section: str
    address: str
    text_of: str
    looked: date
    by: str
    sure: str
    where: str
    note: str
    place: Place

    @property
    def how(self) -> str:
        """How sure one can be, in words."""
        return SURE[self.sure]

    @property
    def in_words(self) -> str:
        """How sure one can be, and since when: `read in the source on 2026-12-02: where`."""
        where = f": {self.where}" if self.where else ""
        note = f" {self.note}" if self.note else ""
        return f"{self.how}, looked at on {self.looked.isoformat()}{where}.{note}"

    def is_due(self, today: date) -> bool:
        """Whether nobody has looked for six months."""
        return months_after(self.looked, MONTHS) < today


@dataclass(frozen=True, slots=True)
class Source:
    """A source as a whole, and the passages of it that were looked at by themselves."""

    title: str
    whole: Look
    sections: Mapping[str, Look]

    @property
    def looks(self) -> tuple[Look, ...]:
        """The source as a whole, then its passages."""
        return (self.whole, *self.sections.values())


@dataclass(frozen=True, slots=True)
class Sources:
    """All that a file says, by the pack's names for its sources."""

    by_key: Mapping[str, Source]

    def look(self, cited: str) -> Look | None:
        """How what a provision cites was last looked at: the passage, or the source as a whole."""
        key, _, section = cited.partition(" ")
        source = self.by_key.get(key)
        return None if source is None else source.sections.get(section, source.whole)

    def looks(self, rule: Provision) -> list[tuple[str, Look]]:
        """What a provision cites, each with how it was last looked at."""
        return [(cited, look) for cited in rule.cites if (look := self.look(cited)) is not None]

    def due(self, today: date) -> list[Source]:
        """The sources at which, or at a passage of which, nobody has looked for six months."""
        return [one for one in self.by_key.values() if any(look.is_due(today) for look in one.looks)]


NONE: Final = Sources(MappingProxyType({}))


def read_sources(pack: Pack, folder: Path) -> Sources:
    """What is in the folder's `sources.yaml`; nothing without one. Raises PackError with everything that is wrong."""
    return sources_from(pack, beside.text_of(folder / FILE))


def sources_from(pack: Pack, text: str) -> Sources:
    """The same, from the file's text."""
    return beside.read_text(text, FILE, partial(_Reader, pack))


def sources_of(pack: Pack, folder: Path | None = None) -> Sources:
    """What is known of a pack's sources: from its own file, else from that of a version that has the same source."""
    return _sources_of(pack.name, tuple(pack.sources.items()), folder or procedures_folder())


@lru_cache(maxsize=16)
def _sources_of(name: str, titles: tuple[tuple[str, str], ...], folder: Path) -> Sources:
    found: dict[str, Source] = {}
    others = [one for one in reversed(available(folder)) if one != name]
    for one in [name, *others]:
        if one in available(folder):
            identity, _, version = one.partition("@")
            known = read_sources(load_pack(one, folder=folder), folder / identity / version).by_key
            found = {**{key: source for key, source in known.items() if (key, source.title) in titles}, **found}
    return Sources(MappingProxyType({key: found[key] for key, _ in titles if key in found}))


class _Reader:
    """One reading of the file, gathering problems as it goes."""

    def __init__(self, pack: Pack, line: Callable[..., int]) -> None:
        self.pack = pack
        self.line = line
        self.problems: list[Problem] = []
        self.cited = {cited for rule in pack.provisions.values() for cited in rule.cites}

    def wrong(self, path: tuple[str | int, ...], what: str, right: str) -> None:
        self.problems.append(Problem(str(Place(FILE, self.line(*path))), what, right))

    def read(self, value: object) -> Sources:
        if value is not None and not isinstance(value, list):
            self.wrong((), "this is not a list", "Write one entry for each source of the pack.")
        found: dict[str, Source] = {}
        for number, entry in enumerate(value if isinstance(value, list) else []):
            source = self.source((number,), entry)
            if source is not None:
                if source.whole.source in found:
                    self.wrong((number,), f"“{source.whole.source}” is there twice", "Leave one of them out.")
                found[source.whole.source] = source
        return Sources(MappingProxyType({key: found[key] for key in self.pack.sources if key in found}))

    def source(self, path: tuple[str | int, ...], entry: object) -> Source | None:
        given = self.texts(path, entry, _SOURCE_KEYS)
        key = str(given.get("source", ""))
        if key not in self.pack.sources:
            self.wrong(path, f"“{key}” is no source of the pack", nearest(key, self.pack.sources) or "Leave it out.")
            return None
        whole = self.look(path, given, {})
        sections: dict[str, Look] = {}
        listed = given.get("sections") or []
        if not isinstance(listed, list):
            self.wrong((*path, "sections"), "`sections` is no list", "Write one entry for each passage.")
            listed = []
        for number, one in enumerate(listed):
            there = (*path, "sections", number)
            part = self.texts(there, one, _SECTION_KEYS)
            inherited: dict[str, object] = {name: given[name] for name in _INHERITED if name in given}
            look = self.look(there, {**part, "source": key}, inherited)
            if f"{key} {look.section}" not in self.cited:
                self.wrong(there, f"no provision cites “{key} {look.section}”", "Cite it, or leave the entry out.")
            sections[look.section] = look
        return Source(self.pack.sources[key], whole, MappingProxyType(sections))

    def texts(self, path: tuple[str | int, ...], entry: object, known: Iterable[str]) -> dict[str, object]:
        if not isinstance(entry, dict):
            self.wrong(path, "an entry is no mapping", f"It has {', '.join(known)}.")
            return {}
        for key, value in entry.items():
            if key not in known:
                self.wrong((*path, key), f"“{key}” is not known here", f"There are {', '.join(known)}.")
            elif key != "sections" and not isinstance(value, str):
                self.wrong((*path, key), f"`{key}` is no text", f"Write {key}: followed by words.")
        return dict(entry)

    def look(self, path: tuple[str | int, ...], given: Mapping[str, object], inherited: Mapping[str, object]) -> Look:
        said = {**inherited, **given}

        def text(key: str) -> str:
            return " ".join(str(said.get(key) or "").split())

        for key in ("text_of", "looked", "by", "sure"):
            if not text(key):
                self.wrong(path, f"it has no `{key}`", f"Add {key}.")
        if text("sure") and text("sure") not in SURE:
            self.wrong((*path, "sure"), f"`sure` cannot be “{text('sure')}”", f"It is one of {', '.join(SURE)}.")
        if text("sure") in ("read", "reported") and not text("where"):
            self.wrong(path, "it does not say where it was read", "Add where.")
        if text("sure") == "to-confirm" and not text("note"):
            self.wrong(path, "it does not say what could not be established", "Add note, in a sentence.")
        try:
            looked = date.fromisoformat(text("looked"))
        except ValueError:
            looked = date.min
            if text("looked"):
                self.wrong((*path, "looked"), f"“{text('looked')}” is not a date", "Write year-month-day.")
        return Look(
            source=text("source"),
            section=text("section"),
            address=text("address"),
            text_of=text("text_of"),
            looked=looked,
            by=text("by"),
            sure=text("sure") if text("sure") in SURE else "to-confirm",
            where=text("where"),
            note=text("note"),
            place=Place(FILE, self.line(*path)),
        )
