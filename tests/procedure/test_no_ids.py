"""The service knows what a procedure says of its provisions, and none of them by name.

The ids are taken from the packs. What cites a provision in a docstring or a comment merely gives the source.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from fingerpost.procedure.pack.library import available, load_pack

SOURCE = Path(__file__).parents[2] / "src"
# Invented concerns are written for one edition and name its rules, as examples do.
STORIES = SOURCE / "fingerpost_demo" / "concerns"
KINDS = {".py", ".html", ".txt", ".typ", ".yaml", ".sql", ".js", ".ts"}
IDS = {name for pack in available() for name in load_pack(pack).provisions}
NAMED = re.compile(rf"(?<![\w.-])(?:{'|'.join(sorted(map(re.escape, IDS), key=len, reverse=True))})(?![\w-])")


def files() -> list[Path]:
    found = (path for path in sorted(SOURCE.rglob("*")) if path.suffix in KINDS and path.is_file())
    return [path for path in found if "migrations" not in path.parts and not path.is_relative_to(STORIES)]


def sayings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield what a file says, line by line; of Python its texts without docstrings, of templates no comments."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        said = re.sub(r"\{#.*?#\}", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.DOTALL)
        yield from enumerate(said.splitlines(), 1)
        return
    tree = ast.parse(text)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def test_no_provision_is_known_by_name() -> None:
    assert len(IDS) > 150
    found = [
        f"{path.relative_to(SOURCE)}:{line}: {name[0]}"
        for path in files()
        for line, said in sayings(path)
        for name in NAMED.finditer(said)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("file", "text", "lines"),
    [
        ("one.py", '"""A docstring names 2.1-strategy."""\nX = "2.2-agreement"\n', [2]),
        ("one.py", 'X = f"rule 2.2-agreement."\nY = "2.2-agreement-of-others"\n', [1]),
        ("one.html", "{# of 2.1-strategy #}\n<p>Rules 0-iwf and 4-report.</p>\n", [2, 2]),
        ("one.yaml", "2.1-strategy: {}\n", [1]),
    ],
)
def test_it_would_be_found(tmp_path: Path, file: str, text: str, lines: list[int]) -> None:
    path = tmp_path / file
    path.write_text(text, encoding="utf-8")
    assert [line for line, said in sayings(path) for _ in NAMED.finditer(said)] == lines
