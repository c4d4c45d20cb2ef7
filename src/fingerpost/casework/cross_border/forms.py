"""The form of a consideration."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Concern
from fingerpost.casework.models import Considered
from fingerpost.record.forms.compartment_form import CompartmentForm
from fingerpost.record.models import Appearance
from fingerpost.record.services.people_names import UNNAMED, names_of
from fingerpost.web.fields import PastMoment, WordsField


class ConsiderForm(CompartmentForm, PastMoment):
    """Which person, with what result, and why."""

    what = "it was considered"

    about = forms.ChoiceField(label="Who is it about?", error_messages={"required": "Choose who it is about"})
    result = forms.ChoiceField(
        choices=Considered, label="What came of it?", error_messages={"required": "Choose what came of it"}
    )
    whom = WordsField(label="Which agency, and in which area or country?")
    why = WordsField("Write why", rows=4, label="Why?")

    def __init__(
        self, *args: Any, concern: Concern, compartments: frozenset[str], now: datetime, **options: Any
    ) -> None:
        super().__init__(*args, compartments=compartments, now=now, **options)
        there = Appearance.objects.visible().filter(concern=concern, compartment__in=compartments)
        self.people = {str(one.pk): one for one in there.order_by("kind", "recorded_at", "pk")}
        names = names_of((one.pk for one in self.people.values()), compartments)
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            (key, _named(one, names[one.pk])) for key, one in self.people.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Ask who is told, and keep what one part of the record knows within it."""
        data = super().clean()
        if data.get("result") in (Considered.TOLD, Considered.TO_BE_TOLD) and not data.get("whom"):
            self.add_error("whom", "Write which agency is told, and in which area or country")
        person = self.people.get(data.get("about", ""))
        if person and "compartment" in data and person.compartment not in SOURCES[data["compartment"]]:
            self.add_error("compartment", "This person is known in another part of the record: choose that part")
        data["person"] = person
        return data


def _named(person: Appearance, name: str) -> str:
    kind = str(person.get_kind_display())
    return kind if name == UNNAMED else f"{name} ({kind.lower()})"
