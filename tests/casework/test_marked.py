"""What is recorded while work goes on is marked for headings, and a heading opens with it, for those who may see it."""

from __future__ import annotations

from html import unescape

import pytest
from django.db import connection
from django.urls import reverse

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from casework.test_risk import TUESDAY, concern_and_adult
from duties import making
from fingerpost.access.models import Compartment, Concern
from fingerpost.access.services import concerns
from fingerpost.casework.models import PoliceKind, PoliceStep, RiskAssessment, RiskInterview
from fingerpost.casework.police import services as police
from fingerpost.casework.risk import services as risk
from fingerpost.procedure.pack.library import load_pack
from fingerpost.record.errors import RecordError
from fingerpost.record.models import Appearance, Note, NoteKind, RelationshipKind
from fingerpost.record.services.notes import add_note
from fingerpost.record.services.relationships import relate

ON_SQLITE = pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
OTHER_MATERIAL = "2.3-h03"
TECHNOLOGY = "2.3-h04"
OF_EACH_CHILD = "2.3-h14"


def opened(anywhere: Anywhere) -> tuple[Concern, RiskAssessment]:
    concern, adult = concern_and_adult(anywhere)
    with anywhere.acting("teacher"):
        concerns.involve_organisation(concern.pk, worlds.name("force"))
    with anywhere.acting("worker"):
        return concern, risk.begin(concern, adult, TUESDAY)


def page(anywhere: Anywhere, made: RiskAssessment, heading: str) -> str:
    """Return what a heading's page opens with, for the social worker."""
    with anywhere.serving():
        answer = client_of("worker").get(reverse("risk_heading", args=[made.concern_id, made.pk, heading]))
    assert answer.status_code == 200
    return answer.text.split("What is known?")[0]


def test_a_heading_opens_with_what_is_marked_for_it_and_never_with_what_one_may_not_see(anywhere: Anywhere) -> None:
    concern, made = opened(anywhere)
    before = page(anywhere, made, TECHNOLOGY)
    with anywhere.acting("teacher"):
        add_note(concern, NoteKind.LEARNED, "A games console is in his shed.", headings=[TECHNOLOGY])
        add_note(concern, NoteKind.LEARNED, "He likes fishing.")
    with anywhere.acting("officer"):
        hidden = police.record_step(concern, PoliceKind.DEVICES, text="A tablet", headings=[TECHNOLOGY, OTHER_MATERIAL])
        add_note(
            concern, NoteKind.LEARNED, "Known to us alone.", compartment=Compartment.POLICE, headings=[OTHER_MATERIAL]
        )
    seen = page(anywhere, made, TECHNOLOGY)
    assert "Marked for this heading" not in before
    assert "A games console is in his shed." in seen
    assert not any(words in seen for words in ("fishing", "tablet", "Devices"))
    # Nothing tells that two things are marked for this one.
    assert "Marked for this heading" not in page(anywhere, made, OTHER_MATERIAL)
    with anywhere.acting("officer"):
        police.open_step(hidden, why="The search is over.")
    assert "Devices secured: A tablet." in page(anywhere, made, TECHNOLOGY)
    assert "Known to us alone" not in page(anywhere, made, OTHER_MATERIAL)


@ON_SQLITE
def test_what_is_about_one_child_is_under_that_childs_heading_alone(anywhere: Anywhere) -> None:
    concern, made = opened(anywhere)
    with anywhere.acting("teacher"):
        first = Appearance.objects.visible().get(concern=concern, kind="child")
        other = making.child(concern)
        relate(made.about, RelationshipKind.LIVES_WITH, other)
        add_note(concern, NoteKind.LEARNED, "About the first child.", about=first, headings=[OF_EACH_CHILD])
        add_note(concern, NoteKind.LEARNED, "About them both.", headings=[OF_EACH_CHILD])
    found = {child: page(anywhere, made, f"{OF_EACH_CHILD}:{child.pk}") for child in (first, other)}
    assert ["About the first child." in found[child] for child in (first, other)] == [True, False]
    assert all("About them both." in said for said in found.values())


@ON_SQLITE
def test_the_forms_mark_and_offer_the_headings_of_the_procedure(anywhere: Anywhere) -> None:
    concern, made = opened(anywhere)
    titles = [one.title for one in load_pack("e-safety@2017").provisions.values() if one.kind == "heading"]
    moment = {"day_0": "24", "day_1": "3", "day_2": "2026", "clock": "15:00"}
    marked = {"headings": [TECHNOLOGY]}
    sheet = reverse("risk_sheet", args=[concern.pk, made.pk, "interviews"])
    with anywhere.serving():
        note = reverse("new_note", args=[concern.pk])
        teacher, worker, officer = map(client_of, ("teacher", "worker", "officer"))
        offered = unescape(teacher.get(note).text)
        assert [f"{number}. {title}" for number, title in enumerate(titles, 1) if title not in offered] == []
        wrong = teacher.post(note, {"what": "learned", "words": "A telescope.", "headings": ["2.3-trigger"]})
        assert "Choose among the headings on the page" in wrong.text
        assert teacher.post(note, {"what": "learned", "words": "A telescope.", **marked}).status_code == 302
        said = {"whom": "partner_interview", "who": "Ms Lake", "separately": "yes", "text": "Two consoles."}
        assert worker.post(sheet, said | moment | marked).status_code == 302
        secured = reverse("record_police", args=[concern.pk, "devices"])
        asked = {"text": "A telephone", "held_by": "The force"}
        assert officer.post(secured, asked | moment | marked).status_code == 302
        assert TECHNOLOGY not in officer.get(reverse("record_police", args=[concern.pk, "arrest"])).text
    shown = page(anywhere, made, TECHNOLOGY)
    assert "A telescope." in shown
    assert "Two consoles." in shown
    assert "A telephone" not in shown
    with anywhere.acting("officer"):
        assert [str(one.headings) for one in PoliceStep.objects.visible()] == [TECHNOLOGY]
    with anywhere.acting("worker"):
        (held,) = RiskInterview.objects.visible()
        risk.take_back(held, reason="It was somebody else.")
    assert "Two consoles." not in page(anywhere, made, TECHNOLOGY)


@ON_SQLITE
def test_a_heading_that_the_procedure_does_not_have_is_refused_and_kept_ones_are_sealed(anywhere: Anywhere) -> None:
    concern, _ = opened(anywhere)
    with anywhere.acting("teacher"):
        with pytest.raises(RecordError, match="no such heading"):
            add_note(concern, NoteKind.LEARNED, "Something.", headings=[TECHNOLOGY, "2.3-trigger"])
        assert not Note.objects.visible().exists()
        add_note(concern, NoteKind.LEARNED, "Something.", headings=[TECHNOLOGY, OTHER_MATERIAL])
        assert str(Note.objects.visible().get().headings).split() == [OTHER_MATERIAL, TECHNOLOGY]
        with connection.cursor() as cursor:
            cursor.execute("SELECT headings FROM record_note")
            assert TECHNOLOGY.encode() not in bytes(cursor.fetchone()[0])
