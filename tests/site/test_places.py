"""Where the product meets each provision of the chapter: every place that is named is visited, once.

Two concerns are recorded in which as much applies as can at once; a place is a page of one of them, or of everybody.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from access import scene, worlds
from access.test_walk import client_of
from duties import making
from fingerpost.access import context, declare
from fingerpost.access.models import Matter, Organisation
from fingerpost.access.services import matters
from fingerpost.casework.models import Addressee, Referral, Way
from fingerpost.casework.referrals.recording import Sent, send
from fingerpost.cli.coverage import read_places
from fingerpost.duties.models import Duty
from fingerpost.manual.pages import Manual
from fingerpost.procedure.pack.library import DEFAULT, load_pack
from fingerpost.record.services.events import record_event
from fingerpost.record.services.facts import Answer, assert_many

REGISTER = Path(__file__).parents[1] / "register" / "spec" / "provisions.yaml"

# Pages that come with casework: until they are there, the places that name them are not visited.
AWAITED: frozenset[str] = frozenset(
    {
        "agreement",
        "begin_risk_assessment",
        "call_meeting",
        "cross_border",
        "judge_factors",
        "matter_meetings",
        "matter_police",
        "matter_support",
        "meeting",
        "new_agreement",
        "new_stage",
        "risk_assessment",
        "risk_heading",
    }
)

PACK = load_pack(DEFAULT)
MANUAL = Manual(PACK, lambda section: reverse("manual_section", args=[PACK.id, PACK.version, section]))
TOLD = datetime(2026, 3, 24, 12, tzinfo=UTC)
# What cannot be so at once with the rest is otherwise in the second concern.
OTHERWISE = dict.fromkeys(
    ("informing_parents_risks_harm", "earlier_incident", "aggravating_factors", "harmed_another_child"), False
)
HAPPENED = ("referral_made", "strategy_meeting", "assessment_started", "section47_started")


@dataclass(frozen=True)
class Concerns:
    """Two concerns, and everybody's pages about them as they were read, by address."""

    matters: list[Matter]
    client: Client
    read: dict[str, str]

    def page(self, address: str) -> str:
        if address not in self.read:
            answer = self.client.get(address)
            assert answer.status_code == 200, address
            self.read[address] = plain(answer.content.decode())
        return self.read[address]


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(page))


def answers(scope: str, otherwise: dict[str, Any], about: Any = None) -> Iterator[Answer]:
    """Answer everything that is asked of somebody so that as much follows as can."""
    for fact in PACK.facts_of(scope):
        if fact.id in otherwise:
            yield Answer(fact.id, otherwise[fact.id], about)
        elif fact.id == "age":
            yield Answer(fact.id, 11, about)
        elif fact.id == "setting":
            yield Answer(fact.id, "school_or_college", about)
        elif True in fact.values:
            yield Answer(fact.id, True, about)


def record(otherwise: dict[str, Any]) -> Matter:
    with context.acting(worlds.actor("teacher")):
        matter = making.concern()
        matters.involve_organisation(matter.pk, worlds.name("council"))
        child, adult = making.child(matter), making.adult(matter)
        for scope, about in (("concern", None), ("child", child), ("adult", adult)):
            assert_many(matter, list(answers(scope, otherwise, about)), said_at=TOLD)
        if otherwise:
            for event in HAPPENED:
                record_event(matter, event, TOLD + timedelta(hours=1))
            for event in ("arrest", "agreement_started"):
                record_event(matter, event, TOLD + timedelta(hours=1), about=adult)
        refer(matter)
    return matter


def refer(matter: Matter) -> None:
    """Refer it for every rule that a referral carries out."""
    rows = Duty.objects.visible().filter(matter=matter, provision__in=referred())
    sent = Sent(
        to=Addressee.SOCIAL_CARE,
        organisation=Organisation.objects.get(pk=worlds.name("council")),
        outside="",
        way=Way.HERE,
        asks="Please decide.",
        text="What was told at break.",
        at=TOLD,
    )
    send(matter, sent, rows.select_related("matter"))


def referred() -> list[str]:
    return [name for name, found in read_places().items() if "referral" in {place["route"] for place in found}]


@pytest.fixture
def concerns(db: None) -> Concerns:  # noqa: ARG001
    scene.lay()
    laid = [record({}), record(OTHERWISE)]
    return Concerns(laid, client_of("teacher"), {})


def test_each_provision_of_the_register_has_a_place() -> None:
    register = [entry["id"] for entry in yaml.safe_load(REGISTER.read_text(encoding="utf-8"))]
    places = read_places()
    assert list(places) == register
    assert len(register) == 143
    for name, found in places.items():
        assert found, name
        assert len({place["route"] for place in found}) == len(found), name
        assert all(place["what"] for place in found), name


def test_each_place_is_a_page_of_the_service() -> None:
    there = {str(route.name) for route in declare.every_route()}
    named = {place["route"] for found in read_places().values() for place in found}
    assert named - there == AWAITED - there
    assert named >= AWAITED


def test_each_provision_stands_where_it_is_said_to(concerns: Concerns) -> None:
    there = {str(route.name) for route in declare.every_route()}
    missing, visited = [], 0
    for name, found in read_places().items():
        for place in found:
            if place["route"] not in there or place["route"] in AWAITED:
                continue
            visited += 1
            if not any(is_met(page, name, place) for page in pages(concerns, name, place["route"])):
                missing.append((name, place["route"]))
    assert not missing, missing
    assert visited > 200


def pages(concerns: Concerns, name: str, route: str) -> Iterator[str]:
    """Yield the pages of this route on which the provision may stand: of everybody, of a concern, of a duty."""
    if route == "manual_section":
        yield concerns.page(MANUAL.addresses[name].partition("#")[0])
    elif route == "duty":
        with context.acting(worlds.actor("teacher")):
            duties = [Duty.objects.visible().filter(matter=it, provision=name).first() for it in concerns.matters]
        yield from (concerns.page(reverse(route, args=[duty.pk])) for duty in duties if duty)
    elif route == "referral":
        with context.acting(worlds.actor("teacher")):
            sent = list(Referral.objects.visible())
        yield from (concerns.page(reverse(route, args=[one.matter_id, one.pk])) for one in sent)
    elif route == "new_concern":
        yield concerns.page(reverse(route))
    else:
        yield from (concerns.page(reverse(route, args=[matter.pk])) for matter in concerns.matters)


def is_met(page: str, name: str, place: dict[str, str]) -> bool:
    """Whether the page has the provision: its anchor, its id, its text, or the words that stand there for it."""
    if "anchor" in place:
        return f'id="{place["anchor"]}"' in page
    words = place.get("words")
    return words in page if words else name in page or plain(PACK.provisions[name].text).strip() in page
