"""Forms of casework as data: a page says what it asks, and one form and one template ask it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django import forms

from fingerpost.web.fields import DayField, PastMoment, Words, WordsField

type Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked. `missing`: what is said when there is no answer and there must be; else it may be empty.

    `choices`: those that are always the same; the others are given with the form.
    """

    name: str
    how: Literal["text", "textarea", "select", "radios", "checkboxes", "checkbox", "date"]
    label: str
    missing: str = ""
    hint: str = ""
    rows: int = 3
    choices: tuple[tuple[str, str], ...] = ()

    def field(self, given: Choices | None) -> forms.Field:
        """Return the form's field for it."""
        words = {"required": self.missing}
        needed: dict[str, Any] = {"required": bool(self.missing), "label": self.label, "error_messages": words}
        choices = list(self.choices if given is None else given)
        match self.how:
            case "text":
                return WordsField(self.missing, label=self.label)
            case "textarea":
                return WordsField(self.missing, rows=self.rows, label=self.label)
            case "checkbox":
                return forms.BooleanField(**needed)
            case "checkboxes":
                return forms.MultipleChoiceField(choices=choices, **needed)
            case "date":
                return DayField(self.label[:1].lower() + self.label[1:], required=bool(self.missing), label=self.label)
            case "select":
                choices = [("", "Choose"), *choices]
        return forms.ChoiceField(choices=choices, **needed)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that records one kind of thing. `when`: of what the day and time are asked, as “it was offered”; empty:
    none are asked, and it is so now.

    `lead` says first what somebody should know; `said`, what stands on the next page, with no word of the concern.
    """

    title: str
    asks: tuple[Ask, ...]
    when: str
    button: str = "Record it"
    lead: str = ""
    said: str = "It is recorded."

    @property
    def names(self) -> frozenset[str]:
        """What is asked, by name."""
        return frozenset(ask.name for ask in self.asks)


class AskingForm(Words, PastMoment):
    """What a page asks, and when it was so."""

    def __init__(
        self,
        *args: Any,
        now: datetime,
        page: Page,
        choices: Mapping[str, Choices],
        more: Iterable[Ask] = (),
        **options: Any,
    ) -> None:
        self.what = page.when
        super().__init__(*args, now=now, **options)
        # A choice among nothing is not offered; one that has to be made says why it cannot be.
        asks = (*page.asks, *more)
        self.asks = tuple(ask for ask in asks if ask.missing or choices.get(ask.name) != [])
        for ask in self.asks:
            self.fields[ask.name] = ask.field(choices.get(ask.name))
        if not page.when:
            del self.fields["day"], self.fields["clock"]
        # In the order of the page, so that the summary of errors is in it too.
        self.order_fields([*(ask.name for ask in self.asks), "day", "clock"])
