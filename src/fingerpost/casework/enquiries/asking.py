"""What each step of an enquiry, an assessment or a conference asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fingerpost.casework.enquiries import rules
from fingerpost.casework.enquiries.stepping import Ask, Everybody, StepChoice
from fingerpost.casework.models import StageOutcome
from fingerpost.record.models import PersonKind


def _outcomes(kind: str, step: str) -> tuple[tuple[str, str], ...]:
    return tuple((one, str(StageOutcome(one).label)) for one in rules.OUTCOMES[kind, step])


def choices_of(kind: str, everybody: Everybody, *, waits: bool) -> Iterator[StepChoice]:
    """Return the steps of a stage with what each asks. `waits`: a conclusion waits for a manager."""
    why = Ask("text", "textarea", "Why?", missing="Write why")
    children = everybody.choices(PersonKind.CHILD)
    asks: dict[str, tuple[str, tuple[Ask, ...]]] = {
        "added": (
            "Somebody is to be added",
            (
                Ask("about", "select", "Who?", missing="Choose who", choices=everybody.choices()),
                Ask("text", "textarea", "Why?", "Optional."),
            ),
        ),
        "seen": (
            "A child was seen",
            (
                Ask("about", "select", "Which child?", missing="Choose the child", choices=children),
                Ask(
                    "alone",
                    "radios",
                    "Was the child seen alone?",
                    missing="Say whether the child was seen alone",
                    choices=(("yes", "Yes"), ("no", "No")),
                ),
                Ask(
                    "text",
                    "textarea",
                    "What did the child say and show?",
                    "In their own words, as far as you can.",
                    "Write what the child said",
                ),
            ),
        ),
        "extended": (
            "It takes longer",
            (
                Ask(
                    "until",
                    "date",
                    "Until which day?",
                    "The procedure’s day stays; this is shown beside it.",
                    "Enter the day",
                ),
                why,
            ),
        ),
        "agreed": ("A manager agrees to the conclusion", (Ask("text", "textarea", "What do you add?", "Optional."),)),
        "returned": (
            "A manager gives the conclusion back",
            (Ask("text", "textarea", "What is missing?", missing="Write what is missing"),),
        ),
        "convened": (
            "It is convened",
            (
                Ask("until", "date", "For which day?", missing="Enter the day for which it is convened"),
                Ask("text", "textarea", "Where, and who is asked to come?", "Optional."),
            ),
        ),
        "held": (
            "It was held",
            (Ask("who", "textarea", "Who took part?", "By name and agency.", "Write who took part"),),
        ),
        "in_error": (
            "It was recorded in error",
            (Ask("text", "textarea", "What was wrong?", missing="Write what was wrong"),),
        ),
    }
    for step, says, label in _WITH_OUTCOMES:
        if (kind, step) in rules.OUTCOMES:
            missing = "Choose one of these"
            asks[step] = (says, (Ask("outcome", "radios", label, missing=missing, choices=_outcomes(kind, step)), why))
    if "proposed" in asks:
        plain = Ask(
            "plain",
            "textarea",
            "In words that the family can read",
            "Optional. Short sentences.",
        )
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
