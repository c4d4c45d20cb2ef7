"""What the police do is theirs alone until they open it; then it is in the common record as it was (2.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.routes import PAGES_OF_A_CONCERN
from access.test_walk import client_of
from access.test_walk_within import ANEW
from duties import making
from fingerpost.access import chronology, context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern
from fingerpost.access.services import concerns
from fingerpost.casework import overview
from fingerpost.casework.models import BailContact, PoliceKind, PoliceOpened, PoliceOutcome, PoliceStep
from fingerpost.casework.police import principles, queries
from fingerpost.casework.police import services as service
from fingerpost.duties import presentation
from fingerpost.duties.models import Duty
from fingerpost.duties.services import worklist as duty_lists
from fingerpost.duties.services.whose import Whose
from fingerpost.procedure.calendar import london_day
from fingerpost.record.errors import RecordError
from fingerpost.record.models import Appearance, Assertion, Happened, PersonKind, Source
from fingerpost.record.services.changes import change
from fingerpost.record.services.events import take_back
from fingerpost.record.services.facts import FactAnswer
from fingerpost.record.services.people import add_appearance

COMMON, POLICE = frozenset({"common"}), frozenset({"common", "police"})
WEDNESDAY = datetime(2026, 3, 25, 7, 30, tzinfo=UTC)
STRATEGY = "2.2-strategy-on-arrest"
# Who looked at what somebody sees is told to them, and the looks are their own here.
LOOKS = "concern_looks"

# What is decided here does not differ by the database.
ON_SQLITE = pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Recorded:
    """A concern of the teacher's about an adult and two children; a social worker and the police are in it."""

    concern: Concern
    adult: Appearance
    children: tuple[Appearance, Appearance]


@pytest.fixture
def it(anywhere: Anywhere) -> Recorded:
    with anywhere.acting("teacher"):
        concern = making.concern(youth_produced_imagery=True, police_involved=True)
        for part in ("common", "police"):
            concerns.involve_organisation(concern.pk, worlds.name("force"), compartment=part)
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        with change(concern):
            children = making.child(concern), making.child(concern)
            shared = {"made_or_shared_imagery": True, "earlier_incident": False, "aggravating_factors": False}
            making.told(concern, about=children[0], harmed_another_child=False, **shared)
            adult = making.adult(concern)
            making.told(concern, about=adult, alleged_abuser=True)
    with anywhere.acting("front-door"):
        concerns.involve_member(concern.pk, worlds.name("worker"))
    return Recorded(concern, adult, children)


def pages(anywhere: Anywhere, it: Recorded, who: str, *only: str) -> dict[str, str]:
    """Return every page of the concern as somebody reads it, but for what is anew in every answer."""
    with anywhere.serving():
        client = client_of(who)
        wanted = only or sorted(PAGES_OF_A_CONCERN - {LOOKS})
        found = {"home": "/"} | {name: reverse(name, args=[it.concern.pk]) for name in wanted}
        return {name: ANEW.sub("", client.get(address).content.decode()) for name, address in found.items()}


def asked_in(concern: Concern, compartment: str) -> set[str]:
    """Return the provisions of the duties of a compartment that apply now."""
    shown = presentation.of_concern(concern, POLICE, london_day(timezone.now()))
    return {one.provision.id for one in shown if one.duty.compartment == compartment and one.is_open}


def test_a_hidden_arrest_changes_not_a_byte_for_others_until_it_is_opened(anywhere: Anywhere, it: Recorded) -> None:
    """2.2-arrest-undisclosed: no duty, reason, date, gap, count or notification betrays it.

    A social worker reads here, on either database; a teacher reads every page there is in `test_walk_within`.
    """
    before = pages(anywhere, it, "worker")
    with anywhere.acting("officer"):
        arrest = service.record_arrest(it.concern, it.adult, WEDNESDAY, reason="At his home.")
        service.record_step(it.concern, PoliceKind.BAIL, about=it.adult, text="Not to go there.", at=WEDNESDAY)
        service.record_step(it.concern, PoliceKind.REFERENCE, text="W/12/26", at=WEDNESDAY)
    with anywhere.serving():
        making.work()
    after = pages(anywhere, it, "worker")
    assert len(after) >= len(PAGES_OF_A_CONCERN)
    assert [name for name in before if before[name] != after[name]] == []
    # The police see it, so that there was something to hide.
    seen = "".join(pages(anywhere, it, "officer", "concern_police", "duties").values())
    asks = "2.2-strategy-on-arrest"
    assert [words for words in ("W/12/26", "Not to go there.", "Police only", asks) if words not in seen] == []
    with anywhere.acting("officer"):
        service.open_arrest(arrest, why="He has been told.")
    opened = pages(anywhere, it, "worker", "duties", "concern_police", "concern_chronology")
    assert asks in opened["duties"]
    assert "25 March 2026" in opened["concern_police"]
    assert not re.search("W/12/26|Not to go there", "".join(opened.values()))


def test_what_an_arrest_asks_for_falls_on_the_police_until_they_open_it(anywhere: Anywhere, it: Recorded) -> None:
    with anywhere.acting("officer"):
        arrest = service.record_arrest(it.concern, it.adult, WEDNESDAY)
        assert STRATEGY in asked_in(it.concern, "police")
        assert STRATEGY not in asked_in(it.concern, "common")
        (duty,) = Duty.objects.visible().filter(concern=it.concern, provision=STRATEGY)
        shown = presentation.of_duty(duty, london_day(timezone.now()))
        assert shown.organisation is not None
        assert shown.organisation.kind == "police"
        # Nobody else can do it, whoever is involved: it is in their own queue, and lies with nobody.
        assert (shown.is_with, shown.day) == ("", london_day(timezone.now()))
        assert duty_lists.of(Whose.UNASSIGNED, london_day(timezone.now())).filter(duty=duty).exists()
        assert not duty_lists.of(Whose.OTHERS, london_day(timezone.now())).filter(duty=duty).exists()
        service.open_arrest(arrest, why="He has been told.")
        # It is in the common record with its true time, and the police’s own copy asks no more.
        assert STRATEGY not in asked_in(it.concern, "police")
        (there,) = Happened.objects.visible().filter(concern=it.concern, compartment="common", type="arrest")
        assert there.at == WEDNESDAY
        again = presentation.of_duty(duty, london_day(timezone.now()))
        assert "The common record asks for it now" in again.steps[-1][1]
    with anywhere.acting("worker"):
        assert STRATEGY in asked_in(it.concern, "common")
        (duty,) = Duty.objects.visible().filter(concern=it.concern, provision=STRATEGY)
        shown = presentation.of_duty(duty, london_day(timezone.now()))
        assert shown.due is not None
        assert (shown.due.chapters, shown.due.counts) == (london_day(WEDNESDAY), london_day(timezone.now()))
        assert "He has been told." in shown.later
        assert not PoliceOpened.objects.visible().filter(concern=it.concern).exists()


def test_only_the_police_decide_that_others_may_know_and_once_and_what_they_recorded_stays(
    anywhere: Anywhere, it: Recorded
) -> None:
    with anywhere.acting("officer"):
        arrest = service.record_arrest(it.concern, it.adult, WEDNESDAY)
        step = service.record_step(it.concern, PoliceKind.REFERENCE, text="W/12/26")
        opened = service.open_arrest(arrest, why="He has been told.")
        assert (opened.by_id, str(opened.why)) == (worlds.name("officer"), "He has been told.")
        later = timezone.now() + timedelta(hours=1)
        for refused in (
            lambda: service.open_arrest(arrest, why="Again."),
            lambda: service.record_step(it.concern, PoliceKind.REFERENCE, text="W/13/26", at=later),
            lambda: service.record_arrest(it.concern, it.adult, later),
        ):
            with pytest.raises((AccessError, RecordError)):
                refused()
        for changing in ("UPDATE casework_policestep SET kind = 'bail'", "DELETE FROM casework_policestep"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(changing)
        assert PoliceStep.objects.visible().get(pk=step.pk).kind == PoliceKind.REFERENCE
    with anywhere.acting("worker"):
        for refused in (
            lambda: service.open_step(step, why="I wish to."),
            lambda: service.state(it.concern, [FactAnswer("investigation_open", True)]),
            lambda: service.record_step(it.concern, PoliceKind.REFERENCE, text="W/13/26"),
        ):
            with pytest.raises(AccessError):
                refused()
        assert not PoliceStep.objects.visible().filter(concern=it.concern).exists()


@ON_SQLITE
def test_an_arrest_of_somebody_whom_only_the_police_know_is_opened_of_the_adult_that_others_know(
    anywhere: Anywhere, it: Recorded
) -> None:
    with anywhere.acting("officer"):
        other = add_appearance(it.concern, PersonKind.ADULT, compartment="police")
        arrest = service.record_arrest(it.concern, other, WEDNESDAY)
        with pytest.raises(AccessError):
            service.open_arrest(arrest, why="They are the same.")
        opened = service.open_arrest(arrest, why="They are the same.", as_=it.adult)
        assert opened.opened_event is not None
        assert opened.opened_event.about_id == it.adult.pk
        service.take_back_arrest(arrest, reason="Another man.")
        assert queries.of_concern(it.concern, POLICE, london_day(timezone.now())).arrests == ()
    with anywhere.acting("worker"):
        assert queries.of_concern(it.concern, COMMON, london_day(timezone.now())).arrests == ()


@ON_SQLITE
def test_an_arrest_that_was_taken_back_is_not_opened_and_what_was_opened_may_go_first(
    anywhere: Anywhere, it: Recorded
) -> None:
    # 2.2-arrest-undisclosed
    with anywhere.acting("officer"):
        in_error, arrest = (service.record_arrest(it.concern, it.adult, WEDNESDAY) for _ in range(2))
        service.take_back_arrest(in_error, reason="Another man.")
        with pytest.raises(AccessError, match="taken back"):
            service.open_arrest(in_error, why="He has been told.")
        opened = service.open_arrest(arrest, why="He has been told.").opened_event
        assert opened is not None
        take_back(opened, reason="Another man.")
        service.take_back_arrest(arrest, reason="Another man.")
        assert not Happened.standing(Happened.objects.visible().filter(concern=it.concern, type="arrest"))


@ON_SQLITE
def test_an_entry_that_is_opened_is_known_as_it_was_and_the_police_see_it_once(
    anywhere: Anywhere, it: Recorded
) -> None:
    first, second = it.children
    today = london_day(timezone.now())
    with anywhere.acting("officer"):
        bail = service.record_step(
            it.concern,
            PoliceKind.BAIL,
            about=it.adult,
            at=WEDNESDAY,
            until=today + timedelta(days=20),
            text="To live elsewhere.",
            contact="No contact at home.",
            contact_of={first: BailContact.FORBIDDEN, second: BailContact.SUPERVISED},
        )
        outcome = {"about": first, "outcome": PoliceOutcome.OUTCOME_21, "text": "Nothing aggravates it."}
        service.record_step(it.concern, PoliceKind.OUTCOME, at=WEDNESDAY, **outcome)  # type: ignore[arg-type]
        service.open_step(bail, why="So that the children can be kept safe.")
        with pytest.raises(AccessError):
            service.open_step(bail, why="Again.")
        listed = queries.of_concern(it.concern, POLICE, today)
        assert [one.row.kind for one in listed.entries] == ["bail", "outcome"]
        assert [one.is_hidden for one in listed.entries] == [False, True]
        assert len(listed.standing.in_force) == 1
    with anywhere.acting("worker"):
        listed = queries.of_concern(it.concern, COMMON, today)
        (known,) = listed.entries
        assert (known.row.at, known.row.contact) == (WEDNESDAY, "No contact at home.")
        assert known.row.contact_of == {str(first.pk): "forbidden", str(second.pk): "supervised"}
        entries = [one for one in chronology.of_concern(it.concern, COMMON) if one.kind is chronology.EntryKind.POLICE]
        assert [one.at for one in entries] == [WEDNESDAY]
        assert "child 2: supervised contact only" in entries[0].sentence
        (part,) = [one for one in overview.of_concern(it.concern, COMMON, today) if one.title == "Police"]
        assert [line.text.partition(" until ")[0] for line in part.lines] == ["Bail: adult 1"]


@ON_SQLITE
def test_the_police_state_facts_only_by_choice(anywhere: Anywhere, it: Recorded) -> None:
    with anywhere.acting("officer"):
        service.record_step(it.concern, PoliceKind.INVESTIGATION_OPENED, text="Into the images.")
        mine = Assertion.objects.visible().filter(concern=it.concern, source=Source.CASEWORK)
        assert not mine.exists()
        facts = [FactAnswer("investigation_open", True), FactAnswer("police_notified_investigation", True, it.adult)]
        service.state(it.concern, facts, word="The officer in the case")
        assert {(one.fact, one.compartment) for one in mine} == {
            ("investigation_open", "common"),
            ("police_notified_investigation", "common"),
        }
        with pytest.raises(AccessError):
            service.state(it.concern, [FactAnswer("time_bound_risk", True)])
    with anywhere.acting("worker"):
        assert "2.3-trigger" in asked_in(it.concern, "common")


@ON_SQLITE
def test_what_the_procedure_says_to_the_police_is_chosen_by_the_decision(anywhere: Anywhere, it: Recorded) -> None:
    with anywhere.acting("officer"):
        found = {one.provision.id: one for one in principles.of_concern(it.concern, POLICE)}
        assert list(found) == [
            "2.1-npcc",
            "2.1-npcc-guidance",
            "2.1-local-police-guidance",
            "2.1-proportionate",
            "2.1-first-time",
            "2.2-police-purpose",
            "2.2-focus-adult",
        ]
        assert found["2.1-first-time"].of == found["2.1-proportionate"].of == ("child 1",)
        making.told(it.concern, youth_produced_imagery=False)
        assert [one.provision.id for one in principles.of_concern(it.concern, POLICE)] == ["2.2-focus-adult"]
        making.told(it.concern, youth_produced_imagery=True)
        # What is referred to the police is read in the common record first, and by somebody who sees no other part.
        found = {one.provision.id: one for one in principles.of_concern(it.concern, COMMON)}
        assert {"2.1-npcc", "2.1-proportionate", "2.1-first-time"} <= set(found)
        assert found["2.1-first-time"].of == ("child 1",)
        today = london_day(timezone.now())
        (part,) = [one for one in overview.of_concern(it.concern, COMMON, today) if one.title == "Police"]
        assert "2.1-first-time" in part.lines[-1].next
    with anywhere.acting("worker"):
        assert principles.of_concern(it.concern, COMMON) == []
        assert not [one for one in overview.of_concern(it.concern, COMMON, today) if one.title == "Police"]


@ON_SQLITE
def test_the_forms_record_what_they_ask(anywhere: Anywhere, it: Recorded) -> None:
    moment = {"day_0": "25", "day_1": "3", "day_2": "2026", "clock": "07:30"}
    adult, child = str(it.adult.pk), str(it.children[0].pk)
    with anywhere.serving():
        client = client_of("officer")

        def send(name: str, **data: object) -> str:
            sent = client.post(reverse("record_police", args=[it.concern.pk, name]), moment | data)
            return "" if sent.status_code == 302 else sent.content.decode()

        assert "Choose who is on bail" in send("bail")
        assert not send("bail", about=adult, text="To live elsewhere.", **{f"contact_{child}": "forbidden"})
        assert not send("arrest", about=adult, who_knows="police")
        assert not send("outcome", about=child, outcome="outcome_21", text="Nothing aggravates it.")
        assert not send("officer", officer=str(worlds.name("officer")))
        assert not send("state", facts=["investigation_open"])
        page = client.get(reverse("concern_police", args=[it.concern.pk])).content.decode()
        for words in ("No contact", "Outcome 21", "Police only", "u-officer"):
            assert words in page
        to_open = client.get(reverse("record_police", args=[it.concern.pk, "open"])).content.decode()
        (arrest,) = re.findall(r'value="([0-9a-f-]{36})"[^>]*>\s*<label[^>]*>\s*Arrest of', to_open)
        assert not send("open", what=arrest, why="He has been told.")
        worker = client_of("worker")
        assert worker.get(reverse("record_police", args=[it.concern.pk, "bail"])).status_code == 404
        assert "25 March 2026" in worker.get(reverse("concern_police", args=[it.concern.pk])).content.decode()


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_who_may_not_decide_for_the_police_lets_nobody_know_of_an_arrest(anywhere: Anywhere, it: Recorded) -> None:
    # 2.2-arrest-undisclosed: recorded for all to see at once, it is opened as well
    clerk = making.once_more("officer", role="practitioner")
    with context.acting(actor_in(clerk)):
        with pytest.raises(AccessError, match="only the police decide"):
            service.record_arrest(it.concern, it.adult, WEDNESDAY, is_hidden=False)
        service.record_arrest(it.concern, it.adult, WEDNESDAY)
    with anywhere.acting("teacher"):
        assert not Happened.objects.visible().filter(concern=it.concern, type="arrest").exists()
