"""The fixed words of a pack: kinds, modalities, parties, scopes."""

from __future__ import annotations

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
MODALITIES = ("must", "should", "consider", "may", "informs", "must_not")
PARTIES = ("practitioner", "school", "social_care", "police", "lado", "strategy_meeting", "employer")
SCOPES = ("concern", "child", "adult")
ABOUT = (*SCOPES, "meeting", "assessment")
FACT_TYPES = ("bool", "int", "enum")
RELATIONS = ("parents", "partner", "employer")
ACTS = (
    "referral",
    "referral_answer",
    "imagery_report",
    "terrorism_report",
    "platform_report",
    "strategy_meeting",
    "lado_meeting",
    "urgent_action",
    "section47_enquiry",
    "conference",
    "joint_investigation",
    "single_assessment",
    "risk_assessment",
    "partner_interview",
    "viewing_decision",
    "disclosure_decision",
    "agreement",
    "agreement_review",
    "cross_border_notice",
    "child_support",
    "support_for_others",
    "safeguards",
    "bullying_note",
    "extremism_note",
    "harmful_site_note",
)
"""What the service records that can carry a provision out: `carried_out_by` names one or more of them."""
