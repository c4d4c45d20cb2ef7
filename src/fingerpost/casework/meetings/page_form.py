"""The one page on which a meeting is minuted: who came, what was said under each item, decisions and actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.http import QueryDict

from fingerpost.access.models import Membership
from fingerpost.casework.meetings import page_parts, rules
from fingerpost.casework.meetings.forms import CAME, NOT_HELD, Choices, duty_choices, set_choices
from fingerpost.casework.meetings.queries import MeetingSummary
from fingerpost.casework.meetings.rules import AgendaItem
from fingerpost.casework.meetings.told_apart import Came, Part, told_apart
from fingerpost.casework.models import Agency, MeetingForm
from fingerpost.duties.presentation import DutyShown
from fingerpost.web.fields import DayField, PastMoment, Words, WordsField

ROWS: Final = range(3)
"""How many people and actions can be added before the page is saved: then it has as many empty rows again."""
_HOW: Final = {
    "": "It has not been held yet",
    MeetingForm.MEETING.value: "It was held, as a meeting",
    MeetingForm.DISCUSSION.value: "It was held, as a discussion",
    NOT_HELD: "It did not take place",
}
_STATE: Final = {rules.IN_PLACE: "This is in place", rules.MISSING: "Something is missing"}
_AGENCIES: Final = [("", "Choose an agency"), *Agency.choices]


@dataclass(frozen=True, slots=True)
class PageOptions:
    """What the page offers. `to_ask`: colleagues who were not asked yet; `owners`: who can have an action."""

    one: MeetingSummary
    now: datetime
    duties: Sequence[DutyShown]
    to_ask: Sequence[Membership]
    owners: Sequence[Membership]
    action_items: Choices


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of the agenda with its boxes; one that the page does not have is none."""

    item: AgendaItem
    text: forms.BoundField
    state: forms.BoundField | None = None
    whose: forms.BoundField | None = None
    decided: forms.BoundField | None = None
    passed_over: forms.BoundField | None = None


class MinutesForm(Words, PastMoment):
    """All of a meeting. What somebody else has recorded since the page was shown is kept, and told."""

    what = "it was held"

    how = forms.ChoiceField(choices=_HOW.items(), required=False, label="Was it held?")
    why = WordsField(rows=2, label="If it was a discussion, or did not take place: why?")
    duties = forms.MultipleChoiceField(required=False, label="Which rules does it carry out?")
    asked = forms.MultipleChoiceField(required=False, label="Ask these colleagues too")
    asked_came = forms.ChoiceField(
        choices=[("", "They are asked to come"), ("attended", "They were there")],
        required=False,
        initial="",
        label="Those you tick",
    )
    explained = WordsField(rows=2, label="If one of the three was missing: why did it go on without them?")
    late = forms.BooleanField(required=False, label="What I add now was said after the meeting")
    against = WordsField(label="Who disagreed?")
    against_agency = forms.ChoiceField(choices=_AGENCIES, required=False, label="For which agency?")
    against_text = WordsField(rows=3, label="With what, and why?")

    def __init__(self, data: Any = None, *, page: PageOptions, is_sent: bool, **options: Any) -> None:
        one = page.one
        self.page, self.last = page, page_parts.last_of(one.steps)
        seen = _number(data.get("seen")) if data is not None else self.last
        self.parts = page_parts.parts_of(one, seen)
        self.came: dict[str, Came] = {}
        if data is not None:
            data = self._merged(data, self.last if is_sent else seen)
        now = {name: value for part in self.parts.values() for name, value in part.now.items()}
        at = PastMoment.at(one.now.held.at if one.now.held else min(one.when, page.now))
        named = [str(row.duty.pk) for row in page.duties if str(row.duty) in one.meeting.asked_by]
        initial = {**now, **at, "duties": named}
        super().__init__(data, now=page.now, initial=initial, **options)
        self.seen = data["seen"] if data is not None else self.last
        self._add_people(page)
        self._add_items(one)
        self._add_actions(page)
        self.offered = {str(row.duty.pk): row.duty for row in page.duties}
        set_choices(self, "duties", duty_choices(page.duties))

    def _merged(self, sent: QueryDict, seen: int) -> QueryDict:
        """Return what was sent, with what its writer did not touch as it is by now."""
        data = sent.copy()
        for part in self.parts.values():
            boxes = {name: sent.get(name, "") for name in part.shown.keys() | part.now.keys()}
            came = told_apart(part.shown, part.now, boxes)
            if part.at_field not in sent or (part.name == page_parts.HELD and not boxes["how"]):
                came = Came.UNTOUCHED
            self.came[part.name] = came
            if came is Came.UNTOUCHED:
                for name, value in part.now.items():
                    data[name] = value
        data["seen"] = str(seen)
        return data

    def _add_people(self, page: PageOptions) -> None:
        for person in page.one.people:
            self.fields[f"came_{person.pk}"] = forms.ChoiceField(
                choices=[*CAME.items(), ("", "Not recorded")],
                required=False,
                label=f"{person.who} ({person.get_agency_display()})",
            )
            self.fields[f"for_{person.pk}"] = WordsField(label="If somebody was there for them: name and role")
        self.to_ask = {str(one.pk): one for one in page.to_ask}
        words = [
            (key, f"{one.user.name}, {one.get_role_display()}, {one.organisation}") for key, one in self.to_ask.items()
        ]
        set_choices(self, "asked", words)
        for row in ROWS:
            self.fields[f"name_{row}"] = WordsField(label="Name")
            self.fields[f"role_{row}"] = WordsField(label="Role and organisation")
            self.fields[f"agency_{row}"] = forms.ChoiceField(
                choices=_AGENCIES, required=False, label="Which agency are they there for?"
            )
            self.fields[f"came_{row}"] = forms.ChoiceField(
                choices=[("", "Asked to come"), *CAME.items()], required=False, label=f"Did they come? (row {row + 1})"
            )

    def _add_items(self, one: MeetingSummary) -> None:
        self.items = [item for item in one.items if not one.now.is_told_by(item)]
        for item in self.items:
            key = page_parts.key_of(item)
            self.fields[f"text_{key}"] = WordsField(rows=3, label="What was said")
            if item.each_child:
                self._choice(f"state_{key}", _STATE)
                self.fields[f"whose_{key}"] = WordsField(label="If something is missing: whose is it?")
            elif item.is_decided:
                self._decision(key, page_parts.acts_of(item)[0], passed_over=True)
            else:
                self.fields[f"not_{key}"] = forms.BooleanField(required=False, label="Not considered; above is why")
        self.own = page_parts.own_decisions(one.items)
        for act in self.own:
            self.fields[f"text_{act}"] = WordsField(rows=3, label="Why?")
            self._decision(act, act)

    def _decision(self, key: str, act: str, *, passed_over: bool = False) -> None:
        words = dict(zip((rules.YES, rules.NO), rules.DECISIONS[act], strict=True))
        if passed_over:
            words[rules.NOT_CONSIDERED] = "It was not considered"
        self._choice(f"decided_{key}", words)

    def _choice(self, name: str, words: Mapping[str, str]) -> None:
        self.fields[name] = forms.ChoiceField(choices=words.items(), required=False, label="What was decided?")

    def _add_actions(self, page: PageOptions) -> None:
        self.owners = {str(one.pk): one for one in page.owners}
        people = [("", "Nobody on this service"), *((key, str(one.user.name)) for key, one in self.owners.items())]
        for row in ROWS:
            self.fields[f"what_{row}"] = WordsField(rows=2, label="What is to be done?")
            self.fields[f"colleague_{row}"] = forms.ChoiceField(
                choices=people, required=False, label="Who has it? A colleague on this service"
            )
            self.fields[f"owner_{row}"] = WordsField(label="Or somebody else: name and role")
            self.fields[f"action_agency_{row}"] = forms.ChoiceField(
                choices=_AGENCIES, required=False, label="For which agency?"
            )
            self.fields[f"due_{row}"] = DayField("day by which it is done", required=False, label="By which day?")
            self.fields[f"item_{row}"] = forms.ChoiceField(
                choices=page.action_items, required=False, label="From which item does it come?"
            )

    # ---- for the page ----

    def is_begun(self, name: str, row: int) -> bool:
        """Whether somebody has begun to fill an empty row, so that it is not folded."""
        return bool(self[f"{name}_{row}"].value())

    def item_rows(self) -> Iterator[ItemRow]:
        """Yield the items of the agenda, each with its boxes."""
        for item in self.items:
            key = page_parts.key_of(item)
            text = self[f"text_{key}"]
            if item.each_child:
                yield ItemRow(item, text, state=self[f"state_{key}"], whose=self[f"whose_{key}"])
            elif item.is_decided:
                yield ItemRow(item, text, decided=self[f"decided_{key}"])
            else:
                yield ItemRow(item, text, passed_over=self[f"not_{key}"])

    # ---- what was sent ----

    def changed(self, name: str) -> bool:
        """Whether a part was changed by whoever sent this."""
        return self.came.get(name) in (Came.CHANGED, Came.BOTH_CHANGED)

    @property
    def is_held(self) -> bool:
        """Whether it was held, by what was recorded or is said here."""
        how = self.cleaned_data.get("how", "")
        return how in (MeetingForm.MEETING, MeetingForm.DISCUSSION)

    def clean(self) -> dict[str, Any]:
        """Check what belongs together, and tell what somebody else has recorded of the same meanwhile."""
        data = super().clean()
        for name, part in self.parts.items():
            if self.came.get(name) is Came.BOTH_CHANGED:
                self.add_error(
                    part.at_field,
                    f"Recorded meanwhile by {part.by}: “{_in_words(part)}”. Put the two together, and send it again",
                )
        self._clean_held(data)
        for row in self.item_rows():
            self._clean_item(data, row)
        for act in self.own:
            if data.get(f"decided_{act}") and not data.get(f"text_{act}"):
                self.add_error(f"text_{act}", "Write the reasons")
        self._clean_rows(data)
        return data

    def _clean_held(self, data: dict[str, Any]) -> None:
        how = data.get("how", "")
        needs = how == NOT_HELD or (how == MeetingForm.DISCUSSION and not self.page.one.meeting.reason)
        if needs and not data.get("why"):
            said = "it did not take place" if how == NOT_HELD else "it was a discussion and no meeting"
            self.add_error("why", f"Write why {said}")
        if not self.is_held and self._says_something(data):
            self.add_error("how", "Say that it was held: until then nobody was there, and nothing was said")

    def _says_something(self, data: dict[str, Any]) -> bool:
        there = [
            data.get(f"came_{person.pk}") for person in self.page.one.people if self.changed(f"person {person.pk}")
        ]
        there += [data.get(f"came_{row}") for row in ROWS if data.get(f"name_{row}") or data.get(f"role_{row}")]
        there += [data.get("asked_came")] if data.get("asked") else []
        said = [name for name in self.parts if name != page_parts.HELD and not name.startswith("person ")]
        return (
            any(one in ("attended", "absent") for one in there)
            or any(self.changed(name) for name in said)
            or any(data.get(f"what_{row}") for row in ROWS)
            or bool(data.get("against"))
        )

    def _clean_item(self, data: dict[str, Any], row: ItemRow) -> None:
        key = page_parts.key_of(row.item)
        text = data.get(f"text_{key}")
        if row.item.each_child:
            state = data.get(f"state_{key}")
            if text and not state:
                self.add_error(f"state_{key}", "Say whether this is in place, or something is missing")
            if state and not text:
                self.add_error(f"text_{key}", "Write what is in place, or what is missing")
            if state == rules.MISSING and not data.get(f"whose_{key}"):
                self.add_error(f"whose_{key}", "Write who sees to it that it is there")
        elif row.item.is_decided:
            if data.get(f"decided_{key}") and not text:
                self.add_error(f"text_{key}", "Write the reasons")
        elif data.get(f"not_{key}") and not text:
            self.add_error(f"text_{key}", "Write why it was not considered")

    def _clean_rows(self, data: dict[str, Any]) -> None:
        for row in ROWS:
            if (data.get(f"name_{row}") or data.get(f"role_{row}")) and not data.get(f"agency_{row}"):
                self.add_error(f"agency_{row}", "Choose the agency they are there for")
            if not data.get(f"what_{row}"):
                continue
            if bool(data.get(f"colleague_{row}")) == bool(data.get(f"owner_{row}")):
                self.add_error(f"owner_{row}", "Choose a colleague, or write who has it: one of the two")
            if data.get(f"owner_{row}") and not data.get(f"action_agency_{row}"):
                self.add_error(f"action_agency_{row}", "Choose the agency")
            if not data.get(f"due_{row}") and f"due_{row}" not in self.errors:
                self.add_error(f"due_{row}", "Enter the day by which it is done")
        if data.get("against") or data.get("against_text"):
            for name, words in (
                ("against", "Say who disagreed"),
                ("against_agency", "Choose the agency"),
                ("against_text", "Write with what, and why"),
            ):
                if not data.get(name):
                    self.add_error(name, words)


_WORDS: Final = {
    **{str(kind): words for kind, words in CAME.items()},
    **{key: words for key, words in _HOW.items() if key},
    **_STATE,
    rules.YES: "Yes",
    rules.NO: "No",
    rules.NOT_CONSIDERED: "It was not considered",
    "on": "It was not considered",
}


def _in_words(part: Part) -> str:
    """Return what a part says now, for whoever has changed it too."""
    return " ".join(_WORDS.get(value, value) for value in part.now.values() if value) or "it was taken away"


def _number(text: Any) -> int:
    return int(text) if str(text).isdecimal() and len(str(text)) < 6 else 0


def day_of(data: Mapping[str, Any], row: int) -> date:
    """Return by which day an action is done."""
    due: date = data[f"due_{row}"]
    return due
