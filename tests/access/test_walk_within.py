"""What lies in a part of a concern that a reader does not see, or in another concern, is not there for them.

Every route that names something within a concern by its id, from the resolver itself, is asked for with the id of what
is hidden and with one that never was: the two answers are the same to the byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_every_word_that_is_shown import ALIASES, PLAIN
from access.test_walk import client_of
from duties import making
from fingerpost.access import ledger_visibility, permissions
from fingerpost.access.embargo import Person, Relation, releases
from fingerpost.access.models import Compartment, Concern, Releasing
from fingerpost.access.models.case_data import case_models
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.access.services import concerns
from fingerpost.casework.models import PoliceKind
from fingerpost.casework.police.services import record_step
from fingerpost.documents import production
from fingerpost.documents.models import Format
from fingerpost.documents.production import DocumentRequest
from fingerpost.documents.recipients import OWN
from fingerpost.duties.models import Duty
from fingerpost.duties.services import recording
from fingerpost.procedure.calendar import london_day
from fingerpost.record.models import (
    Appearance,
    ClosingOutcome,
    DetailKind,
    HiddenHit,
    NoteKind,
    PartInConcern,
    PersonKind,
    RelationshipKind,
)
from fingerpost.record.services.closing import close
from fingerpost.record.services.events import record_event
from fingerpost.record.services.facts import assert_fact
from fingerpost.record.services.notes import add_note
from fingerpost.record.services.people import add_appearance
from fingerpost.record.services.relationships import relate

POLICE = Compartment.POLICE

# What is anew in every answer: tokens, the ids of the showing of a form, and the time of day.
ANEW = re.compile(
    r'name="(?:csrfmiddlewaretoken|draft\w*)" value="[^"]*"|data-device-key="[^"]*"|\?draft=[0-9a-f-]+|\b\d\d:\d\d\b'
)
# Who looked at what somebody sees is told to them: it is compared by itself.
LOOKS = frozenset({"concern_looks", "my_looks"})


@dataclass(frozen=True)
class Recorded:
    """A concern of the teacher's, of which the police see a part of their own, and an adult in it."""

    concern: Concern
    adult: Appearance


def recorded_concern(anywhere: Anywhere) -> Recorded:
    with anywhere.acting("teacher"):
        concern = making.concern(youth_produced_imagery=True)
        for part in ("common", "police"):
            concerns.involve_organisation(concern.pk, worlds.name("force"), compartment=part)
        child = making.child(concern)
        making.told(concern, about=child, significant_harm=True)
        return Recorded(concern, making.adult(concern))


def keep_to_themselves(anywhere: Anywhere, it: Recorded) -> None:
    """Let the police add to their part something of every kind, above all that somebody was arrested."""
    concern, adult = it.concern, it.adult
    with anywhere.acting("officer"):
        told = [(DetailKind.NAME, "Vaso Example")]
        somebody = add_appearance(concern, PersonKind.CHILD, [PartInConcern.TARGETED], told, compartment=POLICE)
        relate(adult, RelationshipKind.LIVES_WITH, somebody, compartment=POLICE)
        assert_fact(concern, "alleged_abuser", True, about=adult, compartment=POLICE)
        record_event(concern, "arrest", timezone.now() - timedelta(hours=1), about=adult, compartment=POLICE)
        record_step(concern, PoliceKind.BAIL, about=adult, text="Not to go there.")
        add_note(concern, NoteKind.LEARNED, "Nobody else may know of this.", compartment=POLICE)
        today = london_day(timezone.now())
        first, second, *_ = Duty.objects.visible().filter(concern=concern, compartment=POLICE)
        recording.record_done(first, "Done.", "An officer", today)
        recording.take(second)
        close(concern, ClosingOutcome.DONE, why="All is done.", agreed_by="An officer", compartment=POLICE)
        production.ask(concern, DocumentRequest("chronology", "", Format.PDF, POLICE, OWN))
        somebody_else = Person(Relation.OTHER, concern.pk)
        releases.ask(
            concern.pk,
            POLICE,
            releases.ReleaseRequest(Releasing.TELLING, somebody_else, "Somebody", "This.", "Tonight."),
        )
    with anywhere.serving():
        making.work()
    with anywhere.laying():
        looked = {"appearance": somebody, "by_id": worlds.name("other-teacher"), "strength": 3}
        HiddenHit._base_manager.bulk_create([HiddenHit(concern=concern, compartment=POLICE, **looked)])


def read_by_the_teacher(anywhere: Anywhere, concern: Concern) -> dict[str, str]:
    """Return every page that the teacher can read, of this concern and of all, by the route's name."""
    pages = {}
    with anywhere.serving():
        client = client_of("teacher")
        for route in permissions.every_route():
            within = set(route.arguments) - {"concern_id", *PLAIN}
            access = route.access
            if access is None or within or route.name in LOOKS or not (access.roles >= WORKING_ROLES):
                continue
            answer = client.get(reverse(route.name or "", kwargs=arguments(route, concern.pk, {})))
            pages[route.name or ""] = ANEW.sub("", answer.content.decode())
        pages["home"] = ANEW.sub("", client.get("/").content.decode())
    return pages


def hidden(anywhere: Anywhere, concern: Concern) -> dict[str, UUID]:
    """Return the id of something of each kind that the police alone see of the concern, by the kind's name."""
    with anywhere.laying():
        rows = {
            model.__name__.lower(): model._base_manager.filter(concern=concern, compartment=POLICE).first()
            for model in case_models()
            if model._meta.pk.name == "id"
        }
    return {kind: row.pk for kind, row in rows.items() if row is not None}


def arguments(route: permissions.Route, concern: UUID, ids: dict[str, UUID]) -> dict[str, Any]:
    """Return the arguments of a route about the concern: those of `ids` where they name something within it."""
    chosen: dict[str, Any] = {"concern_id": concern}
    for name in set(route.arguments) - {"concern_id"}:
        kind = name.removesuffix("_id").replace("_", "")
        chosen[name] = ids.get(ALIASES.get(kind, kind)) or PLAIN.get(name) or uuid4()
    return {name: chosen[name] for name in route.arguments}


# What a page shows does not differ by the database, beneath which row-level security would hide what slips through.
@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_what_the_police_keep_to_themselves_changes_nothing_that_others_read(anywhere: Anywhere) -> None:
    # Given a concern, and every page that the teacher can read
    it = recorded_concern(anywhere)
    before = read_by_the_teacher(anywhere, it.concern)
    assert len(before) > 30
    # When the police add a child, an arrest, a fact, a note, and close their part
    keep_to_themselves(anywhere, it)
    # Then not a byte of any page is another, nor does who looked tell of it
    after = read_by_the_teacher(anywhere, it.concern)
    assert [name for name in before if before[name] != after[name]] == []
    # (that somebody of the police has read the common record is told, as of everybody)
    with anywhere.acting("teacher"):
        entries = [row.entry for row in ledger_visibility.of_concern(it.concern.pk)]
    assert {entry.compartment for entry in entries} == {"common"}
    assert {entry.action for entry in entries if entry.actor != worlds.name("u-teacher")} <= {"looked", "shown"}


def test_what_the_police_have_is_not_there_for_others_to_the_byte(anywhere: Anywhere) -> None:
    it = recorded_concern(anywhere)
    keep_to_themselves(anywhere, it)
    concern, ids = it.concern, hidden(anywhere, it.concern)
    assert set(ids) >= {"appearance", "detail", "parttaken", "relationship", "duty", "dutystep", "hiddenhit"}
    assert set(ids) >= {"production", "release"}
    absent = dict.fromkeys(ids, uuid4())
    asked = 0
    with anywhere.serving():
        teacher = client_of("teacher")
        # The officer finds them there, so the ids are right.
        assert client_of("officer").get(reverse("duty", args=[ids["duty"]])).status_code == 200
        assert client_of("officer").get(reverse("person", args=[concern.pk, ids["appearance"]])).status_code == 200
        for route in permissions.every_route():
            about = [arguments(route, concern.pk, one) for one in (ids, absent)]
            if not set(about[0].values()) & set(ids.values()):
                continue
            asked += 1
            for method in ("get", "post"):
                answers = [getattr(teacher, method)(reverse(route.name or "", kwargs=chosen)) for chosen in about]
                said = [(one.status_code, one.content, one.headers.get("Location", "")) for one in answers]
                assert said[0] == said[1], (route.name, method)
                assert said[0][0] in (404, 405), (route.name, method)
    assert asked >= 12
