"""The form of support and safeguards: what one answer asks of another."""

from __future__ import annotations

from typing import Any

from fingerpost.casework.field_spec_form import FieldSpecForm
from fingerpost.casework.models import RemovalKind


class SupportForm(FieldSpecForm):
    """What a page asks, where some answers need others."""

    def clean(self) -> dict[str, Any]:
        """See that somebody close to the adult is named, and that a request says who was asked."""
        data = super().clean()
        if "somebody" in self.fields:
            self._see_who_it_is(data)
        if data.get("kind") == RemovalKind.ASKED and "of" in self.fields and not data.get("asked"):
            self.add_error("asked", "Choose who you have asked")
        return data

    def _see_who_it_is(self, data: dict[str, Any]) -> None:
        listed = "about" if "about" in self.fields else "somebody"
        if not data.get("about") and not data.get("somebody"):
            self.add_error(listed, "Choose who it is, or say it in words")
        elif data.get("about") and data.get("somebody"):
            self.add_error("somebody", "Leave this empty: you have chosen somebody above")
        elif data.get("about") and data.get("about") == data.get("adult"):
            self.add_error("about", "Choose somebody else: nobody is close to themselves")
