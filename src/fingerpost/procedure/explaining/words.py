"""The words in which plans and reasons speak of days, parties, people, answers and embargoes.

`called` says what a person is called where the words are read: the id of the case, or “Child 1”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from fingerpost.procedure.calendar import date_in_words
from fingerpost.procedure.case.model import Case, Person
from fingerpost.procedure.deciding.program import Status
from fingerpost.procedure.pack.model import Fact, Pack, Provision

Called = Callable[[str], str]

PARTIES = {
    "practitioner": "you",
    "school": "the school or college",
    "social_care": "children's social care",
    "police": "the police",
    "lado": "the designated officer (LADO)",
    "strategy_meeting": "the strategy meeting",
    "employer": "the employer",
}
THEN: dict[Status, str] = {"applies": "would apply", "depends": "would be open", None: "would not apply"}
"""What a rule would be after a change."""

RELATIONS = {"parents": "parents or carers", "partner": "partner", "employer": "employer"}
VERBS = {
    "must": "must do this",
    "should": "should do this",
    "consider": "should consider this",
    "may": "may do this",
}


def joined(parts: Iterable[str], last: str = "and") -> str:
    """Return parts as a list in words: `a, b and c`."""
    *head, tail = list(parts) or [""]
    return f"{', '.join(head)} {last} {tail}" if head else tail


def day_in_words(day: date) -> str:
    """Return `Tuesday 24 November 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def ended(text: object) -> str:
    """Return somebody's words with a full stop, unless they end a sentence themselves."""
    said = str(text).rstrip()
    return said if said.endswith((".", "!", "?", "”")) else f"{said}."


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def duty_line(provision: Provision, you: str = PARTIES["practitioner"]) -> str:
    """Return who has to act and how strongly: `Children's social care must do this.`, `For you.`

    `you` is what the practitioner is called, for a reader who may be somebody else.
    """
    parties = {**PARTIES, "practitioner": you}
    who = joined(parties[party] for party in provision.who) or "everybody"
    verb = VERBS.get(provision.modality)
    return f"{capital(who)} {verb}." if verb else f"For {who}."


def about_line(people: Iterable[str], called: Called = str) -> str:
    """Return `About c1 and c2.`, or nothing for the concern as a whole. Initials may end in a full stop already."""
    named = [called(person) for person in people if person != "concern"]
    return f"About {joined(named).removesuffix('.')}." if named else ""


def question_text(fact: str, ask: str, called: Called = str) -> str:
    """Return a question with the person it is about: `About c1: How old is the child?`"""
    owner = fact.rpartition(".")[0]
    return ask if owner == "concern" else f"About {called(owner)}: {ask}"


def label(fact: str) -> str:
    """Return the name of a fact as words."""
    return fact.replace("_", " ")


def answer_in_words(fact: Fact, value: object) -> str:
    """Return `shown in the imagery: yes`, `age: 12`, `where you work: A school or college`."""
    spoken = {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""
    return f"{fact.short}: {spoken or fact.labels.get(str(value), str(value))}"


def answer_said(pack: Pack, name: str, value: object, called: Called = str) -> str:
    """Return an answer as somebody would give it, with the person's id: `“age: 13” for c1`."""
    owner, _, fact = name.rpartition(".")
    words = f"“{answer_in_words(pack.facts[fact], value)}”"
    return words if owner == "concern" else f"{words} for {called(owner)}"


def answers_in_words(pack: Pack, case: Case, names: Iterable[str], called: Called = str) -> str:
    """Return known facts (`concern.sexual_acts`, `c1.age`) with their answers, person by person."""
    by_owner: dict[str, list[str]] = {}
    for name in names:
        owner, _, fact = name.rpartition(".")
        by_owner.setdefault(owner, []).append(_answer(pack, case, owner, fact))
    parts = [
        f"for {called(owner)}: {'; '.join(said)}" if owner != "concern" else "; ".join(said)
        for owner, said in by_owner.items()
    ]
    return ". ".join(part if place == 0 else capital(part) for place, part in enumerate(parts))


def _answer(pack: Pack, case: Case, owner: str, name: str) -> str:
    person = find_person(case, owner)
    if name in pack.facts:
        return answer_in_words(pack.facts[name], (person.facts if person else case.facts)[name])
    born = person.born if person else None
    return f"{label(name)}: {date_in_words(born)}" if born else label(name)


def find_person(case: Case, ident: str) -> Person | None:
    """Return the person with that id."""
    return next((person for person in case.people if person.id == ident), None)


def told_person(held_for: str, about: str, called: Called = str) -> str:
    """Return who would learn that it is done: `c1's parents or carers`, `a1's partner`, or the person."""
    relation, colon, _ = held_for.partition(":")
    return f"{called(about)}'s {RELATIONS[relation]}" if colon else called(about)
