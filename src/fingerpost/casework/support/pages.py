"""What each page of support and safeguards asks. The words in which it is asked are here, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fingerpost.casework.asking import Ask, Page
from fingerpost.casework.models import Asked, RemovalKind, SafeguardKind, SupportKind, SupportTie

CHILD: Final = "child"
OTHERS: Final = "others"
CONTENT: Final = "content"
REMOVAL: Final = "removal"
SAFEGUARD: Final = "safeguard"
CHECKED: Final = "safeguard-step"

_BECAME: Final = {
    SupportKind.OFFERED: "It was offered",
    SupportKind.ACCEPTED: "It was accepted",
    SupportKind.DECLINED: "It was declined",
    SupportKind.ENDED: "It ended",
}
_KIND: Final = Ask(
    "kind",
    "radios",
    "What became of it?",
    "Choose what became of it",
    choices=tuple((kind.value, said) for kind, said in _BECAME.items()),
)
_GIVER: Final = Ask("giver", "text", "By whom?", "Write who offers or gives it", "The person, and their organisation.")
_WORDS: Final = Ask("text", "textarea", "Which support, and what was said?", "Write which support it is")

PAGES: Final[Mapping[str, Page]] = {
    CHILD: Page(
        "Support for a child",
        (Ask("about", "select", "Which child?", "Choose the child"), _KIND, _GIVER, _WORDS),
        "it was so",
        lead=(
            "As long as an embargo stands, no child is told anything of the suspected adult. Support that was offered"
            " meanwhile is recorded, and marked."
        ),
    ),
    OTHERS: Page(
        "Support for somebody close to the adult",
        (
            Ask("adult", "select", "Which adult are they close to?", "Choose the adult"),
            Ask(
                "tie",
                "radios",
                "What are they to the adult?",
                "Choose what they are to the adult",
                choices=tuple(SupportTie.choices),
            ),
            Ask("about", "select", "Who is it?", hint="Somebody of this concern."),
            Ask("somebody", "text", "Or in words", hint="Only where they are not in this concern."),
            _KIND,
            _GIVER,
            _WORDS,
            Ask(
                "all_the_same",
                "checkbox",
                "It happened before they were allowed to know",
                hint="What has happened is recorded as it was, and marked.",
            ),
        ),
        "it was so",
        lead="Support is offered to each of them only once they may know.",
    ),
    CONTENT: Page(
        "Content to be removed",
        (
            Ask("about", "select", "Which child is it about?", "Choose the child"),
            Ask("platform", "text", "Where is it?", "Write where it is", "The platform, the device or the place."),
            Ask("address", "text", "Its address", hint="It is kept so that nobody can follow it by mistake."),
            Ask(
                "asked",
                "select",
                "Whom have you asked to remove it?",
                hint="Leave it where nobody was asked yet.",
                choices=tuple(Asked.choices),
            ),
            Ask("reference", "text", "Reference", hint="The one that they gave."),
        ),
        "they were asked",
        lead="Do not copy it, forward it or look at it. Only where it is belongs here.",
    ),
    REMOVAL: Page(
        "What became of content",
        (
            Ask("of", "select", "Which content?", "Choose the content"),
            Ask("kind", "radios", "What became of it?", "Choose what became of it", choices=tuple(RemovalKind.choices)),
            Ask("asked", "select", "Whom have you asked?", hint="Only for a request.", choices=tuple(Asked.choices)),
            Ask("reference", "text", "Reference"),
            Ask("text", "textarea", "In words"),
        ),
        "it was so",
    ),
    SAFEGUARD: Page(
        "A safeguard",
        (
            Ask("text", "textarea", "What is in place?", "Write what is in place"),
            Ask("about", "select", "About which adult?"),
            Ask("children", "checkboxes", "Whom does it keep safe?"),
            Ask("checker", "text", "Who checks that it holds?", "Write who checks it"),
            Ask("until", "date", "Last day", hint="Leave it empty where it holds until a conclusion is reached."),
        ),
        "it began",
        lead="Safeguards stand from the first day until a conclusion about the children’s safety is reached.",
    ),
    CHECKED: Page(
        "What became of a safeguard",
        (
            Ask("of", "select", "Which safeguard?", "Choose the safeguard"),
            Ask(
                "kind",
                "radios",
                "What became of it?",
                "Choose what became of it",
                choices=(
                    (SafeguardKind.CHECKED.value, "Somebody looked whether it holds"),
                    (SafeguardKind.ENDED.value, "It ended"),
                ),
            ),
            Ask("text", "textarea", "What was seen, or why did it end?", "Write what was seen, or why it ended"),
        ),
        "it was so",
    ),
}
"""The pages by their name in the address."""

ACTS: Final[Mapping[str, str]] = {
    CHILD: "child_support",
    OTHERS: "support_for_others",
    CONTENT: "child_support",
    SAFEGUARD: "safeguards",
}
"""What a page records: it shows the first provision that this carries out."""
