"""What each page of support and safeguards asks. The words in which it is asked are here, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fingerpost.casework.field_spec_form import RecordingPage
from fingerpost.casework.models import RemovalKind, RemovalRequestedBy, SafeguardKind, SupportKind, SupportTie
from fingerpost.web.field_spec import FieldSpec

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
_KIND: Final = FieldSpec(
    "kind",
    "radios",
    "What became of it?",
    "Choose what became of it",
    choices=tuple((kind.value, said) for kind, said in _BECAME.items()),
)
_GIVER: Final = FieldSpec(
    "giver", "text", "Who offers or gives it?", "Write who offers or gives it", "The person, and their organisation."
)
_WORDS: Final = FieldSpec("text", "textarea", "Which support, and what was said?", "Write which support it is")

PAGES: Final[Mapping[str, RecordingPage]] = {
    CHILD: RecordingPage(
        "Support for a child",
        (FieldSpec("about", "select", "Which child?", "Choose the child"), _KIND, _GIVER, _WORDS),
        "it was so",
        lead=(
            "As long as an embargo is in force, no child is told anything of the suspected adult. Support that was"
            " offered meanwhile is recorded, and marked."
        ),
    ),
    OTHERS: RecordingPage(
        "Support for somebody close to the adult",
        (
            FieldSpec("adult", "select", "Which adult are they close to?", "Choose the adult"),
            FieldSpec(
                "tie",
                "radios",
                "What are they to the adult?",
                "Choose what they are to the adult",
                choices=tuple(SupportTie.choices),
            ),
            FieldSpec("about", "select", "Who is it?", hint="Somebody of this concern."),
            FieldSpec("somebody", "text", "Or in words", hint="Only where they are not in this concern."),
            _KIND,
            _GIVER,
            _WORDS,
            FieldSpec(
                "all_the_same",
                "checkbox",
                "It happened before they were allowed to know",
                hint="What has happened is recorded as it was, and marked.",
            ),
        ),
        "it was so",
        lead="Support is offered to each of them only once they may know.",
    ),
    CONTENT: RecordingPage(
        "Content to be removed",
        (
            FieldSpec("about", "select", "Which child is it about?", "Choose the child"),
            FieldSpec(
                "platform", "text", "Where is it?", "Write where it is", "The platform, the device or the place."
            ),
            FieldSpec("address", "text", "Its address", hint="It is kept so that nobody can follow it by mistake."),
            FieldSpec(
                "asked",
                "select",
                "Who have you asked to remove it?",
                hint="Leave it where nobody was asked yet.",
                choices=tuple(RemovalRequestedBy.choices),
            ),
            FieldSpec("reference", "text", "Reference", hint="The one that they gave."),
        ),
        "they were asked",
        lead="Do not copy it, forward it or look at it. Only where it is belongs here.",
    ),
    REMOVAL: RecordingPage(
        "What became of content",
        (
            FieldSpec("of", "select", "Which content?", "Choose the content"),
            FieldSpec(
                "kind", "radios", "What became of it?", "Choose what became of it", choices=tuple(RemovalKind.choices)
            ),
            FieldSpec(
                "asked",
                "select",
                "Who have you asked?",
                hint="Only for a request.",
                choices=tuple(RemovalRequestedBy.choices),
            ),
            FieldSpec("reference", "text", "Reference"),
            FieldSpec("text", "textarea", "In words"),
        ),
        "it was so",
    ),
    SAFEGUARD: RecordingPage(
        "A safeguard",
        (
            FieldSpec("text", "textarea", "What is in place?", "Write what is in place"),
            FieldSpec("about", "select", "About which adult?"),
            FieldSpec("children", "checkboxes", "Who does it keep safe?"),
            FieldSpec("checker", "text", "Who checks that it holds?", "Write who checks it"),
            FieldSpec("until", "date", "Last day", hint="Leave it empty where it holds until a conclusion is reached."),
        ),
        "it began",
        lead="Safeguards are in force from the first day until a conclusion about the children’s safety is reached.",
    ),
    CHECKED: RecordingPage(
        "What became of a safeguard",
        (
            FieldSpec("of", "select", "Which safeguard?", "Choose the safeguard"),
            FieldSpec(
                "kind",
                "radios",
                "What became of it?",
                "Choose what became of it",
                choices=(
                    (SafeguardKind.CHECKED.value, "Somebody looked whether it holds"),
                    (SafeguardKind.ENDED.value, "It ended"),
                ),
            ),
            FieldSpec("text", "textarea", "What was seen, or why did it end?", "Write what was seen, or why it ended"),
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
