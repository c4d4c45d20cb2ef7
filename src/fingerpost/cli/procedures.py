"""Which packs the command uses."""

from __future__ import annotations

from pathlib import Path

from fingerpost.cli.problems import refuse
from fingerpost.procedure.errors import nearest
from fingerpost.procedure.pack.library import DEFAULT, available, load_pack, procedures_folder
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.source.text import shown


class Procedures:
    """The packs of one folder, each read once."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or procedures_folder()
        self._known: list[str] | None = None
        self._packs: dict[str, Pack] = {}

    def named(self, name: str = DEFAULT) -> Pack:
        """Return a pack. Raises InputError when it is not there, PackError when it cannot be read."""
        pack = self._packs.get(name)
        if pack is None:
            pack = self._packs[name] = self._load(name)
        return pack

    def of_case(self, document: object) -> Pack:
        """Return the pack that a case names; the usual one where it names none that could be a name."""
        name = document.get("procedure") if type(document) is dict else None
        return self.named(name if type(name) is str else DEFAULT)

    def _load(self, name: str) -> Pack:
        if self._known is None:
            self._known = available(self._folder)
        if name not in self._known:
            there = f"There {'is' if len(self._known) == 1 else 'are'} {', '.join(self._known) or 'none'}"
            advice = f"{nearest(name, self._known)} {there}".strip()
            raise refuse("procedure", f"there is no procedure {shown(name)}", advice)
        return load_pack(name, folder=self._folder)
