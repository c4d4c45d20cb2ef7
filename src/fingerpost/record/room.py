"""What this room does for those beneath it."""

from __future__ import annotations

from importlib import resources

from fingerpost.access.guard.additions import Addition
from fingerpost.access.hooks import AccessHooks
from fingerpost.record import audit, chronology, reactions, summary_account, summary_additions
from fingerpost.record.models import PupilList
from fingerpost.record.services import pupils

RECORD = AccessHooks(
    name="record",
    words=audit.WORDS,
    contents=lambda concern, compartments, at: [
        *summary_account.of_concern(concern, compartments, at),
        *summary_additions.of_concern(concern, compartments, at),
    ],
    chronology=chronology.of_concern,
    noted=(PupilList,),
    protects={PupilList._meta.db_table: pupils.PROTECTION},
    involved=reactions.involved,
    person_changed=reactions.person_changed,
    unique_indexes={
        "record_initialaccount_concern_id_key": "whoever sees the concern knows that it has one",
        "record_searchtoken_pkey": "an appearance is of one concern, and only who acts in its compartment adds to it",
    },
    guard=Addition(
        sql=(resources.files("fingerpost.record") / "sql" / "hidden.sql").read_text(encoding="utf-8"),
        callable=(),
        beside_cases=(
            "guard.note_hidden_hits(bytea[], text[], integer[], integer[])",
            "guard.note_refused_try(text, boolean)",
        ),
        reads=("record_searchtoken",),
        adds_to=("record_hiddenhit",),
    ),
)
