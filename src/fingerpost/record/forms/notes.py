"""Notes: what was learned later, bullying, extremist material, harmful sites."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms

from fingerpost.access.models import Concern
from fingerpost.procedure.calendar import london_day
from fingerpost.record.forms.compartment_form import ChildField, CompartmentForm
from fingerpost.record.forms.headings import HeadingsField
from fingerpost.record.models import NoteKind
from fingerpost.web.fields import DayField, WordsField


class NoteForm(CompartmentForm):
    """A note of any kind. `parts` names the fields that are handed to `add_note` as they are."""

    kind: ClassVar[NoteKind] = NoteKind.LEARNED
    parts: ClassVar[tuple[str, ...]] = ("about",)

    words = WordsField("Write the note", rows=6, label="What do you want to add?")
    about = ChildField(required=False, label="Which child is it about?")

    def __init__(
        self, *args: Any, concern: Concern, compartments: frozenset[str], now: datetime.datetime, **options: Any
    ) -> None:
        super().__init__(*args, compartments=compartments, **options)
        self.today = london_day(now)
        about = self.fields["about"]
        assert isinstance(about, ChildField)  # noqa: S101 - for the type checker
        about.choose_from(concern, compartments)
        self.fields["headings"] = HeadingsField(concern)

    def clean_happened_on(self) -> datetime.date | None:
        """See that the day is not to come."""
        day: datetime.date | None = self.cleaned_data["happened_on"]
        if day and day > self.today:
            raise forms.ValidationError("This day is in the future")
        return day

    def answers(self) -> dict[str, Any]:
        """Return what was answered, as `add_note` takes it."""
        data = self.cleaned_data
        chosen = {name: data[name] for name in self.parts}
        same = {name: data[name] for name in ("words", "compartment", "headings")}
        return {"kind": self.kind, **same, **chosen}


class LearnedForm(NoteForm):
    """What was learned later, or what the child said later."""

    what = forms.ChoiceField(
        choices=[
            (NoteKind.LEARNED, "What I have learned since"),
            (NoteKind.CHILDS_WORDS, "What the child has said since, in the child’s own words"),
        ],
        label="What is it?",
        error_messages={"required": "Say what the note is"},
    )

    def answers(self) -> dict[str, Any]:
        """Return what was answered, with the kind that was chosen."""
        return {**super().answers(), "kind": NoteKind(self.cleaned_data["what"])}


class BullyingForm(NoteForm):
    """Online bullying, and whether many stand on one side."""

    kind = NoteKind.BULLYING
    parts = ("about", "many_on_one_side")

    about = ChildField(required=False, label="Which child is targeted?")
    words = WordsField("Write what is done to the child", rows=6, label="What is done to the child?")
    many_on_one_side = forms.TypedChoiceField(
        choices=[("yes", "Yes"), ("no", "No"), ("", "I don’t know")],
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
        label="Are there many on one side?",
    )


class ExtremismForm(NoteForm):
    """Extremist material that was reported: where, and in whose name."""

    kind = NoteKind.EXTREMISM
    parts = ("about", "told", "teller", "reference", "happened_on", "address")

    words = WordsField("Write what it is about", rows=4, label="What is it about, in a few words?")
    told = WordsField("Say where it was reported", label="Where was it reported?")
    teller = WordsField("Give the name in which it was reported", label="In whose name?")
    happened_on = DayField("day of the report", label="When was it reported?")
    reference = WordsField(label="Which reference was given for it?")
    address = WordsField(label="Where is it online?")


class HarmfulSiteForm(NoteForm):
    """A site with harmful messages, and with whom it was raised."""

    kind = NoteKind.HARMFUL_SITE
    parts = ("about", "told", "happened_on", "address")

    about = ChildField(
        label="Which child is it about?", error_messages={"required": "Choose the child whose assessment it belongs to"}
    )
    words = WordsField("Write what worries you about it", rows=5, label="What worries you about it?")
    address = WordsField(label="Which site is it?")
    told = WordsField(label="Who have you raised it with?")
    happened_on = DayField("day on which you raised it", required=False, label="When did you raise it?")


class ParentsForm(NoteForm):
    """A contact with a child's parents or carers: who spoke with whom, when, what was said, and what they said."""

    kind = NoteKind.PARENTS
    parts = ("about", "teller", "told", "happened_on")

    about = ChildField(label="Of which child?", error_messages={"required": "Choose the child whose parents they are"})
    teller = WordsField("Write who spoke to them", label="Who spoke to them, and how?")
    happened_on = DayField("day of the contact", label="On which day was it?")
    told = WordsField("Write what was said to them", rows=4, label="What was said to them?")
    words = WordsField("Write what they said", rows=4, label="What did they say?")


@dataclass(frozen=True, slots=True)
class NotePage:
    """A page that adds a note: its route and address, its form and template, and what the list of additions says."""

    route: str
    slug: str
    form: type[NoteForm]
    template: str
    title: str
    hint: str = ""


NOTE_PAGES: Final[Mapping[str, NotePage]] = {
    "learned": NotePage(
        "new_note",
        "new",
        LearnedForm,
        "record/note.html",
        "A note",
        "What has been learned since, or what the child has said since.",
    ),
    "bullying": NotePage("new_bullying", "bullying", BullyingForm, "record/note-bullying.html", "Online bullying"),
    "extremism": NotePage(
        "new_extremism",
        "extremism",
        ExtremismForm,
        "record/note-extremism.html",
        "A report of extremist material",
        "Where it was reported, and in whose name.",
    ),
    "harmful_site": NotePage(
        "new_harmful_site",
        "harmful-site",
        HarmfulSiteForm,
        "record/note-harmful-site.html",
        "A harmful site",
        "For the child’s assessment.",
    ),
    "parents": NotePage(
        "new_parents_contact",
        "parents",
        ParentsForm,
        "record/note-parents.html",
        "A contact with parents or carers",
        "Who spoke with whom, what was said to them, and what they said.",
    ),
}
"""Every page that adds a note, by its kind: their addresses, and the list of what can be added, are made from it."""
