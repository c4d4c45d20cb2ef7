"""What this room does for those beneath it."""

from __future__ import annotations

from importlib import resources

from fingerpost.access.above import AboveAccess
from fingerpost.access.guard.additions import Addition
from fingerpost.record import added, chronology, noting, receiving, shown

RECORD = AboveAccess(
    name="record",
    words=noting.WORDS,
    contents=lambda concern, compartments, at: [
        *shown.of_concern(concern, compartments, at),
        *added.of_concern(concern, compartments, at),
    ],
    chronology=chronology.of_concern,
    involved=receiving.involved,
    person_changed=receiving.person_changed,
    unique_indexes={
        "record_initialaccount_concern_id_key": "whoever sees the concern knows that it has one",
        "record_searchtoken_pkey": "an appearance is of one concern, and only who acts in its compartment adds to it",
    },
    guard=Addition(
        sql=(resources.files("fingerpost.record") / "sql" / "hidden.sql").read_text(encoding="utf-8"),
        callable=(
            "guard.note_hidden_hits(bytea[], text[], integer[], integer[])",
            "guard.note_refused_try(text, boolean)",
        ),
        reads=("record_searchtoken",),
        adds_to=("record_hiddenhit",),
    ),
)
