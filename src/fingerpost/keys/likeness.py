"""What is alike for a search: the forms of a name, a date, a handle, a number or an address. Pure text in, text out.

A search finds what has a form in common with what is looked for. A form is in small letters, without accents,
punctuation or spaces. `stored` gives the forms by which a text can be found, `sought` the forms that are looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import jellyfish
import phonenumbers


class Kind(StrEnum):
    """What a form is of. Forms of different kinds are never compared."""

    NAME = "name"
    """a whole name, with its words in any order"""
    WORD = "word"
    """one word of a name"""
    SOUND = "sound"
    """how one word of a name sounds"""
    BORN = "born"
    HANDLE = "handle"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    """a postcode, with the numbers before it, or the words where there is none"""


type Form = tuple[Kind, str]

# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ß": "ss"})
_APOSTROPHES = re.compile(r"['’‘ʼʹʻ`´]")
_TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr"})

# Readings of a spelling beside its own: Irish and Scots, Polish, Arabic and Indian names in English spelling, and
# letters that nobody hears. Each that applies gives one more sound.
_READINGS = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (r"[bm]h", "v"),
        (r"ch", "k"),
        (r"^c(?=i)", "k"),
        (r"^j", "y"),
        (r"^w(?=[aeiou])", "v"),
        (r"w(?=sk|cz|ak|ic)", "v"),
        (r"mps", "ms"),
        (r"nds", "ns"),
        (r"ghe?(?=$|[as])", ""),
        (r"gh", "g"),
        (r"kh", "k"),
    )
)
_DOUBLED = re.compile(r"(.)\1+")
_SAME_SOUND = str.maketrans({"X": "S", "0": "T", "V": "F"})
_HARDLY_HEARD = re.compile(r"[WHYAEIOU]")
_LATIN = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Sought:
    """A form that is looked for. What is looked for has one part, but a name one for each word: a part is found when
    one of its forms is, and as strongly as the strongest of them."""

    form: Form
    part: int
    strength: int


EXACT: Final = 3
"""the same, whole name included"""
WORD: Final = 2
"""the same word, in another name"""
NEAR: Final = 1
"""the same sound; a date that a slip makes of this one"""


# ---- names -----------------------------------------------------------------------------------------------------------


def words(name: str) -> list[str]:
    """Return the words of a name in their order, in plain small letters and digits; titles are left out."""
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFKD", name.casefold())).translate(_LETTERS)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    found = "".join(c if c.isalnum() else " " for c in plain).split()
    return [word for word in found if word not in _TITLES] or found


def whole(name: str) -> set[str]:
    """Return a name as one word: in its own order, and in that of the alphabet, so that neither order nor a space or
    hyphen within a name matters."""
    parts = words(name)
    return {"".join(parts), "".join(sorted(parts))} - {""}


def sounds(word: str) -> set[str]:
    """Return how a word of a name may sound: Metaphone's code, made coarser, of its spelling and of other readings."""
    if not _LATIN.fullmatch(word):
        return set()
    readings = {word} | {pattern.sub(reading, word) for pattern, reading in _READINGS}
    return {_sound(reading) for reading in readings} - {""}


def _sound(spelling: str) -> str:
    code = jellyfish.metaphone(_DOUBLED.sub(r"\1", spelling)).translate(_SAME_SOUND)
    head, tail = code[:1], _HARDLY_HEARD.sub("", code[1:])
    return _DOUBLED.sub(r"\1", ("A" if head in "AEIOUY" else head) + tail) if code else ""


def _telling(name: str) -> list[str]:
    """Return the words that tell people apart: not single letters, unless there is nothing else."""
    parts = words(name)
    return [word for word in parts if len(word) > 1] or parts


# ---- everything else -------------------------------------------------------------------------------------------------


def handle(text: str) -> str:
    """Return a handle without its sign, address, case and punctuation, which people misremember."""
    last = text.strip().rstrip("/").rsplit("/", 1)[-1]
    plain = unicodedata.normalize("NFKC", last).casefold()
    return "".join(c for c in plain if c.isalnum()) or plain


def phone(text: str) -> str:
    """Return a number as +441632960001, read as one of the United Kingdom unless it says otherwise; or its digits."""
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(text: str) -> str:
    """Return an address in small letters, without a “+tag”; Gmail's without the dots that Gmail ignores."""
    local, at, domain = unicodedata.normalize("NFKC", text).strip().casefold().rpartition("@")
    if not at:
        return ""
    local = local.partition("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


_POSTCODE: Final = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b")
_NUMBER: Final = re.compile(r"\d+[a-z]?\b")


def address(text: str) -> str:
    """Return a postal address as its postcode and the numbers of house and flat in any order; a house without a number
    as the words before its street. Without a postcode there is none: streets are called alike everywhere."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    codes = list(_POSTCODE.finditer(plain))
    if not codes:
        return ""
    rest = plain[: codes[-1].start()]
    numbers = sorted(set(_NUMBER.findall(rest)))
    first = words(re.split(r"[,\n]", rest.strip())[0])
    return "".join(codes[-1].groups()) + " " + " ".join(numbers or first)


def near_dates(day: date) -> set[date]:
    """Return the days that a slip makes of this one: day and month exchanged, or one digit wrong."""
    slips = {f"{day:%Y-%d-%m}"}
    text = f"{day:%Y-%m-%d}"
    for at, digit in enumerate(text):
        if digit != "-":
            slips |= {text[:at] + other + text[at + 1 :] for other in "0123456789"}
    return set(_dates(slips)) - {day}


def _dates(texts: set[str]) -> Iterator[date]:
    for text in texts:
        try:
            yield date.fromisoformat(text)
        except ValueError:
            continue


# ---- what is stored and what is sought -------------------------------------------------------------------------------


def stored(kind: Kind, text: str) -> set[Form]:
    """Return the forms by which a text can be found: `NAME` gives those of its words and sounds too.

    A date is in ISO form (2012-05-04). A text that is not of its kind (a phone number without digits) has no form.
    """
    match kind:
        case Kind.NAME:
            telling = _telling(text)
            return (
                {(Kind.NAME, form) for form in whole(text)}
                | {(Kind.WORD, word) for word in telling}
                | {(Kind.SOUND, sound) for word in telling for sound in sounds(word)}
            )
        case Kind.BORN:
            return {(kind, day.isoformat()) for day in _dates({text})}
        case Kind.HANDLE:
            return {(kind, form) for form in {handle(text)} - {""}}
        case Kind.PHONE:
            return {(kind, form) for form in {phone(text)} - {""}}
        case Kind.EMAIL:
            return {(kind, form) for form in {email(text)} - {""}}
        case Kind.ADDRESS:
            return {(kind, form) for form in {address(text)} - {""}}
        case Kind.WORD | Kind.SOUND:
            raise ValueError(f"{kind} is a form of a name: give the name")


def sought(kind: Kind, text: str) -> list[Sought]:
    """Return the forms to look for. Empty when the text is not of its kind: nothing is like it."""
    match kind:
        case Kind.NAME:
            telling = _telling(text)
            found = [Sought((kind, form), part, EXACT) for form in whole(text) for part in range(len(telling))]
            for part, word in enumerate(telling):
                found.append(Sought((Kind.WORD, word), part, WORD))
                found += [Sought((Kind.SOUND, sound), part, NEAR) for sound in sounds(word)]
            return found
        case Kind.BORN:
            days = set(_dates({text}))
            near = {other for day in days for other in near_dates(day)}
            return [Sought((kind, day.isoformat()), 0, EXACT) for day in days] + [
                Sought((kind, day.isoformat()), 0, NEAR) for day in near
            ]
        case _:
            return [Sought(form, 0, EXACT) for form in stored(kind, text)]


def parts_needed(kind: Kind, text: str) -> int:
    """Return how many parts have to be found for a thing to be alike: of a name two words, if it has so many."""
    return min(2, len(_telling(text))) if kind is Kind.NAME else 1
