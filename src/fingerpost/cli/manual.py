"""`fingerpost manual`: the chapter to read, a section or a rule at a time."""

from __future__ import annotations

from pathlib import Path

from fingerpost.cli.markdown import add_markdown
from fingerpost.cli.page import Page, page_for_output
from fingerpost.cli.problems import problems_told, refuse
from fingerpost.cli.procedures import Procedures
from fingerpost.procedure.errors import nearest
from fingerpost.procedure.explaining.conditions import outline
from fingerpost.procedure.explaining.rules import (
    ABOUT,
    by_when,
    citation,
    goes_to,
    marks,
    section_names,
    section_of,
    standing,
    to_confirm,
)
from fingerpost.procedure.explaining.words import duty_line, label
from fingerpost.procedure.pack.library import DEFAULT
from fingerpost.procedure.pack.model import Definition, Event, Fact, Pack, Prose, Provision, Section
from fingerpost.procedure.pack.sources import Look, sources_of
from fingerpost.procedure.source.text import shown


def show_manual(name: str | None, procedure: str | None, folder: Path | None) -> None:
    """Print the list of sections, or a section, or a rule with its condition."""
    with problems_told():
        pack = Procedures(folder).named(procedure or DEFAULT)
        page = page_for_output()
        if name is None:
            _contents(page, pack)
        elif name in pack.provisions:
            _rule_in_full(page, pack, pack.provisions[name])
        else:
            _section(page, pack, _find(pack, name))
    print(page, end="")


def show_sources(procedure: str | None, folder: Path | None) -> None:
    """Print every source of a procedure: which text of it, who looked at it when, and how sure one can be."""
    with problems_told():
        pack = Procedures(folder).named(procedure or DEFAULT)
        found = sources_of(pack, folder)
    page = page_for_output()
    page.heading(f"The sources of {pack.title} ({pack.name}, {standing(pack)})")
    for key, title in pack.sources.items():
        page.text(title)
        source = found.by_key.get(key)
        if source is None:
            page.text("Nobody says who looked at it.", indent=2)
        for look in source.looks if source else ():
            page.text(_look(look), indent=4 if look.section else 2)
        page.gap()
    print(page, end="")


def _look(look: Look) -> str:
    place = f"{look.section}: " if look.section else ""
    return f"{place}{look.text_of}; {look.in_words} By {look.by}.{f' {look.address}' if look.address else ''}"


def _find(pack: Pack, name: str) -> Section:
    sections = section_names(pack)
    if name not in sections:
        known = [*sections, *pack.provisions]
        right = nearest(name, known) or "“fingerpost manual” lists the sections"
        raise refuse("", f"there is no section and no rule {shown(name)}", right)
    return sections[name]


def _contents(page: Page, pack: Pack) -> None:
    page.text(pack.emergency)
    page.heading(f"{pack.title} ({pack.name}, {standing(pack)})")
    names = section_names(pack)
    width = max(map(len, names)) + 2
    for name, section in names.items():
        page.text(section.title.removeprefix(f"{name} "), indent=width + 2, first=name.ljust(width))
    page.gap()
    if points := [rule.id for rule in pack.provisions.values() if rule.confirm]:
        page.text(f"Still to be confirmed against their sources, {len(points)} rules: {', '.join(points)}.")
        page.gap()
    rule = pack.decided[0]
    page.text(
        f"“fingerpost manual {section_of(pack, rule)}” shows a section, “fingerpost manual {rule.id}” a rule with its "
        "condition."
    )


def _section(page: Page, pack: Pack, section: Section) -> None:
    for part in section.body:
        match part:
            case Prose():
                add_markdown(page, part.markdown)
            case Provision():
                _rule(page, pack, part, to_confirm(part))
            case Fact():
                _question(page, part)
            case Event():
                page.text(f"{part.text} ({part.id})", indent=2)
                page.gap()
            case Definition():
                page.text(f"“{label(part.name)}”: {part.text}", indent=2)
                page.gap()


def _rule(page: Page, pack: Pack, rule: Provision, *more: str) -> None:
    page.text(rule.title, indent=2)
    page.text(rule.text, indent=4)
    said = [goes_to(pack, rule), duty_line(rule), by_when(pack, rule.deadline), ABOUT[rule.about], f"Rule {rule.id}."]
    page.text(" ".join(filter(None, said)), indent=4)
    if rule.when:
        page.text(f"When {rule.when.rstrip('. ')}.", indent=4)
    for sentence in filter(None, more):
        page.text(sentence, indent=4)
    page.gap()


def _question(page: Page, fact: Fact) -> None:
    page.text(fact.ask, indent=2)
    page.text(" ".join(filter(None, [fact.note, f"Fact {fact.id}."])), indent=4)
    page.gap()


def _rule_in_full(page: Page, pack: Pack, rule: Provision) -> None:
    _rule(page, pack, rule)
    if rule.condition is not None:
        page.heading("It applies if")
        for depth, line in outline(pack, rule.condition):
            page.text(line, indent=4 + 2 * depth, first="- ")
        page.gap()
    for sentence in marks(pack, rule):
        page.text(sentence, indent=2)
    page.text(f"Source: {'; '.join(citation(pack, cited) for cited in rule.cites)}.", indent=2)
    for cited, look in sources_of(pack).looks(rule):
        page.text(f"{citation(pack, cited)}: {look.in_words}", indent=4)
    page.text(f"In the manual: section {rule.section}, {rule.place}.", indent=2)
