"""The threat model claims nothing without a test: every test that it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
PARTS = (
    "A curious colleague",
    "The suspect with an account",
    "An administrator",
    "A stolen laptop",
    "Somebody at the same computer",
    "A stolen database",
    "Somebody who stops it",
    "A compromised web process",
)


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_a_test_that_is_named_exists(file: str, test: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert test in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_part_is_there_and_says_what_can_be_done_all_the_same() -> None:
    parts = dict(re.findall(r"^## (.+)\n((?:(?!^## ).*\n)*)", PAGE, re.MULTILINE))
    assert tuple(parts) == PARTS
    for name, text in parts.items():
        assert re.search(r"^Can(?:, with \w+)?: ", text, re.MULTILINE), name


def test_every_claim_has_its_test() -> None:
    claims = re.findall(r"^- (?:.|\n(?!- |\n))*", PAGE, re.MULTILINE)
    assert len(claims) > 20
    for claim in claims:
        assert re.search(r"`tests/[\w/]+\.py::\w+`", claim), claim
