"""What this subject does for the rest of the service."""

from __future__ import annotations

from importlib import resources

from fingerpost.access.guard.additions import Addition
from fingerpost.casework.models import RiskAssessment
from fingerpost.casework.risk import chronology, overview, requested_duties, watch_lists
from fingerpost.casework.subject import CaseworkSubject

RISK = CaseworkSubject(
    name="risk",
    overview=overview.of_concern,
    chronology=chronology.of_concern,
    requested_duties=requested_duties.of_concern,
    requested_from=RiskAssessment,
    watched=(watch_lists.OUT_OF_ORDER,),
    guard=Addition(
        sql=(resources.files("fingerpost.casework") / "sql" / "agreeing_to_risk.sql").read_text(encoding="utf-8"),
        callable=("guard.may_agree_to_risk(uuid)", "guard.may_conclude_risk(uuid, integer)"),
        reads=("casework_riskstep",),
    ),
    second_persons={
        "casework_riskstep": "CASE kind WHEN 'agreed' THEN guard.may_agree_to_risk(assessment_id)"
        " WHEN 'concluded' THEN guard.may_conclude_risk(assessment_id, number) ELSE true END"
    },
)
