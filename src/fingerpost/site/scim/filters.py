"""Filters of RFC 7644 (3.4.2.2): a text becomes a question that a resource answers. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from fingerpost.site.scim.schema import USER, ScimError

type Condition = Callable[[Mapping[str, Any]], bool]

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<mark>[()\[\]])|(?P<word>[^\s()\[\]"]+))""", re.VERBOSE
)
_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": lambda is_, wanted: bool(is_ == wanted),
    "ne": lambda is_, wanted: bool(is_ != wanted),
    "co": lambda is_, wanted: wanted in is_,
    "sw": lambda is_, wanted: is_.startswith(wanted),
    "ew": lambda is_, wanted: is_.endswith(wanted),
    "gt": lambda is_, wanted: bool(is_ > wanted),
    "ge": lambda is_, wanted: bool(is_ >= wanted),
    "lt": lambda is_, wanted: bool(is_ < wanted),
    "le": lambda is_, wanted: bool(is_ <= wanted),
}
_EXACT: Final = ("id", "externalid")
_LONGEST: Final = 2000
_DEEPEST: Final = 20


def read(text: str) -> Condition:
    """Return what a filter asks. Raises `ScimError` where it cannot be read."""
    if len(text) > _LONGEST:
        raise _wrong()
    tokens, place = [], 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if found is None:
            raise _wrong()
        tokens.append(found[0].strip())
        place = found.end()
    reader = _Reader(tokens)
    condition = reader.either()
    if reader.tokens:
        raise _wrong()
    return condition


class _Reader:
    """Reads a filter from its left: `or` binds least, then `and`, then `not`."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.depth = 0

    def either(self) -> Condition:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _wrong()
        parts = [self.both()]
        while self.takes("or"):
            parts.append(self.both())
        self.depth -= 1
        return lambda resource: any(part(resource) for part in parts)

    def both(self) -> Condition:
        parts = [self.one()]
        while self.takes("and"):
            parts.append(self.one())
        return lambda resource: all(part(resource) for part in parts)

    def one(self) -> Condition:
        if self.takes("not"):
            inner = self.within("(", ")")
            return lambda resource: not inner(resource)
        if self.tokens[:1] == ["("]:
            return self.within("(", ")")
        name = self.next().lower().removeprefix(f"{USER.lower()}:")
        if self.tokens[:1] == ["["]:
            inner = self.within("[", "]")
            return lambda resource: any(inner(value) for value in _found(resource, name) if isinstance(value, dict))
        does = self.next().lower()
        if does == "pr":
            return lambda resource: any(value not in ("", None) for value in _found(resource, name))
        compare = _COMPARE.get(does)
        if compare is None:
            raise _wrong()
        try:
            wanted = json.loads(self.next())
        except ValueError:
            raise _wrong() from None
        return lambda resource: _holds(compare, _found(resource, name), wanted, does, is_exact=name in _EXACT)

    def within(self, opens: str, closes: str) -> Condition:
        if not self.takes(opens):
            raise _wrong()
        inner = self.either()
        if not self.takes(closes):
            raise _wrong()
        return inner

    def takes(self, word: str) -> bool:
        if self.tokens and self.tokens[0].lower() == word:
            self.tokens.pop(0)
            return True
        return False

    def next(self) -> str:
        if not self.tokens:
            raise _wrong()
        return self.tokens.pop(0)


def _found(resource: Mapping[str, Any], name: str) -> list[Any]:
    """Return the values at a name as `name.familyName`; of an attribute with many, those of each."""
    values: list[Any] = [resource]
    for part in name.split("."):
        values = [
            one
            for value in values
            if isinstance(value, dict)
            for key, inner in value.items()
            if key.lower() == part
            for one in (inner if isinstance(inner, list) else [inner])
        ]
    return values


def _holds(compare: Callable[[Any, Any], bool], values: list[Any], wanted: Any, does: str, *, is_exact: bool) -> bool:
    if not values:
        return does == "ne" or (does == "eq" and wanted is None)
    fold = not is_exact and isinstance(wanted, str)
    asked = wanted.lower() if fold else wanted
    answers = (
        compare(value.lower() if fold else value, asked)
        for value in values
        if does in ("eq", "ne") or type(value) is type(wanted) is str
        if not fold or isinstance(value, str)
    )
    return any(answers)


def _wrong() -> ScimError:
    return ScimError(400, "This filter cannot be read", "invalidFilter")
