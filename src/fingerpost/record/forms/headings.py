"""Marking what is recorded for headings of the risk assessment."""

from __future__ import annotations

from django import forms

from fingerpost.access.models import Concern
from fingerpost.record.services.headings import to_choose_from


class HeadingsField(forms.MultipleChoiceField):
    """The headings that something bears on, by their ids; `record/headings.html` shows it, folded. May be left empty.

    Which there are, the procedure of the concern says; `is_offered`: whether it has any.
    """

    def __init__(self, concern: Concern) -> None:
        super().__init__(
            choices=to_choose_from(concern),
            required=False,
            label="Which headings does it bear on?",
            error_messages={"invalid_choice": "Choose among the headings on the page"},
        )

    @property
    def is_offered(self) -> bool:
        """Whether the procedure has headings."""
        return bool(self.choices)
