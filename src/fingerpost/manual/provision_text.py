"""A provision's block in a section's text: its keys, and the text with some of them changed (pure).

What is not changed keeps its bytes, so that a form and a hand on the Markdown lead to the same text.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping
from typing import Final

from fingerpost.procedure.pack.blocks import Block, read_document
from fingerpost.procedure.source.text import SourceError
from fingerpost.procedure.source.yaml import parse_yaml

type Value = str | tuple[str, ...] | bool
"""What a key has: words, several words, or true. Empty or false: the key is left out."""

ORDER: Final = (
    *("id", "title", "kind", "modality", "who", "to", "about", "by", "from", "when", "if", "text", "held_for"),
    *("carried_out_by", "settles", "each", "only_without_children", "shown_to", "urgent", "embargo", "lowered_by"),
    *("said", "inferred", "confirm", "cites"),
)
"""The keys in the order in which a block has them. A key that is new goes before the next one that is there."""

_WIDTH: Final = 100
# Where one alone is written without brackets.
_PLAIN: Final = ("who", "carried_out_by", "settles", "shown_to")
_FENCE: Final = "```"
_SIGNS: Final = re.compile(r"[][{},:#&*!|>'\"%@`]")


def block_of(text: str, provision: str) -> Block | None:
    """Return the block of a provision in a section's text; None where there is none that can be read."""
    blocks = (part for part in read_document(text, "", []).parts if isinstance(part, Block))
    return next((one for one in blocks if one.kind == "provision" and one.values.get("id") == provision), None)


def written(text: str, provision: str) -> str:
    """Return a provision's block as the section has it, fences left out. Raises KeyError where there is none."""
    lines = text.splitlines()
    block = _required(text, provision)
    return "\n".join(lines[block.first_line : _end(lines, block)])


def values_of(block: Block) -> dict[str, Value]:
    """Return the keys of a block as a form shows them: words without the breaks of lines."""
    return {key: _plain(value) for key, value in block.values.items()}


def with_values(text: str, provision: str, values: Mapping[str, Value]) -> str:
    """Return the section's text with these keys of a provision as given. Raises KeyError where there is none of it."""
    block = _required(text, provision)
    there = values_of(block)
    lines = text.splitlines(keepends=True)
    end = _end(lines, block)
    starts = {key: block.located.line(key) - 1 for key in block.values}
    parts = {
        key: "".join(lines[start : min((one for one in starts.values() if one > start), default=end)])
        for key, start in starts.items()
    }
    for key in ORDER:
        if key not in values or _same(values[key], there.get(key)):
            continue
        if not values[key]:
            parts.pop(key, None)
        elif key in parts:
            parts[key] = rendered(key, values[key])
        else:
            after = ORDER[ORDER.index(key) + 1 :]
            before = next((one for one in parts if one in after), None)
            parts = _inserted(parts, key, rendered(key, values[key]), before)
    first = min(starts.values())
    return "".join([*lines[:first], *parts.values(), *lines[end:]])


def rendered(key: str, value: Value) -> str:
    """Return the lines of one key."""
    if value is True:
        return f"{key}: true\n"
    if isinstance(value, tuple):
        several = ", ".join(json.dumps(one, ensure_ascii=False) if _SIGNS.search(one) else one for one in value)
        return f"{key}: {several if len(value) == 1 and key in _PLAIN else f'[{several}]'}\n"
    words = " ".join(str(value).split())
    line = f"{key}: {words}"
    if len(line) <= _WIDTH and _reads_as(line, key, words):
        return f"{line}\n"
    folded = textwrap.wrap(words, _WIDTH - 2, break_long_words=False, break_on_hyphens=False)
    return "".join([f"{key}: >-\n", *(f"  {one}\n" for one in folded)])


def _inserted(parts: dict[str, str], key: str, lines: str, before: str | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for one, there in parts.items():
        if one == before:
            found[key] = lines
        found[one] = there
    return found if before else {**found, key: lines}


def _reads_as(line: str, key: str, words: str) -> bool:
    try:
        return parse_yaml(line, name="", first_line=1).value == {key: words}
    except SourceError:
        return False


def _plain(value: object) -> Value:
    match value:
        case list():
            return tuple(str(one) for one in value)
        case bool():
            return value
        case _:
            return " ".join(str(value).split())


def _same(one: Value, other: Value | None) -> bool:
    """Whether two say the same: one word, or a list of it alone."""

    def several(value: Value | None) -> object:
        if isinstance(value, str):
            return (" ".join(value.split()),) if value else ()
        return value or ()

    return several(one) == several(other)


def _required(text: str, provision: str) -> Block:
    block = block_of(text, provision)
    if block is None:
        raise KeyError(provision)
    return block


def _end(lines: list[str], block: Block) -> int:
    """Return the index of the line that closes a block."""
    return next(at for at in range(block.first_line, len(lines)) if lines[at].startswith(_FENCE))
