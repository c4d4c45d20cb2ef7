"""The answers as bytes, and as the value of a cookie: small, encrypted, and bound to the text of the pack.

    1 byte    the version
    8 bytes   the beginning of the pack's digest
    4 bytes   when they were last changed, in minutes since 1970
    4 bytes   when the practitioner became aware, likewise
    1 byte    how many people, then one byte each: 128 for an adult, plus the number
    1 byte    how many events, then 8 bytes each: event, person, relation, recipient, minutes
    5 bytes   for each answer: owner, fact, page, value

The value is the place of the answer in the fact's domain, or days since 1990 for a date. Nothing is compressed: the
length tells how much was answered, and no more.
"""

from __future__ import annotations

import base64
import binascii
import struct
from datetime import UTC, date, datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fingerpost.guide.answers import Answers, Given, Happening, kind_of
from fingerpost.keys.envelope import KEY_SIZE, Key
from fingerpost.procedure.pack.model import Fact, Pack

KEPT_FOR = timedelta(hours=12)
"""For how long answers can be taken up again after the last change, should a browser keep them that long."""

_VERSION = b"\x01"
_BOUND = b"the guide's answers"
_PURPOSE = b"fingerpost guide: answers in a cookie, 1"
_UNKNOWN = 0xFFFF
_FIRST_DAY = date(1990, 1, 1).toordinal()
_HEAD = struct.Struct("<c8sII")
_EVENT = struct.Struct("<BBBBI")
_ANSWER = struct.Struct("<BBBH")
_RELATIONS = ("", "parents", "partner", "employer")


class LostError(Exception):
    """The cookie cannot be taken up: not ours, altered, too old, or made under another text of the pack."""


def sealed(answers: Answers, pack: Pack, secret: str, now: datetime) -> str:
    """Return the answers as the value of a cookie."""
    box = _key(secret).seal(packed(answers, pack, now), _BOUND)
    return base64.urlsafe_b64encode(box).rstrip(b"=").decode("ascii")


def opened(value: str, pack: Pack, secret: str, now: datetime) -> Answers:
    """Return what `sealed` was given. Raises LostError."""
    try:
        box = base64.urlsafe_b64decode(value.encode("ascii") + b"=" * (-len(value) % 4))
        answers, changed_at = unpacked(_key(secret).open(box, _BOUND), pack)
    except (binascii.Error, InvalidTag, UnicodeEncodeError) as error:
        raise LostError from error
    if not timedelta() <= now - changed_at + timedelta(minutes=1) <= KEPT_FOR:
        raise LostError
    return answers


def packed(answers: Answers, pack: Pack, now: datetime) -> bytes:
    """Return the answers as bytes."""
    facts, people, events = _names(pack), list(answers.people), list(pack.events)
    parts = [_HEAD.pack(_VERSION, _digest(pack), _minutes(now), _minutes(answers.aware_at))]
    parts.append(bytes([len(people), *(_number(person) for person in people)]))
    parts.append(bytes([len(answers.events)]))
    for event in answers.events:
        relation, _, recipient = (event.to or "").rpartition(":")
        parts.append(
            _EVENT.pack(
                events.index(event.type),
                _place(people, event.person),
                _RELATIONS.index(relation),
                _place(people, recipient or None),
                _minutes(event.at),
            )
        )
    for name, given in answers.given.items():
        owner, _, fact = name.rpartition(".")
        place = 0 if owner == "concern" else _place(people, owner)
        parts.append(_ANSWER.pack(place, facts.index(fact), given.page, _code(pack.facts.get(fact), given)))
    return b"".join(parts)


def unpacked(data: bytes, pack: Pack) -> tuple[Answers, datetime]:
    """Return the answers in bytes that `packed` made, and when they were last changed. Raises LostError."""
    version, digest, changed, aware = _HEAD.unpack_from(data)
    if version != _VERSION or digest != _digest(pack):
        raise LostError
    facts, events = _names(pack), list(pack.events)
    start = _HEAD.size + 1
    people = [f"{'a' if number & 128 else 'c'}{number & 127}" for number in data[start : start + data[start - 1]]]
    start += len(people) + 1
    end = start + data[start - 1] * _EVENT.size
    happened = [
        Happening(
            events[event],
            _moment(minutes),
            people[person - 1] if person else None,
            f"{_RELATIONS[relation]}:{people[to - 1]}".removeprefix(":") if to else None,
        )
        for event, person, relation, to, minutes in _EVENT.iter_unpack(data[start:end])
    ]
    given = {}
    for place, fact, page, code in _ANSWER.iter_unpack(data[end:]):
        owner = people[place - 1] if place else "concern"
        given[f"{owner}.{facts[fact]}"] = Given(_value(pack.facts.get(facts[fact]), code), page)
    return Answers(_moment(aware), tuple(people), given, tuple(happened)), _moment(changed)


def _key(secret: str) -> Key:
    return Key(HKDF(SHA256(), KEY_SIZE, salt=None, info=_PURPOSE).derive(secret.encode()))


def _names(pack: Pack) -> list[str]:
    """The names under which answers are given: facts, then dates of birth that stand for one."""
    return [*pack.facts, *(fact.birth_date for fact in pack.facts.values() if fact.birth_date)]


def _digest(pack: Pack) -> bytes:
    return bytes.fromhex(pack.digest.partition(":")[2][:16])


def _code(fact: Fact | None, given: Given) -> int:
    if given.value is None:
        return _UNKNOWN
    if isinstance(given.value, date):
        return given.value.toordinal() - _FIRST_DAY
    assert fact is not None  # noqa: S101 - what is no date is under the name of a fact
    return fact.values.index(given.value)


def _value(fact: Fact | None, code: int) -> bool | int | str | date | None:
    if code == _UNKNOWN:
        return None
    return fact.values[code] if fact else date.fromordinal(_FIRST_DAY + code)


def _number(person: str) -> int:
    return int(person[1:]) | (128 if kind_of(person) == "adult" else 0)


def _place(people: list[str], person: str | None) -> int:
    return people.index(person) + 1 if person else 0


def _minutes(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _moment(minutes: int) -> datetime:
    return datetime.fromtimestamp(minutes * 60, UTC)
