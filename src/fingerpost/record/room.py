"""What this room does for those beneath it."""

from __future__ import annotations

from importlib import resources

from fingerpost.access.above import AboveAccess
from fingerpost.access.guard.additions import Addition
from fingerpost.access.guard.policies import kept_to_their_user
from fingerpost.access.tables import ALL
from fingerpost.record import added, chronology, noting, receiving, shown

RECORD = AboveAccess(
    name="record",
    words=noting.WORDS,
    contents=lambda matter, compartments, at: [
        *shown.of_matter(matter, compartments, at),
        *added.of_matter(matter, compartments, at),
    ],
    chronology=chronology.of_matter,
    involved=receiving.involved,
    person_changed=receiving.person_changed,
    protects={"record_draft": kept_to_their_user(ALL)},
    unique_indexes={
        "record_concern_matter_id_key": "every matter has its one concern, which whoever sees the matter knows",
        "record_searchtoken_pkey": "an appearance is of one matter, and only who acts in its compartment adds to it",
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
