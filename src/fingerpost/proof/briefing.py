"""What a new version changes for those who work by it: one page for each, in the order in which they need it (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fingerpost.procedure.explaining.rules import by_when
from fingerpost.procedure.explaining.words import joined
from fingerpost.procedure.language.tree import Happened, walk
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.proof.diff import Compared, Diff

READERS: Final = {
    "a teacher": (("practitioner", "school"), ()),
    "a social worker": (("social_care", "strategy_meeting"), ("social_care",)),
    "the police": (("police",), ("police",)),
}
"""Who a page is for: which parties of a provision they are, and what goes to them."""

_ASKING = ("must_not", "must", "should", "consider")
_STRENGTH = {"must_not": "Must not", "must": "Must", "should": "Should", "consider": "Consider", "may": "May"}
_SWITCH = "_commenced"
"""How the name of an event ends that switches a duty on (decision record 61)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a page: what it is about, and its lines."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """The page of one reader. A part without lines is left out."""

    reader: str
    parts: tuple[Part, ...]


def briefings(compared: Diff) -> list[Briefing]:
    """Return the page of each reader."""
    return [_briefing(compared, reader) for reader in READERS]


def _briefing(compared: Diff, reader: str) -> Briefing:
    does, receives = READERS[reader]
    pack = compared.new
    added = [one.provision for one in compared.added]
    asked = [one for one in added if set(one.who) & set(does) and one.modality in _ASKING]
    waiting = [one for one in asked if _switched(pack, one)]
    changed = [(one, pack.provisions[one.id]) for one in compared.changed]
    mine = [pair for pair in changed if set(pair[1].who) & set(does)]
    sent = [one for one in (*added, *(rule for _, rule in changed)) if set(one.to) & set(receives)]
    arrives = [one for one in sent if not _switched(pack, one)]
    waiting += [one for one in sent if _switched(pack, one) and one not in waiting]
    sooner = [one for one in arrives if one in added or _respects(compared, one.id) & {"by", "to"}]
    gone = [one.provision for one in compared.removed if set(one.provision.who) & set(does)]
    laws = [one for one in added if one.kind == "law" and not one.who] if "police" in does else []
    parts = (
        Part("New for you", tuple(_asks(pack, one) for one in _sorted(one for one in asked if one not in waiting))),
        Part("Changed for you", (*_changes(compared, mine), *_wider(mine))),
        Part("What others now send you, or send you sooner", tuple(_sends(pack, one) for one in _sorted(sooner))),
        Part("What others send you in more cases", _named(one for one in arrives if one not in sooner)),
        Part("New law to know", tuple(f"{one.title} ({one.id})." for one in laws)),
        Part("No longer asked", tuple(f"{one.title} ({one.id})." for one in gone)),
        Part("Not yet: switched off until the law has its day", tuple(_asks(pack, one) for one in waiting)),
        Part("To be confirmed before you rely on it", _open(rule for rule in (*asked, *(r for _, r in mine)))),
    )
    return Briefing(reader, tuple(part for part in parts if part.lines))


def _sorted(rules: Iterable[Provision]) -> list[Provision]:
    """What must not be done first, then what is due at once or today, then by strength."""
    pressing = {"same_day": 0}

    def key(rule: Provision) -> tuple[bool, bool, int, int]:
        kind = rule.deadline.kind if rule.deadline else ""
        return rule.modality != "must_not", not rule.urgent, pressing.get(kind, 1), _ASKING.index(rule.modality)

    return sorted((rule for rule in rules if rule.modality in _ASKING), key=key)


def _switched(pack: Pack, rule: Provision) -> bool:
    return any(
        isinstance(node, Happened) and node.event.endswith(_SWITCH) and node.event in pack.events
        for node in (walk(rule.condition) if rule.condition else ())
    )


def _asks(pack: Pack, rule: Provision) -> str:
    when = "At once." if rule.urgent else by_when(pack, rule.deadline)
    return " ".join(filter(None, [f"{_STRENGTH[rule.modality]}: {rule.title}", f"({rule.id}).", when]))


def _sends(pack: Pack, rule: Provision) -> str:
    said = f"When {rule.when.rstrip('. ')}." if rule.when else ""
    return " ".join(filter(None, [f"{rule.id}:", said, by_when(pack, rule.deadline)]))


def _respects(compared: Diff, rule: str) -> set[str]:
    """In which respects a provision has changed, beside the cases to which it applies."""
    parts = (part for one in compared.changed if one.id == rule for part in one.parts)
    return {part.name for part in parts}


def _changes(compared: Diff, mine: Iterable[tuple[Compared, Provision]]) -> Iterable[str]:
    """What has another day, goes to somebody else, or asks more strongly or less."""
    for one, rule in mine:
        said = []
        for part in one.parts:
            if part.name == "by":
                old = _day(compared.old, compared.old.provisions[one.id])
                said.append(f"{_day(compared.new, rule)}; before: {old}")
            elif part.name in _WORDS:
                said.append(_WORDS[part.name])
        if said:
            yield f"{rule.title} ({one.id}): {', '.join(said)}."


def _wider(mine: Iterable[tuple[Compared, Provision]]) -> Iterable[str]:
    """What applies to more cases, to fewer, or to others: the rules by title, with their names."""
    said = {"stricter": "In more cases than before", "looser": "In fewer cases than before"}
    found: dict[str, list[Provision]] = {}
    for one, rule in mine:
        for part in one.parts:
            if part.name not in {"by", "urgent", *_WORDS}:
                found.setdefault(said.get(part.relation, "In other cases than before"), []).append(rule)
    for words, rules in found.items():
        yield f"{words}: {'; '.join(_titled(rules))}."


def _named(rules: Iterable[Provision]) -> tuple[str, ...]:
    titled = _titled(rules)
    return (f"{'; '.join(titled)}.",) if titled else ()


def _titled(rules: Iterable[Provision]) -> list[str]:
    by_title: dict[str, list[str]] = {}
    for rule in rules:
        by_title.setdefault(rule.title, []).append(rule.id)
    return [f"{title} ({', '.join(ids)})" for title, ids in by_title.items()]


def _day(pack: Pack, rule: Provision) -> str:
    day = by_when(pack, rule.deadline).rstrip(".")
    return f"{day[:1].lower()}{day[1:]}" if day else "at once" if rule.urgent else "no day"


_WORDS: Final = {
    "modality": "it asks with another strength",
    "who": "it falls on somebody else",
    "to": "it goes to somebody else",
    "held_for": "it waits for somebody else",
    "embargo": "it ends otherwise",
}


def _open(rules: Iterable[Provision]) -> tuple[str, ...]:
    ids = list(dict.fromkeys(rule.id for rule in rules if rule.confirm))
    return (f"{joined(ids)}: each says what is open.",) if ids else ()
