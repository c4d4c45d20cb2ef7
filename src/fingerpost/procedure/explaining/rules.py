"""A rule of the manual in words: by when, about which people, where it comes from, and its section."""

from __future__ import annotations

from collections.abc import Iterable

from fingerpost.procedure.explaining.words import PARTIES, joined, label, told_person
from fingerpost.procedure.pack.model import Deadline, Pack, Provision, Section
from fingerpost.procedure.pack.words import ACTS

ABOUT = {
    "concern": "",
    "child": "For each child.",
    "adult": "For each adult.",
    "meeting": "For the meeting.",
    "assessment": "For the assessment.",
}


def section_names(pack: Pack) -> dict[str, Section]:
    """Each section by the name that leads to it: its id where that is its own, else its file's name."""
    ids = [section.id for section in pack.sections]
    return {
        section.id if ids.count(section.id) == 1 else section.file.removesuffix(".md"): section
        for section in pack.sections
    }


def section_of(pack: Pack, provision: Provision) -> str:
    """Return the name of a provision's section."""
    return next(name for name, section in section_names(pack).items() if section.file == provision.place.file)


def standing(pack: Pack) -> str:
    """Return since when a version is in force, or that it is a draft."""
    return f"a draft, meant for {pack.in_force}" if pack.draft else f"in force from {pack.in_force}"


def to_confirm(rule: Provision) -> str:
    """Return what has to be confirmed before the rule can be relied on; nothing where nothing has."""
    return f"Still to be confirmed against the source: {rule.confirm}" if rule.confirm else ""


def marks(pack: Pack, rule: Provision) -> Iterable[str]:
    """Yield what else a reader has to know of a rule."""
    if rule.said:
        yield f"The source's own word is “{label(rule.said)}”."
    if rule.inferred:
        yield "The source has no such sentence; its sentences need it in order to be carried out."
    if rule.confirm:
        yield to_confirm(rule)
    if rule.held_for:
        whom = told_person(rule.held_for, f"the {rule.about}")
        yield f"It waits while {whom} must not be told ({pack.embargo.id if pack.embargo else ''})."
    if rule.carried_out_by:
        yield f"This service records it as {joined((ACTS[act] for act in rule.carried_out_by), 'or')}."
    if rule.settles:
        yield f"Its answer may settle: {joined(pack.facts[name].short for name in rule.settles)}."
    if rule.each:
        yield f"It is answered for each {rule.each}."
    if rule.only_without_children:
        yield "It is for a household in which no child lives."
    if rule.shown_to:
        yield f"It is shown to {joined(PARTIES[party] for party in rule.shown_to)} too."
    if rule.embargo:
        yield f"It ends for one person at a time, once {_so(pack, rule.embargo.lifted_by)}."


def citation(pack: Pack, cited: str) -> str:
    """Return a source with the place in it: `Sexual Offences Act 2003 (section 15)`."""
    key, _, where = cited.partition(" ")
    return f"{pack.sources[key]}{f' ({where})' if where else ''}"


def cited(rules: Iterable[Provision]) -> str:
    """Return ` (rule 1-a)` or ` (rules 1-a and 1-b)`, to go into a sentence; nothing where there is no rule."""
    ids = [rule.id for rule in rules]
    return f" ({'rule' if len(ids) == 1 else 'rules'} {joined(ids)})" if ids else ""


def goes_to(pack: Pack, rule: Provision) -> str:
    """Return who it goes to, where one is enough; nothing where the source names nobody."""
    return f"To {joined((pack.recipients[one] for one in rule.to), 'or')}." if rule.to else ""


def by_when(pack: Pack, deadline: Deadline | None) -> str:
    """Return by when it has to be done, as a colleague says it; nothing where the chapter sets no date."""
    if deadline is None:
        return ""
    so = _so(pack, deadline.event) if deadline.event else "the concern was reported"
    match deadline.kind:
        case "same_day":
            return "On the same day."
        case "working_days":
            return f"Within {_counted(deadline.days, 'working day')} after {so}."
        case "months":
            return f"Within {_counted(deadline.months, 'month')} after {so}."
        case "on":
            return f"On the same day, once {so}."
        case "before":
            return f"Before {so}."


def _so(pack: Pack, event: str) -> str:
    """Return what has happened, to go into a sentence: `a strategy discussion or meeting has been held`."""
    text = " ".join(pack.events[event].text.split()).rstrip(".")
    return f"{text[:1].lower()}{text[1:]}"


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
