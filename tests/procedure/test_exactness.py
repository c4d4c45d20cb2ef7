"""Any condition at all, not only the chapter's: what is decided is what trying every completion would decide.

Random conditions over a small pack of our own, with facts that stand plain and negated, numbers, enums, quantifiers and
the unlisted child, are decided for random cases and compared with a count of all completions that knows nothing of
formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from operator import eq, ge, gt, lt, ne

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fingerpost.procedure.case.model import Case, Person
from fingerpost.procedure.deciding import Engine
from fingerpost.procedure.deciding.primes import TooManyError
from fingerpost.procedure.pack.reading import pack_from

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
CONCERN = {"p": (True, False), "q": (True, False), "e": ("a", "b", "c"), "n": (0, 1, 2, 3), "full": (True, False)}
CHILD = {"x": (True, False), "y": (True, False), "k": (0, 1, 2, 3)}
ADULT = {"z": (True, False)}
DOMAINS = {"concern": CONCERN, "child": CHILD, "adult": ADULT}
OPERATORS = {"<": lt, ">": gt, ">=": ge, "==": eq, "!=": ne}
MOST_COMPLETIONS = 3000
SOME = settings(
    max_examples=3 * settings().max_examples // 2,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)

Known = dict[str, dict[str, object]]
"""The known answers, by owner and name."""

World = dict[tuple[str, str], object]
"""Every fact's value, by owner (`concern`, `unlisted` or a person's id) and name; `(unlisted, exists)` too."""


@dataclass(frozen=True)
class Condition:
    """A condition as the pack writes it, and what it means in a complete world, seen from an owner."""

    text: str
    holds: Callable[[World, str], bool]


def leaf(name: str, values: tuple[object, ...], text: str, owner: str | None = None) -> Condition:
    return Condition(text, lambda world, seen: world[owner or seen, name] in values)


def compare(name: str, operator: str, number: int, owner: str | None = None) -> Condition:
    values = tuple(n for n in range(4) if OPERATORS[operator](n, number))
    return leaf(name, values, f"{name} {operator} {number}", owner)


OF_CONCERN = st.one_of(
    st.sampled_from([leaf(name, (True,), name, "concern") for name in ("p", "q")]),
    st.sampled_from([leaf("e", (v,), f"e == {v}", "concern") for v in "abc"]),
    st.just(leaf("e", ("a", "b"), "e in (a, b)", "concern")),
    st.sampled_from(
        [compare("n", op, m, "concern") for op, m in (("<", 1), ("<", 2), (">=", 2), ("==", 1), ("!=", 2))]
    ),
)
OF_CHILD = st.one_of(
    st.sampled_from([leaf(name, (True,), name) for name in ("x", "y")]),
    st.sampled_from([compare("k", op, m) for op, m in (("<", 1), ("<", 2), (">", 2), ("==", 2))]),
)


def joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    def both(word: str, left: Condition, right: Condition) -> Condition:
        if word == "and":
            return Condition(f"({left.text} and {right.text})", lambda w, o: left.holds(w, o) and right.holds(w, o))
        return Condition(f"({left.text} or {right.text})", lambda w, o: left.holds(w, o) or right.holds(w, o))

    def negated(part: Condition) -> Condition:
        return Condition(f"(not {part.text})", lambda w, o: not part.holds(w, o))

    return st.one_of(st.builds(both, st.sampled_from(["and", "or"]), parts, parts), st.builds(negated, parts))


def quantified(body: Condition, word: str) -> Condition:
    every = word == "all_children"

    def holds(world: World, _: str) -> bool:
        children = [owner for owner, name in world if name == "x" and owner != "unlisted"]
        return (all if every else any)(body.holds(world, child) for child in children)

    return Condition(f"{word}({body.text})", holds)


def unlisted(body: Condition) -> Condition:
    def holds(world: World, _: str) -> bool:
        exists = not world["concern", "full"] and world["unlisted", "exists"]
        return bool(exists and body.holds(world, "unlisted"))

    return Condition(f"unlisted_child({body.text})", holds)


CHILD_BODY = st.recursive(st.one_of(OF_CHILD, OF_CHILD, OF_CONCERN), joined, max_leaves=4)
ABOUT_CHILD = st.recursive(st.one_of(OF_CHILD, OF_CONCERN), joined, max_leaves=7)
ABOUT_CONCERN = st.recursive(
    st.one_of(
        OF_CONCERN,
        st.builds(quantified, CHILD_BODY, st.sampled_from(["any_child", "all_children"])),
        st.builds(unlisted, st.recursive(OF_CHILD, joined, max_leaves=3)),
    ),
    joined,
    max_leaves=6,
)


HEADER = """# P
```pack
id: t
version: "1"
title: T
in_force: 2017-01-01
nation: england-and-wales
emergency: call
sources: {s: S}
sections: [pack.md]
```
"""
RULE = """```provision
id: {}
title: Do it
kind: duty
modality: must
about: {}
when: so
if: >-
  {}
text: do
cites: [s 1]
```
"""


def pack_with(about: str, condition: str) -> Engine:
    facts = []
    for scope, domain in DOMAINS.items():
        for name, values in domain.items():
            kind = {bool: "bool", int: "int", str: "enum"}[type(values[0])]
            extra = {"int": f"min: {values[0]}\nmax: {values[-1]}\n", "enum": "values: {a: A, b: B, c: C}\n"}.get(
                kind, ""
            )
            extra += "unlisted_child: x\n" if name == "full" else ""
            facts.append(
                f"```fact\nid: {name}\nscope: {scope}\ntype: {kind}\n{extra}ask: {name}?\nwithout_viewing: true\n```\n"
            )
    everything = "p or q or full or e == a or n < 1 or any_child(x or y or k < 1) or any_adult(z)"
    text = HEADER + "".join(facts) + RULE.format("idle", "concern", everything) + RULE.format("r", about, condition)
    return Engine(pack_from({"pack.md": text}))


def completions(known: Known, children: list[str]) -> Iterator[World]:
    keys = [("concern", name) for name in CONCERN] + [(child, name) for child in children for name in CHILD]
    options = [
        (known[owner][name],) if name in known[owner] else (CONCERN if owner == "concern" else CHILD)[name]
        for owner, name in keys
    ]
    keys += [("unlisted", "exists"), ("unlisted", "x"), *(("unlisted", name) for name in ("y", "k"))]
    hidden = [(True, False), (True,), CHILD["y"], CHILD["k"]]
    if known["concern"].get("full") is True:
        hidden = [(False,), (True,), (True,), (0,)]
    for values in product(*options, *hidden):
        yield dict(zip(keys, values, strict=True))


def brute(condition: Condition, known: Known, children: list[str], about: str) -> tuple[str, set[str]]:
    """The status, and for `depends` the facts whose change alone changes it in some completion."""
    results = {tuple(sorted(world.items())): condition.holds(world, about) for world in completions(known, children)}
    if len(set(results.values())) == 1:
        return ("applies" if next(iter(results.values())) else "absent"), set()
    names = set()
    for world, holds in results.items():
        for at, ((owner, name), _) in enumerate(world):
            if name in known.get(owner, {}):
                continue
            called = "concern.full" if owner == "unlisted" else f"{owner}.{name}"
            if called in names and owner != "unlisted":
                continue
            domain = {"exists": (True, False), **CONCERN, **CHILD}[name]
            for value in domain:
                other = (*world[:at], ((owner, name), value), *world[at + 1 :])
                if results.get(other, holds) != holds:
                    names.add(called)
    return "depends", names


def known_answers(data: st.DataObject, children: list[str]) -> Known:
    def some(domain: dict[str, tuple[object, ...]]) -> dict[str, object]:
        return {
            name: data.draw(st.sampled_from(values))
            for name, values in domain.items()
            if data.draw(st.integers(0, 9)) < 5
        }

    return {"concern": some(CONCERN), **{child: some(CHILD) for child in children}}


@pytest.mark.parametrize("about", ["concern", "child"])
@SOME
@given(data=st.data())
def test_a_status_its_reasons_and_what_it_depends_on_are_exact(about: str, data: st.DataObject) -> None:
    condition = data.draw(ABOUT_CONCERN if about == "concern" else ABOUT_CHILD)
    children = [f"c{i + 1}" for i in range(data.draw(st.integers(1 if about == "child" else 0, 2)))]
    known = known_answers(data, children)
    assume(sum(1 for _ in completions(known, children)) <= MOST_COMPLETIONS)
    try:
        engine = pack_with(about, condition.text)
    except TooManyError:
        assume(False)
    people = tuple(Person(child, "child", known[child]) for child in children)
    case = Case(AT, known["concern"], people, (), AT, "t@1")
    outcomes = {(o.provision, o.about): o for o in engine.decide(case).outcomes}
    for owner in ["concern"] if about == "concern" else children:
        status, names = brute(condition, known, children, owner)
        outcome = outcomes.get(("r", owner))
        assert (outcome.status if outcome else "absent") == status, condition.text
        if outcome and status == "depends":
            assert set(outcome.depends_on) == names, condition.text
            assert len(set(outcome.depends_on)) == len(outcome.depends_on)
        if outcome and status == "applies":
            assert outcome.because == greedy(condition, known, children, owner), condition.text


def greedy(condition: Condition, known: Known, children: list[str], about: str) -> list[str]:
    """The contract's `because`, by its definition."""
    kept = {owner: dict(facts) for owner, facts in known.items()}
    order = [("concern", name) for name in CONCERN] + [(child, name) for child in children for name in CHILD]
    for owner, name in reversed(order):
        if name in kept[owner]:
            without = {**kept, owner: {key: value for key, value in kept[owner].items() if key != name}}
            if all(condition.holds(world, about) for world in completions(without, children)):
                kept = without
    return [f"{owner}.{name}" for owner, name in order if name in kept[owner]]
