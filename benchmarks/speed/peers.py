"""The engines to compare with, but for OpenFisca: each takes the pack's conditions written in its own language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import cedarpy
import cel
import zen

from fingerpost.procedure.deciding.program import Status
from fingerpost.procedure.pack.model import Pack
from speed.cases import Inputs
from speed.peer import Peer
from speed.writing import Language, Target, Writer

ZEN = Language(both=" and ", either=" or ", negated="not({})")
CEDAR = Language(name="context.{}")


def _applies(values: Sequence[bool]) -> list[Status]:
    return ["applies" if value else None for value in values]


def _combined(values: Sequence[bool]) -> list[Status]:
    """Statuses from pairs: surely so, surely not so."""
    pairs = zip(values[::2], values[1::2], strict=True)
    return ["applies" if so else None if not_so else "depends" for so, not_so in pairs]


def _zen_rules(pack: Pack, targets: Sequence[Target], *, exact: bool) -> list[str]:
    writer = Writer(pack, ZEN, guarded=exact)
    return [writer.write(t.condition, t.about, sign) for t in targets for sign in ((True, False) if exact else (True,))]


class ZenRules(Peer):
    """zen-engine as its documentation has it: a decision of named rules, compiled once by a static loader.

    A `ZenDecision` would start a runtime of its own for every call, which costs more than the decision.
    """

    def __init__(self, pack: Pack, targets: Sequence[Target], *, exact: bool) -> None:
        self.name = f"zen-engine, named rules, {'three' if exact else 'two'}-valued"
        self.exact = exact
        rules = [
            {"id": f"rule{place}", "key": f"rule{place}", "value": text}
            for place, text in enumerate(_zen_rules(pack, targets, exact=exact))
        ]
        self._keys = [rule["key"] for rule in rules]
        content = {
            "nodes": [
                {"id": "in", "type": "inputNode", "name": "in"},
                {"id": "rules", "type": "expressionNode", "name": "rules", "content": {"expressions": rules}},
                {"id": "out", "type": "outputNode", "name": "out"},
            ],
            "edges": [
                {"id": "1", "type": "edge", "sourceId": "in", "targetId": "rules"},
                {"id": "2", "type": "edge", "sourceId": "rules", "targetId": "out"},
            ],
        }
        self._engine = zen.ZenEngine({"loader": {"type": "static", "content": {"pack": content}}})

    def given(self, inputs: Inputs) -> str:
        return json.dumps(inputs, separators=(",", ":"))

    def decide(self, given: str) -> Any:
        return self._engine.evaluate("pack", given)

    def statuses(self, answer: Any) -> list[Status]:
        values = [answer["result"][key] for key in self._keys]
        return _combined(values) if self.exact else _applies(values)


class ZenList(Peer):
    """zen-engine's expression language without its engine: one compiled expression, a list of all the conditions."""

    def __init__(self, pack: Pack, targets: Sequence[Target], *, exact: bool) -> None:
        self.name = f"zen-engine, one bare expression, {'three' if exact else 'two'}-valued"
        self.exact = exact
        rules = _zen_rules(pack, targets, exact=exact)
        self._expression = zen.compile_expression(f"[{', '.join(rules)}]")

    def given(self, inputs: Inputs) -> str:
        return json.dumps(inputs, separators=(",", ":"))

    def decide(self, given: str) -> Any:
        return self._expression.evaluate(given)

    def statuses(self, answer: Any) -> list[Status]:
        return _combined(answer) if self.exact else _applies(answer)


class Cel(Peer):
    """common-expression-language: one program, compiled once, a list of all the conditions."""

    exact = False

    def __init__(self, pack: Pack, targets: Sequence[Target], *, context: bool) -> None:
        self.name = f"common-expression-language, {'a context made beforehand' if context else 'from a mapping'}"
        self._context = context
        writer = Writer(pack, Language())
        rules = [writer.write(target.condition, target.about) for target in targets]
        self._program = cel.compile(f"[{', '.join(rules)}]")

    def given(self, inputs: Inputs) -> Any:
        return cel.Context(inputs) if self._context else inputs

    def decide(self, given: Any) -> Any:
        return self._program.execute(given)

    def statuses(self, answer: Any) -> list[Status]:
        return _applies(answer)


class Cedar(Peer):
    """cedarpy: one request against a policy for each condition, parsed once; what it names as reasons is what holds."""

    name = "cedarpy"
    exact = False

    def __init__(self, pack: Pack, targets: Sequence[Target]) -> None:
        writer = Writer(pack, CEDAR)
        rules = [writer.write(target.condition, target.about) for target in targets]
        policies = "\n".join(f"permit (principal, action, resource) when {{ {rule} }};" for rule in rules)
        self._policies = cedarpy.PolicySet.from_str(policies)
        self._entities = cedarpy.Entities.from_json_str("[]")
        self._count = len(rules)

    def given(self, inputs: Inputs) -> Any:
        context = json.dumps(inputs, separators=(",", ":"))
        return {"principal": 'P::"p"', "action": 'Action::"a"', "resource": 'R::"r"', "context": context}

    def decide(self, given: Any) -> Any:
        return cedarpy.is_authorized(given, self._policies, self._entities)

    def statuses(self, answer: Any) -> list[Status]:
        if answer.diagnostics.errors:
            raise ValueError(answer.diagnostics.errors)
        held = set(answer.diagnostics.reasons)
        return _applies([f"policy{place}" in held for place in range(self._count)])
