"""A request, what became of it, who it is, and what is given of each thing that is held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django import forms

from fingerpost.access.models import Membership
from fingerpost.record.models import Appearance
from fingerpost.subject.grounds import GROUNDS
from fingerpost.subject.models import Asker, Choice, RequestStepKind
from fingerpost.subject.services.holdings import HoldingRow
from fingerpost.subject.services.preparation import AnswerDecided
from fingerpost.subject.services.requests import BY_HAND, RequestInput
from fingerpost.web.fields import DayField, Words, WordsField

EARLIEST_BIRTH: Final = 1900


def _past(form: forms.Form, name: str, today: date, what: str) -> None:
    day = form.cleaned_data.get(name)
    if day and day > today:
        form.add_error(name, f"{what} has not come yet")


class RequestForm(Words, forms.Form):
    """Who asks, about whom, for what, received when."""

    asker = forms.ChoiceField(choices=Asker, label="Who asks?", error_messages={"required": "Say who asks"})
    name = WordsField("Enter the name of the person", label="Whose data is it? Their name")
    born = DayField("date of birth", required=False, earliest=EARLIEST_BIRTH)
    asked_by = WordsField(label="If somebody else asks for them: who?")
    received = DayField("day on which it was received")
    words = WordsField(rows=4, label="What do they ask for, in their words?")
    tell_intake = forms.ChoiceField(
        label="May those who take in concerns, or manage, in your organisation see this request?",
        choices=[("yes", "Yes"), ("no", "No: it is about one of them, or somebody close to one")],
        error_messages={"required": "Say who may see it"},
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """See that it names who asks, and was received by today."""
        data = super().clean() or {}
        _past(self, "received", self.today, "The day on which it was received")
        _past(self, "born", self.today, "The date of birth")
        if data.get("asker") not in (None, Asker.PERSON) and not data.get("asked_by"):
            self.add_error("asked_by", "Enter who asks for them")
        return data

    @property
    def asked(self) -> RequestInput:
        """What a valid form says."""
        data = self.cleaned_data
        born = data["born"].isoformat() if data["born"] else ""
        return RequestInput(Asker(data["asker"]), data["name"], data["received"], born, data["asked_by"], data["words"])


class OnForm(Words, forms.Form):
    """On which day, and some words."""

    on = DayField("day")
    text = WordsField(rows=3, label="What is to be said about it?")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.initial = {"on": today, **self.initial}

    def clean(self) -> dict[str, Any]:
        """See that the day has come."""
        data = super().clean() or {}
        _past(self, "on", self.today, "This day")
        return data


_NEEDS_WORDS: Final = {
    RequestStepKind.IDENTITY: "Write how their identity was checked",
    RequestStepKind.AUTHORITY: "Write how their authority was checked",
    RequestStepKind.COMPETENCE: "Write how it was judged, and why",
    RequestStepKind.EXTENDED: "Write the reason that they were given",
}


class RequestStepForm(OnForm):
    """What became of a request."""

    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in BY_HAND],
        label="What happened?",
        error_messages={"required": "Choose what happened"},
    )
    field_order = ("kind", "on", "text")

    def clean(self) -> dict[str, Any]:
        """See that what needs a reason has one."""
        data = super().clean()
        kind = data.get("kind")
        if kind in _NEEDS_WORDS and not data.get("text"):
            self.add_error("text", _NEEDS_WORDS[RequestStepKind(kind)])
        return data


class SentForm(OnForm):
    """When the answer was sent, and how."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"] = WordsField("Write how it was sent, and who to", rows=3, label="How was it sent?")


class PrepareForm(OnForm):
    """Who is asked to check, and what they are told."""

    checker = forms.ChoiceField(label="Who checks it?", error_messages={"required": "Choose who checks it"})
    field_order = ("checker", "text", "on")

    def __init__(self, *args: Any, people: Sequence[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.pk): one for one in people}
        choice = self.fields["checker"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - for the type checker
        choice.choices = [(pk, one.user.name) for pk, one in self.people.items()]
        self.fields["text"].label = "What should they look at? (optional)"

    def clean_checker(self) -> Membership:
        """Return the person."""
        return self.people[self.cleaned_data["checker"]]


class RequestCheckForm(OnForm):
    """Whether a prepared answer is right, or goes back with a reason."""

    outcome = forms.ChoiceField(
        choices=[("checked", "I have read all of it, and it is right"), ("back", "Send it back")],
        label="What do you say to it?",
        error_messages={"required": "Say whether it is right"},
    )
    field_order = ("outcome", "text", "on")

    def clean(self) -> dict[str, Any]:
        """See that whoever sends it back says why."""
        data = super().clean()
        if data.get("outcome") == "back" and not data.get("text"):
            self.add_error("text", "Write what has to be changed, and why")
        return data


class RequestPeopleForm(Words, forms.Form):
    """Which of those who were found, or were confirmed, is meant."""

    people = forms.MultipleChoiceField(error_messages={"required": "Choose who it is"})

    def __init__(self, *args: Any, people: Iterable[Appearance], names: dict[Any, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.found = {str(one.pk): one for one in people}
        choice = self.fields["people"]
        assert isinstance(choice, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        choice.choices = [
            (pk, f"{names[one.pk]}, {one.get_kind_display().lower()} in concern {one.concern.reference}")
            for pk, one in self.found.items()
        ]

    def clean_people(self) -> list[Appearance]:
        """Return the people themselves."""
        return [self.found[pk] for pk in self.cleaned_data["people"]]


class ItemsForm(Words, forms.Form):
    """What is given of some things that are held: for each a choice, a ground, and words to be left out."""

    def __init__(self, *args: Any, rows: Sequence[HoldingRow], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = rows
        grounds = [("", "None"), *((ground.id, ground.text) for ground in GROUNDS)]
        for row in rows:
            key = row.item.key
            self.fields[f"choice-{key}"] = forms.ChoiceField(
                choices=Choice,
                initial=row.choice,
                label="What is done with it?",
                error_messages={"required": "Choose what is done with it"},
            )
            self.fields[f"ground-{key}"] = forms.ChoiceField(
                choices=grounds, initial=row.ground, required=False, label="On which ground is anything withheld?"
            )
            self.fields[f"words-{key}"] = WordsField(rows=2, label="Words to leave out, a passage a line")
            self.fields[f"words-{key}"].initial = row.passages

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Each thing with its three fields."""
        return [
            {
                "row": row,
                "choice": self[f"choice-{row.item.key}"],
                "ground": self[f"ground-{row.item.key}"],
                "words": self[f"words-{row.item.key}"],
            }
            for row in self.rows
        ]

    def decided(self, row: HoldingRow) -> AnswerDecided:
        """Return what a valid form says of one thing."""
        data, key = self.cleaned_data, row.item.key
        return AnswerDecided(row.item, data[f"choice-{key}"], data[f"ground-{key}"], data[f"words-{key}"])
