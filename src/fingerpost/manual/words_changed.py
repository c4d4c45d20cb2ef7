"""What differs in the words of two texts, side by side: line by line, and within a line word by word (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

_WORD: Final = re.compile(r"\s+|[^\s]+")
_AROUND: Final = 1
"""So many lines that are the same are shown before and after what differs."""

type Piece = tuple[bool, str]
"""Words, and whether they are on this side alone."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that differs: what it is in (a rule's name, or a heading), and both sides in pieces."""

    within: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FileChanged:
    """A file whose words differ. Without `places` the whole file is on one side alone, as `only` says."""

    file: str
    places: tuple[Place, ...]
    only: str = ""


def changed(old: Mapping[str, str], new: Mapping[str, str]) -> list[FileChanged]:
    """Return what differs between two texts by their files, in the order of the new one."""
    found = []
    for file in dict.fromkeys([*new, *old]):
        if file not in old or file not in new:
            found.append(FileChanged(file, (), "added" if file in new else "removed"))
        elif old[file] != new[file]:
            found.append(FileChanged(file, tuple(_places(old[file].splitlines(), new[file].splitlines()))))
    return found


def _places(old: Sequence[str], new: Sequence[str]) -> Iterator[Place]:
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND):
        (_, first, _, start, _), (_, _, last, _, end) = group[0], group[-1]
        before, after = "\n".join(old[first:last]), "\n".join(new[start:end])
        at = next(one[3] for one in group if one[0] != "equal")
        yield Place(_within(new[: at + 1]), *_pieces(before, after))


def _pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return (
        tuple(_joined((tag != "equal", "".join(before[i:j])) for tag, i, j, _, _ in steps if i < j)),
        tuple(_joined((tag != "equal", "".join(after[i:j])) for tag, _, _, i, j in steps if i < j)),
    )


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours of one kind, and what only a space is between."""
    found: list[Piece] = []
    for differs, text in pieces:
        if found and found[-1][0] == differs:
            found[-1] = (differs, found[-1][1] + text)
        elif len(found) > 1 and differs and found[-1][1].isspace() and found[-2][0]:
            found[-2:] = [(True, found[-2][1] + found[-1][1] + text)]
        else:
            found.append((differs, text))
    yield from found


def _within(lines: Sequence[str]) -> str:
    """Return the rule, the fact or the heading that a line is in."""
    for line in reversed(lines):
        if line.startswith("id: "):
            return line.removeprefix("id: ").strip()
        if line.startswith("#"):
            return line.lstrip("#").strip()
    return ""
