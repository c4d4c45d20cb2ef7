"""`fingerpost facts`: everything that a case can state."""

from __future__ import annotations

import sys
from pathlib import Path

from fingerpost.cli.page import Page, page_for_output
from fingerpost.cli.problems import problems_told
from fingerpost.cli.procedures import Procedures
from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.library import DEFAULT
from fingerpost.procedure.pack.model import Event, Fact, Pack

_HEADINGS: dict[Scope, str] = {
    "concern": "Facts of the concern (under “facts”)",
    "child": "Facts of each child (under “facts” of a person of kind child)",
    "adult": "Facts of each adult (under “facts” of a person of kind adult)",
}


def show_facts(procedure: str | None, folder: Path | None, *, as_json: bool) -> None:
    """Print facts and events, for people or as JSON."""
    with problems_told():
        pack = Procedures(folder).named(procedure or DEFAULT)
    if as_json:
        import orjson

        document = {
            "facts": [_fact(fact) for fact in pack.facts.values()],
            "events": [*map(_event, pack.events.values())],
        }
        sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    else:
        page = page_for_output()
        _page(page, pack)
        print(page, end="")


def _page(page: Page, pack: Pack) -> None:
    page.text("Every fact may be left out: then it is not known, and nothing is assumed.")
    for scope, heading in _HEADINGS.items():
        page.heading(heading)
        for fact in pack.facts_of(scope):
            page.text(f"{fact.id}: {_domain(fact)}", indent=2)
            page.text(fact.ask, indent=6)
    page.heading("Events (under “events”, each with “at”)")
    for event in pack.events.values():
        names = f" Names {'an' if event.about == 'adult' else 'a'} {event.about}" if event.about != "concern" else ""
        page.text(f"{event.id}:{names}{' and, as “to”, who may be told' if event.to else ''}".rstrip(":"), indent=2)
        page.text(event.text, indent=6)


def _domain(fact: Fact) -> str:
    match fact.type:
        case "bool":
            return "true or false"
        case "int":
            born = f"; or a date as {fact.birth_date}" if fact.birth_date else ""
            return f"a whole number from {fact.values[0]} to {fact.values[-1]}{born}"
        case "enum":
            return ", ".join(map(str, fact.values))


def _fact(fact: Fact) -> dict[str, object]:
    return {
        "id": fact.id,
        "scope": fact.scope,
        "type": fact.type,
        "values": list(fact.values),
        "ask": fact.ask,
        "note": fact.note,
        "birth_date": fact.birth_date,
        "record_only": fact.record_only,
    }


def _event(event: Event) -> dict[str, object]:
    return {"id": event.id, "about": event.about, "to": event.to, "text": event.text}
