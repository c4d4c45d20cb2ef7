"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.cross_border import chronology, overview
from fingerpost.casework.cross_border.services import ACT
from fingerpost.casework.subject import CaseworkSubject
from fingerpost.duties.action_pages import ActionPage

CROSS_BORDER = CaseworkSubject(
    name="cross_border",
    overview=overview.of_concern,
    chronology=chronology.of_concern,
    carries_out=(ActionPage((ACT,), "Record what was considered", "cross_border"),),
)
