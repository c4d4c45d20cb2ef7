"""Whether two names may be one person's, in whatever forms the two stand (pure).

Beside what a search finds alike (`keys.likeness`): short forms and long ones, other scripts and letters that look like
those of another, names that are spelt otherwise on the way from another script, words joined or parted, any order, and
a family name that is another one since somebody married. How often it is right: docs/evidence/name-matching.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from functools import cache
from itertools import pairwise, permutations
from typing import Final

import jellyfish
from anyascii import anyascii
from nicknames import NickNamer

from fingerpost.keys.likeness import sounds, whole, words


class Names(IntEnum):
    """How two names compare, each more than what stands before it."""

    OTHER = 0
    """nothing of them is alike"""
    PART = 1
    """one word is the same: a given name, after a marriage; or a family name"""
    ALIKE = 2
    """they may be one name, heard, misspelt or shortened"""
    SAME = 3
    """they are one name in two forms"""


# Latin letters for those of other scripts that look the same in print (Unicode TR39, the letters that people type).
_LOOKS: Final = str.maketrans(
    "аеорсухкмтвнігјѕԁԛԝһӏьзαβγεηικνορτυχωϲϳ",
    "aeopcyxkmtbnirjsdqwhlb3abyenikvoptuxwcj",
)
_DIGITS: Final = str.maketrans("01345789", "oieastbg")
# Words that stand in some forms of a name and not in others.
_PARTICLES: Final = frozenset(
    [
        "al",
        "el",
        "ul",
        "ur",
        "bin",
        "ibn",
        "bint",
        "ben",
        "abu",
        "umm",
        "de",
        "da",
        "do",
        "dos",
        "del",
        "della",
        "di",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "st",
        "mc",
    ]
)
# Ways in which a spelling is another on the way from another script or language: all of them lead to one spelling.
_SPELT: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"tch|tsch|cz", "ch"),
        (r"sch|sz|sh", "s"),
        (r"zh|dj|dzh|j(?=[aeiou])", "j"),
        (r"ph|ff", "f"),
        (r"kh|ch(?=[aou])|ck|q|c(?=[aoulrk]|$)", "k"),
        (r"c(?=[eiy])", "s"),
        (r"ks|x", "ks"),
        (r"([dgbt])h", r"\1"),
        (r"ou|oo|u|w(?=[aeiou])|v", "u"),
        (r"ei|ey|ay|ai|ae|ie|ee|ea|iy|ij|yi|y|j", "i"),
        (r"h(?=[^aeiou]|$)", ""),
    )
)
_DOUBLED: Final = re.compile(r"(.)\1+")
_VOWELS: Final = re.compile(r"[aeiou]+")
_CLOSE: Final = 0.82  # Jaro-Winkler, of words that sound alike
_SLIP: Final = 5  # letters of the shorter word from which on one slip makes one of the other
_CUT: Final = 3  # letters that a shortened word has at least

# Short forms that the dataset of English ones has not: a long form, then its short ones.
_SHORT: Final = """
alexander aleksandr aleksander alexandra aleksandra: sasha sacha shura sascha
dmitri dmitry dmitriy: dima mitya
ekaterina yekaterina katarzyna katerina: katya kasia kate katka
natalia nataliya natalya: natasha nata
mikhail michal mikhael: misha
vladimir volodymyr: vova volodya vlad
ivan ioan: vanya vanja
anatoly anatoliy: tolya
nikolai nikolay mykola: kolya
sergei sergey serhiy: seryozha
yevgeny evgeny yevgeniy: zhenya
maria mariya marija: masha
anastasia anastasiya: nastya stasia
tatiana tatyana: tanya
svetlana: sveta lana
małgorzata malgorzata: gosia
joanna johanna: asia
agnieszka: aga
tomasz: tomek
krzysztof: krzysiek kris
grzegorz: grzesiek greg
piotr: piotrek
jose: pepe
francisco: paco pancho curro
guadalupe: lupe
ignacio: nacho
enrique: quique kike
mohammed muhammad mohamed mohammad: mo moe hamid
abdullah abdulrahman abdulaziz: abdul
oluwaseun: seun
oluwafemi: femi
babatunde: tunde
adebayo: bayo ade
olumide: mide olu
temitope: temi tope
chukwuemeka: emeka
ngozichukwu: ngozi
chiamaka: amaka
yusuf joseph: yussuf
gurpreet: gopi guri preet
harpreet: harry preet harpi
manpreet: manny preet
siobhan: shiv
padraig patrick: paddy podge
eoghan eoin owen
niamh: neve
"""


def compare(one: str, other: str) -> Names:
    """Return how two names compare; the greater, the surer that they are one person's."""
    if whole(one) & whole(other):
        return Names.SAME
    return max((_held(mine, theirs) for mine in _parts(one) for theirs in _parts(other)), default=Names.OTHER)


def _held(mine: tuple[str, ...], theirs: tuple[str, ...]) -> Names:
    """Return how the words of two names compare: each word with one of the other's."""
    fewer, more = sorted((mine, theirs), key=len)
    best = max((_pairs(fewer, order) for order in permutations(more[:5], len(fewer[:5]))), default=(0, 0))
    heard, same = best
    if same >= 2 or (len(more) == 1 and same):
        return Names.SAME
    if heard >= 2:
        return Names.ALIKE
    return Names.PART if same else Names.OTHER


def _pairs(fewer: tuple[str, ...], order: tuple[str, ...]) -> tuple[int, int]:
    """Return how many words are alike, and how many of them the same."""
    found = [_word(*pair) for pair in zip(fewer, order, strict=False)]
    return sum(one > Names.PART for one in found), sum(one == Names.SAME for one in found)


@cache
def _word(one: str, other: str) -> Names:
    """Return how two words compare: `PART` for an initial."""
    if _readings(one) & _readings(other) or _is_short_for(one, other):
        return Names.SAME
    if min(len(one), len(other)) == 1:
        return Names.ALIKE if one[0] == other[0] else Names.OTHER
    shorter, longer = sorted((_plain(one), _plain(other)), key=len)
    is_cut = len(shorter) >= _CUT and (longer.startswith(shorter) or (len(shorter) > _CUT and longer.endswith(shorter)))
    is_heard = sounds(shorter) & sounds(longer) and jellyfish.jaro_winkler_similarity(shorter, longer) >= _CLOSE
    is_slip = len(shorter) >= _SLIP and jellyfish.damerau_levenshtein_distance(shorter, longer) <= 1
    return Names.ALIKE if is_cut or is_heard or is_slip else Names.OTHER


def _parts(name: str) -> list[tuple[str, ...]]:
    """Return the words of a name that tell people apart, as they stand, and with each two neighbours joined."""
    found = words(_without_marks(name))
    telling = tuple(word for word in found if word not in _PARTICLES) or tuple(found)
    joined = [
        (*found[:at], first + second, *found[at + 2 :]) for at, (first, second) in enumerate(pairwise(found)) if first
    ]
    return [telling, *(tuple(word for word in one if word not in _PARTICLES) for one in joined)] if found else []


def _without_marks(name: str) -> str:
    """Return a name without what is not seen: marks of direction, joiners, zero-width spaces."""
    return "".join(c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) != "Cf")


@cache
def _plain(word: str) -> str:
    """Return a word in Latin letters."""
    return re.sub(r"[^a-z]", "", anyascii(word.translate(_DIGITS) if not word.isdigit() else word).casefold())


@cache
def _readings(word: str) -> frozenset[str]:
    """Return the spellings that a word may be read as: by its letters, by how they look, and with each way of spelling
    what came from another script."""
    looks = _plain(unicodedata.normalize("NFKC", word).translate(_LOOKS))
    return frozenset({word, *(form for it in {_plain(word), looks} for form in (it, _spelt(it)))} - {""})


def _spelt(word: str) -> str:
    for pattern, to in _SPELT:
        word = pattern.sub(to, word)
    word = _DOUBLED.sub(r"\1", word)
    # Vowels differ most: the first letter stays, and whether there is one at the end.
    head, tail = word[:1], _VOWELS.sub("a", word[1:])
    return f"={head}{tail}" if len(tail) > 2 else f"={word}"


@cache
def _is_short_for(one: str, other: str) -> bool:
    return any(mine & theirs for mine, theirs in _groups(_plain(one), _plain(other)))


def _groups(one: str, other: str) -> Iterator[tuple[set[str], set[str]]]:
    """Yield what has to have a name in common: a word with the long and short forms of the other."""
    yield {one}, _relatives(other)
    yield _relatives(one), {other}
    yield _long(one), _long(other)


@cache
def _namer() -> NickNamer:
    return NickNamer()


@cache
def _long(word: str) -> set[str]:
    """Return the long forms that a word is a short one of."""
    return set(_namer().canonicals_of(word)) | {long for long, shorts in _own_short() if word in shorts}


@cache
def _relatives(word: str) -> set[str]:
    """Return the long and short forms of a word."""
    shorts = {short for long, of_it in _own_short() if word == long for short in of_it}
    return _long(word) | set(_namer().nicknames_of(word)) | shorts


@cache
def _own_short() -> tuple[tuple[str, frozenset[str]], ...]:
    lines = [line.partition(":") for line in _SHORT.strip().splitlines()]
    return tuple(
        (_plain(long), frozenset(map(_plain, (*longs.split(), *shorts.split()))) - {_plain(long)})
        for longs, _, shorts in lines
        for long in longs.split()
    )
