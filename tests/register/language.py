"""The register's conditions, as plain trees.

The register writes its conditions for people: with shorthands that its header explains, with `any(child: …)`, with
events in words, and here and there with a sentence. This reader takes exactly what the register uses and refuses the
rest. It knows nothing of the pack's language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

type Owner = Literal["concern", "child", "adult"]
type Kind = Literal["child", "adult"]
type Value = bool | int | str


@dataclass(frozen=True)
class Is:
    """The owner's fact has one of these values."""

    owner: Owner
    fact: str
    values: frozenset[Value]


@dataclass(frozen=True)
class Event:
    """The event has happened: for the owner, if that is an adult."""

    owner: Owner
    type: str


@dataclass(frozen=True)
class Not:
    part: Tree


@dataclass(frozen=True)
class And:
    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Or:
    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Some:
    """It holds for at least one of the listed people of this kind."""

    kind: Kind
    part: Tree


@dataclass(frozen=True)
class UnlistedChild:
    """There is one more child, shown in the imagery, who is not listed and is of one of these ages."""

    ages: frozenset[int]


type Tree = Is | Event | Not | And | Or | Some | UnlistedChild


def walk(tree: Tree) -> list[Tree]:
    """The tree and all its parts."""
    match tree:
        case And(parts) | Or(parts):
            return [tree, *(found for part in parts for found in walk(part))]
        case Not(part) | Some(part=part):
            return [tree, *walk(part)]
        case _:
            return [tree]


class NotUnderstoodError(Exception):
    """The register says something that this reader has not been taught."""


@dataclass(frozen=True)
class Vocabulary:
    """What a condition may speak of. `facts`: by owner, each fact's values. `person_events`: those about an adult."""

    facts: Mapping[Owner, Mapping[str, tuple[Value, ...]]]
    events: frozenset[str]
    person_events: frozenset[str]


@dataclass(frozen=True)
class Shorthand:
    """A word that stands for a condition about the concern, a child (`c`) or an adult (`a`)."""

    owner: Owner
    meaning: Tree


LETTERS: Mapping[str, Owner] = {"c": "child", "a": "adult"}
TOKEN = re.compile(r"\s*(==|[()<:]|\d+|[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_0-9]+)?\*?)")


def tokens(text: str) -> list[str]:
    """Split a condition into words and signs."""
    found: list[str] = []
    position = 0
    while position < len(text.rstrip()):
        match = TOKEN.match(text, position)
        if match is None:
            raise NotUnderstoodError(f"{text!r} at {position}")
        found.append(match[1])
        position = match.end()
    return found


def read(text: str, vocabulary: Vocabulary, shorthands: Mapping[str, Shorthand]) -> Tree:
    """Read one condition."""
    return _Reader(tokens(text), vocabulary, shorthands).whole()


class _Reader:
    def __init__(self, words: Sequence[str], vocabulary: Vocabulary, shorthands: Mapping[str, Shorthand]) -> None:
        self.words = list(words)
        self.at = 0
        self.vocabulary = vocabulary
        self.shorthands = shorthands
        self.person: Owner = "concern"  # whom a bare name is about

    def whole(self) -> Tree:
        tree = self.either()
        if self.at != len(self.words):
            raise self.lost()
        return tree

    def lost(self) -> NotUnderstoodError:
        return NotUnderstoodError(" ".join([*self.words[: self.at], "<here>", *self.words[self.at :]]))

    def take(self, *expected: str) -> bool:
        """Step over these words if they come next."""
        if tuple(self.words[self.at : self.at + len(expected)]) != expected:
            return False
        self.at += len(expected)
        return True

    def need(self, *expected: str) -> None:
        if not self.take(*expected):
            raise self.lost()

    def next(self) -> str:
        if self.at == len(self.words):
            raise self.lost()
        self.at += 1
        return self.words[self.at - 1]

    def either(self) -> Tree:
        return self._series("or", self.both, Or)

    def both(self) -> Tree:
        return self._series("and", self.single, And)

    def _series(self, word: str, part: Callable[[], Tree], made: Callable[[tuple[Tree, ...]], Tree]) -> Tree:
        parts = [part()]
        while self.take(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else made(tuple(parts))

    def single(self) -> Tree:
        if self.take("not"):
            return Not(self.single())
        if self.take("("):
            tree = self.either()
            self.need(")")
            return tree
        for kind in ("child", "adult"):
            if self.take("any", "(", kind, ":"):
                return self.some(kind)
        if self.take("any", "of"):
            return self.any_of(self.next())
        if self.take("an", "unlisted", "child", "shown", "is", "under"):
            return UnlistedChild(frozenset(range(int(self.next()))))
        if self.take("no", "event"):
            return Not(self.event(self.next()))
        if self.take("an", "event") or self.take("event"):
            return self.event(self.next())
        return self.name(self.next())

    def some(self, kind: Kind) -> Tree:
        before, self.person = self.person, kind
        part = self.either()
        self.person = before
        self.need(")")
        return Some(kind, part)

    def any_of(self, pattern: str) -> Tree:
        """`any of a.factor_*`: each fact whose name begins like that."""
        letter, _, beginning = pattern.removesuffix("*").partition(".")
        if letter not in LETTERS or not pattern.endswith("*"):
            raise self.lost()
        owner = LETTERS[letter]
        return Or(tuple(self.fact(owner, id) for id in self.vocabulary.facts[owner] if id.startswith(beginning)))

    def event(self, type: str) -> Tree:
        """`event arrest of a` is this adult's; `an event arrest`, for the concern, is anybody's."""
        if type not in self.vocabulary.events:
            raise self.lost()
        if self.take("of", "a") or self.take("for", "a"):
            if type not in self.vocabulary.person_events:
                raise self.lost()
            return Event("adult", type)
        return Some("adult", Event("adult", type)) if type in self.vocabulary.person_events else Event("concern", type)

    def name(self, name: str) -> Tree:
        letter, dot, rest = name.partition(".")
        if dot and letter in LETTERS:
            return self.fact(LETTERS[letter], rest)
        if name in self.shorthands:
            return self.shorthand(self.shorthands[name])
        if name in self.vocabulary.events:
            return self.event(name)
        return self.fact(self.person, name)

    def shorthand(self, shorthand: Shorthand) -> Tree:
        """`suspect(a)`, or bare inside `any(adult: …)`; one of the concern is always bare."""
        if self.take("("):
            if LETTERS.get(self.next()) != shorthand.owner:
                raise self.lost()
            self.need(")")
        elif shorthand.owner not in ("concern", self.person):
            raise self.lost()
        return shorthand.meaning

    def fact(self, owner: Owner, id: str) -> Tree:
        if id not in self.vocabulary.facts[owner]:
            raise self.lost()
        domain = self.vocabulary.facts[owner][id]
        if self.take("<"):
            limit = int(self.next())
            chosen: tuple[Value, ...] = tuple(v for v in domain if isinstance(v, int) and v < limit)
        elif self.take("=="):
            chosen = (self.next(),)
        else:
            chosen = (True,)
        if not set(chosen) <= set(domain) or {type(v) for v in chosen} != {type(v) for v in domain}:
            raise self.lost()
        return Is(owner, id, frozenset(chosen))
