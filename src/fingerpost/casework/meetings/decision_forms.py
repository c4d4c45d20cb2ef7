"""What a meeting decides, when it lets somebody be told, and what it asks somebody to do: a form each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from fingerpost.access.models import Membership
from fingerpost.casework.meetings import rules
from fingerpost.casework.meetings.forms import OUTSIDE, Choices, set_choices
from fingerpost.casework.models import Agency
from fingerpost.web.fields import ClockField, DayField, Words, WordsField


class DecisionForm(Words, forms.Form):
    """One decision, and why."""

    what = forms.ChoiceField(label="What was decided?", error_messages={"required": "Choose what was decided"})
    reasons = WordsField("Write the reasons", rows=5, label="Why?")

    def __init__(self, *args: Any, asked: Mapping[str, str], **options: Any) -> None:
        """`asked`: by what follows from it, the provision that asks for each decision."""
        super().__init__(*args, **options)
        choices = [
            (f"{act}/{outcome}", f"{words} ({rule})")
            for act, rule in asked.items()
            for outcome, words in zip((rules.YES, rules.NO), rules.DECISIONS[act], strict=True)
        ]
        set_choices(self, "what", choices)


class WhoseEmbargo(Words, forms.Form):
    """Whether the adult is the one who was not listed when an embargo began: asked only where there is one."""

    is_the_unlisted = forms.BooleanField(
        required=False, label="This is the adult who was not listed when the embargo began"
    )

    def __init__(self, *args: Any, is_asked_who: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_asked_who = is_asked_who


class TellingForm(WhoseEmbargo):
    """From when one person may be told about one adult, who tells them, and why then."""

    about = forms.ChoiceField(label="About which adult?", error_messages={"required": "Choose the adult it is about"})
    to = forms.ChoiceField(label="Who may be told?", error_messages={"required": "Choose who may be told"})
    teller = WordsField("Say who tells them", label="Who tells them?")
    reasons = WordsField("Write why then, and not before", rows=4, label="Why then, and not before?")
    risk = WordsField(
        rows=4,
        label="Telling a suspected adult: what is the risk that they harm themselves, and what is done about it?",
    )
    beside = WordsField(rows=3, label="Telling a suspected adult: who is with them then, and who with the family?")

    def __init__(self, *args: Any, adults: Choices, recipients: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(self, "about", adults)
        if len(adults) == 1:
            self.fields["about"].initial = adults[0][0]
        set_choices(self, "to", [("", "Choose one person"), *recipients])
        self.fields["day"] = DayField("day from which they may be told", label="From which day?")
        self.fields["clock"] = ClockField("time from which they may be told", label="From what time?")

    def clean(self) -> dict[str, Any]:
        """Put the moment together; telling the adult it is about needs two answers more."""
        data = super().clean() or {}
        day, clock = data.get("day"), data.get("clock")
        if day and clock:
            data["moment"] = timezone.make_aware(datetime.combine(day, clock))
        if data.get("about") and data.get("to") == f"self:{data['about']}":
            if not data.get("risk"):
                self.add_error("risk", "Write what was considered about the risk that they harm themselves")
            if not data.get("beside"):
                self.add_error("beside", "Write who is with them, and who with the family")
        return data


class ToldAtMeetingForm(WhoseEmbargo):
    """That an agreed moment has come, or that somebody is not to be told after all."""

    telling = forms.ChoiceField(label="Which agreement is it?", error_messages={"required": "Choose the agreement"})
    came = forms.ChoiceField(
        choices=[
            ("came", "The moment has come: from then on this one person may be told"),
            ("not", "They are not to be told then after all"),
        ],
        label="What became of it?",
        error_messages={"required": "Say what became of it"},
    )
    reason = WordsField(rows=3, label="If they are not to be told: why?")

    def __init__(self, *args: Any, tellings: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(self, "telling", tellings)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason that one of the two needs."""
        data = super().clean() or {}
        if data.get("came") == "not" and not data.get("reason"):
            self.add_error("reason", "Write why they are not to be told then")
        return data


class ActionForm(Words, forms.Form):
    """What somebody is to do by a day."""

    what = WordsField("Write what is to be done", rows=3, label="What is to be done?")
    item = forms.ChoiceField(label="From which item does it come?", error_messages={"required": "Choose the item"})
    membership = forms.ChoiceField(required=False, label="Who has it? A colleague on this service")
    owner = WordsField(label="Or somebody else: name and role")
    agency = forms.ChoiceField(
        choices=[("", "Choose an agency"), *Agency.choices],
        label="For which agency?",
        error_messages={"required": "Choose the agency"},
    )

    def __init__(self, *args: Any, items: Choices, colleagues: Sequence[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        self.colleagues = {str(one.pk): one for one in colleagues}
        words = [(key, f"{one.user.name}, {one.organisation}") for key, one in self.colleagues.items()]
        set_choices(self, "membership", [(OUTSIDE, "Nobody on this service"), *words])
        set_choices(self, "item", items)
        self.fields["due"] = DayField("day by which it is done", label="By which day?")

    def clean(self) -> dict[str, Any]:
        """Somebody has it, and one alone."""
        data = super().clean() or {}
        if bool(data.get("membership")) == bool(data.get("owner")):
            self.add_error("owner", "Choose a colleague, or write who has it: one of the two")
        return data


class DissentForm(Words, forms.Form):
    """Who disagreed, and with what."""

    who = WordsField("Say who disagreed", label="Who disagreed?")
    agency = forms.ChoiceField(
        choices=[("", "Choose an agency"), *Agency.choices],
        label="For which agency?",
        error_messages={"required": "Choose the agency"},
    )
    text = WordsField("Write with what, and why", rows=5, label="With what, and why?")
