"""What this subject does for the rest of the service."""

from __future__ import annotations

from importlib import resources

from fingerpost.access.guard.additions import Addition
from fingerpost.casework.enquiries import chronology, overview, requested_duties
from fingerpost.casework.models import Stage
from fingerpost.casework.subject import CaseworkSubject

ENQUIRIES = CaseworkSubject(
    name="enquiries",
    overview=overview.of_concern,
    chronology=chronology.of_concern,
    requested_duties=requested_duties.of_concern,
    requested_from=Stage,
    guard=Addition(
        sql=(resources.files("fingerpost.casework") / "sql" / "agreeing_to_a_stage.sql").read_text(encoding="utf-8"),
        callable=("guard.may_answer_proposal(uuid, uuid)",),
        reads=("casework_stagestep",),
    ),
    second_persons={
        "casework_stagestep": "kind NOT IN ('agreed', 'returned') OR guard.may_answer_proposal(answers_id, stage_id)"
    },
)
