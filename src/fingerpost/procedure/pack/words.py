"""The fixed words of a pack: kinds, modalities, parties, scopes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

KINDS = (
    "duty",
    "prohibition",
    "principle",
    "definition",
    "law",
    "agenda",
    "heading",
    "factor",
    "matter",
    "signpost",
)
ANSWERED = ("heading", "factor", "agenda")
"""The kinds to which casework records an answer."""
MODALITIES = ("must", "should", "consider", "may", "informs", "must_not")
ASKING = ("must", "should", "consider", "may")
"""The modalities in which somebody is asked to do something, or let to."""
PARTIES = ("practitioner", "school", "social_care", "police", "lado", "strategy_meeting", "employer")
NATIONS = ("england", "wales", "england-and-wales", "scotland", "northern-ireland")
"""Whose procedure a pack is. England and Wales share their bank holidays, and no longer their guidance."""
SCOPES = ("concern", "child", "adult")
ABOUT = (*SCOPES, "meeting", "assessment")
FACT_TYPES = ("bool", "int", "enum")
RELATIONS = ("parents", "partner", "employer")
FORMS = (
    "sexual_activity",
    "producing_material",
    "made_to_watch",
    "grooming",
    "directed_abuse",
    "bullying",
    "extremism",
    "unhealthy_messages",
)
"""The forms of internet abuse that the service records."""
ACTS: Final[Mapping[str, str]] = {
    "form_of_abuse": "the form of abuse",
    "device": "the device and the platform",
    "viewing_decision": "a decision to view imagery",
    "bullying_note": "a note of bullying",
    "extremism_note": "a note of extremist material",
    "harmful_site_note": "a note of a harmful site",
    "referral": "a referral",
    "referral_answer": "the answer to a referral",
    "imagery_report": "a report of a link to imagery",
    "terrorism_report": "a report of a link to terrorist material",
    "platform_report": "a report of any other link",
    "strategy_meeting": "a strategy discussion or meeting",
    "lado_meeting": "the designated officer’s meeting",
    "meeting_form": "whether people meet or only talk, and why",
    "attendance": "who was at a meeting",
    "disclosure_decision": "a decision when somebody is told",
    "urgent_action": "urgent action before any meeting",
    "undisclosed_arrest": "an arrest that only the police know of",
    "section47_enquiry": "a Section 47 enquiry",
    "conference": "a child protection conference",
    "joint_investigation": "whether the agencies investigate jointly",
    "single_assessment": "a single assessment",
    "risk_assessment": "a risk assessment",
    "assessment_model": "the model of a risk assessment",
    "risk_judgements": "the judgements of a risk assessment",
    "partner_assessment": "whether there is a partner",
    "partner_interview": "an interview of the partner",
    "risk_conclusion": "the conclusion of a risk assessment",
    "agreement": "a written agreement",
    "agreement_review": "the review of a written agreement",
    "safeguards": "a safeguard",
    "cross_border_notice": "whether another area or country is told",
    "child_support": "support for a child",
    "support_for_others": "support for somebody close to an adult",
}
"""What the service records that carries a provision out, or has what it says, each in words.

`carried_out_by` of a provision names one or more. What an act still waits for is under the first provision that
names it.
"""
