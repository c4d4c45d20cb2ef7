"""Blocks into entries: keys taken with their types, conditions still text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import cast

from fingerpost.procedure.errors import Problem
from fingerpost.procedure.language.tree import PersonKind, Scope, Value
from fingerpost.procedure.pack import words
from fingerpost.procedure.pack.blocks import Block
from fingerpost.procedure.pack.fields import Fields
from fingerpost.procedure.pack.model import Box, Deadline, Place, Tick


@dataclass(frozen=True, slots=True)
class Text:
    """A condition that is not read yet, and where it is."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Header:
    id: str
    version: str
    title: str
    in_force: date
    draft: bool
    nation: str
    emergency: str
    sources: dict[str, str]
    recipients: dict[str, str]
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactEntry:
    id: str
    scope: Scope
    type: str
    values: tuple[Value, ...]
    labels: dict[str, str]
    short: str
    ask: str
    note: str
    record_only: bool
    without_viewing: bool
    graver: object
    birth_date: str | None
    unlisted_child: str | None
    true_when: Text | None
    place: Place


@dataclass(frozen=True, slots=True)
class EventEntry:
    id: str
    about: Scope
    to: bool
    text: str
    record_only: bool
    place: Place


@dataclass(frozen=True, slots=True)
class DefinitionEntry:
    name: str
    scope: Scope
    meaning: Text
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class EmbargoEntry:
    lifted_by: str
    unlisted_when: Text


@dataclass(frozen=True, slots=True)
class ProvisionEntry:
    id: str
    section: str
    title: str
    kind: str
    modality: str
    who: tuple[str, ...]
    to: tuple[str, ...]
    about: str
    by: str | None
    deadline: Deadline | None
    when: str
    condition: Text | None
    text: str
    held_for: str | None
    carried_out_by: tuple[str, ...]
    settles: tuple[str, ...]
    each: str | None
    only_without_children: bool
    shown_to: tuple[str, ...]
    urgent: bool
    cites: tuple[str, ...]
    said: str | None
    inferred: bool
    confirm: str
    embargo: EmbargoEntry | None
    lowered_by: tuple[str, ...]
    place: Place
    block: Block


def header(block: Block, problems: list[Problem]) -> Header:
    """The `pack` block."""
    fields = Fields(block, problems)
    entry = Header(
        id=fields.text("id"),
        version=fields.text("version"),
        title=fields.text("title"),
        in_force=fields.date("in_force"),
        draft=fields.choice("status", ("published", "draft"), "published") == "draft",
        nation=fields.choice("nation", words.NATIONS),
        emergency=fields.text("emergency"),
        sources=fields.table("sources"),
        recipients=fields.table("recipients"),
        sections=fields.words("sections"),
    )
    fields.done()
    return entry


def fact(block: Block, problems: list[Problem]) -> FactEntry:
    """A `fact` block."""
    fields = Fields(block, problems)
    kind = fields.choice("type", words.FACT_TYPES)
    labels: dict[str, str] = {}
    values: tuple[Value, ...] = (True, False)
    if kind == "int":
        values = _range(fields)
    elif kind == "enum":
        labels = fields.table("values")
        values = tuple(labels)
        if len(values) < 2:
            fields.wrong("values", "an enum has at least two values", "Add them under `values:`.")
    use = fields.choice("use", ("decide", "record"), "decide")
    identity = fields.text("id")
    entry = FactEntry(
        id=identity,
        scope=cast(Scope, fields.choice("scope", words.SCOPES)),
        type=kind,
        values=values,
        labels=labels,
        short=fields.optional_text("short") or identity.replace("_", " "),
        ask=fields.text("ask"),
        note=fields.optional_text("note") or "",
        record_only=use == "record",
        without_viewing=fields.flag("without_viewing"),
        graver=_graver(fields, kind),
        birth_date=fields.optional_text("birth_date"),
        unlisted_child=fields.optional_text("unlisted_child"),
        true_when=_condition(fields, "true_when"),
        place=block.place,
    )
    if not entry.without_viewing:
        fields.wrong(
            "without_viewing",
            f"nothing says that “{entry.id}” can be answered without looking at imagery",
            "Word the question so, and add `without_viewing: true`.",
        )
    if entry.birth_date and (kind != "int" or entry.scope != "child"):
        fields.wrong("birth_date", "only a child's age in years can be given as a birth date", "Leave it out.")
    if entry.unlisted_child and (kind != "bool" or entry.scope != "concern"):
        fields.wrong("unlisted_child", "only a yes-or-no fact of the concern says that all children are listed", "")
    fields.done()
    return entry


def _range(fields: Fields) -> tuple[int, ...]:
    least, most = fields.number("min"), fields.number("max")
    if least is None or most is None:
        return tuple(range(1000))  # So that no condition seems wrong on this account too.
    values = tuple(range(least, most + 1)[:1001])
    if len(values) < 2 or len(values) > 1000:
        fields.wrong("max", f"{least} to {most} is no range", "The range has 2 to 1,000 numbers, least first.")
    return values


def _graver(fields: Fields, kind: str) -> object:
    value = fields.raw("graver")
    fitting: tuple[object, ...] = {"bool": (True, False), "int": ("lower", "higher")}.get(kind, ())
    if value is None or any(value is word or (value == word and isinstance(word, str)) for word in fitting):
        return value
    right = f"It is one of {', '.join(str(word).lower() for word in fitting)}." if fitting else "Leave it out."
    fields.wrong("graver", f"`graver` cannot be “{value}”", right)
    return None


def event(block: Block, problems: list[Problem]) -> EventEntry:
    """An `event` block."""
    fields = Fields(block, problems)
    entry = EventEntry(
        id=fields.text("id"),
        about=cast(Scope, fields.choice("about", ("concern", "adult"))),
        to=fields.flag("to"),
        text=fields.text("text"),
        record_only=fields.choice("use", ("decide", "record"), "decide") == "record",
        place=block.place,
    )
    fields.done()
    return entry


def definition(block: Block, problems: list[Problem]) -> DefinitionEntry:
    """A `definition` block."""
    fields = Fields(block, problems)
    name = fields.text("name")
    meaning = _condition(fields, "is")
    if meaning is None:
        fields.wrong("is", f"the definition of “{name}” has no `is`", "Add is: and a condition.")
        meaning = Text("False", block.place)
    entry = DefinitionEntry(
        name=name,
        scope=cast(Scope, fields.choice("scope", words.SCOPES)),
        meaning=meaning,
        text=fields.text("text"),
        place=block.place,
    )
    fields.done()
    return entry


def tick(block: Block, problems: list[Problem]) -> Tick:
    """A `tick` block."""
    fields = Fields(block, problems)
    lists = tuple(kind for kind in fields.words("lists"))
    if strange := [kind for kind in lists if kind not in words.SCOPES[1:]]:
        fields.wrong("lists", f"`lists` cannot be “{strange[0]}”", "It is child, adult or both.")
    entry = Tick(
        id=fields.text("id"),
        text=fields.text("text"),
        lists=cast(tuple[PersonKind, ...], lists),
        answers=fields.words("answers"),
        raises=fields.words("raises"),
        section=fields.optional_text("section") or "",
        form=fields.choice("form", ("", *words.FORMS), ""),
        place=block.place,
    )
    fields.done()
    return entry


def box(block: Block, section: str, problems: list[Problem]) -> Box:
    """A `now` block."""
    fields = Fields(block, problems)
    tell = fields.table("tell")
    entry = Box(
        section=section,
        title=fields.text("title"),
        lines=fields.words("lines"),
        say=" ".join(fields.text("say").split()),
        ask=fields.optional_text("ask") or "",
        rules=MappingProxyType(fields.table("rules")),
        tell_fact=tell.pop("fact", ""),
        tell=MappingProxyType(tell),
        place=block.place,
    )
    if bool(entry.rules) is bool(entry.tell):
        fields.wrong("rules", "a box has either `rules` or `tell`", "Name its rules, or who is told first.")
    if bool(entry.rules) is not bool(entry.ask):
        fields.wrong("ask", "`ask` says in one what `rules` ask one by one", "Give both, or neither.")
    fields.done()
    return entry


def provision(block: Block, section: str, problems: list[Problem]) -> ProvisionEntry:
    """A `provision` block."""
    fields = Fields(block, problems)
    by = fields.optional_text("by")
    entry = ProvisionEntry(
        id=fields.text("id"),
        section=section,
        title=fields.text("title"),
        kind=fields.choice("kind", words.KINDS),
        modality=fields.choice("modality", words.MODALITIES),
        who=fields.words("who"),
        to=fields.words("to"),
        about=fields.choice("about", words.ABOUT),
        by=by,
        deadline=_deadline(fields, by),
        when=fields.optional_text("when") or "",
        condition=_condition(fields, "if"),
        text=fields.text("text"),
        held_for=fields.optional_text("held_for"),
        carried_out_by=fields.words("carried_out_by"),
        settles=fields.words("settles"),
        each=fields.optional_text("each"),
        only_without_children=fields.flag("only_without_children"),
        shown_to=fields.words("shown_to"),
        urgent=fields.flag("urgent"),
        cites=fields.words("cites"),
        said=fields.optional_text("said"),
        inferred=fields.flag("inferred"),
        confirm=fields.optional_text("confirm") or "",
        embargo=_embargo(fields),
        lowered_by=fields.words("lowered_by"),
        place=block.place,
        block=block,
    )
    fields.done()
    return entry


def _condition(fields: Fields, key: str) -> Text | None:
    text = fields.optional_text(key)
    return Text(" ".join(text.split()), fields.block.at(key)) if text else None


def _deadline(fields: Fields, by: str | None) -> Deadline | None:
    start = fields.optional_text("from")
    if by is None:
        if start:
            fields.wrong("from", "`from` is without `by`", "Add by: working_days:N.")
        return None
    word, _, rest = by.partition(":")
    if word == "same_day" and not rest and not start:
        return Deadline("same_day")
    if word == "working_days" and rest.isascii() and rest.isdigit() and 0 < int(rest) <= 1000:
        return Deadline("working_days", days=int(rest), event=start)
    if word == "months" and rest.isascii() and rest.isdigit() and 0 < int(rest) <= 60:
        return Deadline("months", months=int(rest), event=start)
    if word in ("on", "before") and rest and not start:
        return Deadline("on" if word == "on" else "before", event=rest)
    fields.wrong(
        "by",
        f"`by` cannot be “{by}”" + (" with `from`" if start else ""),
        "It is same_day, working_days:N or months:N (with from: EVENT where an event starts it), on:EVENT or "
        "before:EVENT.",
    )
    return None


def _embargo(fields: Fields) -> EmbargoEntry | None:
    value = fields.raw("embargo")
    if value is None:
        return None
    match value:
        case {"lifted_by": str(event), "unlisted_when": str(condition), **rest} if not rest:
            line = fields.block.located.line("embargo", "unlisted_when")
            return EmbargoEntry(event, Text(" ".join(condition.split()), Place(fields.block.file, line)))
        case _:
            fields.wrong(
                "embargo", "the embargo is not complete", "Give it lifted_by: EVENT and unlisted_when: CONDITION."
            )
            return None
