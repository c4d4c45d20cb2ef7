"""What other engines are given means what the pack means. Python is in for them here: it needs no other package.

The engines themselves are asked by `script/bench`, which times none that answers otherwise than ours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from types import CodeType

import pytest
from speed.agreement import DisagreementError, check
from speed.cases import KNOWN, OPEN, Inputs, Population, Reads
from speed.peer import Peer
from speed.writing import Language, Writer, targets

from fingerpost.procedure.deciding import Engine
from fingerpost.procedure.deciding.program import Status
from fingerpost.procedure.pack.library import load_pack

PACK = load_pack("e-safety@2017")
TARGETS = targets(PACK)
READS = Reads(PACK)
PYTHON = Language(both=" and ", either=" or ", negated="not {}")


class Python(Peer):
    """Conditions written as Python's own expressions. `wrong`: the place of a rule whose answer is turned round."""

    name = "Python"

    def __init__(self, *, exact: bool, wrong: int | None = None) -> None:
        self.exact = exact
        self._wrong = wrong
        writer = Writer(PACK, PYTHON, guarded=exact)
        signs = (True, False) if exact else (True,)
        self._rules = [compile(writer.write(t.condition, t.about, sign), "", "eval") for t in TARGETS for sign in signs]

    def given(self, inputs: Inputs) -> dict[str, object]:
        """A name that is not given is null where facts may be unknown, and a mistake where none may be."""
        words = {"true": True, "false": False, "null": None, **inputs}
        return defaultdict(lambda: None, words) if self.exact else words

    def decide(self, given: dict[str, object]) -> list[bool]:
        return [self._value(rule, given) is not (place == self._wrong) for place, rule in enumerate(self._rules)]

    def _value(self, rule: CodeType, given: dict[str, object]) -> bool:
        return bool(eval(rule, {"__builtins__": {}}, given))  # noqa: S307 - written from the pack's checked trees

    def statuses(self, answer: Sequence[bool]) -> list[Status]:
        if not self.exact:
            return ["applies" if holds else None for holds in answer]
        pairs = zip(answer[::2], answer[1::2], strict=True)
        return ["applies" if so else None if not_so else "depends" for so, not_so in pairs]


def test_known_cases_are_decided_alike() -> None:
    cases = Population(PACK, 1).cases(1000, KNOWN)
    assert check(Engine(PACK), TARGETS, READS, Python(exact=False), cases) == 1000 * len(TARGETS)


def test_two_rules_for_each_condition_decide_open_cases_in_three_values() -> None:
    cases = Population(PACK, 2).cases(1000, OPEN)
    assert check(Engine(PACK), TARGETS, READS, Python(exact=True), cases) == 1000 * len(TARGETS)


@pytest.mark.parametrize("exact", [False, True])
def test_a_peer_with_one_wrong_rule_is_found_out(exact: bool) -> None:
    cases = Population(PACK, 3).cases(20, OPEN if exact else KNOWN)
    for wrong in (0, 17, len(TARGETS) - 1):
        with pytest.raises(DisagreementError, match="Python: "):
            check(Engine(PACK), TARGETS, READS, Python(exact=exact, wrong=wrong), cases)


def test_every_provision_with_a_condition_is_a_target_for_everybody_whom_it_is_about() -> None:
    people = {"concern": 1, "child": 2, "adult": 1}
    assert len(TARGETS) == sum(people[provision.about] for provision in PACK.decided)
    assert {target.provision for target in TARGETS} == {provision.id for provision in PACK.decided}
    assert len(PACK.decided) == 57
