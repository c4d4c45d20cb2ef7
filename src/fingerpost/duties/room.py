"""What this room does for those beneath it."""

from __future__ import annotations

from importlib import resources

from fingerpost.access.guard.additions import Addition
from fingerpost.duties import chronology, foreseeing, receiving
from fingerpost.duties.services import carrying, handing
from fingerpost.record.above import AboveRecord

DUTIES = AboveRecord(
    name="duties",
    decided_anew=carrying.decided_anew,
    involved=receiving.involved,
    excluded=receiving.excluded,
    chronology=chronology.of_concern,
    foresees=foreseeing.of,
    holdings=handing.held,
    unique_indexes={
        "duties_dutystate_duty_id_key": "a duty is of one concern, and only who acts in its compartment adds to it",
    },
    guard=Addition(
        sql=(resources.files("fingerpost.duties") / "sql" / "holdings.sql").read_text(encoding="utf-8"),
        callable=("guard.holdings(uuid)",),
        reads=("duties_dutystate",),
    ),
)
