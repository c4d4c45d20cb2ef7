"""A concern in short: who and what, what is due, what must not be done, whom not to tell, what waits elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.urls import reverse

from fingerpost.access import compartments
from fingerpost.access.arrivals import Arrival
from fingerpost.access.do_now import Block
from fingerpost.access.embargo import releases as embargo_releases
from fingerpost.access.embargo.releases import ReleaseSummary
from fingerpost.access.embargo.rules import ReleaseState
from fingerpost.access.models import Compartment, Membership
from fingerpost.access.rules import KIND_OF
from fingerpost.duties import do_now, presentation
from fingerpost.duties.assignment import PARTIES
from fingerpost.duties.presentation import DutyShown
from fingerpost.procedure.explaining.requirements import requirements_of
from fingerpost.procedure.explaining.words import about_line, question_text
from fingerpost.record import not_to_tell, questions
from fingerpost.record.errors import NothingToldError
from fingerpost.record.models import AbuseForm, InitialAccount
from fingerpost.record.not_to_tell import NotToTell
from fingerpost.record.people_presentation import PersonShown
from fingerpost.record.services.decisions import CompartmentDecision, decision_of
from fingerpost.record.services.statements import recorded
from fingerpost.site.concern.people import names_of
from fingerpost.site.concern.shell import Reading

_SHOWN_FOR: Final = timedelta(days=30)
_FIRST = 3
"""So many questions are named in short; all of them stand among the facts."""

_BEYOND = {
    Compartment.COMMON: "whoever holds the common record",
    Compartment.POLICE: "the police",
    Compartment.DESIGNATED_OFFICER: "the designated officer",
    Compartment.HEALTH: "health",
}


@dataclass(frozen=True, slots=True)
class NotToDo:
    """One prohibition: what it says, about whom (`About Amina.`, or nothing), and the rule that says it."""

    text: str
    about: str
    rule: str


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A question that may bring a duty that cannot wait, and the address at which it is answered."""

    text: str
    address: str


def what(reading: Reading) -> list[str]:
    """Return the forms of abuse that the concern was told of, in words: one query."""
    told = recorded(InitialAccount.objects.visible(), reading.concern, reading.seen, reading.at)
    return [AbuseForm(form).label for form in dict.fromkeys(form for concern in told for form in concern.forms)]


def decisions(reading: Reading) -> dict[str, CompartmentDecision]:
    """Return the decision of each compartment that the reader may know the decision of, as of the moment of reading."""
    found = {}
    for compartment in compartments.decisions_for(reading.seen):
        try:
            found[compartment] = decision_of(reading.concern, compartment, reading.moment)
        except NothingToldError:
            continue
    return found


def due(reading: Reading, decided: Mapping[str, CompartmentDecision]) -> list[DutyShown]:
    """Return the open duties, the most pressing first."""
    shown = presentation.of_concern(reading.concern, reading.seen, reading.day, reading.at, decided)
    return [one for one in shown if one.is_open]


def at_once(
    reading: Reading,
    decided: Mapping[str, CompartmentDecision],
    people: Iterable[PersonShown],
    open_: Iterable[DutyShown],
    membership: Membership,
    *,
    is_new: bool,
    read: Arrival | None,
) -> Block | None:
    """Return what to do this minute, of what is still open; None where nothing presses, and as of another day.

    By the decision made from most: that of the reader's own part of the record, if there is one. `is_new` and `read`
    as in `duties.do_now`.
    """
    if reading.at is not None or not decided:
        return None
    one = list(decided.values())[-1]
    called = presentation.caller(one.names, names_of(people))
    return do_now.of_concern(one, called, open_, membership, reading.now, is_new=is_new, read=read)


def acts(duties: Iterable[DutyShown]) -> list[list[DutyShown]]:
    """Return duties as acts, in their order: what several rules ask for as one act to one recipient is one.

    Only what goes to somebody: what is done with a child is done with each.
    """
    found: dict[tuple[object, ...], list[DutyShown]] = {}
    for one in duties:
        same = (one.act, one.to_whom, one.clearance) if one.to_whom else (one.duty.pk,)
        found.setdefault(same, []).append(one)
    return list(found.values())


def to_ask(reading: Reading, decided: Iterable[CompartmentDecision], people: Iterable[PersonShown]) -> list[ToAsk]:
    """Return the first questions whose answers could bring something that is due today or was due before."""
    names = names_of(people)
    found: dict[str, ToAsk] = {}
    for one in decided:
        called = presentation.caller(one.names, names)
        pressing = {
            fact
            for outcome in one.decision.outcomes
            if outcome.status == "depends" and outcome.due and outcome.due <= reading.day
            for fact in outcome.depends_on
        }
        for question in one.decision.questions:
            if question.fact in pressing:
                text = question_text(question.fact, question.ask, called)
                found.setdefault(text, ToAsk(text, _address(reading, one, question.fact)))
    return list(found.values())[:_FIRST]


def _address(reading: Reading, one: CompartmentDecision, fact: str) -> str:
    return reverse("answer_facts", args=[reading.concern.pk, *questions.place_of(one, fact)])


def not_to_do(decided: Iterable[CompartmentDecision], people: Iterable[PersonShown]) -> list[NotToDo]:
    """Return what must not be done, by any of these decisions, each once."""
    names = names_of(people)
    found = {}
    for one in decided:
        called = presentation.caller(one.names, names)
        for item in requirements_of(one.pack, one.case, one.decision, called):
            if item.is_prohibition and item.status == "applies":
                about = about_line(item.people, called)
                found[item.provision.id, about] = NotToDo(item.text, about, item.provision.id)
    return list(found.values())


def whom_not_to_tell(reading: Reading, people: Iterable[PersonShown]) -> list[NotToTell]:
    """Return whom not to tell, as of the moment of reading."""
    return list(not_to_tell.of_concern(reading.concern, reading.seen, names_of(people), reading.moment))


def releases(reading: Reading) -> list[ReleaseSummary]:
    """Return what waits to be let go although an embargo holds it, what may go, and what went within 30 days.

    Nothing of it is shown as of another day: the chronology has that.
    """
    if reading.at is not None:
        return []
    shown = (ReleaseState.WAITING, ReleaseState.AGREED, ReleaseState.USED)
    found = embargo_releases.of_concern(reading.concern.pk, reading.seen, reading.now)
    since = reading.now - _SHOWN_FOR
    return [one for one in found if one.standing.state in shown and one.release.recorded_at > since]


def waiting(reading: Reading, open_: Iterable[DutyShown]) -> list[str]:
    """Return with whom something waits in parts of the record that the reader does not see.

    It follows from what they see: a duty of theirs falls on whoever keeps that part.
    """
    kinds = {PARTIES[party].kind for one in open_ for party in one.parties if party in PARTIES}
    there = [part for part, kind in KIND_OF.items() if kind in kinds]
    return [_BEYOND[Compartment(one.compartment)] for one in compartments.across_the_wall(reading.seen, there)]
