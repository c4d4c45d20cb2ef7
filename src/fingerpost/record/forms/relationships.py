"""How people of a concern stand to each other and to places of work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Organisation
from fingerpost.record.forms.compartment_form import CompartmentForm
from fingerpost.record.models import PLACES, RelationshipKind
from fingerpost.record.people_presentation import PersonShown
from fingerpost.record.staff_conflicts import place_is_alike
from fingerpost.web.fields import WordsField

NONE = "none"


class RelationshipForm(CompartmentForm):
    """Who stands how to whom, or works where."""

    one = forms.ChoiceField(label="Who?")
    kind = forms.ChoiceField(choices=RelationshipKind, label="How do they stand to the other?")
    other = forms.ChoiceField(required=False, label="Who to?")
    place = WordsField(label="Where do they work or volunteer?")
    organisation = forms.ChoiceField(required=False, label="Is that an organisation of this service?")
    reason = WordsField(rows=2, label="How do you know?")

    required_words: ClassVar = {"one": "Choose a person", "kind": "Choose how they stand to each other"}

    def __init__(self, *args: Any, people: Sequence[PersonShown], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.appearance.pk): one for one in people}
        choices = [("", "Choose somebody"), *((key, one.name) for key, one in self.people.items())]
        for name in ("one", "other"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

        self.organisations = {str(one.pk): one for one in Organisation.objects.all()}
        none = [("", "I do not know"), (NONE, "None of these")]
        there = [(key, one.name) for key, one in self.organisations.items()]
        self.fields["organisation"].choices = none + there  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """See that it leads somewhere: to another person, or for work to a place."""
        data = super().clean() or {}
        kind, other = data.get("kind"), data.get("other")
        chosen = self.organisations.get(data.get("organisation") or "")
        if kind in PLACES and chosen and not data.get("place"):
            data["place"] = chosen.name
        place = data.get("place") or ""
        likely = [one.name for one in self.organisations.values() if place_is_alike(place, one.name)]
        if kind in PLACES and not data.get("place"):
            self.add_error("place", "Name the place")
        elif kind in PLACES and likely and not data.get("organisation"):
            self.add_error("organisation", f"Is it {' or '.join(likely)}? Choose it, or “None of these”")
        elif kind and kind not in PLACES and not other:
            self.add_error("other", "Choose the other person")
        elif kind and kind not in PLACES and other == data.get("one"):
            self.add_error("other", "Choose somebody else: nobody is that to themselves")
        elif not self.errors:
            sources = SOURCES[data["compartment"]]
            for name in ("one",) if kind in PLACES else ("one", "other"):
                if self.people[data[name]].appearance.compartment not in sources:
                    self.add_error(name, "This person is in another part of the record: choose that part below")
        return data

    @property
    def kind_chosen(self) -> RelationshipKind:
        """The kind of relationship."""
        return RelationshipKind(self.cleaned_data["kind"])

    @property
    def is_none_of_these(self) -> bool:
        """Whether somebody said that the place is no organisation of the directory."""
        return self.kind_chosen in PLACES and bool(self.cleaned_data["organisation"] == NONE)

    @property
    def works_in(self) -> Organisation | None:
        """The organisation of the directory where they work; None: none, or nobody knows."""
        chosen = self.organisations.get(self.cleaned_data["organisation"])
        return chosen if self.kind_chosen in PLACES else None

    @property
    def pair(self) -> tuple[UUID, UUID | None]:
        """The appearance of the one, and of the other unless it is a place."""
        other = None if self.kind_chosen in PLACES else UUID(self.cleaned_data["other"])
        return UUID(self.cleaned_data["one"]), other
