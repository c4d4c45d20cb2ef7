"""The retention schedule, read from `retention.yaml` and checked: it says every mistake at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from fingerpost.procedure.errors import FingerpostError, Problem


class RetentionScope(StrEnum):
    """Which concerns a rule applies to; or only requests for what is held on somebody."""

    ALWAYS = "always"
    CHILD = "child"
    NO_CHILD = "no_child"
    SEXUAL_ABUSE = "sexual_abuse"
    WORKS_WITH_CHILDREN = "works_with_children"
    REQUEST = "request"


class From(StrEnum):
    """What a period is counted from."""

    CLOSING = "closing"
    TOLD = "told"
    CHILD_BIRTH = "child_birth"
    ADULT_BIRTH = "adult_birth"


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long records of one kind are kept, counted from what, and why; `to_confirm` is for the partnership."""

    id: str
    records: str
    applies: RetentionScope
    years: int
    counted: From
    basis: str
    to_confirm: str


@dataclass(frozen=True, slots=True)
class Preservation:
    """That nothing of some rules' records is destroyed, from `since` until `until` (None: nobody knows)."""

    id: str
    over: frozenset[str]
    since: date
    why: str
    to_confirm: str
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it holds on a day; on the day in `until` it no longer does."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Schedule:
    """All rules, and what is preserved beyond them."""

    rules: tuple[RetentionRule, ...]
    preservations: tuple[Preservation, ...]

    def rule(self, id_: str) -> RetentionRule:
        """Return a rule. Raises KeyError where there is none of that name."""
        return {rule.id: rule for rule in self.rules}[id_]


class ScheduleError(FingerpostError):
    """The schedule cannot be used: with every mistake, and where it is."""


_TEXTS: Final = ("id", "records", "basis", "to_confirm")
_RULE: Final = frozenset({*_TEXTS, "applies", "years", "from"})
_PRESERVATION: Final = frozenset({"id", "over", "since", "why", "to_confirm"})
_MOST_YEARS: Final = 150


@cache
def schedule() -> Schedule:
    """Return the schedule that the service goes by. Raises `ScheduleError`."""
    return read(Path(__file__).with_name("retention.yaml").read_text(encoding="utf-8"))


def read(text: str) -> Schedule:
    """Read a schedule. Raises `ScheduleError` with every mistake."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ScheduleError([Problem("the schedule", f"it is no YAML: {error}", "")]) from None
    if not isinstance(found, dict) or set(found) - {"rules", "preservations"} or not found.get("rules"):
        raise ScheduleError([Problem("the schedule", "it has not `rules`, and perhaps `preservations`", "")])
    problems = [*_of_rules(found["rules"]), *_of_preservations(found)]
    if problems:
        raise ScheduleError(problems)
    rules = tuple(
        RetentionRule(
            row["id"],
            row["records"],
            RetentionScope(row["applies"]),
            row["years"],
            From(row["from"]),
            row["basis"],
            row["to_confirm"],
        )
        for row in found["rules"]
    )
    kept = tuple(
        Preservation(row["id"], frozenset(row["over"]), row["since"], row["why"], row["to_confirm"], row.get("until"))
        for row in found.get("preservations") or ()
    )
    return Schedule(rules, kept)


def _of_rules(rows: Any) -> Iterator[Problem]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield Problem("rules", "they are not a list of rules", "Write each as a list entry, with its keys.")
        return
    for number, row in enumerate(rows, start=1):
        where = f"rule {row.get('id') or number}"
        yield from _keys(where, row, _RULE)
        yield from _texts(where, row, _TEXTS)
        years = row.get("years")
        if type(years) is not int or not 0 < years <= _MOST_YEARS:
            yield Problem(where, f"`years` is {years!r}", f"Write a whole number from 1 to {_MOST_YEARS}.")
        for key, among in (("applies", RetentionScope), ("from", From)):
            if row.get(key) not in list(among):
                yield Problem(where, f"`{key}` is {row.get(key)!r}", f"Write one of: {', '.join(among)}.")
    yield from _once([row.get("id") for row in rows])


def _of_preservations(found: Mapping[str, Any]) -> Iterator[Problem]:
    rows = found.get("preservations") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield Problem("preservations", "they are not a list", "Write each as a list entry, with its keys.")
        return
    rules = {row.get("id") for row in found["rules"] if isinstance(row, dict)}
    for number, row in enumerate(rows, start=1):
        where = f"preservation {row.get('id') or number}"
        yield from _keys(where, row, _PRESERVATION, {"until"})
        yield from _texts(where, row, ("id", "why", "to_confirm"))
        for key in ("since", "until"):
            if type(row.get(key)) is not date and (key in row or key == "since"):
                yield Problem(where, f"`{key}` is {row.get(key)!r}", "Write a day, as 2015-07-01.")
        over = row.get("over")
        if not isinstance(over, list) or not over or not set(map(str, over)) <= set(map(str, rules)):
            yield Problem(where, f"`over` is {over!r}", "Name at least one rule, each by its id.")
    yield from _once([row.get("id") for row in rows])


def _keys(where: str, row: Mapping[str, Any], wanted: frozenset[str], also: Any = frozenset()) -> Iterator[Problem]:
    for key in sorted(wanted - set(row)):
        yield Problem(where, f"it has no `{key}`", "Add it.")
    for key in sorted(set(map(str, row)) - wanted - set(also)):
        yield Problem(where, f"`{key}` is not known", "Take it out.")


def _texts(where: str, row: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[Problem]:
    for name in names:
        if name in row and not (isinstance(row[name], str) and row[name].strip()):
            yield Problem(where, f"`{name}` is no text", "Write it in words.")


def _once(ids: list[Any]) -> Iterator[Problem]:
    for one in sorted({str(id_) for id_ in ids if ids.count(id_) > 1}):
        yield Problem(one, "several have this id", "Give each an id of its own.")
