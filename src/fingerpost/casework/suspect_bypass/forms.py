"""Recording who a concern bypasses, and that it does not after all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms

from fingerpost.access.models import Organisation
from fingerpost.casework.models import BypassedPost
from fingerpost.casework.suspect_bypass.rules import Account
from fingerpost.procedure.explaining.words import capital
from fingerpost.web.fields import Words, WordsField


class BypassForm(Words, forms.Form):
    """Who it is, what they are at which organisation, and which account here is theirs."""

    about = forms.ChoiceField(label="Who must it not go through?", error_messages={"required": "Choose the adult"})
    organisation = forms.ChoiceField(label="Where do they work?", error_messages={"required": "Choose where they work"})
    post = forms.ChoiceField(
        choices=[(one.value, capital(one.label)) for one in BypassedPost],
        label="What are they there?",
        error_messages={"required": "Choose what they are there"},
    )
    user = forms.ChoiceField(required=False, label="Which account here is theirs?")
    text = WordsField(rows=3, label="What else has to be said of it?")

    def __init__(
        self,
        *args: Any,
        adults: Mapping[UUID, str],
        organisations: Iterable[Organisation],
        accounts: Iterable[Account],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        places = {one.pk: str(one) for one in organisations}
        people = {str(one.user): f"{one.name}, {places[one.organisation]}" for one in accounts if one.post}
        self.fields["about"].choices = [(str(pk), name) for pk, name in adults.items()]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [(str(pk), name) for pk, name in places.items()]  # type: ignore[attr-defined]
        self.fields["user"].choices = [("", "None that I know of"), *people.items()]  # type: ignore[attr-defined]


class EndBypassForm(Words, forms.Form):
    """Why a concern does not bypass somebody after all."""

    text = WordsField("Write why, as “it is somebody else of that name”", rows=3, label="Why not?")
