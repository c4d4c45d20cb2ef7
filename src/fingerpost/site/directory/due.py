"""Which entries of the directory somebody has to confirm: a number that nobody answers is worse than none."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from fingerpost.access.models.people import Contact


def due_contacts(contacts: Iterable[Contact], today: datetime.date) -> list[Contact]:
    """Return the entries that are to be confirmed, those first that waited longest."""
    due = [contact for contact in contacts if contact.is_due(today)]
    return sorted(due, key=lambda contact: contact.confirm_by or datetime.date.min)
