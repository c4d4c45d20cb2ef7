"""What each step of an enquiry, an assessment or a conference asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fingerpost.casework.enquiries import rules
from fingerpost.casework.enquiries.step_form import Everybody, StepChoice
from fingerpost.casework.models import StageOutcome
from fingerpost.record.models import PersonKind
from fingerpost.web.field_spec import FieldSpec


def _outcomes(kind: str, step: str) -> tuple[tuple[str, str], ...]:
    return tuple((one, str(StageOutcome(one).label)) for one in rules.OUTCOMES[kind, step])


def choices_of(kind: str, everybody: Everybody, *, waits: bool) -> Iterator[StepChoice]:
    """Return the steps of a stage with what each asks. `waits`: a conclusion waits for a manager."""
    why = FieldSpec("text", "textarea", "Why?", "Write why")
    children = everybody.choices(PersonKind.CHILD)
    asks: dict[str, tuple[str, tuple[FieldSpec, ...]]] = {
        "added": (
            "Somebody is to be added",
            (
                FieldSpec("about", "select", "Who?", "Choose who", choices=everybody.choices()),
                FieldSpec("text", "textarea", "Why?", hint="Optional."),
            ),
        ),
        "seen": (
            "A child was seen",
            (
                FieldSpec("about", "select", "Which child?", "Choose the child", choices=children),
                FieldSpec(
                    "alone",
                    "radios",
                    "Was the child seen alone?",
                    "Say whether the child was seen alone",
                    choices=(("yes", "Yes"), ("no", "No")),
                ),
                FieldSpec(
                    "text",
                    "textarea",
                    "What did the child say and show?",
                    "Write what the child said",
                    "In their own words, as far as you can.",
                ),
            ),
        ),
        "extended": (
            "It takes longer",
            (
                FieldSpec(
                    "until",
                    "date",
                    "Until which day?",
                    "Enter the day",
                    "The procedure’s day stays; this is shown beside it.",
                ),
                why,
            ),
        ),
        "agreed": (
            "A manager agrees to the conclusion",
            (FieldSpec("text", "textarea", "What do you add?", hint="Optional."),),
        ),
        "returned": (
            "A manager gives the conclusion back",
            (FieldSpec("text", "textarea", "What is missing?", "Write what is missing"),),
        ),
        "convened": (
            "It is convened",
            (
                FieldSpec("until", "date", "For which day?", "Enter the day for which it is convened"),
                FieldSpec("text", "textarea", "Where, and who is asked to come?", hint="Optional."),
            ),
        ),
        "held": (
            "It was held",
            (FieldSpec("who", "textarea", "Who took part?", "Write who took part", "By name and agency."),),
        ),
        "in_error": (
            "It was recorded in error",
            (FieldSpec("text", "textarea", "What was wrong?", "Write what was wrong"),),
        ),
    }
    for step, says, label in _WITH_OUTCOMES:
        if (kind, step) in rules.OUTCOMES:
            missing = "Choose one of these"
            asks[step] = (says, (FieldSpec("outcome", "radios", label, missing, choices=_outcomes(kind, step)), why))
    if "proposed" in asks:
        plain = FieldSpec("plain", "textarea", "In words that the family can read", hint="Optional. Short sentences.")
        says, both = asks["proposed"]
        asks["proposed"] = (says, (*both, plain))
    for step in rules.STEPS[kind]:
        if step not in rules.OF_A_MANAGER or waits:
            yield StepChoice(step, *asks[step])


_WITH_OUTCOMES: Final = (
    ("joint", "Joint with the police, or not", "Who makes the enquiry?"),
    ("proposed", "Propose a conclusion", "What do you conclude?"),
    ("needed", "Needed, or not needed", "Is a conference needed?"),
    ("decided", "What was decided", "What did the conference decide?"),
)
