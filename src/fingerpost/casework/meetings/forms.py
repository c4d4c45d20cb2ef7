"""Calling a meeting, and what is recorded of it, a form each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils import timezone

from fingerpost.access.models import Compartment, Membership
from fingerpost.casework.meetings import rules
from fingerpost.casework.meetings.rules import AgendaItem
from fingerpost.casework.models import Agency, MeetingForm, MeetingKind, MeetingPerson, MeetingStepKind
from fingerpost.duties.presentation import DutyShown
from fingerpost.procedure.explaining.words import day_in_words
from fingerpost.web.fields import ClockField, DayField, PastMoment, Words, WordsField

OUTSIDE: Final = ""
NOT_HELD: Final = "not_held"
CAME: Final = {
    MeetingStepKind.ATTENDED: "Was there",
    MeetingStepKind.APOLOGIES: "Sent apologies",
    MeetingStepKind.ABSENT: "Did not come",
}
type Choices = Sequence[tuple[str, str]]


def set_choices(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Let a field offer these choices."""
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def duty_choices(duties: Iterable[DutyShown]) -> Choices:
    """Return duties as choices: what is asked, who it is about, and by when."""
    return [(str(one.duty.pk), _duty(one)) for one in duties]


def _duty(one: DutyShown) -> str:
    about = one.whose.rpartition(" About ")[2] if " About " in one.whose else ""
    parts = [f"{one.provision.text} ({one.provision.id})"]
    parts += [f"About {about}"] if about else []
    parts += [f"By {day_in_words(one.day)}."] if one.day else []
    return " ".join(parts)


class CallForm(Words, forms.Form):
    """A meeting to be called: its kind, why, when, where, and who chairs it."""

    kind = forms.ChoiceField(label="Which meeting is it?", error_messages={"required": "Choose which meeting it is"})
    duties = forms.MultipleChoiceField(required=False, label="Which rules ask for it?")
    why = WordsField(rows=3, label="If no rule asks for it: what is it called for?")
    form = forms.ChoiceField(
        choices=MeetingForm,
        label="How do people come together?",
        error_messages={"required": "Choose a meeting or a discussion"},
    )
    reason = WordsField(rows=3, label="If it is a discussion: why is it no meeting?")
    place = WordsField(label="Where, or how do people join?")
    chair = WordsField("Say who chairs it", label="Who chairs it?")
    compartment = forms.ChoiceField(
        label="Which part of the record is it in?", error_messages={"required": "Choose the part of the record"}
    )

    def __init__(
        self, *args: Any, kinds: Choices, places: Choices, duties: Iterable[DutyShown], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.offered = {str(one.duty.pk): one for one in duties}
        self.only = {name: one[0][0] for name, one in (("kind", kinds), ("compartment", places)) if len(one) == 1}
        set_choices(self, "kind", kinds)
        set_choices(self, "compartment", places)
        for name in self.only:
            self.fields[name].required = False
        set_choices(self, "duties", duty_choices(self.offered.values()))
        self.fields["day"] = DayField("day of the meeting", label="On which day?")
        self.fields["clock"] = ClockField("time of the meeting", label="At what time?")

    def clean(self) -> dict[str, Any]:
        """Check what is chosen together, so that each fault is shown at its field."""
        data = super().clean() or {}
        data |= self.only
        day, clock, kind, part = (data.get(name) for name in ("day", "clock", "kind", "compartment"))
        if day and clock:
            data["planned_at"] = timezone.make_aware(datetime.combine(day, clock))
        if data.get("form") == MeetingForm.DISCUSSION and not data.get("reason"):
            self.add_error("reason", "Write why it is a discussion and no meeting")
        chosen = [self.offered[key] for key in data.get("duties", ())]
        if not chosen and not data.get("why"):
            self.add_error("why", "Choose the rules that ask for it, or write what it is called for")
        if kind and part and part not in rules.places_of(kind):
            right = "the designated officer’s strand" if kind == MeetingKind.DESIGNATED_OFFICER else "another part"
            self.add_error("compartment", f"This meeting is in {right}")
        for one in chosen:
            if kind and not rules.calls(one.provision, kind):
                self.add_error("duties", f"Rule {one.provision.id} asks for the other meeting: take it away")
            elif part and one.duty.compartment not in (part, Compartment.COMMON):
                self.add_error("duties", f"Rule {one.provision.id} is known in another part of the record: choose that")
        data["chosen"] = [one.duty for one in chosen]
        return data


class MeetingHeldForm(Words, PastMoment):
    """That it was held, when and how, or that it was not."""

    what = "it was held"

    how = forms.ChoiceField(
        choices=[
            (MeetingForm.MEETING, "It was held, as a meeting"),
            (MeetingForm.DISCUSSION, "It was held, as a discussion"),
            (NOT_HELD, "It did not take place"),
        ],
        label="What happened?",
        error_messages={"required": "Choose what happened"},
    )
    text = WordsField(rows=3, label="Why was it a discussion, or why did it not take place?")
    duties = forms.MultipleChoiceField(required=False, label="Which rules does it carry out?")

    def __init__(self, *args: Any, duties: Iterable[DutyShown], has_reason: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offered = {str(one.duty.pk): one for one in duties}
        self.has_reason = has_reason
        set_choices(self, "duties", duty_choices(self.offered.values()))

    def clean(self) -> dict[str, Any]:
        """Ask for the words that an answer cannot do without."""
        data = super().clean()
        how = data.get("how")
        if not data.get("text") and (how == NOT_HELD or (how == MeetingForm.DISCUSSION and not self.has_reason)):
            said = "it did not take place" if how == NOT_HELD else "it was a discussion and no meeting"
            self.add_error("text", f"Write why {said}")
        data["chosen"] = [self.offered[key].duty for key in data.get("duties", ())]
        return data


class MeetingPeopleForm(Words, forms.Form):
    """Who was there, somebody more who was asked, and why it went on without a quorum."""

    membership = forms.ChoiceField(required=False, label="A colleague on this service")
    name = WordsField(label="Or somebody else: name")
    role = WordsField(label="Role")
    organisation = WordsField(label="Organisation")
    agency = forms.ChoiceField(
        choices=[("", "Choose an agency"), *Agency.choices], required=False, label="Which agency are they there for?"
    )
    came = forms.ChoiceField(choices=[("", "Asked to come"), *CAME.items()], required=False, label="Did they come?")
    explained = WordsField(rows=3, label="If one of the three was missing: why did it go on without them?")

    def __init__(
        self,
        *args: Any,
        people: Sequence[MeetingPerson],
        colleagues: Sequence[Membership],
        standing: Mapping[Any, str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.people = list(people)
        self.colleagues = {str(one.pk): one for one in colleagues}
        words = [
            (key, f"{one.user.name}, {one.get_role_display()}, {one.organisation}")
            for key, one in self.colleagues.items()
        ]
        set_choices(self, "membership", [(OUTSIDE, "Nobody on this service"), *words])
        for one in self.people:
            self.fields[f"came_{one.pk}"] = forms.ChoiceField(
                choices=[("", "Not recorded yet"), *CAME.items()],
                required=False,
                label=f"{one.who} ({one.get_agency_display()})",
                initial=standing.get(one.pk, ""),
            )

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields of those who were asked already."""
        return [self[f"came_{one.pk}"] for one in self.people]

    @property
    def adds(self) -> bool:
        """Whether somebody more is named."""
        data = self.cleaned_data
        return any(data.get(name) for name in ("membership", "name", "role", "organisation"))

    def found(self) -> list[tuple[MeetingPerson, MeetingStepKind]]:
        """Return what was said of those who were asked already."""
        said = ((one, self.cleaned_data.get(f"came_{one.pk}")) for one in self.people)
        return [(one, MeetingStepKind(came)) for one, came in said if came]

    def clean(self) -> dict[str, Any]:
        """Ask which agency somebody outside is there for."""
        data = super().clean() or {}
        if data.get("membership") and data.get("name"):
            self.add_error("name", "Choose a colleague, or name somebody else: one at a time")
        outside = not data.get("membership") and any(data.get(one) for one in ("name", "role", "organisation"))
        if outside and not data.get("agency"):
            self.add_error("agency", "Choose the agency they are there for")
        if outside and not (data.get("name") or data.get("role")):
            self.add_error("name", "Write their name, or at least their role")
        return data


class AgendaForm(Words, forms.Form):
    """All items of the agenda, each answered in words or said not to have been considered, and why.

    `told`: the items that the agreed tellings answer; nobody writes that a second time.
    """

    late = forms.ChoiceField(
        choices=[("", "In the meeting"), ("late", "After the meeting")],
        initial="",
        required=False,
        label="When were these answers given?",
    )

    def __init__(
        self,
        *args: Any,
        items: Sequence[AgendaItem],
        told: Sequence[AgendaItem],
        answers: Mapping[str, tuple[str, bool]],
        decided: Mapping[str, str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.told = list(told)
        # An item keeps its number: what is recorded meanwhile moves no answer to another item.
        self.items = [(number, item) for number, item in enumerate(items) if item not in told]
        self.decided = decided
        for number, item in self.items:
            text, considered = answers.get(item.key, ("", True))
            self.fields[f"text_{number}"] = WordsField(rows=4, label=item.text, initial=text)
            self.fields[f"not_{number}"] = forms.BooleanField(
                required=False, label="It was not considered; above is why", initial=not considered
            )

    def given(self) -> list[tuple[AgendaItem, str, bool]]:
        """Return the items that have words, with whether they were considered."""
        data = self.cleaned_data
        said = [(item, data[f"text_{number}"], not data[f"not_{number}"]) for number, item in self.items]
        return [one for one in said if one[1]]

    def clean(self) -> dict[str, Any]:
        """An item that was not considered needs to say why."""
        data = super().clean() or {}
        for number, _ in self.items:
            if data.get(f"not_{number}") and not data.get(f"text_{number}"):
                self.add_error(f"text_{number}", "Write why it was not considered")
        return data


class ConcludeForm(Words, forms.Form):
    """That the meeting is concluded, or that it is opened again."""

    reason = WordsField(rows=3, label="Why is it opened again?")

    def __init__(self, *args: Any, is_closed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_closed = is_closed

    def clean(self) -> dict[str, Any]:
        """Opening it again needs a reason."""
        data = super().clean() or {}
        if self.is_closed and not data.get("reason"):
            self.add_error("reason", "Write why it is opened again")
        return data


class UrgentForm(Words, PastMoment):
    """What was done before any meeting, and why it could not wait."""

    what = "it was done"

    action = WordsField("Write what was done", rows=3, label="What was done?")
    why = WordsField("Write why it could not wait", rows=3, label="Why could it not wait for a meeting?")
    who = WordsField("Say who did it", label="Who did it?")
    compartment = forms.ChoiceField(
        required=False, label="Which part of the record is it for?", error_messages={"required": "Choose the part"}
    )

    def __init__(self, *args: Any, places: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = places
        self.fields["compartment"].required = len(places) > 1
        set_choices(self, "compartment", places)

    def clean_compartment(self) -> str:
        """Return the chosen part, or the only one."""
        return str(self.cleaned_data["compartment"] or self.places[0][0])
