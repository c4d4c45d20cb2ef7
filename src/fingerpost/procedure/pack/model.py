"""A pack as it is used: immutable, checked, complete. Only `reading` makes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from fingerpost.procedure.language.tree import Node, PersonKind, Scope, Value
from fingerpost.procedure.pack import words


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is in the pack's source."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Fact:
    """A question whose answer conditions may use.

    `values` is the whole domain in order. `short` names the fact in a list of reasons. `record_only`: asked and kept,
    decides nothing. `graver` holds the value that makes a case graver (a truth value, or `"lower"`/`"higher"` for a
    number), or None where neither is.
    `birth_date` is the name under which a date may be given instead of this age. `unlisted_child` is the child's fact
    that is certain of one more child while this one is not true. `true_when` is what makes a “no” a contradiction.
    """

    id: str
    scope: Scope
    type: Literal["bool", "int", "enum"]
    values: tuple[Value, ...]
    labels: Mapping[str, str]
    short: str
    ask: str
    note: str
    record_only: bool
    graver: bool | Literal["lower", "higher"] | None
    birth_date: str | None
    unlisted_child: str | None
    true_when: Node | None
    place: Place


@dataclass(frozen=True, slots=True)
class Event:
    """What can happen, in the past tense. `about`: whether it names a person. `to`: whether it names a recipient."""

    id: str
    about: Scope
    to: bool
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Definition:
    """A word of the pack with its meaning."""

    name: str
    scope: Scope
    meaning: Node
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a duty is due. `days` counts working days. `event` is where the count starts, None for the day reported."""

    kind: Literal["same_day", "working_days", "months", "on", "before"]
    days: int = 0
    event: str | None = None
    months: int = 0


@dataclass(frozen=True, slots=True)
class Embargo:
    """A prohibition on telling.

    The event `lifted_by` ends it for one person at a time. `unlisted_when`: an adult who is not listed may be
    behind it.
    """

    lifted_by: str
    unlisted_when: Node


@dataclass(frozen=True, slots=True)
class Provision:
    """One duty, prohibition, principle, definition, agenda item, heading or signpost of the chapter.

    `title`: the act in at most six words. `to`: who it goes to, where one is enough. `carried_out_by`: what
    the service records that carries it out (`words.ACTS`). `settles`: facts of the adult that an answer may settle.
    `each`: a heading or agenda item is answered once for each child; of an agenda item it says that children's safety
    hangs on it. `only_without_children`: it is for a household without children.
    `shown_to`: parties who read it beside what they have to do themselves. `urgent`: its ground is grave, so that it is
    done at once though no day is set. `confirm`: what still has to be held against the published source, empty where
    nothing has.
    """

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
    condition: Node | None
    condition_text: str
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
    embargo: Embargo | None
    lowered_by: tuple[str, ...]
    place: Place

    @property
    def is_to_be_done(self) -> bool:
        """Whether it asks somebody for something that can be done.

        A prohibition cannot: it holds for as long as it holds. Nor can a principle, which says how; unless it says what
        to consider.
        """
        if not self.who or self.modality not in words.ASKING:
            return False
        return self.kind not in ("prohibition", "principle") or self.modality == "consider"


@dataclass(frozen=True, slots=True)
class Tick:
    """What somebody may say first, under “What has happened?”. It decides what is asked first, and nothing else.

    `lists`: who is in it, one of each kind. `answers`: yes-or-no facts to which it says yes outright. `raises`: facts
    to be asked first, in this order. `section`: in whose box the words are, empty where they are those for everybody.
    `form`: the form of abuse (`words.FORMS`), empty where it is none.
    """

    id: str
    text: str
    lists: tuple[PersonKind, ...]
    answers: tuple[str, ...]
    raises: tuple[str, ...]
    section: str
    form: str
    place: Place


@dataclass(frozen=True, slots=True)
class Box:
    """What to do where it cannot wait, as “If it is 16:45 on a Friday”: the manual shows it, a plan begins with it.

    `lines` are the manual's, in Markdown. `say`: the words for the telephone. `rules`: the provisions it is about, each
    with what is to be asked while it is open (`an adult is behind it`); `ask`: the same for all of them together. The
    one box without rules is for everybody: its `tell` says who is told first, by the answer to `tell_fact`, or
    `otherwise`.
    """

    section: str
    title: str
    lines: tuple[str, ...]
    say: str
    ask: str
    rules: Mapping[str, str]
    tell_fact: str
    tell: Mapping[str, str]
    place: Place

    @property
    def markdown(self) -> str:
        """The box as the manual's page has it."""
        lines = [*self.lines, f"What to say: “{self.say}”"]
        if self.rules:
            open_ones = "; whether ".join(dict.fromkeys(self.rules.values()))
            lines.append(f"If you do not know, ask now whether {open_ones}.")
        return "\n".join([f"> **{self.title}**", ">", *(f"> - {' '.join(line.split())}" for line in lines)])


@dataclass(frozen=True, slots=True)
class Prose:
    """A run of the section's own Markdown between blocks."""

    markdown: str
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """One file of the pack. `body` is its parts in reading order; boxes and what is ticked first are prose in it."""

    id: str
    title: str
    file: str
    body: tuple[Prose | Provision | Fact | Event | Definition, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """A procedure in one version. Mappings keep the pack's order. `digest` is `sha256:…` over the canonical content.

    `recipients`: what those that something goes to are called.

    `draft`: nobody has put it in force; `in_force` is then the day that it is meant for.
    """

    id: str
    version: str
    title: str
    in_force: date
    draft: bool
    nation: str
    emergency: str
    sources: Mapping[str, str]
    recipients: Mapping[str, str]
    sections: tuple[Section, ...]
    facts: Mapping[str, Fact]
    events: Mapping[str, Event]
    definitions: Mapping[str, Definition]
    provisions: Mapping[str, Provision]
    ticks: Mapping[str, Tick]
    boxes: tuple[Box, ...]
    digest: str

    @property
    def name(self) -> str:
        """`e-safety@2017`."""
        return f"{self.id}@{self.version}"

    @property
    def decided(self) -> tuple[Provision, ...]:
        """The provisions that have a condition, in the pack's order."""
        return tuple(p for p in self.provisions.values() if p.condition is not None)

    @property
    def embargo(self) -> Provision | None:
        """The provision that lets nobody be told; a pack has one at most."""
        return next((p for p in self.provisions.values() if p.embargo), None)

    def carried_out_by(self, act: str) -> tuple[Provision, ...]:
        """The provisions that an act carries out (`words.ACTS`), in the pack's order."""
        return tuple(p for p in self.provisions.values() if act in p.carried_out_by)

    def facts_of(self, scope: Scope) -> tuple[Fact, ...]:
        """The facts of a scope, in the pack's order."""
        return tuple(fact for fact in self.facts.values() if fact.scope == scope)
