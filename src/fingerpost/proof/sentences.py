"""What a text says of an example's outcomes, in sentences without ids."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fingerpost.procedure.explaining.words import capital, day_in_words, joined
from fingerpost.procedure.pack.model import Pack
from fingerpost.proof.example import Example

_ASKS = {
    "must": "must be done",
    "should": "should be done",
    "consider": "is to be considered",
    "may": "may be done",
    "must_not": "must not be done",
}


def outcome_in_words(pack: Pack, example: Example) -> str:
    """Return what is said of the outcomes in question, without ids."""
    return " ".join(f"{capital(', '.join(_said(pack, example, outcome)))}." for outcome in example.says)


def _said(pack: Pack, example: Example, outcome: str) -> Iterator[str]:
    about = outcome.partition("/")[2]
    for_whom = "" if about == "concern" else f" for {about}"
    status = example.says[outcome]
    asks = _ASKS.get(str(example.modality[outcome]), "applies")
    if status is None:
        yield f"it does not apply{for_whom}"
        return
    yield f"it {asks}{for_whom}" if status == "applies" else f"whether it {asks}{for_whom} is not certain yet"
    if example.to[outcome]:
        yield f"to {joined([pack.recipients.get(one, one) for one in example.to[outcome]], 'or')}"
    if due := example.due[outcome]:
        yield f"by {day_in_words(date.fromisoformat(due))}"
    for words, holding in (
        ("and is held back by", example.held_by),
        ("and may be held back by", example.may_be_held_by),
    ):
        if holding[outcome]:
            yield f"{words} {joined([_rule(pack, one) for one in holding[outcome]])}"


def _rule(pack: Pack, outcome: str) -> str:
    rule, _, about = outcome.partition("/")
    whom = "an adult who is not listed" if about == "unlisted" else about
    return f"“{pack.provisions[rule].title}” ({whom})"
