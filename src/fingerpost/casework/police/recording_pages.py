"""What each page of the police asks. The words in which it is asked are here, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fingerpost.casework.field_spec_form import RecordingPage
from fingerpost.casework.models import PoliceKind, PoliceOutcome
from fingerpost.web.field_spec import FieldSpec

ARREST: Final = "arrest"
OPEN: Final = "open"
STATE: Final = "state"
TAKE_BACK: Final = "take-back"

KINDS: Final[Mapping[str, PoliceKind]] = {kind.value.replace("_", "-"): kind for kind in PoliceKind}
"""The pages that record an entry, and of which kind."""


def _whom(label: str, missing: str = "", hint: str = "") -> FieldSpec:
    return FieldSpec("about", "select", label, missing, hint)


PAGES: Final[Mapping[str, RecordingPage]] = {
    "reference": RecordingPage(
        "Crime reference", (FieldSpec("text", "text", "Reference", "Write the reference"),), "it was given"
    ),
    "officer": RecordingPage(
        "Officer in the case",
        (
            FieldSpec("officer", "select", "Officer", hint="Somebody of your force who uses this service."),
            FieldSpec(
                "text", "text", "Or in words", hint="Name, force and how to reach them, where they do not use it."
            ),
        ),
        "they became the officer in the case",
    ),
    "investigation-opened": RecordingPage(
        "Investigation opened",
        (
            _whom("Who is investigated?", hint="Leave it where nobody is known yet."),
            FieldSpec("text", "textarea", "Into what?", "Write into what"),
        ),
        "it was opened",
    ),
    "investigation-closed": RecordingPage(
        "Investigation closed",
        (FieldSpec("text", "textarea", "Why?", "Write why it was closed"),),
        "it was closed",
        lead="How it ended for each person is recorded as an outcome of its own.",
    ),
    "bail": RecordingPage(
        "Bail with conditions",
        (
            _whom("Who is on bail?", "Choose who is on bail"),
            FieldSpec("until", "date", "Last day of bail", hint="Leave it empty where no day is set."),
            FieldSpec("text", "textarea", "What are the conditions?", "Write the conditions"),
            FieldSpec("contact", "textarea", "What do they mean for contact with children?", hint="In words."),
            FieldSpec("of", "select", "Does this take the place of earlier bail?"),
        ),
        "it began",
    ),
    "bail-ended": RecordingPage(
        "Bail ended",
        (
            FieldSpec("of", "select", "Which bail?", "Choose the bail that ended"),
            FieldSpec("text", "textarea", "Why?", "Write why it ended"),
        ),
        "it ended",
    ),
    "warrant-planned": RecordingPage(
        "Search planned",
        (
            FieldSpec("until", "date", "Day for which it is planned", hint="Leave it empty while there is none."),
            FieldSpec("text", "textarea", "Where, and under which warrant?", "Write where, and under which warrant"),
        ),
        "it was planned",
    ),
    "warrant-executed": RecordingPage(
        "Search carried out",
        (
            FieldSpec("of", "select", "Which planned search was it?"),
            FieldSpec("text", "textarea", "What was done?", "Write what was done"),
        ),
        "it was carried out",
        lead="Devices that were secured are recorded on a page of their own.",
    ),
    "devices": RecordingPage(
        "Devices secured",
        (
            FieldSpec(
                "text",
                "textarea",
                "Which devices?",
                "Write which devices",
                "Kind, make and how they are marked. Do not describe what is on them.",
            ),
            FieldSpec("held_by", "text", "Who holds them?", "Write who holds them"),
        ),
        "they were secured",
    ),
    "outcome": RecordingPage(
        "Outcome",
        (
            _whom("Who is it for?", "Choose who it is for"),
            FieldSpec("outcome", "radios", "Outcome", "Choose the outcome", choices=tuple(PoliceOutcome.choices)),
            FieldSpec("text", "textarea", "Reason", "Write the reason"),
        ),
        "it was decided",
        lead=(
            "Outcome 21 is for a young person and imagery that young people produced, where nothing aggravates it: the"
            " crime is recorded, and further investigation is not in the public interest."
        ),
    ),
    ARREST: RecordingPage(
        "Arrest",
        (
            _whom("Who was arrested?", "Choose who was arrested"),
            FieldSpec(
                "who_knows",
                "radios",
                "Who may know?",
                "Say who may know",
                choices=(
                    ("police", "The police only: to everybody else it has not happened"),
                    ("common", "Everybody who sees the common record"),
                ),
                hint="As long as only the police know, what the arrest asks for falls on the police.",
            ),
            FieldSpec(
                "text", "textarea", "Anything to be said with it", hint="Those who may know of the arrest read this."
            ),
        ),
        "it was made",
    ),
    OPEN: RecordingPage(
        "Let others know",
        (
            FieldSpec("what", "radios", "What may they know?", "Choose what they may know"),
            _whom("Which adult of the common record is it?", hint="Only for an arrest of somebody in your part alone."),
            FieldSpec(
                "why",
                "textarea",
                "Why now?",
                "Write why they may know it now",
                "Of an arrest, everybody who sees the common record reads this: it says why they learn of it now.",
            ),
        ),
        "",
        button="Let everybody who sees the common record know",
        lead=(
            "This cannot be undone. It is recorded in the common record as it was, with its true time. What an arrest"
            " asks for then falls on those whose duty it is."
        ),
        said="It is in the common record now.",
    ),
    STATE: RecordingPage(
        "State facts in the common record",
        (
            FieldSpec("facts", "checkboxes", "What may everybody know?", "Choose what is so"),
            FieldSpec("word", "text", "On whose word?", hint="For example the officer in the case."),
        ),
        "",
        button="State it in the common record",
        lead=("Nothing that the police record here states these by itself. The procedure may ask for more by them."),
        said="It is stated in the common record.",
    ),
    TAKE_BACK: RecordingPage(
        "Take back an arrest",
        (
            FieldSpec("what", "radios", "Which arrest did not happen?", "Choose the arrest"),
            FieldSpec("why", "textarea", "Why?", "Write why it is taken back"),
        ),
        "",
        button="Take it back",
        lead="It stays in the record, with your reason. What was opened of it is taken back too.",
        said="It is taken back.",
    ),
}
"""The pages by their name in the address."""


def contact_with(child: str, name: str, choices: tuple[tuple[str, str], ...]) -> FieldSpec:
    """Return what is asked of each child where there is bail: what it does to the contact."""
    return FieldSpec(f"contact_{child}", "select", f"Contact with {name}", choices=choices)
