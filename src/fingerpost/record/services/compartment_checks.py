"""Whom a statement in a compartment may name: those whom everybody sees who sees the compartment's decision."""

from __future__ import annotations

from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Concern
from fingerpost.record.errors import refuse
from fingerpost.record.models import Appearance


def require_in_compartment(concern: Concern, compartment: str, *people: Appearance) -> None:
    """Raise `RecordError` if one of them is of another concern, or of a part of it that this one may not speak of."""
    for person in people:
        if person.concern_id != concern.pk or person.compartment not in SOURCES[compartment]:
            raise refuse(
                "person",
                "this person is not in this part of the record",
                "Add them to it, or write this where they are.",
            )
