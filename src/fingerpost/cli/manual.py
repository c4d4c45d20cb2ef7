"""`fingerpost manual`: the chapter to read, a section or a rule at a time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fingerpost.cli.markdown import add_markdown
from fingerpost.cli.page import Page, page_for_output
from fingerpost.cli.problems import problems_told, refuse
from fingerpost.cli.procedures import Procedures
from fingerpost.procedure.errors import nearest
from fingerpost.procedure.explaining.conditions import outline
from fingerpost.procedure.explaining.words import duty_line, label, told_person
from fingerpost.procedure.pack.library import DEFAULT
from fingerpost.procedure.pack.model import Deadline, Definition, Event, Fact, Pack, Prose, Provision, Section
from fingerpost.procedure.source.text import shown

_ABOUT = {
    "concern": "",
    "child": "For each child.",
    "adult": "For each adult.",
    "meeting": "For the meeting.",
    "assessment": "For the assessment.",
}


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
            _section(page, _find(pack, name))
    print(page, end="")


def section_names(pack: Pack) -> dict[str, Section]:
    """Each section by the name that the command takes: its id where that is its own, else its file's name."""
    ids = [section.id for section in pack.sections]
    return {section.id if ids.count(section.id) == 1 else Path(section.file).stem: section for section in pack.sections}


def _find(pack: Pack, name: str) -> Section:
    sections = section_names(pack)
    if name not in sections:
        known = [*sections, *pack.provisions]
        right = nearest(name, known) or "“fingerpost manual” lists the sections"
        raise refuse("", f"there is no section and no rule {shown(name)}", right)
    return sections[name]


def _contents(page: Page, pack: Pack) -> None:
    page.text(pack.emergency)
    page.heading(f"{pack.title} ({pack.name}, in force from {pack.in_force})")
    names = section_names(pack)
    width = max(map(len, names)) + 2
    for name, section in names.items():
        page.text(section.title.removeprefix(f"{name} "), indent=width + 2, first=name.ljust(width))
    page.gap()
    page.text("“fingerpost manual 2.1” shows a section, “fingerpost manual 2.1-same-day” a rule with its condition.")


def _section(page: Page, section: Section) -> None:
    for part in section.body:
        match part:
            case Prose():
                add_markdown(page, part.markdown)
            case Provision():
                _rule(page, part)
            case Fact():
                _question(page, part)
            case Event():
                page.text(f"{part.text} ({part.id})", indent=2)
                page.gap()
            case Definition():
                page.text(f"“{label(part.name)}”: {part.text}", indent=2)
                page.gap()


def _rule(page: Page, rule: Provision) -> None:
    page.text(rule.text, indent=2)
    said = [duty_line(rule), _deadline(rule.deadline), _ABOUT[rule.about], f"Rule {rule.id}."]
    page.text(" ".join(filter(None, said)), indent=4)
    if rule.when:
        page.text(f"When {rule.when.rstrip('. ')}.", indent=4)
    page.gap()


def _question(page: Page, fact: Fact) -> None:
    page.text(fact.ask, indent=2)
    page.text(" ".join(filter(None, [fact.note, f"Fact {fact.id}."])), indent=4)
    page.gap()


def _rule_in_full(page: Page, pack: Pack, rule: Provision) -> None:
    _rule(page, rule)
    if rule.condition is not None:
        page.heading("It applies if")
        for depth, line in outline(pack, rule.condition):
            page.text(line, indent=4 + 2 * depth, first="- ")
        page.gap()
    for sentence in _marks(pack, rule):
        page.text(sentence, indent=2)
    page.text(f"Source: {'; '.join(_citation(pack, cited) for cited in rule.cites)}.", indent=2)
    page.text(f"In the manual: section {rule.section}, {rule.place}.", indent=2)


def _marks(pack: Pack, rule: Provision) -> Iterable[str]:
    if rule.said:
        yield f"The chapter's own word is “{label(rule.said)}”."
    if rule.inferred:
        yield "The chapter has no such sentence; its sentences need it in order to be carried out."
    if rule.held_for:
        whom = told_person(rule.held_for, f"the {rule.about}")
        embargoes = ", ".join(one.id for one in pack.provisions.values() if one.embargo)
        yield f"It waits while {whom} must not be told ({embargoes})."
    if rule.embargo:
        yield f"It ends for one person at a time, with the event “{label(rule.embargo.lifted_by)}”."


def _citation(pack: Pack, cited: str) -> str:
    key, _, where = cited.partition(" ")
    return f"{pack.sources[key]}{f' ({where})' if where else ''}"


def _deadline(deadline: Deadline | None) -> str:
    if deadline is None:
        return ""
    start = f"the event “{label(deadline.event)}”" if deadline.event else "the day reported"
    match deadline.kind:
        case "same_day":
            return "On the same day."
        case "working_days":
            return f"Within {deadline.days} working days of {start}."
        case "on":
            return f"On the day of {start}."
        case "before":
            return f"Before {start}."
