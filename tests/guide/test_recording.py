"""Somebody who signs in records the concern without typing again what the guide was told: the same plan comes of it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from access.anywhere import Anywhere
from access.test_walk import client_of
from fingerpost.access.models import Concern
from fingerpost.keys.services import keys_at_hand
from fingerpost.record.models import Detail, DetailKind, InitialAccount
from fingerpost.record.services.decisions import decision_of
from guide.test_examples import told

HAPPENED: dict[str, Any] = {"child": ["own_picture", "child_pressed"]}


def guided(client: Client) -> None:
    """Go through the guide: a child pressed by an adult who is suspected, and was arrested."""
    moment = {"day_0": "2", "day_1": "3", "day_2": "2026", "clock": "9:00"}
    client.post("/guide/", HAPPENED)
    client.post("/guide/people/", {"children": "1", "adults": "1"})
    client.post("/guide/question/1/", {"asked": ["a1.alleged_abuser"], "a1.alleged_abuser": "yes"})
    client.post("/guide/question/2/", {"asked": ["c1.age"], "c1.age": "years", "c1.age.years": "12"})
    client.post("/guide/question/3/", {"asked": ["c1.depicted", "c1.received_imagery"], "c1.depicted": "yes"})
    client.post("/guide/aware/", {**moment, "day_0": "1"})
    client.post("/guide/since/", {**moment, "event": "arrest/a1"})


def test_what_the_guide_was_told_is_recorded_and_decided_alike(anywhere: Anywhere) -> None:
    with anywhere.serving():
        client = client_of("teacher")
        guided(client)
        form = client.get("/guide/record/")
        page = form.content.decode()
        # What was said is there, to be read; the day is filled in
        assert "Adult 1" in page
        assert 'value="1"' in page
        # Nothing is recorded as long as something is missing
        missing = client.post("/guide/record/", {"day_0": "1", "day_1": "3", "day_2": "2026", "clock": "9:00"})
        assert "Write what has happened, as far as you know" in missing.content.decode()
        sent = {"narrative": "A pupil told me.", "child_name": "N.P."}
        sent |= {"day_0": "1", "day_1": "3", "day_2": "2026", "clock": "9:00"}
        planned = client.get("/guide/plan/").content.decode()
        done = client.post("/guide/record/", sent)
        assert done.status_code == 302
        # The guide has forgotten it
        assert done.cookies["guide"].value == ""
        address = done.headers["Location"]
    with anywhere.acting("teacher"):
        concern = Concern.objects.visible().get(pk=address.rstrip("/").rpartition("/")[2])
        with keys_at_hand():
            assert InitialAccount.objects.visible().get(concern=concern).narrative == "A pupil told me."
            assert [str(one.value) for one in Detail.objects.visible().filter(kind=DetailKind.NAME)] == ["N.P."]
        decided = decision_of(concern, "common")
        applying = {one.provision for one in decided.decision.outcomes if one.status == "applies"}
        assert {"2.1-refer-coercion", "2.2-no-disclosure", "2.2-strategy-on-arrest"} <= applying
        # Every rule that the guide's plan had applies in the record, on the same day
        for outcome in told(decided.decision, {}):
            assert f"#{outcome[0]}" in planned  # type: ignore[index]
        # What was left open is unknown, not “no”
        facts = {person.id: person.facts for person in decided.case.people}
        assert facts["c1"] == {"coerced_blackmailed_or_groomed": True, "age": 12, "depicted": True}


def test_somebody_whose_role_records_nothing_is_not_offered_it(anywhere: Anywhere) -> None:
    with anywhere.serving():
        for who, offered in (("teacher", True), ("policy", False), ("nobody", True)):
            client = client_of(who)
            client.post("/guide/", HAPPENED)
            page = client.get("/guide/plan/").content.decode()
            assert ("/guide/record/" in page) is offered, who
        assert client.get("/guide/record/").headers["Location"] == "/sign-in/?next=%2Fguide%2Frecord%2F"
