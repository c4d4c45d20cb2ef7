"""Closing a concern, reopening it, passing it on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from fingerpost.access.models import Organisation
from fingerpost.access.models.people import OrganisationKind
from fingerpost.record.forms.compartment_form import CompartmentForm, ConflictCheckedForm
from fingerpost.record.models import ClosingOutcome
from fingerpost.web.fields import WordsField


class CloseForm(CompartmentForm, ConflictCheckedForm):
    """With what outcome, why, and who agreed."""

    outcome = forms.ChoiceField(
        choices=ClosingOutcome,
        label="With what outcome?",
        error_messages={"required": "Choose the outcome"},
    )
    why = WordsField("Write why it can be closed", rows=4, label="Why can it be closed?")
    agreed_by = WordsField("Say who agreed", label="Who agreed?")


class ReopenForm(CompartmentForm, ConflictCheckedForm):
    """Why it is opened again."""

    why = WordsField("Write why it is opened again", rows=4, label="Why is it opened again?")


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among organisations, by name and area."""

    def label_from_instance(self, obj: Any) -> str:
        """Name the organisation and its area, so that two of one name can be told apart."""
        return f"{obj.name}, {obj.area}" if obj.area else obj.name


class TransferForm(CompartmentForm, ConflictCheckedForm):
    """To whom it is passed on, and why."""

    to = OrganisationField(
        Organisation.objects.none(),
        label="To which organisation?",
        empty_label="Choose an organisation",
        error_messages={"required": "Choose the organisation"},
    )
    why = WordsField("Write why it is passed on", rows=4, label="Why?")

    def __init__(self, *args: Any, organisation_id: UUID, **options: Any) -> None:
        super().__init__(*args, **options)
        to = self.fields["to"]
        assert isinstance(to, OrganisationField)  # noqa: S101 - for the type checker
        others = Organisation.objects.exclude(pk=organisation_id).exclude(kind=OrganisationKind.DESIGNATED_OFFICER)
        to.queryset = others.order_by("area", "name")
