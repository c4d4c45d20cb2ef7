"""Somebody at the guide: goes through its pages with Django's client, answering from a case known beforehand."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from fingerpost.guide.answers import Answers
from fingerpost.guide.asking import Asking, Row, asking_for, open_names
from fingerpost.guide.box import opened
from fingerpost.procedure.calendar import LONDON
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.pack.model import Tick

PACK = load_pack()
ASKING: Asking = asking_for(PACK)


class Fields(HTMLParser):
    """The hidden fields and the choices of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("name") == "asked":
            self.asked.append(str(given["value"]))


class Practitioner:
    """Knows a case, and says of it what is asked.

    `pages` counts the pages that were sent; `inputs` counts what was ticked, written or asked on them. A question
    counts whether it is answered or left open.

    People of the case are matched with those of the guide kind by kind, in the case's order.
    """

    def __init__(self, case: Case, now: datetime) -> None:
        self.case = case
        self.now = now
        self.client = Client()
        self.pages = 0
        self.inputs = 0
        self.names: dict[str, str] = {"concern": "concern"}
        for kind in ("child", "adult"):
            ids = [person.id for person in case.people if person.kind == kind]
            self.names |= {f"{kind[0]}{place}": ident for place, ident in enumerate(ids, 1)}

    def known(self, name: str) -> Any:
        """What the practitioner knows in answer to `c1.age`; None for “I don't know”."""
        owner, _, fact = name.rpartition(".")
        facts = self.case.facts
        if owner not in self.names:
            return None
        if owner != "concern":
            facts = next(person.facts for person in self.case.people if person.id == self.names[owner])
        return facts.get(fact)

    def says_what_happened(self) -> HttpResponse:
        """Tick what is so on the first page, the most telling of what overlaps, and say how many people there are."""
        said = {tick: set(ASKING.said_by(tick, Answers(self.now))) for tick in PACK.ticks.values()}
        true = {tick.id: names for tick, names in said.items() if all(self.known(name) is True for name in names)}
        ticked = [tick for tick, names in true.items() if not any(names < more for more in true.values())]
        kinds: list[str] = [person.kind for person in self.case.people]
        data: dict[str, Any] = {"concern": [], "child": [], "adult": []}
        for one in ticked:
            data[group_of(PACK.ticks[one])].append(one)
        for name, kind in (("children", "child"), ("adults", "adult")):
            listed = any(kind in PACK.ticks[one].lists for one in ticked)
            if kinds.count(kind) != listed:
                data[name] = kinds.count(kind)
                self.inputs += 1
        self.pages += 1
        self.inputs += len(ticked)
        response = self.sends("/guide/", data)
        if response.headers["Location"] == "/guide/people/":
            self.pages += 1
            response = self.sends("/guide/people/", {})
        return response

    def became_aware(self) -> None:
        """Give the moment, and what has happened since."""
        at = self.case.reported_at.astimezone(LONDON)
        self.sends("/guide/aware/", _moment(at))
        guide = {ident: name for name, ident in self.names.items()}
        for event in self.case.events:
            if event.at > self.now or event.type not in _OFFERED:
                continue
            data = {"event": f"{event.type}/{guide[event.person]}" if event.person else event.type}
            if event.to:
                relation, colon, person = event.to.rpartition(":")
                data["to"] = f"{relation}{colon}{guide[person]}"
            self.sends("/guide/since/", {**data, **_moment(event.at.astimezone(LONDON))})

    def answers_page(self, address: str) -> HttpResponse:
        """Answer the questions of a page, and leave open what is not known; ask for the plan when nothing more is."""
        asked = Fields(self.client.get(address).content.decode()).asked
        assert asked, address
        data: dict[str, Any] = {"asked": asked}
        for row in ASKING.rows(asked):
            data |= self.answer(row)
        self.inputs += len(asked)
        if "rest=1" in address:
            data["rest"] = "1"
        answers = self.answers
        open_now = open_names(answers, decide(PACK, answers.case(PACK, self.now)))
        if all(self.known(name) is None for name in open_now):
            data["enough"] = "1"
        self.pages += 1
        return self.sends(address, data)

    def answer(self, row: Row) -> dict[str, Any]:
        """Return what is sent in answer to one question."""
        value = self.known(row.name)
        if value is None:
            return {}
        if row.fact.type == "bool":
            return {row.name: "yes" if value else "no"}
        if row.fact.type == "enum":
            return {row.name: value}
        return {row.name: "years", f"{row.name}.years": str(value)}

    def sends(self, address: str, data: dict[str, Any]) -> HttpResponse:
        """Send a form, which has to be taken."""
        response = self.client.post(address, data)
        assert response.status_code == 302, re.findall(r"error-message.*", response.content.decode())
        return response

    @property
    def answers(self) -> Answers:
        """What the cookie holds."""
        return opened(self.client.cookies["guide"].value, PACK, settings.SECRET_KEY, self.now)


def group_of(tick: Tick) -> str:
    """Under which heading of the first page a tick is."""
    return "adult" if "adult" in tick.lists else "child" if tick.lists else "concern"


_OFFERED = {"viewing_decision", "disclosure_agreed", "arrest", "assessment_started", "section47_started"} | {
    "agreement_started",
    "alleged_abuser_interview",
}


def _moment(at: datetime) -> dict[str, str]:
    return {
        "day_0": str(at.day),
        "day_1": str(at.month),
        "day_2": str(at.year),
        "clock": f"{at:%H:%M}",
    }
