"""docs/states.md: how things stand, and what leads from one state to another."""

from __future__ import annotations

from textwrap import fill

from states import casework, rooms
from states.exploring import DEPTH, Drawn

_HEAD = """# How things stand

Made by `python -m states` in `tests/` from the rules themselves: each picture is what their functions answer after
every sequence of up to {depth} steps. A test holds this page to them. How something stands is folded from its steps;
only what lists need of it is kept.
"""


def page() -> str:
    """Return the page with all diagrams, as Markdown with Mermaid."""
    return "\n".join([_HEAD.format(depth=DEPTH), *(_section(draw()) for draw in (*rooms.SUBJECTS, *casework.SUBJECTS))])


def _section(drawn: Drawn) -> str:
    states = list(dict.fromkeys(state for one, other, _ in drawn.moves for state in (one, other)))
    names = {state: f"s{number}" for number, state in enumerate(states)}
    by: dict[tuple[str, str], list[str]] = {}
    for one, other, name in drawn.moves:
        by.setdefault((one, other), []).append(name)
    lines = [f"    {name} : {state}" for state, name in names.items()]
    lines += [f"    [*] --> {names[states[0]]}"] if states else []
    lines += [f"    {names[one]} --> {names[other]} : {' / '.join(how)}" for (one, other), how in by.items()]
    diagram = "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])
    return f"## {drawn.title}\n\n{fill(drawn.says, 120)}\n\n{diagram}\n"
