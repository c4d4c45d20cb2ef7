"""Every small mistake that a change of a pack could make: the pack's own text with one thing in one block another."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from fingerpost.procedure.errors import PackError
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.reading import pack_from

_BLOCK = re.compile(r"```(fact|definition|provision)\n(.*?)```\n", re.DOTALL)
_CONDITIONS = {"provision": ("if",), "definition": ("is",), "fact": ("true_when",)}
_MODALITIES = ("must", "should", "consider", "may", "informs")
_WEAKENED = {one: _MODALITIES[place - 1 if place else 1] for place, one in enumerate(_MODALITIES)}
_LOWERED = re.compile(r"`lowered_by` of “(.*?)” does not name .*?\. (Write lowered_by: \[(.*?)\]|Leave lowered_by out)")

Files = Mapping[str, str]


@dataclass(frozen=True)
class Mutant:
    """One mistake, with what it is, and the files of the pack with it."""

    what: str
    files: Files

    def pack(self) -> Pack | None:
        """The pack with the mistake; `lowered_by` put right where that is all that gave it away. None if refused."""
        files = dict(self.files)
        for _ in range(2):
            try:
                return pack_from(files)
            except PackError as error:
                told = [_LOWERED.search(str(problem)) for problem in error.problems]
                if not all(told):
                    return None
                for one in told:
                    assert one is not None
                    files = _with_lowered(files, one[1], one[3])
        return None


def files_of(folder: Path) -> Files:
    return {file.name: file.read_text() for file in sorted(folder.glob("*.md"))}


def mutants(files: Files) -> Iterator[Mutant]:
    """All of them, in the order of the text."""
    for name, text in files.items():
        for found in _BLOCK.finditer(text):
            block = yaml.load(found[2], yaml.BaseLoader)  # noqa: S506  # texts only, so that nothing is read anew
            for what, changed in _changed(found[1], block):
                written = f"```{found[1]}\n{_written(changed)}```\n"
                after = text[: found.start()] + written + text[found.end() :]
                title = block.get("id") or block.get("name")
                yield Mutant(f"{title}: {what}", {**files, name: after})


def _changed(kind: str, block: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key in _CONDITIONS[kind]:
        if key in block:
            for what, text in slips(" ".join(block[key].split())):
                yield f"{key}: {what}", {**block, key: text}
    if "embargo" in block:
        for what, text in slips(" ".join(block["embargo"]["unlisted_when"].split())):
            yield f"unlisted_when: {what}", {**block, "embargo": {**block["embargo"], "unlisted_when": text}}
    if kind == "provision":
        yield from _attributes(block)
    if block.get("graver") in ("true", "false"):
        yield "graver turned round", {**block, "graver": "false" if block["graver"] == "true" else "true"}


def _attributes(block: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if block["modality"] in _WEAKENED:
        yield f"{block['modality']} become another", {**block, "modality": _WEAKENED[block["modality"]]}
    for key in ("by", "held_for", "who", "to", "embargo"):
        if key in block:
            left = {name: value for name, value in block.items() if name != key and (key != "by" or name != "from")}
            yield f"{key} left out", left
    by = block.get("by", "")
    if by.startswith("working_days:"):
        days = int(by.partition(":")[2])
        yield "a day less", {**block, "by": f"working_days:{days - 1}"}
        yield "a day more", {**block, "by": f"working_days:{days + 1}"}
    if by == "same_day":
        yield "a day later", {**block, "by": "working_days:1"}
    if "who" in block:
        yield "another party", {**block, "who": "police" if block["who"] != "police" else "school"}
    if "if" not in block and block["about"] in ("concern", "child", "adult"):
        return
    if "held_for" not in block and block["about"] in ("child", "adult") and "if" in block:
        yield "held back", {**block, "held_for": block["about"][0]}


def slips(text: str) -> Iterator[tuple[str, str]]:
    """Each condition that differs from this one by one slip: an operator, an operand, a sign, a bound, a quantifier."""
    tree = ast.parse(text, mode="eval")
    for place, node in enumerate(ast.walk(tree)):
        for what, change in _slips(node):
            mutant = copy.deepcopy(tree)
            change(list(ast.walk(mutant))[place])
            yield f"{what} in “{ast.unparse(node)}”", ast.unparse(mutant)


def _slips(node: ast.AST) -> Iterator[tuple[str, Any]]:
    match node:
        case ast.BoolOp(op=op, values=values):
            yield "and for or" if isinstance(op, ast.Or) else "or for and", _swap
            for place in range(len(values)):
                yield f"part {place + 1} left out", lambda other, place=place: _leave_out(other, place)
                yield f"part {place + 1} turned round", lambda other, place=place: _turn(other, place)
        case ast.Compare(ops=[op], comparators=[ast.Constant()]):
            yield "a bound moved up", lambda other: _move(other, 1)
            yield "a bound moved down", lambda other: _move(other, -1)
            yield "turned round", lambda other: setattr(other, "ops", [_OPPOSITE[type(op)]()])
        case ast.Call(func=ast.Name(id=name)) if name in _QUANTIFIERS:
            yield "another quantifier", lambda other: setattr(other.func, "id", _QUANTIFIERS[name])
        case ast.Expression(body=body) if not isinstance(body, ast.BoolOp | ast.Compare):
            yield "turned round", lambda other: setattr(other, "body", _negated(other.body))
        case _:
            return


_OPPOSITE = {ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
_QUANTIFIERS = {"any_child": "all_children", "any_adult": "all_adults"}


def _swap(node: Any) -> None:
    node.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()


def _leave_out(node: Any, place: int) -> None:
    del node.values[place]


def _turn(node: Any, place: int) -> None:
    node.values[place] = _negated(node.values[place])


def _negated(node: ast.expr) -> ast.expr:
    return node.operand if isinstance(node, ast.UnaryOp) else ast.UnaryOp(ast.Not(), node)


def _move(node: Any, by: int) -> None:
    node.comparators[0] = ast.Constant(node.comparators[0].value + by)


def _written(block: dict[str, Any]) -> str:
    return "".join(f"{key}: {_value(value)}\n" for key, value in block.items())


def _value(value: Any) -> str:
    """One line of YAML: plain where it is a word, a list or a mapping of such, otherwise in quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    text = " ".join(value.split())
    if re.fullmatch(r"true|false|-?\d+", text):
        return text
    return "'" + text.replace("'", "''") + "'"


def _with_lowered(files: Files, provision: str, named: str | None) -> dict[str, str]:
    """The files with `lowered_by` of one provision as it should be."""
    changed = dict(files)
    for name, text in files.items():
        for found in _BLOCK.finditer(text):
            block = yaml.load(found[2], yaml.BaseLoader)  # noqa: S506  # texts only
            if block.get("id") == provision:
                block.pop("lowered_by", None)
                if named:
                    block["lowered_by"] = [one.strip() for one in named.split(",")]
                changed[name] = text[: found.start()] + f"```{found[1]}\n{_written(block)}```\n" + text[found.end() :]
    return changed
