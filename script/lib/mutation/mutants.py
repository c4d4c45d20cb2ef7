"""Small mistakes put into a module's source, one at a time.

The kinds of mistakes are mutmut's: an argument left out or made None, `<` for `<=`, `and` for `or`, a number one too
large, a text changed, a case of a `match` left out, and so on. mutmut itself makes them only inside plain functions;
here they are made in decorated functions, properties and a module's own statements too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from hashlib import sha256

import libcst as cst
import libcst.matchers as m
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

# What nobody who uses the program could notice: annotations, how a class is kept, what `import *` would bring.
_NO_BEHAVIOUR = m.OneOf(
    m.Annotation(),
    m.Decorator(),
    m.Import(),
    m.ImportFrom(),
    m.Assign(targets=[m.AssignTarget(m.Name(m.MatchRegex("__(all|slots)__")))]),
    m.TypeAlias(),
)
# Without their argument these fail at once, whatever is tested.
_NOT_WORTH_IT = m.Call(func=m.Name(m.MatchRegex("len|isinstance")))
_FOR_TYPES_ONLY = m.Call(func=m.Name("cast"))
_ALIAS = m.SimpleStatementLine(body=[m.Assign(value=m.Subscript() | m.BinaryOperation(operator=m.BitOr()))])


@dataclass(frozen=True)
class Mutant:
    """A module with one mistake. `was` and `now` are the lines it changes; `key` tells it from all others."""

    module: str
    path: str
    line: int
    was: str
    now: str
    source: str

    @property
    def key(self) -> str:
        return f"{self.module} {sha256(self.source.encode()).hexdigest()}"


class _Mistakes(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, aliases: set[cst.CSTNode]) -> None:
        self.found: list[tuple[int, cst.CSTNode, cst.CSTNode]] = []
        self._aliases = aliases

    def on_visit(self, node: cst.CSTNode) -> bool:
        if node in self._aliases or m.matches(node, _NO_BEHAVIOUR | _NOT_WORTH_IT):
            return False
        if not m.matches(node, _FOR_TYPES_ONLY):
            for kind, operator in mutation_operators:
                if isinstance(node, kind):
                    line = self.get_metadata(PositionProvider, node).start.line
                    self.found += [(line, node, mistaken) for mistaken in operator(node)]
        return True


def mutants(module: str, path: str, source: str) -> Iterator[Mutant]:
    """Every mutant of one module, in the order of its lines, each once."""
    wrapper = MetadataWrapper(cst.parse_module(source))
    mistakes = _Mistakes({statement for statement in wrapper.module.body if m.matches(statement, _ALIAS)})
    wrapper.visit(mistakes)
    seen = {source}
    for line, node, mistaken in sorted(mistakes.found, key=lambda found: found[0]):
        changed = cst.ensure_type(wrapper.module.deep_replace(node, mistaken), cst.Module).code
        if changed not in seen:
            seen.add(changed)
            yield Mutant(module, path, line, *_lines(source, changed), changed)


def _lines(source: str, changed: str) -> tuple[str, str]:
    lines = list(unified_diff(source.splitlines(), changed.splitlines(), n=0, lineterm=""))[2:]
    was, now = (" ".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+")
    return was, now
