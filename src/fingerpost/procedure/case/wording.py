"""What is wrong with a case, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from fingerpost.procedure.case.tables import Answers, Tables
from fingerpost.procedure.errors import nearest
from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.model import Fact
from fingerpost.procedure.source.text import Step, shown

AN_OFFSET = "A time with its offset from UTC, such as 2026-11-24T14:05:00+00:00"

_HOME = {
    "concern": "It is about the concern as a whole and belongs in the case's own facts",
    "child": "It is about a child and belongs in the facts of each child it is true of",
    "adult": "It is about an adult and belongs in the facts of each adult it is true of",
}

Found = tuple[tuple[Step, ...], str, str]
"""Path, what is wrong, what would be right."""


def path_text(path: Sequence[Step], lines: Callable[..., int] | None = None) -> str:
    """Return a path as people write it, `people[1].facts.age`, with its line where lines are known."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{_key(step)}" for step in path).removeprefix(".")
    if lines is None:
        return text
    line = f"line {lines(*path)}"
    return f"{text} ({line})" if text else line


def _key(step: str) -> str:
    return step if step.isidentifier() else shown(step)


def listed(names: Iterable[str]) -> str:
    """Return names as a list in words."""
    *head, last = names
    return f"{', '.join(head)} and {last}" if head else last


def unknown_key(key: str, known: Iterable[str], tables: Tables) -> tuple[str, str]:
    """Return what to say of a key that does not belong where it is."""
    if tables.scope_of(key):
        return f"{shown(key)} is a fact and does not belong here", "Facts go one step further in, under “facts”"
    return f"there is no key {shown(key)}", nearest(key, known) or f"Known are {listed(known)}"


def unknown_fact(name: str, scope: Scope, answers: Answers, tables: Tables) -> tuple[str, str]:
    """Return what to say of a fact that `scope` does not have."""
    home = tables.scope_of(name)
    if home is not None:
        return f"{shown(name)} is no fact of {_owner(scope)}", _HOME[home]
    advice = nearest(name, answers.names())
    if not advice and (elsewhere := nearest(name, [n for a in tables.answers.values() for n in a.names()])):
        advice = elsewhere
    return f"there is no fact {shown(name)}", advice or "The command “fingerpost facts” lists them"


def _owner(scope: Scope) -> str:
    return {"concern": "the concern", "child": "a child", "adult": "an adult"}[scope]


def whom(ids: Sequence[str], kind: Scope) -> str:
    """Return which people an event may name."""
    return f"The id of {_owner(kind)} of this case: {', '.join(ids)}" if ids else f"This case lists no {kind}"


def right_answer(fact: Fact, answer: object) -> tuple[str, str]:
    """Return what to say of an answer that a fact does not have."""
    numbers = [value for value in fact.values if isinstance(value, int)]
    match fact.type:
        case "bool":
            hint = {"yes": "true", "no": "false"}.get(answer.lower(), answer.lower()) if isinstance(answer, str) else ""
            right = f"Write {hint}" if hint in ("true", "false") else "Write true or false"
            return f"{shown(answer)} is neither true nor false", f"{right}, or leave it out where it is not known"
        case "int":
            what = f"{shown(answer)} is not a whole number from {numbers[0]} to {numbers[-1]}"
            return what, "Leave it out where it is not known"
        case "enum":
            values = [str(value) for value in fact.values]
            advice = nearest(answer, values) if isinstance(answer, str) else ""
            return f"{shown(answer)} is not an answer to this", f"{advice} Known are {listed(values)}".strip()


def in_text_order(document: object, found: Iterable[Found]) -> list[Found]:
    """Return problems in the order in which the document states what they are about; what is missing comes first."""
    return sorted(found, key=lambda problem: _position(document, problem[0]))


def _position(document: object, path: tuple[Step, ...]) -> tuple[int, ...]:
    position = []
    for step in path:
        if isinstance(document, dict) and step in document:
            position.append(list(document).index(step))
            document = document[step]
        elif isinstance(document, list) and isinstance(step, int):
            position.append(step)
            document = document[step]
        else:
            break
    return tuple(position)
