"""A case in the making, in the decision contract's own form, so that what is saved can be decided by anybody.

`null` is how the form says “asked, and not known”: such a question is not put again unless somebody wants it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fingerpost.cli.problems import refuse
from fingerpost.keys import files
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.language.tree import PersonKind, Value
from fingerpost.procedure.pack.model import Pack


@dataclass(slots=True)
class Draft:
    """The document, and the earlier states that “back” returns to."""

    document: dict[str, Any]
    _earlier: list[dict[str, Any]] = field(default_factory=list)

    @staticmethod
    def begun(reported_at: datetime, procedure: str) -> Draft:
        """A case of which nothing is known but when it was reported."""
        document = {"reported_at": reported_at.isoformat(), "procedure": procedure, "facts": {}, "people": []}
        return Draft(document)

    @staticmethod
    def of(document: dict[str, Any]) -> Draft:
        """Take up a document that is known to be a case."""
        document["facts"] = document.get("facts") or {}
        document["people"] = document.get("people") or []
        for person in document["people"]:
            person["facts"] = person.get("facts") or {}
        return Draft(document)

    def case(self, pack: Pack) -> Case:
        """The case so far."""
        return case_from(self.document, pack)

    def ids(self) -> list[str]:
        """Everybody's id, in order."""
        return [person["id"] for person in self.document["people"]]

    def add_people(self, kind: PersonKind, ids: list[str]) -> None:
        """Add people of whom nothing else is known."""
        self._remember()
        self.document["people"] += [{"id": ident, "kind": kind, "facts": {}} for ident in ids]

    def answer(self, name: str, value: Value | date | None) -> None:
        """Record an answer to `c1.age`; None is “don't know”, a date goes by the name that it is given under."""
        self._remember()
        owner, _, fact = name.rpartition(".")
        self._facts(owner)[fact] = value.isoformat() if isinstance(value, date) else value

    def unknown(self) -> Iterator[str]:
        """The facts that were asked for and are not known, as `c1.age`."""
        owners = [("concern", self.document["facts"])]
        owners += [(person["id"], person["facts"]) for person in self.document["people"]]
        return (f"{owner}.{fact}" for owner, facts in owners for fact, value in facts.items() if value is None)

    def ask_again(self) -> None:
        """Forget every “don't know”."""
        self._remember()
        for name in list(self.unknown()):
            owner, _, fact = name.rpartition(".")
            del self._facts(owner)[fact]

    def back(self) -> bool:
        """Return to the state before the last step; False if there was none."""
        if not self._earlier:
            return False
        self.document = self._earlier.pop()
        return True

    def _remember(self) -> None:
        self._earlier.append(copy.deepcopy(self.document))

    def _facts(self, owner: str) -> dict[str, Any]:
        if owner == "concern":
            facts: dict[str, Any] = self.document["facts"]
            return facts
        return next(person["facts"] for person in self.document["people"] if person["id"] == owner)


def save(document: dict[str, Any], path: Path) -> None:
    """Write a document as JSON or YAML, by the file's name, all of it or nothing; only its owner may read it.

    Raises InputError when it cannot be written.
    """
    if path.suffix.lower() == ".json":
        import orjson

        data = orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    else:
        import yaml

        data = yaml.safe_dump(document, sort_keys=False, allow_unicode=True).encode()
    try:
        files.replace(path, data)
    except OSError as error:
        raise refuse(str(path), f"it cannot be saved ({error.strerror})") from None
