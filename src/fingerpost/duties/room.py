"""What this room does for those beneath it."""

from __future__ import annotations

from importlib import resources

from fingerpost.access.guard.additions import Addition
from fingerpost.duties import chronology, forecast, reactions
from fingerpost.duties.services import decision_sync, handover
from fingerpost.record.hooks import RecordHooks

DUTIES = RecordHooks(
    name="duties",
    decided_anew=decision_sync.decided_anew,
    involved=reactions.involved,
    excluded=reactions.excluded,
    chronology=chronology.of_concern,
    foresees=forecast.of,
    holdings=handover.held,
    unique_indexes={
        "duties_dutystate_duty_id_key": "a duty is of one concern, and only who acts in its compartment adds to it",
    },
    guard=Addition(
        sql="".join(
            (resources.files("fingerpost.duties") / "sql" / file).read_text(encoding="utf-8")
            for file in ("holdings.sql", "confirming.sql")
        ),
        callable=("guard.holdings(uuid)", "guard.may_confirm_duty(uuid, uuid)"),
        reads=("duties_dutystate", "duties_dutystep"),
    ),
    second_persons={"duties_dutystep": "kind <> 'confirmed' OR guard.may_confirm_duty(step_id, duty_id)"},
)
