"""In which examples a rule applies: every case of `examples/` decided by the engine, once a process and version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fingerpost.procedure.case.model import Case
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.errors import FingerpostError
from fingerpost.procedure.explaining.words import capital
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.source.yaml import parse_yaml

FOLDER = Path(__file__).resolve().parents[3] / "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """A case that is worked through: what it is called, and what it is about, in a few sentences."""

    title: str
    about: str


def examples_of(pack: Pack) -> Mapping[str, tuple[Example, ...]]:
    """Return the examples in which each rule certainly applies, by the rule's name."""
    found = _made.get(pack.digest)
    if found is None:
        applying: defaultdict[str, list[Example]] = defaultdict(list)
        for example, case in _cases(pack):
            for rule in dict.fromkeys(one.provision for one in decide(pack, case).outcomes if one.status == "applies"):
                applying[rule].append(example)
        found = _made[pack.digest] = {rule: tuple(examples) for rule, examples in applying.items()}
    return found


_made: dict[str, Mapping[str, tuple[Example, ...]]] = {}


def _cases(pack: Pack) -> Iterator[tuple[Example, Case]]:
    """Yield the examples that can be read under this version: those of another one may ask what it does not know."""
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.stem.endswith(".expected"):
            continue
        text = path.read_text(encoding="utf-8")
        document = parse_yaml(text, name=path.name).value
        if not isinstance(document, dict):
            continue
        try:
            case = case_from({key: value for key, value in document.items() if key != "procedure"}, pack)
        except FingerpostError:
            continue
        title = path.stem.partition("-")[2].replace("-", " ")
        yield Example(capital(title), _comment(text)), case


def _comment(text: str) -> str:
    """Return the comment with which an example begins."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# "))
    return " ".join(lines)
