"""Where the product meets each provision of the chapter: every place that is named is visited, once.

Two concerns are recorded in which as much applies as can at once; a place is a page of one of them, or of everybody.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from access import scene, worlds
from access.test_walk import client_of
from duties import making
from fingerpost.access import context, permissions
from fingerpost.access.models import Concern, Organisation
from fingerpost.access.services import concerns
from fingerpost.casework.agreements import agreed_matters as agreed
from fingerpost.casework.agreements import services as agreeing
from fingerpost.casework.enquiries import services as enquiring
from fingerpost.casework.meetings import services as meeting
from fingerpost.casework.models import (
    Addressee,
    Agreement,
    AgreementStepKind,
    Meeting,
    MeetingForm,
    MeetingKind,
    Referral,
    RiskAssessment,
    Stage,
    StageKind,
    Way,
)
from fingerpost.casework.referrals.services import ReferralInput, send
from fingerpost.casework.risk import presentation
from fingerpost.casework.risk import queries as assessed
from fingerpost.casework.risk import services as assessing
from fingerpost.casework.support import recording_pages as supporting
from fingerpost.cli.coverage import read_places
from fingerpost.duties.models import Duty, DutyState
from fingerpost.manual.pages import Manual
from fingerpost.procedure.pack.library import DEFAULT, load_pack
from fingerpost.procedure.pack.words import ACTS
from fingerpost.record.models import Appearance, PersonKind
from fingerpost.record.services.events import record_event
from fingerpost.record.services.facts import FactAnswer, assert_many

REGISTER = Path(__file__).parents[1] / "register" / "spec" / "provisions.yaml"

PACK = load_pack(DEFAULT)
PLACES = read_places(PACK)
MANUAL = Manual(PACK, lambda section: reverse("manual_section", args=[PACK.id, PACK.version, section]))
TOLD = datetime(2026, 3, 24, 12, tzinfo=UTC)
# What cannot be so at once with the rest is otherwise in the second concern.
OTHERWISE = dict.fromkeys(
    ("informing_parents_risks_harm", "earlier_incident", "aggravating_factors", "harmed_another_child"), False
)
HAPPENED = ("referral_made", "strategy_meeting", "assessment_started", "section47_started")


@dataclass(frozen=True)
class Walked:
    """Two concerns, and everybody's pages about them as they were read, by address."""

    concerns: list[Concern]
    clients: dict[str, Client]
    read: dict[tuple[str, str], str]

    def page(self, address: str, who: str = "teacher") -> str:
        if (who, address) not in self.read:
            answer = self.clients[who].get(address)
            assert answer.status_code == 200, (who, address)
            self.read[who, address] = plain(answer.content.decode())
        return self.read[who, address]


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(page))


def answers(scope: str, otherwise: dict[str, Any], about: Any = None) -> Iterator[FactAnswer]:
    """Answer everything that is asked of somebody so that as much follows as can."""
    for fact in PACK.facts_of(scope):
        if fact.id in otherwise:
            yield FactAnswer(fact.id, otherwise[fact.id], about)
        elif fact.id == "age":
            yield FactAnswer(fact.id, 11, about)
        elif fact.id == "setting":
            yield FactAnswer(fact.id, "school_or_college", about)
        elif True in fact.values:
            yield FactAnswer(fact.id, True, about)


def record(otherwise: dict[str, Any]) -> Concern:
    with context.acting(worlds.actor("teacher")):
        concern = making.concern()
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        child, adult = making.child(concern), making.adult(concern)
        for scope, about in (("concern", None), ("child", child), ("adult", adult)):
            assert_many(concern, list(answers(scope, otherwise, about)), said_at=TOLD)
        if otherwise:
            for event in HAPPENED:
                record_event(concern, event, TOLD + timedelta(hours=1))
            for event in ("arrest", "agreement_started"):
                record_event(concern, event, TOLD + timedelta(hours=1), about=adult)
        # What goes to the designated officer has a concern of its own, with the duties of that office.
        refer(concern, RECIPIENTS[:2] if otherwise else RECIPIENTS)
    return concern


def let_in(concern: Concern) -> None:
    """Let in whoever reads the pages: a social worker, the police, and the designated officer."""
    with context.acting(worlds.actor("teacher")):
        for organisation, own in (("force", "police"), ("lado", "designated_officer")):
            for compartment in ("common", own):
                concerns.let_in(concern.pk, worlds.name(organisation), compartment=compartment)
    with context.acting(worlds.actor("front-door")):
        concerns.involve_member(concern.pk, worlds.name("worker"))


def casework(concern: Concern) -> None:
    """Record what has a page of its own: meetings, an assessment, an agreement, a risk assessment."""
    with context.acting(worlds.actor("worker")):
        adult = Appearance.objects.visible().get(concern=concern, kind=PersonKind.ADULT)
        child = Appearance.objects.visible().get(concern=concern, kind=PersonKind.CHILD)
        meet(concern, MeetingKind.STRATEGY)
        people = {"people": [child], "assessed": [adult], "text": "The meeting asked for it."}
        enquiring.open_stage(concern, StageKind.ASSESSMENT, at=TOLD + timedelta(hours=2), **people)
        enquiring.open_stage(concern, StageKind.ENQUIRY, people=[child], text="It was decided.", at=TOLD)
        terms = [
            agreeing.AgreementStepInput(text="As it was said.", provision=one.provision) for one in agreed.of_pack(PACK)
        ]
        agreement = agreeing.draw_up(concern, adult, text="He visits on Sundays.", terms=terms, at=TOLD)
        agreeing.record(agreement, AgreementStepKind.STARTED, at=TOLD + timedelta(hours=1))
        assessing.begin(concern, adult, TOLD)
    with context.acting(worlds.actor("lado")):
        meet(concern, MeetingKind.DESIGNATED_OFFICER)


def meet(concern: Concern, kind: MeetingKind) -> None:
    called = meeting.MeetingInput(kind, TOLD + timedelta(hours=3), "Somebody, team manager", why="It is asked for.")
    meeting.hold(meeting.call(concern, called), TOLD + timedelta(hours=3), MeetingForm.MEETING)


# To whom it goes, who takes it in, and what the pack calls them.
RECIPIENTS = (
    (Addressee.SOCIAL_CARE, "council", "social_care"),
    (Addressee.POLICE, "force", "police"),
    (Addressee.DESIGNATED_OFFICER, "lado", "lado"),
)


def refer(concern: Concern, recipients: Sequence[tuple[Addressee, str, str]]) -> None:
    """Refer it for every rule that a referral carries out, each to one of those to whom it may go."""
    for to, organisation, recipient in recipients:
        named = [rule.id for rule in PACK.carried_out_by("referral") if recipient in rule.to]
        rows = DutyState.objects.visible().filter(concern=concern, is_open=True, duty__provision__in=named)
        sent = ReferralInput(
            to=to,
            organisation=Organisation.objects.get(pk=worlds.name(organisation)),
            outside="",
            way=Way.HERE,
            asks="Please decide.",
            text="What was told at break.",
            at=TOLD,
        )
        send(concern, sent, [state.duty for state in rows.select_related("duty__concern")])


@pytest.fixture
def walked(db: None) -> Walked:  # noqa: ARG001
    scene.make()
    recorded_ones = [record({}), record(OTHERWISE)]
    for concern in recorded_ones:
        let_in(concern)
    casework(recorded_ones[1])
    return Walked(recorded_ones, {who: client_of(who) for who in ("teacher", "worker", "officer", "lado")}, {})


def test_each_provision_of_the_register_has_a_place() -> None:
    register = [entry["id"] for entry in yaml.safe_load(REGISTER.read_text(encoding="utf-8"))]
    places = read_places(PACK)
    assert set(places) == set(register)
    assert len(register) == 144
    for name, found in places.items():
        assert found, name
        assert len({place["route"] for place in found}) == len(found), name
        assert all(place["what"] for place in found), name


def test_everything_that_carries_a_provision_out_is_recorded_somewhere() -> None:
    known = yaml.safe_load(resources.files("fingerpost").joinpath("site", "places.yaml").read_text(encoding="utf-8"))
    assert list(known["acts"]) == list(ACTS)
    named = {act for rule in PACK.provisions.values() for act in rule.carried_out_by}
    assert named == {*ACTS}


def test_each_place_is_a_page_of_the_service() -> None:
    there = {str(route.name) for route in permissions.every_route()}
    named = {place["route"] for found in PLACES.values() for place in found}
    assert not named - there


def test_each_provision_stands_where_it_is_said_to(walked: Walked) -> None:
    missing, visited = [], 0
    for name, found in PLACES.items():
        for place in found:
            visited += 1
            if not any(is_met(page, name, place) for page in pages(walked, name, place["route"])):
                missing.append((name, place["route"]))
    assert not missing, missing
    assert visited >= 350


# Who reads the pages of a route; the teacher reads all others.
READERS = {
    "call_meeting": ("worker", "lado"),
    "new_stage": ("worker",),
    "new_agreement": ("worker",),
    "begin_risk_assessment": ("worker",),
    "concern_police": ("officer",),
}


def duties_of(walked: Walked, name: str) -> tuple[str, list[str]]:
    with context.acting(worlds.actor("teacher")):
        found = [Duty.objects.visible().filter(concern=it, provision=name).first() for it in walked.concerns]
    return "teacher", [reverse("duty", args=[duty.pk]) for duty in found if duty]


def referrals_of(_walked: Walked, _name: str) -> tuple[str, list[str]]:
    return "teacher", rows_of("teacher", Referral, "referral")


def meetings_of(_walked: Walked, name: str) -> tuple[str, list[str]]:
    """Return the meetings whose agenda it is: the designated officer’s own items stand on no other."""
    who = "lado" if "lado" in PACK.provisions[name].who else "worker"
    kind = MeetingKind.DESIGNATED_OFFICER if who == "lado" else MeetingKind.STRATEGY
    return who, rows_of(who, Meeting, "meeting", kind=kind)


def headings_of(walked: Walked, name: str) -> tuple[str, list[str]]:
    """Return the page of this heading, and of no other."""
    with context.acting(worlds.actor("worker")):
        (one,) = assessed.of_concern(walked.concerns[1])
        paths = [it.path for it in presentation.headings_of(one) if it.entry.heading == name]
    at = walked.concerns[1].pk, one.assessment.pk
    return "worker", [reverse("risk_heading", args=[*at, path]) for path in paths]


def factors_of(_walked: Walked, _name: str) -> tuple[str, list[str]]:
    with context.acting(worlds.actor("worker")):
        found = Stage.objects.visible().get(kind=StageKind.ASSESSMENT)
    return "worker", [reverse("judge_factors", args=[found.concern_id, found.pk, found.assessed[0]])]


def stages_of(_walked: Walked, _name: str) -> tuple[str, list[str]]:
    return "worker", rows_of("worker", Stage, "stage", kind=StageKind.ENQUIRY)


def decision_of(_walked: Walked, _name: str) -> tuple[str, list[str]]:
    with context.acting(worlds.actor("worker")):
        found = Meeting.objects.visible().get(kind=MeetingKind.STRATEGY)
    return "worker", [reverse("minute_meeting", args=[found.concern_id, found.pk])]


def arrest_of(walked: Walked, _name: str) -> tuple[str, list[str]]:
    return "officer", [reverse("record_police", args=[walked.concerns[1].pk, "arrest"])]


def support_of(walked: Walked, name: str) -> tuple[str, list[str]]:
    """Return the forms of support that stand for this provision."""
    whats = [what for what, act in supporting.ACTS.items() if act in PACK.provisions[name].carried_out_by]
    return "teacher", [reverse("record_support", args=[walked.concerns[1].pk, what]) for what in whats]


def rows_of(who: str, model: type[Any], route: str, **which: str) -> list[str]:
    with context.acting(worlds.actor(who)):
        return [reverse(route, args=[one.concern_id, one.pk]) for one in model.objects.visible().filter(**which)]


# Pages of a row: who reads them, and where they are.
OF_ROWS: dict[str, Callable[[Walked, str], tuple[str, list[str]]]] = {
    "duty": duties_of,
    "referral": referrals_of,
    "meeting": meetings_of,
    "judge_factors": factors_of,
    "agreement": lambda _concerns, _name: ("worker", rows_of("worker", Agreement, "agreement")),
    "risk_assessment": lambda _concerns, _name: ("worker", rows_of("worker", RiskAssessment, "risk_assessment")),
    "risk_heading": headings_of,
    "stage": stages_of,
    "minute_meeting": decision_of,
    "record_police": arrest_of,
    "record_support": support_of,
}


def pages(walked: Walked, name: str, route: str) -> Iterator[str]:
    """Yield the pages of this route on which the provision may stand: of everybody, of a concern, of a row in it."""
    if route == "manual_section":
        yield walked.page(MANUAL.addresses[name].partition("#")[0])
    elif route == "new_concern":
        yield walked.page(reverse(route))
    elif route in OF_ROWS:
        who, addresses = OF_ROWS[route](walked, name)
        yield from (walked.page(address, who) for address in addresses)
    else:
        for who in READERS.get(route, ("teacher",)):
            yield from (walked.page(reverse(route, args=[concern.pk]), who) for concern in walked.concerns)


def is_met(page: str, name: str, place: dict[str, str]) -> bool:
    """Whether the page has the provision: its anchor, its id, its text, or the words that stand there for it."""
    if "anchor" in place:
        return f'id="{place["anchor"]}"' in page
    if "words" in place:
        return place["words"] in page
    text = plain(PACK.provisions[name].text).strip().removesuffix(" The list is open.")
    return bool(re.search(rf"{re.escape(name)}(?![\w-])", page)) or text in page
