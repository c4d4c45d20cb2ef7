"""What this room does for those beneath it."""

from __future__ import annotations

from fingerpost.duties import chronology, foreseeing, receiving
from fingerpost.record.above import AboveRecord

DUTIES = AboveRecord(
    name="duties",
    decided_anew=receiving.decided_anew,
    chronology=chronology.of_matter,
    foresees=foreseeing.of,
)
