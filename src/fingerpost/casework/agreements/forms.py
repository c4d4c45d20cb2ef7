"""Drawing up a written agreement, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django import forms

from fingerpost.casework.agreements.agreed_matters import AgreedMatter
from fingerpost.casework.agreements.services import AgreementStepInput
from fingerpost.casework.agreements.step_fields import OTHER
from fingerpost.casework.enquiries.step_form import ChosenStepForm, Everybody
from fingerpost.record.models import PersonKind
from fingerpost.web.fields import PastMoment, Words, WordsField


class DrawingUpForm(Words, PastMoment):
    """Who it is with, why, who is party to it, and what is agreed so far."""

    what = "it was drawn up"

    about = forms.ChoiceField(
        label="With which adult is it?", error_messages={"required": "Choose the adult it is made with"}
    )
    text = WordsField("Write why there is an agreement", rows=4, label="Why is there an agreement?")
    title = WordsField(label="What else is agreed upon?")
    term_other = WordsField(rows=3, label="What is agreed about it?")
    who_other = WordsField(label="Who supervises it?")

    def __init__(
        self, *args: Any, now: datetime, everybody: Everybody, agreed_matters: Sequence[AgreedMatter], **options: Any
    ) -> None:
        super().__init__(*args, now=now, **options)
        self.everybody, self.agreed_matters = everybody, list(enumerate(agreed_matters))
        adults = everybody.choices(PersonKind.ADULT)
        self.fields["about"].choices = adults  # type: ignore[attr-defined]
        self.parties = [(number, key, name) for number, (key, name) in enumerate(adults)]
        for number, _, _ in self.parties:
            self.fields[f"part_{number}"] = WordsField()
        for number, _ in self.agreed_matters:
            self.fields[f"term_{number}"] = WordsField(rows=3)
            self.fields[f"who_{number}"] = WordsField()
            self.fields[f"not_{number}"] = WordsField()

    def clean(self) -> dict[str, Any]:
        """See that who supervises something says what it is."""
        data = super().clean()
        for number, _ in self.agreed_matters:
            if data.get(f"who_{number}") and not data.get(f"term_{number}"):
                self.add_error(f"term_{number}", "Write what is agreed about it")
            if data.get(f"not_{number}") and data.get(f"term_{number}"):
                self.add_error(f"not_{number}", "Write what is agreed, or why nothing is: one of the two")
        if (data.get("title") or data.get("who_other")) and not data.get("term_other"):
            self.add_error("term_other", "Write what is agreed about it")
        if data.get("term_other") and not data.get("title"):
            self.add_error("title", "Write what it is about")
        return data

    def said_of_parties(self) -> Iterator[AgreementStepInput]:
        """Return who is party to it, and their part."""
        for number, key, _ in self.parties:
            if part := self.cleaned_data[f"part_{number}"]:
                yield AgreementStepInput(text=part, about=self.everybody.chosen([key])[0])

    def said_of_terms(self) -> Iterator[AgreementStepInput]:
        """Return what is agreed."""
        data = self.cleaned_data
        for number, agreed in self.agreed_matters:
            if data[f"term_{number}"]:
                yield AgreementStepInput(
                    text=data[f"term_{number}"], provision=agreed.provision, who=data[f"who_{number}"]
                )
        if data["term_other"]:
            yield AgreementStepInput(text=data["term_other"], title=data["title"], who=data["who_other"])

    def said_of_nothing(self) -> Iterator[AgreementStepInput]:
        """Return the matters about which nothing is agreed, each with the reason."""
        for number, agreed in self.agreed_matters:
            if why := self.cleaned_data[f"not_{number}"]:
                yield AgreementStepInput(text=why, provision=agreed.provision)


class AgreementStepForm(ChosenStepForm):
    """What became of an agreement."""

    def clean(self) -> dict[str, Any]:
        """Ask what something else is, and keep a review out of the past of its own step."""
        data = super().clean()
        if data.get("matter") == OTHER and not data.get("title"):
            self.add_error("title", "Write what it is about")
        day = data.get("next")
        if day and data.get("day") and day < data["day"]:
            self.add_error("next", "The next review is after this: check the day")
        return data

    def said(self, everybody: Everybody) -> AgreementStepInput:
        """Return what was answered, as the service takes it."""
        data = self.cleaned_data
        people = everybody.chosen([data.get("about", "")])
        matter = data.get("matter", "")
        return AgreementStepInput(
            text=data.get("text", ""),
            about=people[0] if people else None,
            provision="" if matter == OTHER else matter,
            title=data.get("title", "") if matter == OTHER else "",
            who=data.get("who", ""),
            done=data.get("done", ""),
            outcome=data.get("outcome", ""),
            day=data.get("next"),
        )
