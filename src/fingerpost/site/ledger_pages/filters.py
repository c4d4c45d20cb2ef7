"""What an auditor looks for in the ledger."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone

from fingerpost.access import ledger_visibility, references
from fingerpost.access.ledger_visibility import Entries
from fingerpost.access.models import Organisation, User
from fingerpost.site.ledger_pages import sentences
from fingerpost.web.fields import DayField, Words

_MOST = 20


class LedgerFilterForm(Words, forms.Form):
    """Each field narrows what is shown; all are optional."""

    person = forms.CharField(required=False, max_length=200)
    organisation = forms.CharField(required=False, max_length=200)
    reference = forms.CharField(required=False, max_length=30)
    action = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False)
    first = DayField("first day", required=False)
    last = DayField("last day", required=False)

    names: ClassVar = ("person", "organisation", "reference", "action", "kind")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("action", sentences.phrases()), ("kind", sentences.things())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = [("", "Anything"), *words.items()]
            field.error_messages["invalid_choice"] = "Choose one from the list"

    def clean_person(self) -> list[Any]:
        """Return the accounts whose name or address has these words in it."""
        typed = self.cleaned_data["person"]
        found = User.objects.filter(Q(name__icontains=typed) | Q(email__icontains=typed))
        return _few(found, typed, "Nobody here has that name or address", "people")

    def clean_organisation(self) -> list[Any]:
        """Return the organisations whose name has these words in it."""
        typed = self.cleaned_data["organisation"]
        found = Organisation.objects.filter(name__icontains=typed)
        return _few(found, typed, "No organisation has that name", "organisations")

    def clean_reference(self) -> list[Any]:
        """Return the concern of this reference."""
        typed = self.cleaned_data["reference"]
        if not typed:
            return []
        reference = references.read(typed)
        if reference is None:
            raise forms.ValidationError("A reference looks like FP-7K3M4-9QXDA")
        found = ledger_visibility.referred_to(reference)
        if not found:
            raise forms.ValidationError("No concern has that reference")
        return found

    def narrowed(self, entries: Entries) -> Entries:
        """Return those of the entries that are looked for. The form is valid."""
        asked = self.cleaned_data
        for column, ids in (
            ("within", asked["reference"]),
            ("actor", asked["person"]),
            ("organisation", asked["organisation"]),
        ):
            if ids:
                entries = entries.filter(**({column: ids[0]} if len(ids) == 1 else {f"{column}__in": ids}))
        for column in ("action", "kind"):
            if asked[column]:
                entries = entries.filter(**{"object_kind" if column == "kind" else column: asked[column]})
        if asked["first"]:
            entries = entries.filter(at__gte=timezone.make_aware(datetime.combine(asked["first"], time.min)))
        if asked["last"]:
            after = asked["last"] + timedelta(days=1)
            entries = entries.filter(at__lt=timezone.make_aware(datetime.combine(after, time.min)))
        return entries

    def asked_for(self) -> dict[str, str]:
        """Return what was typed or chosen, as it was."""
        days = (f"{name}_{part}" for name in ("first", "last") for part in range(3))
        typed = {name: str(self.data.get(name) or "") for name in (*self.names, *days)}
        return {name: text for name, text in typed.items() if text.strip()}


def _few(found: Any, typed: str, nobody: str, many: str) -> list[Any]:
    if not typed:
        return []
    ids = list(found.values_list("pk", flat=True)[: _MOST + 1])
    if not ids:
        raise forms.ValidationError(nobody)
    if len(ids) > _MOST:
        raise forms.ValidationError(f"More than {_MOST} {many} have that in their name. Write more of it")
    return ids
