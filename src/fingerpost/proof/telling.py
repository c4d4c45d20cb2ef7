"""Examples in words, for a person who reads a finding."""

from __future__ import annotations

from collections.abc import Iterator

from fingerpost.procedure.explaining.words import answer_in_words, capital, joined, label
from fingerpost.procedure.pack.model import Pack
from fingerpost.proof.comparing import Pair
from fingerpost.proof.diff import Part
from fingerpost.proof.example import Document, Example

_MANY = 4
"""How many “no”s of one person are spelt out; of more only the number is given."""

_SAYS = {
    "stricter": "applies to more cases",
    "looser": "applies to fewer cases",
    "incomparable": "applies to other cases",
}
_RESPECTS = {
    "kind": "what kind it is",
    "about": "who it is about",
    "modality": "how strongly",
    "by": "by when",
    "who": "who does it",
    "to": "who it goes to",
    "urgent": "whether it is done now where no day is set",
    "carried_out_by": "what carries it out",
    "held_for": "who it is held back from",
    "embargo": "what lifts the embargo, and when there may be one",
}
_STATUSES = {"applies": "applies", "depends": "depends on what is not known yet", None: "does not apply"}


def case_in_words(pack: Pack, case: Document) -> str:
    """Who is in the case, what is answered and what has happened; all else is not known."""
    people = [(str(one["id"]), dict(one["facts"])) for one in case["people"]]
    said = [*_answers(pack, case["facts"])]
    parts = ["; ".join(said)] if said else []
    for name, answers in people:
        told = "; ".join(_answers(pack, answers))
        parts.append(f"{name}: {told or 'listed, nothing else is known'}")
    for event in case.get("events", ()):
        about = f"{event['person']}: " if "person" in event else ""
        parts.append(f"{about}{pack.events[event['type']].text.rstrip('.')}")
    return ". ".join(map(capital, parts)) + "." if parts else "A case of which nothing is known."


def _answers(pack: Pack, answers: Document) -> Iterator[str]:
    noes = [name for name, value in answers.items() if value is False]
    few = len(noes) <= _MANY
    shown = {name: value for name, value in answers.items() if few or value is not False}
    yield from (answer_in_words(pack.facts[name], value) for name, value in shown.items())
    if not few:
        yield f"{len(noes)} other questions: no"


def outcomes_in_words(example: Example, *, strong: bool = False) -> str:
    """What the engine says of the outcomes in question; of many that do not apply, only that.

    `strong`: with how strongly each of them asks.
    """
    if not example.says:
        return ""
    if len(example.says) > _MANY and not any(example.says.values()):
        return "Nothing that asks for anything applies."
    told = []
    for outcome, status in example.says.items():
        due = f", due {example.due[outcome]}" if example.due[outcome] else ""
        held = f", held back by {joined(example.held_by[outcome])}" if example.held_by[outcome] else ""
        may = example.may_be_held_by[outcome]
        may_be = f", and may be held back by {joined(may)}" if may else ""
        strength = f" ({label(str(example.modality[outcome]))})" if strong and status else ""
        to = f", to {joined(example.to[outcome], 'or')}" if example.to[outcome] else ""
        told.append(f"{outcome} {_STATUSES[status]}{strength}{to}{due}{held}{may_be}")
    return f"{joined(told)}."


def pair_in_words(pair: Pair) -> tuple[str, str]:
    """What each version says of the same case, as two lines that differ."""
    strong = pair.towards == "both" and pair.old.modality != pair.new.modality
    return outcomes_in_words(pair.old, strong=strong), outcomes_in_words(pair.new, strong=strong)


def part_in_words(part: Part) -> str:
    """One respect in which a provision has changed, as a sentence."""
    if part.name == "if" and "no condition" not in (part.old, part.new):
        through = "" if part.old != part.new else ", through something that its condition names"
        return f"It {_SAYS[part.relation]} than before{through}."
    respect = _RESPECTS.get(part.name, "when")
    return f"{capital(respect)}: {part.old} before, {part.new} now ({part.relation})."
