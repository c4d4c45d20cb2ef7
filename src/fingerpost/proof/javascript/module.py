"""The module: what the checked pack says, as data, and the runtime, which knows no procedure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files

from fingerpost.procedure.pack.model import Pack
from fingerpost.proof.javascript.data import Data, data

PARTS = (
    "pack",
    "wording",
    "days",
    "ground",
    "primes",
    "formula",
    "layout",
    "deciding",
    "contradictions",
    "reading",
    "public",
)
"""The files of the runtime, in the order in which they are put together."""


def javascript(pack: Pack) -> bytes:
    """The pack as one ES module without a dependency. Raises PackError for a pack that it cannot decide exactly."""
    kind = "a draft that nobody has put in force" if pack.draft else f"in force from {pack.in_force}"
    head = f"// {pack.title}: {pack.name}, {kind}. Written by “fingerpost export {pack.name} --js”; do not change it.\n"
    runtime = files("fingerpost.proof.javascript") / "runtime"
    parts = [(runtime / f"{name}.js").read_text(encoding="utf-8") for name in PARTS]
    return "\n".join([head, f"const PACK = {_object(data(pack))};\n", *parts]).encode()


def _object(content: Data) -> str:
    """JSON, each item of a list on a line of its own, so that two versions can be compared."""
    rows = [f"{_text(key)}: {_value(value)}" for key, value in content.items()]
    return "{\n" + ",\n".join(rows) + "\n}"


def _value(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(_lines(value)) + "\n]"
    return _text(value)


def _lines(values: list[object]) -> Iterator[str]:
    for value in values:
        yield f"  {_text(value)}"


def _text(value: object) -> str:
    # JSON is JavaScript since ECMAScript 2019, line separators in texts too.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
