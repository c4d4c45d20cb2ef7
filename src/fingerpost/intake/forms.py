"""Taking in a document, saying who holds something, recording a link and where it was reported."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms

from fingerpost.gate import Block
from fingerpost.intake.models import DocumentKind, HeldKind, LinkKind, ReportedTo
from fingerpost.intake.queries import Link
from fingerpost.record.forms.compartment_form import CompartmentForm
from fingerpost.web.fields import DayField, PastMoment, Words, WordsField


class TakeInForm(forms.Form):
    """Asks for a document, and says what is wrong with what was sent. The form never gets the document itself."""

    document = forms.FileField(required=False, label="Choose a document")


class ConfirmForm(CompartmentForm):
    """What a document is, and which parts of it are not kept. Its words are not in the form: nobody edits them."""

    kind = forms.ChoiceField(
        choices=DocumentKind, label="What is it?", error_messages={"required": "Say what the document is"}
    )
    sender = WordsField("Say who it is from", label="Who is it from?")
    dated = DayField("date of the document", label="What is its date?", earliest=1990)
    note = WordsField(rows=3, label="Do you want to add a note?")
    leave = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, blocks: Sequence[Block], today: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        leave = self.fields["leave"]
        assert isinstance(leave, forms.ChoiceField)  # noqa: S101 - for the type checker
        leave.choices = [(number, str(number)) for number in range(len(blocks))]

    def clean_dated(self) -> datetime.date:
        """See that the day is not to come."""
        day: datetime.date = self.cleaned_data["dated"]
        if day > self.today:
            raise forms.ValidationError("The date of the document is in the future")
        return day


class HeldElsewhereForm(CompartmentForm):
    """Who holds what is not sent here. Nobody is asked what it shows."""

    kind = forms.ChoiceField(choices=HeldKind, label="What is it?", error_messages={"required": "Say what it is"})
    holder = WordsField("Say who holds it", label="Who holds it?")
    device = WordsField(label="On which device is it?")
    place = WordsField(label="Where is it kept?")
    told = WordsField(label="Who was it reported to?")
    reference = WordsField(label="Which reference was given for it?")

    def clean(self) -> dict[str, Any]:
        """See that the form says where the school keeps screenshots of bullying."""
        data = super().clean() or {}
        if data.get("kind") == HeldKind.BULLYING and not data.get("place"):
            self.add_error("place", "Say where the school keeps the screenshots")
        return data


class LinkForm(CompartmentForm):
    """A link to suspected material."""

    kind = forms.ChoiceField(
        choices=LinkKind, label="What may be there?", error_messages={"required": "Say what may be there"}
    )
    address = WordsField("Write where it is", label="Where is it?")
    text = WordsField(rows=3, label="How do you know of it?")


class ReportForm(Words, PastMoment):
    """Where a link was reported, when, in whose name and with which reference."""

    what = "it was reported"

    link = forms.ChoiceField(label="Which link?", error_messages={"required": "Choose the link"})
    to = forms.ChoiceField(
        choices=[("", "Choose who"), *ReportedTo.choices],
        label="Who was it reported to?",
        error_messages={"required": "Say who it was reported to"},
    )
    who = WordsField("Give the name in which it was reported", label="In whose name?")
    reference = WordsField(label="Which reference was given for it?")
    text = WordsField(label="Do you want to add anything?")

    def __init__(self, *args: Any, links: Sequence[Link], **options: Any) -> None:
        super().__init__(*args, **options)
        self.links = {str(one.link.pk): one.link for one in links}
        link = self.fields["link"]
        assert isinstance(link, forms.ChoiceField)  # noqa: S101 - for the type checker
        link.choices = [(str(one.link.pk), f"Link {number}") for number, one in enumerate(links, start=1)]
        if len(self.links) == 1:
            link.initial = next(iter(self.links))
