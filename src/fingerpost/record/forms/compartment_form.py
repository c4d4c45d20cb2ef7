"""What the forms of a concern's pages share: where it is recorded, of which child, and what came meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django import forms

from fingerpost.access.models import Compartment, Concern
from fingerpost.access.models.case_data import CaseData
from fingerpost.record.models import Appearance, PersonKind
from fingerpost.record.services import concurrent_changes
from fingerpost.record.services.people_names import names_of
from fingerpost.web.fields import Words


class CompartmentForm(Words, forms.Form):
    """Something that is recorded in one of the compartments that somebody sees; the choice is asked if there is one."""

    def __init__(self, *args: Any, compartments: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        seen = frozenset(compartments)
        self.places = [(part.value, part.label) for part in Compartment if part in seen]
        self.fields["compartment"] = forms.ChoiceField(
            choices=self.places,
            required=self.has_choice,
            label="Which part of the record is it for?",
            error_messages={"required": "Choose the part of the record"},
        )

    @property
    def has_choice(self) -> bool:
        """Whether there is more than one compartment to choose from."""
        return len(self.places) > 1

    def clean_compartment(self) -> Compartment:
        """Return the chosen compartment, or the only one."""
        return Compartment(self.cleaned_data["compartment"] or self.places[0][0])


class ChildField(forms.ChoiceField):
    """One of the children of a concern, by name; `choose_from` says among whom. Cleaned, it is the appearance.

    Who there is, is asked when the choices are shown, or when one was made.
    """

    def choose_from(self, concern: Concern, compartments: Iterable[str]) -> None:
        """Let the children of these compartments be chosen."""
        seen = frozenset(compartments)

        @cache
        def children() -> dict[str, Appearance]:
            there = Appearance.objects.visible().filter(concern=concern, kind=PersonKind.CHILD, compartment__in=seen)
            return {str(child.pk): child for child in there}

        def choices() -> list[tuple[str, str]]:
            names = names_of((child.pk for child in children().values()), seen)
            none = [] if self.required else [("", "No child in particular")]
            return none + [(key, names[child.pk]) for key, child in children().items()]

        self.children, self.choices = children, choices

    def clean(self, value: Any) -> Appearance | None:
        """Return the child."""
        chosen = super().clean(value)
        return self.children().get(chosen) if chosen else None


class ConflictCheckedForm(forms.Form):
    """A form that goes by what its page shows (`standing`): what came since is shown before it is recorded.

    The page has `form.seen` in its hidden field `seen`, and includes `record/came.html`.
    """

    def __init__(self, *args: Any, standing: Sequence[CaseData], **options: Any) -> None:
        super().__init__(*args, **options)
        self.seen = concurrent_changes.mark(standing)
        self.came = concurrent_changes.unseen(standing, self.data.get("seen", "")) if self.is_bound else []

    def clean(self) -> dict[str, Any]:
        """Stop once where something came meanwhile. Sent again, it is recorded: whoever sends it has seen that."""
        data = super().clean() or {}
        if self.came:
            raise forms.ValidationError("Somebody else recorded something meanwhile. Read it, and send this again.")
        return data
