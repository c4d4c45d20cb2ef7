"""What this room does for those beneath it."""

from __future__ import annotations

from fingerpost.manual import chronology
from fingerpost.manual.services.published import PUBLISHED
from fingerpost.record.above import AboveRecord

MANUAL = AboveRecord(
    name="manual",
    chronology=chronology.of_matter,
    procedures=PUBLISHED,
)
