"""National services beside the rules that name them: a file beside the packs, since numbers change and texts do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from fingerpost.procedure.errors import PackError, Problem
from fingerpost.procedure.pack.library import procedures_folder
from fingerpost.procedure.source.yaml import parse_yaml

FILE = "services.yaml"
_TEXTS = ("name", "address", "phone", "hours", "what", "whom", "recipient")


@dataclass(frozen=True, slots=True)
class Service:
    """A national service. `rules` are the provisions beside which it is shown; `recipient`: who something goes to.

    `checked`: when the entry was last held against the service's own pages. What is not known is empty.
    """

    name: str
    address: str
    phone: str
    hours: str
    what: str
    whom: str
    recipient: str
    rules: tuple[str, ...]
    checked: date

    @property
    def line(self) -> str:
        """The service as a paper has it."""
        ways = ", ".join(filter(None, [self.phone, self.address, self.hours]))
        return f"{self.name} ({self.what}; for {self.whom}): {ways}."

    @property
    def link(self) -> str:
        """The number as a `tel:` address has it."""
        return telephone_link(self.phone)


def telephone_link(phone: str) -> str:
    """Return a number as a `tel:` address has it (RFC 3966)."""
    return "tel:" + "".join(one for one in phone if one in "+0123456789")


def services(folder: Path | None = None) -> tuple[Service, ...]:
    """Return the services that there are, in order. Raises PackError where the file is not as it should be."""
    return _read((folder or procedures_folder()) / FILE)


def services_for(rule: str, folder: Path | None = None) -> tuple[Service, ...]:
    """Return the services that are shown beside a provision."""
    return tuple(one for one in services(folder) if rule in one.rules)


@lru_cache(maxsize=4)
def _read(path: Path) -> tuple[Service, ...]:
    if not path.is_file():
        return ()
    located = parse_yaml(path.read_text(encoding="utf-8"), name=path.name)
    entries = located.value if isinstance(located.value, list) else []
    return tuple(_service(path.name, entry) for entry in entries)


def _service(file: str, entry: object) -> Service:
    match entry:
        case {"name": str(name), "what": str(what), "whom": str(whom), "checked": str(checked), **rest}:
            rules = rest.pop("rules", [])
            if isinstance(rules, list) and all(key in _TEXTS and isinstance(text, str) for key, text in rest.items()):
                said: dict[str, str] = {str(key): str(text) for key, text in rest.items()}
                texts = {**dict.fromkeys(_TEXTS, ""), "name": name, "what": what, "whom": whom, **said}
                return Service(**texts, rules=tuple(map(str, rules)), checked=date.fromisoformat(checked))
    right = "Give it name, what, whom and checked, and no other key than address, phone, hours, recipient and rules."
    raise PackError([Problem(file, "an entry is no service", right)])
