"""A second procedure, of somewhere else, under whose own names everything goes as it does under the first.

`tests/other_pack` has the same acts as the chapter, and no id, section or condition of it.
"""

from __future__ import annotations

import html
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from casework.meeting import ON_ONE, TODAY, TUESDAY, agreed, call, come, minutes_of, shown
from casework.test_referrals import sent
from duties import making
from fingerpost.access.embargo import Person, Relation
from fingerpost.access.models import Concern, Embargo, Organisation
from fingerpost.access.services import concerns
from fingerpost.casework.agreements import agreed_matters
from fingerpost.casework.agreements import services as agreeing
from fingerpost.casework.cross_border import services as cross_border
from fingerpost.casework.enquiries import services as enquiring
from fingerpost.casework.meetings import decisions, meeting_duties, services
from fingerpost.casework.meetings.services import ItemAnswer, Urgent
from fingerpost.casework.models import (
    Agency,
    AgreementStepKind,
    Considered,
    MeetingForm,
    StageKind,
    SupportKind,
)
from fingerpost.casework.police import principles
from fingerpost.casework.referrals import services as referring
from fingerpost.casework.risk import presentation
from fingerpost.casework.risk import queries as assessed
from fingerpost.casework.risk import services as assessing
from fingerpost.casework.support import services as supporting
from fingerpost.documents.papers import agreement as agreement_paper
from fingerpost.documents.papers import plan
from fingerpost.duties import presentation as duties
from fingerpost.duties.models import Duty, DutyState
from fingerpost.procedure.pack.library import FOLDER_VARIABLE, load_pack
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.words import ACTS
from fingerpost.record.models import Appearance, DetailKind, PartInConcern, PersonKind
from fingerpost.record.services import notes
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.people import add_appearance

OTHER = Path(__file__).parents[1] / "other_pack"
NAME = "e-safety@elsewhere"
COMMON = frozenset({"common"})

pytestmark = ON_ONE


@pytest.fixture
def pack(monkeypatch: pytest.MonkeyPatch) -> Pack:
    """The other procedure, which is the only one there is."""
    first = load_pack()
    monkeypatch.setenv(FOLDER_VARIABLE, str(OTHER))
    other = load_pack(NAME)
    assert not first.provisions.keys() & other.provisions.keys()
    assert not {one.section for one in first.provisions.values()} & {one.section for one in other.provisions.values()}
    assert {act for one in other.provisions.values() for act in one.carried_out_by} == {*ACTS}
    return other


@pytest.fixture
def concern(anywhere: Anywhere, pack: Pack) -> Concern:  # noqa: ARG001
    """A concern under it: a child is hurt, and an adult is suspected who was known before and stays in the home."""
    with anywhere.acting("teacher"):
        made = making.concern(alarm=True, material=True)
        concerns.involve_organisation(made.pk, worlds.name("council"))
        child = add_appearance(made, PersonKind.CHILD, [PartInConcern.TARGETED], [(DetailKind.NAME, "Amina Example")])
        adult = add_appearance(
            made, PersonKind.ADULT, [PartInConcern.ALLEGED_ABUSER], [(DetailKind.NAME, "Ralph Example")]
        )
        making.told(made, about=child, hurt=True)
        making.told(made, about=adult, watched=True, near=True, sleeps_there=True, seen_before=True, paid_for_it=False)
    with anywhere.acting("front-door"):
        concerns.involve_member(made.pk, worlds.name("worker"))
    return made


def somebody(concern: Concern, kind: PersonKind) -> Appearance:
    return Appearance.objects.visible().get(concern=concern, kind=kind)


def open_duties(concern: Concern) -> dict[str, Duty]:
    """Return the open duties of the decision, by their rule."""
    states = DutyState.objects.visible().filter(concern=concern, is_open=True, duty__work=None, compartment="common")
    return {state.duty.provision: state.duty for state in states.select_related("duty__concern")}


def test_a_concern_gives_its_duties_and_a_referral_closes_those_of_its_recipient(
    anywhere: Anywhere, concern: Concern
) -> None:
    with anywhere.acting("teacher"):
        assert pack_of(concern).name == NAME
        asked = {"tell-council", "tell-constable", "tell-whoever-is-awake"}
        found = open_duties(concern)
        assert set(found) == asked | {
            *("unkindness", "fervour", "sad-pages", "owners-of-pages", "warm-words", "warm-words-for-others"),
            *("beyond-the-hills", "gather", "not-a-moment", "signed-paper", "walls", "second-look", "fourth-question"),
        }
        assert {one.provision for one in Embargo.objects.visible().filter(concern=concern)} == {"hush"}
    with anywhere.acting("teacher"):
        council = Organisation.objects.get(pk=worlds.name("council"))
        chosen = [found["tell-council"], found["tell-whoever-is-awake"]]
        referring.send(concern, sent(council), chosen)
        assert set(found) - set(open_duties(concern)) == {"tell-council", "tell-whoever-is-awake"}
        waits = Duty.objects.visible().filter(concern=concern, work__isnull=False)
        assert {one.provision for one in waits} == {"wait-for-word"}
        assert notes.rules_for(concern, "bullying") == ["unkindness"]
        assert notes.rules_for(concern, "extremism") == ["fervour"]


def test_a_meeting_has_its_agenda_and_what_it_decides_becomes_duties(anywhere: Anywhere, concern: Concern) -> None:
    with anywhere.acting("worker"):
        adult = somebody(concern, PersonKind.ADULT)
        assert [one.provision.id for one in meeting_duties.open_duties(concern, COMMON, TODAY)] == ["gather"]
        meeting = call(concern)
        asked = [one.duty for one in meeting_duties.for_meeting(meeting, COMMON, TODAY)]
        services.hold(meeting, TUESDAY, MeetingForm.MEETING, duties=asked)
        assert "gather" not in open_duties(concern)
        items = shown(meeting).items
        assert [one.ids for one in items] == [
            ("first-question",),
            ("second-question",),
            ("third-question",),
            ("fourth-question",),
        ]
        assert [one.is_decided for one in items] == [True, True, False, False]
        assert items[3].about == adult.pk
        services.answer(meeting, [ItemAnswer(items[3], "With his brother.")])
        decisions.decide(meeting, "section47_enquiry", "yes", "It is needed.")
        decisions.decide(meeting, "conference", "no", "Not yet.")
        decisions.decide(meeting, "joint_investigation", "yes", "Both look at it.")
        assert set(agreed(concern)) == {"first-question", "hand-in-hand"}
        assert agreed(concern)["first-question"].carried is None
        enquiring.open_stage(concern, StageKind.ENQUIRY, people=[somebody(concern, PersonKind.CHILD)], text="Decided.")
        assert agreed(concern)["first-question"].carried is not None
        decisions.agree_telling(meeting, telling(adult))
        come(meeting, Agency.POLICE, Agency.SOCIAL_CARE, Agency.HEALTH)
        services.conclude(meeting, shown(meeting).items)
        assert not shown(meeting).lacks
        said = {one.rules: one.answer.partition(".")[0] for one in minutes_of(meeting).items}
        assert said["first-question",] == "The threshold for a Section 47 enquiry is met"
        assert {one.rule for one in minutes_of(meeting).decisions} == {
            "first-question",
            "second-question",
            "hand-in-hand",
        }
    with anywhere.serving():
        page = html.unescape(client_of("worker").get(reverse("call_meeting", args=[concern.pk])).content.decode())
        assert "A meeting is preferred (rule face-to-face)." in page


def telling(adult: Appearance) -> decisions.TellingInput:
    words = {"teller": "An officer", "reasons": "It is safe then.", "risk": "Weighed.", "beside": "His brother."}
    return decisions.TellingInput(adult, str(Person(Relation.SELF, adult.pk)), TUESDAY, **words)


def test_casework_carries_out_what_the_procedure_says_that_it_does(anywhere: Anywhere, concern: Concern) -> None:
    with anywhere.acting("worker"):
        adult, child = somebody(concern, PersonKind.ADULT), somebody(concern, PersonKind.CHILD)
        found = open_duties(concern)

        def closed() -> set[str]:
            return set(found) - set(open_duties(concern))

        services.act_urgently(concern, Urgent("The children were fetched.", "It was night.", "A worker", TUESDAY))
        assert closed() == {"not-a-moment"}
        supporting.begin_safeguard(concern, text="He is away.", checker="A worker", about=adult, children=[child])
        assert closed() == {"not-a-moment", "walls"}
        supporting.support_child(concern, child, SupportKind.OFFERED, giver="A worker", text="A talk.")
        assert closed() == {"not-a-moment", "walls", "warm-words"}
        cross_border.consider(
            concern, cross_border.CrossBorderInput(adult, Considered.NOT_NEEDED, "", "He lives here.")
        )
        assert closed() == {"not-a-moment", "walls", "warm-words", "beyond-the-hills"}
        risk = assessing.begin(concern, adult, TUESDAY)
        assert closed() == {"not-a-moment", "walls", "warm-words", "beyond-the-hills", "second-look"}
        (one,) = assessed.of_concern(concern)
        assert [(it.entry.heading, it.child) for it in presentation.headings_of(one)] == [
            ("the-house", ""),
            ("the-past", ""),
            ("every-child", ""),
        ]
        waits = Duty.objects.visible().filter(concern=concern, work__isnull=False)
        assert {it.provision for it in waits} == {"into-the-one"}
        assert risk.about_id == adult.pk
        stage = enquiring.open_stage(
            concern, StageKind.ASSESSMENT, people=[child], assessed=[adult], text="It began.", at=TUESDAY
        )
        assert "one-look" in open_duties(concern)
        # Thirty working days from the day in the procedure of somewhere else.
        asked = [it for it in duties.of_concern(concern, COMMON, TODAY) if it.provision.id == "one-look"]
        assert [it.due and it.due.chapters for it in asked if it.duty.work is None] == [date(2026, 5, 8)]
        enquiring.judge(stage, adult, "sign-of-old", enquiring.Judgement.NOT_PRESENT, rests_on="The records")
        assert "fourth-question" not in open_duties(concern)
    with anywhere.serving():
        client = client_of("worker")
        for route in ("risk_assessment", "concern_support", "suspected_links", "concern_decisions", "concern"):
            args = [concern.pk, risk.pk] if route == "risk_assessment" else [concern.pk]
            page = client.get(reverse(route, args=args))
            assert page.status_code == 200, route
            assert "2.2-" not in page.content.decode(), route


def test_an_agreement_has_its_matters_and_documents_name_its_rules(anywhere: Anywhere, concern: Concern) -> None:
    with anywhere.acting("worker"):
        adult = somebody(concern, PersonKind.ADULT)
        named = agreed_matters.of_pack(pack_of(concern))
        assert [(one.provision, one.plain) for one in named] == [
            ("doors", "Which doors are shut"),
            ("lamps", "When lamps go out"),
        ]
        terms = [agreeing.AgreementStepInput(text="As it was said.", provision=one.provision) for one in named]
        agreement = agreeing.draw_up(concern, adult, text="He stays.", terms=terms, at=TUESDAY)
        agreeing.record(agreement, AgreementStepKind.STARTED, at=TUESDAY)
        assert "signed-paper" not in open_duties(concern)
        assert {"paper-again"} == {
            one.provision for one in Duty.objects.visible().filter(concern=concern, work__isnull=False)
        }
        paper = plan.build(concern, COMMON, "", TUESDAY)
        said = str(paper)
        assert "Gather those who act" in said
        assert "hush" in said
        assert "2.2-" not in said
        held = call(concern)
        services.hold(held, TUESDAY, MeetingForm.MEETING)
        decisions.agree_telling(held, telling(adult))
        family = agreement_paper.build(concern, COMMON, str(agreement.pk), TUESDAY)
        assert [one.heading for one in family.sections][:2] == ["Which doors are shut", "When lamps go out"]


def test_the_police_read_what_is_said_to_them(anywhere: Anywhere, concern: Concern, pack: Pack) -> None:
    assert [one.id for one in principles.to_the_police(pack)] == ["after-an-arrest", "for-constables"]
    with anywhere.acting("teacher"):
        assert principles.of_concern(concern, COMMON) == []
