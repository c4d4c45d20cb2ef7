"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.cross_border import chronology, overview
from fingerpost.casework.cross_border.recording import ACT
from fingerpost.casework.subject import Subject
from fingerpost.duties.carrying_out import Page

CROSS_BORDER = Subject(
    name="cross_border",
    overview=overview.of_concern,
    chronology=chronology.of_concern,
    carries_out=(Page((ACT,), "Record what was considered", "cross_border"),),
)
