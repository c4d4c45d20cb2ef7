"""The form of the police's pages: what a page asks, and the headings for which an entry is marked."""

from __future__ import annotations

from typing import Any

from fingerpost.access.models import Concern
from fingerpost.casework.field_spec_form import FieldSpecForm
from fingerpost.record.forms.headings import HeadingsField


class PoliceForm(FieldSpecForm):
    """What a page asks. `concern`: of which the entry can be marked for headings; None: what it records is no entry."""

    def __init__(self, *args: Any, concern: Concern | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if concern is not None:
            self.fields["headings"] = HeadingsField(concern)
