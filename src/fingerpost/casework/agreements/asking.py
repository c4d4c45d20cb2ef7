"""What each step of a written agreement asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fingerpost.casework.agreements.matters import AgreedMatter
from fingerpost.casework.enquiries.stepping import Ask, Everybody, StepChoice
from fingerpost.casework.models import ReviewOutcome

OTHER = "other"


def choices_of(everybody: Everybody, matters: Iterable[AgreedMatter]) -> Iterator[StepChoice]:
    """Return the steps of an agreement with what each asks."""
    person = Ask("about", "select", "Who?", missing="Choose who", choices=everybody.choices())
    next_day = "Leave it out only if there is none yet: an agreement without a next review date is a fault."
    about = tuple((one.provision, one.text.rstrip(". ")) for one in matters)
    yield StepChoice(
        "term",
        "Something is agreed, or agreed anew",
        (
            Ask("matter", "radios", "About what?", "", "Choose what it is about", (*about, (OTHER, "Something else"))),
            Ask("title", "text", "If it is something else, what?"),
            Ask("text", "textarea", "What is agreed?", "In words that everybody understands.", "Write what is agreed"),
            Ask("who", "text", "Who supervises it?", "Optional."),
        ),
    )
    yield StepChoice(
        "party",
        "Somebody becomes a party",
        (
            person,
            Ask("text", "text", "What is their part in it?", "For example: mother, supervises.", "Write their part"),
        ),
    )
    yield StepChoice("signed", "Somebody signed it", (person,))
    yield StepChoice("started", "It comes into force", (Ask("next", "date", "When is it reviewed first?", next_day),))
    yield StepChoice(
        "reviewed",
        "It was reviewed",
        (
            Ask(
                "outcome",
                "radios",
                "Is a child protection conference needed?",
                "Every review asks this.",
                "Say whether a conference is needed",
                tuple((one.value, str(one.label)) for one in ReviewOutcome),
            ),
            Ask("text", "textarea", "Why, and how does the agreement hold?", missing="Write why"),
            Ask("next", "date", "When is it reviewed next?", next_day),
        ),
    )
    yield StepChoice(
        "review_set",
        "The next review gets a day",
        (Ask("next", "date", "When is it reviewed next?", missing="Enter the day of the next review"),),
    )
    yield breach()
    yield StepChoice("ended", "It ends", (Ask("text", "textarea", "Why?", missing="Write why it ends"),))
    yield StepChoice(
        "in_error",
        "It was recorded in error",
        (Ask("text", "textarea", "What was wrong?", missing="Write what was wrong"),),
    )


def breach() -> StepChoice:
    """Return what a breach asks: everybody who works on the concern may record one."""
    return StepChoice(
        "breached",
        "It was broken",
        (
            Ask("text", "textarea", "What happened?", missing="Write what happened"),
            Ask("who", "text", "Who told of it?", missing="Write who told of it"),
            Ask("done", "textarea", "What was done?", "“Nothing yet” is an answer too.", "Write what was done"),
        ),
    )
