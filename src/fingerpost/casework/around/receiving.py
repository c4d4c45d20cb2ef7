"""What this subject does when a concern is decided anew: it goes round whom the names say it has to go round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fingerpost.access.models import Compartment, Matter
from fingerpost.casework.around import recording
from fingerpost.record.services.decisions import Decided


def decided_anew(matter: Matter, decisions: Mapping[str, Decided], **_: Any) -> None:
    """Go round the accounts that have the name of an adult who is suspected in the common record."""
    decided = decisions.get(Compartment.COMMON)
    if decided is not None:
        recording.go_round_whom_names_say(matter, decided.suspected)
