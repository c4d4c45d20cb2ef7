"""What the demonstration has of procedures: a draft by one policy officer, and words of the partnership."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.models import Membership
from fingerpost.access.models.people import Role
from fingerpost.manual.models import LocalText, ProcedureDraft
from fingerpost.manual.services import local_text, publishing
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.pack.library import DEFAULT, load_pack
from fingerpost.record.services.procedures import PROCEDURE

_WORDS: Final = """In Wexmouth the **front door** of children’s services answers at any hour. Its number is in the
directory of this service; if nobody answers, ring the out-of-hours number beside it."""


def write(now: datetime) -> bool:
    """Write them, unless anything of the kind is there; return whether they were written."""
    officer = Membership.objects.on(london_day(now)).filter(role=Role.POLICY_OFFICER).order_by("user__email").first()
    if officer is None or ProcedureDraft.objects.exists() or LocalText.objects.exists():
        return False
    with context.acting(actor_in(officer)):
        draft = publishing.begin(DEFAULT, "2017.1", london_day(now) + timedelta(days=30), now)
        rule = next(one for one in load_pack().provisions.values() if one.held_for == "parents:c")
        before, named, after = publishing.newest_of(draft).files[rule.place.file].partition(f"id: {rule.id}\n")
        text = before + named + after.replace("modality: should", "modality: must", 1)
        publishing.save(draft, rule.place.file, text, after=1, now=now)
        local_text.write(PROCEDURE, rule.section, _WORDS, after=0, now=now)
    return True
