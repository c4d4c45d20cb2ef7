"""A section's Markdown, taken apart into prose and blocks, each with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markdown_it import MarkdownIt

from fingerpost.procedure.errors import Problem, nearest
from fingerpost.procedure.pack.model import Place, Prose
from fingerpost.procedure.source.text import Located, SourceError
from fingerpost.procedure.source.yaml import parse_yaml

KINDS = ("pack", "fact", "event", "definition", "provision", "tick", "now")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its kind, its keys, and where each is."""

    kind: str
    file: str
    located: Located
    first_line: int
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where the block opens."""
        return Place(self.file, self.first_line)

    def at(self, key: str) -> Place:
        """Where the key is, or the block where it is missing."""
        return Place(self.file, self.located.line(key) if key in self.values else self.first_line)


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its heading and its parts in reading order."""

    file: str
    title: str
    parts: tuple[Prose | Block, ...]


def read_document(text: str, file: str, problems: list[Problem]) -> Document:
    """Take `text` apart. What cannot be taken is added to `problems` and left out."""
    lines = text.splitlines()
    title = ""
    parts: list[Prose | Block] = []
    prose_from = 0
    tokens = MarkdownIt("commonmark").parse(text)
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1" and not title:
            title = tokens[index + 1].content
        if token.type != "fence" or token.map is None:
            continue
        start, end = token.map
        parts += _prose(lines, prose_from, start)
        prose_from = end
        block = _block(token.info.strip(), token.content, file, start + 1, problems)
        if block:
            parts.append(block)
    parts += _prose(lines, prose_from, len(lines))
    if not title:
        problems.append(Problem(f"{file}:1", "the file has no heading", "Begin it with “# Title”."))
    return Document(file, title, tuple(parts))


def _prose(lines: list[str], start: int, end: int) -> list[Prose]:
    while start < end and not lines[start].strip():
        start += 1
    markdown = "\n".join(lines[start:end]).rstrip()
    return [Prose(markdown, start + 1)] if markdown else []


def _block(kind: str, content: str, file: str, line: int, problems: list[Problem]) -> Block | None:
    if kind not in KINDS:
        right = nearest(kind, KINDS) or f"There are {', '.join(KINDS)}."
        problems.append(Problem(f"{file}:{line}", f"there is no block of the kind “{kind}”", right))
        return None
    try:
        located = parse_yaml(content, name=file, first_line=line + 1)
    except SourceError as error:
        problems.extend(error.problems)
        return None
    if not isinstance(located.value, dict):
        problems.append(Problem(f"{file}:{line}", f"the {kind} block has no keys", "Write `key: value`, one a line."))
        return None
    return Block(kind, file, located, line, located.value)
