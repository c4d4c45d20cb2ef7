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
RECIPIENTS = ("parents", "partner", "employer")
