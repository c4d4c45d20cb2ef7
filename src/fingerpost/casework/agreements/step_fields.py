"""What each step of a written agreement asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fingerpost.casework.agreements.agreed_matters import AgreedMatter
from fingerpost.casework.enquiries.step_form import Everybody, StepChoice
from fingerpost.casework.models import ReviewOutcome
from fingerpost.web.field_spec import FieldSpec

OTHER = "other"


def choices_of(everybody: Everybody, agreed_matters: Iterable[AgreedMatter]) -> Iterator[StepChoice]:
    """Return the steps of an agreement with what each asks."""
    person = FieldSpec("about", "select", "Who?", "Choose who", choices=everybody.choices())
    next_day = "Leave it out only if there is none yet: an agreement without a next review date is a fault."
    about = tuple((one.provision, one.text.rstrip(". ")) for one in agreed_matters)
    yield StepChoice(
        "term",
        "Something is agreed, or agreed anew",
        (
            FieldSpec(
                "matter",
                "radios",
                "About what?",
                "Choose what it is about",
                choices=(*about, (OTHER, "Something else")),
            ),
            FieldSpec("title", "text", "If it is something else, what?"),
            FieldSpec(
                "text", "textarea", "What is agreed?", "Write what is agreed", "In words that everybody understands."
            ),
            FieldSpec("who", "text", "Who supervises it?", hint="Optional."),
        ),
    )
    yield StepChoice(
        "not_agreed",
        "Nothing is agreed about a matter",
        (
            FieldSpec("matter", "radios", "About what?", "Choose what it is about", choices=about),
            FieldSpec("text", "textarea", "Why not?", "Write why nothing is agreed about it"),
        ),
    )
    yield StepChoice(
        "party",
        "Somebody becomes a party",
        (
            person,
            FieldSpec(
                "text", "text", "What is their part in it?", "Write their part", "For example: mother, supervises."
            ),
        ),
    )
    yield StepChoice("signed", "Somebody signed it", (person,))
    yield StepChoice(
        "started", "It comes into force", (FieldSpec("next", "date", "When is it reviewed first?", hint=next_day),)
    )
    yield StepChoice(
        "reviewed",
        "It was reviewed",
        (
            FieldSpec(
                "outcome",
                "radios",
                "Is a child protection conference needed?",
                "Say whether a conference is needed",
                "Every review asks this.",
                choices=tuple((one.value, str(one.label)) for one in ReviewOutcome),
            ),
            FieldSpec("text", "textarea", "Why, and how does the agreement hold?", "Write why"),
            FieldSpec("next", "date", "When is it reviewed next?", hint=next_day),
        ),
    )
    yield StepChoice(
        "review_set",
        "The next review gets a day",
        (FieldSpec("next", "date", "When is it reviewed next?", "Enter the day of the next review"),),
    )
    yield breach()
    yield StepChoice("ended", "It ends", (FieldSpec("text", "textarea", "Why?", "Write why it ends"),))
    yield StepChoice(
        "in_error",
        "It was recorded in error",
        (FieldSpec("text", "textarea", "What was wrong?", "Write what was wrong"),),
    )


def breach() -> StepChoice:
    """Return what a breach asks: everybody who works on the concern may record one."""
    return StepChoice(
        "breached",
        "It was broken",
        (
            FieldSpec("text", "textarea", "What happened?", "Write what happened"),
            FieldSpec("who", "text", "Who told of it?", "Write who told of it"),
            FieldSpec("done", "textarea", "What was done?", "Write what was done", "“Nothing yet” is an answer too."),
        ),
    )
