"""The keys of a block, each taken with its type; what is wrong or left over is reported with its line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fingerpost.procedure.errors import Problem, nearest
from fingerpost.procedure.pack.blocks import Block


class Fields:
    """Takes a block's keys one by one. A key that is wrong gives a harmless value and a problem."""

    def __init__(self, block: Block, problems: list[Problem]) -> None:
        self.block = block
        self.problems = problems
        self.taken: set[str] = set()

    def wrong(self, key: str, what: str, right: str = "") -> None:
        """Report a problem at the key's line."""
        self.problems.append(Problem(str(self.block.at(key)), what, right))

    def raw(self, key: str) -> object:
        """The key's value as the YAML has it, None where it is missing."""
        self.taken.add(key)
        return self.block.values.get(key)

    def optional_text(self, key: str) -> str | None:
        """A text, or None where the key is missing."""
        value = self.raw(key)
        if value is None or isinstance(value, str):
            return value.strip() if value else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.wrong(key, f"`{key}` is a number", f'Write it in quotes: {key}: "{value}".')
        else:
            self.wrong(key, f"`{key}` is not a text", f"Write {key}: followed by words.")
        return None

    def text(self, key: str) -> str:
        """A text that must be there."""
        value = self.optional_text(key)
        if value is None and self.block.values.get(key) in (None, ""):
            self.wrong(key, f"the {self.block.kind} has no `{key}`", f"Add {key}: to the block.")
        return value or ""

    def choice(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """One of the known words."""
        known = tuple(known)
        value = self.optional_text(key) if default is not None else self.text(key)
        if value in known:
            return value
        if value:
            self.wrong(
                key, f"`{key}` cannot be “{value}”", nearest(value, known) or f"It is one of {', '.join(known)}."
            )
        return default if default is not None else known[0]

    def flag(self, key: str) -> bool:
        """true or false; false where the key is missing."""
        value = self.raw(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.wrong(key, f"`{key}` is “{value}”", f"Write {key}: true or leave it out.")
        return False

    def number(self, key: str) -> int | None:
        """A whole number that must be there, None where it is not."""
        value = self.raw(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.wrong(key, f"`{key}` is not a whole number", f"Write {key}: 17, for example.")
        return None

    def date(self, key: str) -> date:
        """A date that must be there, as 2017-01-31."""
        value = self.text(key)
        try:
            return date.fromisoformat(value)
        except ValueError:
            if value:
                self.wrong(key, f"“{value}” is not a date", "Write year-month-day, as in 2017-01-31.")
            return date.min

    def words(self, key: str) -> tuple[str, ...]:
        """A text or a list of texts; empty where the key is missing."""
        value = self.raw(key)
        items = [] if value is None else value if isinstance(value, list) else [value]
        texts = tuple(item.strip() for item in items if isinstance(item, str) and item.strip())
        if len(texts) == len(items):
            return texts
        self.wrong(key, f"`{key}` is not a list of texts", f"Write {key}: [one, another].")
        return ()

    def table(self, key: str) -> dict[str, str]:
        """A mapping from names to texts; empty where the key is missing."""
        value = self.raw(key)
        if value is None:
            return {}
        if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
            return {str(name): text for name, text in value.items()}
        self.wrong(key, f"`{key}` is not a table of names and texts", "Write `name: text`, one a line.")
        return {}

    def done(self) -> None:
        """Report every key that was not taken."""
        for key in self.block.values:
            if key not in self.taken:
                right = nearest(key, self.taken) or f"A {self.block.kind} has {', '.join(sorted(self.taken))}."
                self.wrong(key, f"a {self.block.kind} has no key `{key}`", right)
