"""How people of a concern stand to each other and to places of work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from fingerpost.access.compartments import SOURCES
from fingerpost.record.forms.fields import WordsField
from fingerpost.record.forms.placed import PlacedForm
from fingerpost.record.models import PLACES, RelationshipKind
from fingerpost.record.people_shown import PersonShown


class RelationshipForm(PlacedForm):
    """Who stands how to whom, or works where."""

    one = forms.ChoiceField(label="Who?")
    kind = forms.ChoiceField(choices=RelationshipKind, label="How do they stand to the other?")
    other = forms.ChoiceField(required=False, label="To whom?")
    place = WordsField(label="Where do they work or volunteer?")
    reason = WordsField(rows=2, label="How do you know?")

    required_words: ClassVar = {"one": "Choose a person", "kind": "Choose how they stand to each other"}

    def __init__(self, *args: Any, people: Sequence[PersonShown], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.appearance.pk): one for one in people}
        choices = [("", "Choose somebody"), *((key, one.name) for key, one in self.people.items())]
        for name in ("one", "other"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """See that it leads somewhere: to another person, or for work to a place."""
        data = super().clean() or {}
        kind, other = data.get("kind"), data.get("other")
        if kind in PLACES and not data.get("place"):
            self.add_error("place", "Name the place")
        elif kind and kind not in PLACES and not other:
            self.add_error("other", "Choose the other person")
        elif kind and kind not in PLACES and other == data.get("one"):
            self.add_error("other", "Choose somebody else: nobody stands so to themselves")
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
    def pair(self) -> tuple[UUID, UUID | None]:
        """The appearance of the one, and of the other unless it is a place."""
        other = None if self.kind_chosen in PLACES else UUID(self.cleaned_data["other"])
        return UUID(self.cleaned_data["one"]), other
