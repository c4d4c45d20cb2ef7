"""Who reads where a suspected link leads: a policy in PostgreSQL, which says what `rules.sees_address` says."""

from __future__ import annotations

from typing import Final

from fingerpost.access.guard.policies import acted_in_by
from fingerpost.intake.rules import ANSWERING_ROLES, POLICE

_ROLES: Final = ", ".join(repr(role) for role in sorted(ANSWERING_ROLES))
# `access_membership` may be read by all: the person acting is looked up there once, and the recorder beside it.
_HAS_TO_REPORT: Final = (
    "EXISTS (SELECT FROM access_membership me, access_membership recorder"
    " WHERE me.id = (SELECT guard.me()) AND recorder.id = intake_linkaddress.by_id"
    f" AND (me.user_id = recorder.user_id OR me.role = {POLICE!r}"
    f" OR me.role IN ({_ROLES}) AND me.organisation_id = recorder.organisation_id))"
)

ADDRESSES: Final = acted_in_by("by_id", read_by=_HAS_TO_REPORT)
"""Closes the table of addresses to everybody but those who have to report them."""
