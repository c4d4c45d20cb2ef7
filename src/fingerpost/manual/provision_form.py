"""The form of one provision of a draft: who does what, when, by when, and what carries it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from django import forms

from fingerpost.manual.provision_text import Value
from fingerpost.procedure.explaining.words import PARTIES, capital
from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.model import Fact, Pack
from fingerpost.procedure.pack.words import ABOUT, ACTS
from fingerpost.web.fields import Words

type Choices = list[tuple[str, str]]

_NOT_OFFERED: Final = {"invalid_choice": "Choose one of those on the page"}
STRENGTHS: Final[Choices] = [
    ("must", "Must: it has to be done"),
    ("should", "Should: it is done, unless a good reason against it is recorded"),
    ("consider", "Consider: think about it in this case, and decide"),
    ("may", "May: it is open to them"),
    ("must_not", "Must not: it may never be done"),
    ("informs", "Informs: it asks for nothing"),
]
CLOCKS: Final[Choices] = [
    ("", "No day is set"),
    ("same_day", "On the same day"),
    ("working_days", "Within so many working days"),
    ("months", "Within so many months"),
    ("on", "When something happens"),
    ("before", "Before something happens"),
]
_COUNTED: Final = ("working_days", "months")
_ON_EVENT: Final = ("on", "before")
_HELD: Final[Choices] = [
    ("", "Nobody: it is not held back"),
    ("c", "The child"),
    ("parents:c", "The child’s parents or carers"),
    ("a", "The adult"),
    ("partner:a", "The adult’s partner"),
    ("employer:a", "The adult’s employer"),
]
_SCOPES: Final[Mapping[str, Scope]] = {"child": "child", "adult": "adult"}


class ProvisionForm(Words, forms.Form):
    """A provision's keys. `after` is the revision that its author has read.

    `part` and `joined` add one more part to the condition: a choice of facts, of events and of the pack's words.
    """

    required_words: ClassVar = {
        "title": "Say in at most six words what is to be done",
        "text": "Write the sentence that people read",
        "cites": "Say where it comes from",
    }
    title = forms.CharField(max_length=200)
    modality = forms.ChoiceField(choices=STRENGTHS, error_messages=_NOT_OFFERED)
    who = forms.MultipleChoiceField(required=False, error_messages=_NOT_OFFERED)
    to = forms.MultipleChoiceField(required=False, error_messages=_NOT_OFFERED)
    about = forms.ChoiceField(choices=[(one, f"The {one}") for one in ABOUT], error_messages=_NOT_OFFERED)
    clock = forms.ChoiceField(choices=CLOCKS, required=False, error_messages=_NOT_OFFERED)
    number = forms.IntegerField(required=False, min_value=1, error_messages={"invalid": "Write a whole number"})
    event = forms.ChoiceField(required=False, error_messages=_NOT_OFFERED)
    when = forms.CharField(max_length=4000, required=False)
    condition = forms.CharField(max_length=4000, required=False)
    joined = forms.ChoiceField(choices=[("and", "and"), ("or", "or")], required=False, error_messages=_NOT_OFFERED)
    part = forms.ChoiceField(required=False, error_messages=_NOT_OFFERED)
    text = forms.CharField(max_length=4000)
    held_for = forms.ChoiceField(choices=_HELD, required=False, error_messages=_NOT_OFFERED)
    lowered_by = forms.CharField(max_length=1000, required=False)
    carried_out_by = forms.MultipleChoiceField(required=False, error_messages=_NOT_OFFERED)
    cites = forms.CharField(max_length=2000)
    after = forms.IntegerField(min_value=1)

    def __init__(self, *args: Any, pack: Pack, about: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, Choices] = {
            "who": [
                (one, capital(PARTIES[one]) if one != "practitioner" else "Whoever hears of it") for one in PARTIES
            ],
            "to": [(one, capital(called)) for one, called in pack.recipients.items()],
            "event": [("", "The day on which it was reported"), *_events(pack)],
            "part": [("", "Choose"), *parts(pack, about)],
            "carried_out_by": [(act, capital(words)) for act, words in ACTS.items()],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Check that a clock has its number, or its event."""
        super().clean()
        clock = self.cleaned_data.get("clock")
        if clock in _COUNTED and not self.cleaned_data.get("number") and "number" not in self.errors:
            self.add_error("number", "Say how many")
        if clock in _ON_EVENT and not self.cleaned_data.get("event"):
            self.add_error("event", "Choose what has to happen")

    @property
    def values(self) -> dict[str, Value]:
        """The keys of the block, as the form has them."""
        data = self.cleaned_data
        clock, event = data["clock"], data["event"]
        by = {"": "", "same_day": "same_day"}.get(clock)
        if by is None:
            by = f"{clock}:{data['number'] if clock in _COUNTED else event}"
        return {
            "title": data["title"],
            "modality": data["modality"],
            "who": tuple(data["who"]),
            "to": tuple(data["to"]),
            "about": data["about"],
            "by": by,
            "from": event if clock in _COUNTED else "",
            "when": data["when"],
            "if": data["condition"],
            "text": data["text"],
            "held_for": data["held_for"],
            "lowered_by": _split(data["lowered_by"].replace(",", "\n")),
            "carried_out_by": tuple(data["carried_out_by"]),
            "cites": _split(data["cites"]),
        }


def initial(values: Mapping[str, Value]) -> dict[str, object]:
    """Return what the form begins with, by the keys of a block."""
    clock, _, rest = str(values.get("by", "")).partition(":")
    counted = clock in _COUNTED
    return {
        "title": values.get("title", ""),
        "modality": values.get("modality", ""),
        "who": _several(values.get("who")),
        "to": _several(values.get("to")),
        "about": values.get("about", ""),
        "clock": clock,
        "number": rest if counted else "",
        "event": str(values.get("from", "")) if counted else rest,
        "when": values.get("when", ""),
        "condition": values.get("if", ""),
        "joined": "and",
        "text": values.get("text", ""),
        "held_for": values.get("held_for", ""),
        "lowered_by": ", ".join(_several(values.get("lowered_by"))),
        "carried_out_by": _several(values.get("carried_out_by")),
        "cites": "\n".join(_several(values.get("cites"))),
    }


def parts(pack: Pack, about: str) -> Choices:
    """Return what a condition can be built from, as the pack writes it, each in words."""
    found: Choices = []
    for scope in ("concern", "child", "adult"):
        own = scope == "concern" or scope == about
        lead = {"concern": "", about: f"this {scope}: "}.get(scope, f"any {scope}: ")
        for fact in pack.facts.values():
            if fact.scope == scope and not fact.record_only:
                found += _answers(fact, lead, "" if own else f"any_{scope}")
        for name, word in pack.definitions.items():
            if word.scope == scope:
                found += _either(name, f"{lead}{name.replace('_', ' ')}", "" if own else f"any_{scope}")
    for event, words in _events(pack):
        if pack.events[event].about in ("concern", about):
            found += _either(f"happened({event})", f"it has happened: {words}", "")
    return found


def added(condition: str, joined: str, part: str) -> str:
    """Return a condition with one more part. What is there is kept together where the words would part it."""
    if not condition.strip():
        return part
    other = "or" if joined == "and" else "and"
    kept = f"({condition})" if f" {other} " in condition else condition
    return f"{kept} {joined} {part}"


def _answers(fact: Fact, lead: str, around: str) -> Choices:
    if fact.type == "bool":
        return _either(fact.id, f"{lead}{fact.short}", around)
    if fact.type == "enum":
        return [
            (_within(f"{fact.id} == {value}", around), f"{lead}{fact.short} is {fact.labels[str(value)]}")
            for value in fact.values
        ]
    return [
        (_within(f"{fact.id} {sign} {value}", around), f"{lead}{fact.short} is {words} {value}")
        for value in fact.values[1:]
        for sign, words in (("<", "below"), (">=", "at least"))
    ]


def _either(name: str, words: str, around: str) -> Choices:
    return [(_within(name, around), words), (f"not {_within(name, around)}", f"not so: {words}")]


def _within(part: str, around: str) -> str:
    return f"{around}({part})" if around else part


def _events(pack: Pack) -> Choices:
    return [(one.id, one.text.strip().rstrip(".")) for one in pack.events.values()]


def _several(value: Value | None) -> list[str]:
    return list(value) if isinstance(value, tuple) else [str(value)] if value else []


def _split(text: str) -> tuple[str, ...]:
    parted: Iterable[str] = (one.strip() for one in text.splitlines())
    return tuple(one for one in parted if one)
