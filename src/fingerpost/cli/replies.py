"""What a person types, made into an answer; or what to tell them, in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from fingerpost.procedure.calendar import LONDON, age_on
from fingerpost.procedure.language.tree import Value
from fingerpost.procedure.pack.model import Fact

_YES, _NO = ("y", "yes", "true"), ("n", "no", "false")
_NOBODY = ("", *_NO, "none", "nobody", "d", "don't know")
_CLOCK = re.compile(r"(?:(?P<day>today|[0-9]{4}-[0-9]{2}-[0-9]{2})[ ,T]*)?(?P<time>[0-9]{1,2}[:.][0-9]{2})?", re.ASCII)


class UnclearError(Exception):
    """The reply is none. The message says what would be one."""


def how_to_answer(fact: Fact) -> list[str]:
    """Return what may be typed in answer to a question, a line each."""
    match fact.type:
        case "bool":
            return ["yes or no"]
        case "int":
            numbers = [value for value in fact.values if isinstance(value, int)]
            born = ", or the date of birth, such as 2014-03-31" if fact.birth_date else ""
            return [f"a number from {numbers[0]} to {numbers[-1]}{born}"]
        case "enum":
            return [f"{number}  {fact.labels.get(str(value), value)}" for number, value in enumerate(fact.values, 1)]


def answer(fact: Fact, reply: str, day: date) -> tuple[str, Value | date]:
    """Return the name to record a reply under, and the value. `day`: the day reported, on which an age is taken.

    Raises UnclearError.
    """
    match fact.type:
        case "bool":
            if reply.lower() in _YES + _NO:
                return fact.id, reply.lower() in _YES
        case "int":
            if fact.birth_date and (born := _date(reply)):
                return fact.birth_date, _checked_birth(fact, born, day)
            if re.fullmatch(r"[0-9]{1,3}", reply, re.ASCII) and int(reply) in fact.values:
                return fact.id, int(reply)
        case "enum":
            by_name = {str(value).lower(): value for value in fact.values}
            by_number = {str(number): value for number, value in enumerate(fact.values, 1)}
            by_label = {label.lower(): value for value, label in fact.labels.items()}
            for known in (by_number, by_name, by_label):
                if reply.lower() in known:
                    return fact.id, known[reply.lower()]
            raise UnclearError(f"Please type a number from 1 to {len(fact.values)}.")
    raise UnclearError(f"Please type {how_to_answer(fact)[0]}.")


def moment(reply: str, now: datetime) -> datetime:
    """Return a moment by the clock in London: `14:05`, `today 14:05`, `2026-11-24 14:05`; nothing typed is `now`.

    Raises UnclearError.
    """
    if reply.lower() in ("", "now"):
        return now
    found = _CLOCK.fullmatch(reply.lower())
    if found and found["time"]:
        hour, minute = map(int, re.split("[:.]", found["time"]))
        day = now.date() if found["day"] in (None, "today") else _date(found["day"])
        try:
            if day is not None:
                return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
        except ValueError:
            pass
    raise UnclearError(
        "Please type a time such as 14:05, a day and a time such as 2026-11-24 14:05, or nothing for now."
    )


def new_ids(reply: str, taken: Iterable[str]) -> list[str]:
    """Return the short names in a reply such as `c1, c2`. Raises UnclearError."""
    if reply.lower() in _NOBODY:
        return []
    ids = [part for part in re.split(r"[,;\s]+", reply) if part]
    known = set(taken) | {"concern", "unlisted"}
    for ident in ids:
        if not ident.isprintable() or "/" in ident or ":" in ident:
            raise UnclearError(f"“{ident}” has a sign in it that a short name cannot have.")
        if ident in known:
            raise UnclearError(f"“{ident}” is taken. Everybody needs a short name of their own.")
        known.add(ident)
    return ids


def _date(reply: str) -> date | None:
    try:
        return date.fromisoformat(reply) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", reply, re.ASCII) else None
    except ValueError:
        return None


def _checked_birth(fact: Fact, born: date, day: date) -> date:
    if age_on(born, day) in fact.values:
        return born
    if born > day:
        raise UnclearError("That day lies after the day on which the concern was reported.")
    raise UnclearError(f"Somebody born on that day was {age_on(born, day)} on the day reported, and no child.")
