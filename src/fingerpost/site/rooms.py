"""Every room and subject, in the order in which they are asked and shown: what each does for those beneath it."""

from __future__ import annotations

from typing import Final

from fingerpost.access.room import ACCESS
from fingerpost.api.room import API
from fingerpost.casework.agreements.subject import AGREEMENTS
from fingerpost.casework.conflicts.subject import CONFLICTS
from fingerpost.casework.cross_border.subject import CROSS_BORDER
from fingerpost.casework.enquiries.subject import ENQUIRIES
from fingerpost.casework.meetings.subject import MEETINGS
from fingerpost.casework.police.subject import POLICE
from fingerpost.casework.referrals.subject import REFERRALS
from fingerpost.casework.risk.subject import RISK
from fingerpost.casework.support.subject import SAFEGUARDS, SUPPORT
from fingerpost.casework.suspect_bypass.subject import SUSPECT_BYPASS
from fingerpost.disposal.room import DISPOSAL
from fingerpost.documents.room import DOCUMENTS
from fingerpost.duties.room import DUTIES
from fingerpost.intake.room import INTAKE
from fingerpost.manual.room import MANUAL
from fingerpost.record.room import RECORD
from fingerpost.rooms import Room
from fingerpost.site.room import SITE
from fingerpost.subject.room import SUBJECT_ACCESS
from fingerpost.web.room import WEB

ROOMS: Final[tuple[Room, ...]] = (
    ACCESS,
    WEB,
    RECORD,
    DUTIES,
    # The subjects of casework, in the order of the page of a concern's casework.
    SUSPECT_BYPASS,
    CONFLICTS,
    SAFEGUARDS,
    REFERRALS,
    CROSS_BORDER,
    MEETINGS,
    ENQUIRIES,
    RISK,
    AGREEMENTS,
    POLICE,
    SUPPORT,
    INTAKE,
    DOCUMENTS,
    DISPOSAL,
    SUBJECT_ACCESS,
    MANUAL,
    API,
    SITE,
)
