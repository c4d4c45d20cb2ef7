"""What this room does for those beneath it."""

from __future__ import annotations

from fingerpost.access.above import AboveAccess
from fingerpost.record import added, chronology, shown

RECORD = AboveAccess(
    name="record",
    contents=lambda matter, compartments, at: [
        *shown.of_matter(matter, compartments, at),
        *added.of_matter(matter, compartments, at),
    ],
    chronology=chronology.of_matter,
)
