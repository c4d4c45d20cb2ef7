"""Every page about a concern and what is in it, for everybody: WCAG 2.2 AA by axe, and no wider than a narrow screen.

Which pages there are comes from the routes: one that is not opened here, nor in a test that is named, fails the last.
"""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from fingerpost.access.permissions import every_route
from fingerpost.record.forms.notes import NOTE_PAGES
from support.browser import NARROW, MakeVisitor
from support.service import Service

# A page looks the same on either database.
pytestmark = pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")

# Each concern has somebody, a tie, a duty, something done, a piece of each kind of casework, a document and a draft.
_TELLING = """
import json, yaml
from django.conf import settings
from django.utils import timezone
from fingerpost.access import context
from fingerpost.casework.models import Referral
from fingerpost.documents import production
from fingerpost.documents.models import Format, Production
from fingerpost.documents.production import DocumentRequest
from fingerpost.casework.managing import samples
from fingerpost.casework.managing.timeliness import Period
from fingerpost.casework.models import AgreementStepKind, MeetingForm, MeetingKind, Referral, RiskAssessment
from fingerpost.casework.models import Sampled, StageKind
from fingerpost.casework.risk import services as risk
from fingerpost.casework.agreements import services as agreements
from fingerpost.casework.enquiries import services as enquiries
from fingerpost.casework.meetings import services as meetings
from fingerpost.gate import Heading, Item, Paragraph, Table
from fingerpost.intake import services as intake
from fingerpost.duties.models import DutyState
from fingerpost.duties.services import recording
from fingerpost.access.acting_membership import actor_in
from fingerpost.record.models import Appearance, Detail, PartTaken, Relationship
from fingerpost_demo.people import member
from fingerpost_demo.stories.telling import CONCERNS, Telling
from fingerpost.subject.models import Asker, HeldAs
from fingerpost.subject.services import (requests as subject_asking, holdings, preparation)
stories = yaml.safe_load((CONCERNS / "2-adults.yaml").read_text())
telling = Telling(next(story for story in stories if "At a home visit" in story["told"]), timezone.now())
telling.tell()
with context.acting(actor_in(member("dilip"))):
    states = DutyState.objects.visible().filter(concern=telling.concern, is_open=True).order_by("due", "pk")
    duty, done = (state.duty for state in states[:2])
    adult = Appearance.objects.visible().filter(concern=telling.concern, kind="adult").order_by("recorded_at").first()
    risk.interview(risk.begin(telling.concern, adult), "alleged_abuser_interview", timezone.now(), who="By somebody",
                   separately="not_known")
    child = Appearance.objects.visible().filter(concern=telling.concern, kind="child").first()
    opened = {"people": [child], "assessed": [adult], "text": "The meeting asked for it."}
    assessment = enquiries.open_stage(telling.concern, StageKind.ASSESSMENT, **opened)
    only = {"text": "Only with her in the room.", "provision": "2.2-matter-contact", "who": "Her mother"}
    terms = [agreements.AgreementStepInput(**only | {"provision": f"2.2-matter-{one}"})
             for one in ("contact", "care", "rooms", "sleepovers")]
    agreement = agreements.draw_up(telling.concern, adult, text="He visits.", terms=terms)
    agreements.record(agreement, AgreementStepKind.STARTED)
    step = recording.record_done(done, "Done.", "Somebody", timezone.localdate())
    asked = DocumentRequest("action_plan", "", Format.PDF, "common", "own")
    production.produce(production.ask(telling.concern, asked))
    sample = samples.draw(Period.before(timezone.localdate()), samples.MOST)
    called = meetings.MeetingInput(MeetingKind.STRATEGY, timezone.now(), "Somebody", why="It is asked for.")
    meeting = meetings.call(telling.concern, called)
    meetings.hold(meeting, timezone.now(), MeetingForm.MEETING)
    words = [Heading(1, "Report"), Heading(4, "School"), Paragraph("She is well."), Item("Lunch"), Item("Bus", 2),
             Table((("Day", "Present"), ("Monday", "yes"))), Paragraph("As you wrote.", 1)]
    said = ("report", "pdf", "A head of year", timezone.localdate(), words, "One picture was left out.", 1)
    letter = intake.DocumentInput(*said)
    taken = intake.take_in(telling.concern, "common", letter)
    intake.record_link(telling.concern, "common", "imagery", "https://example.org/path")
    asked = subject_asking.record(subject_asking.RequestInput(Asker.PERSON, "Somebody", timezone.localdate()))
    holdings.say(asked, [child], HeldAs.THEM)
    place = holdings.place(asked, telling.concern.pk)
    preparation.decide(asked, place, [
        preparation.AnswerDecided(row.item, row.choice, row.ground, row.passages) for row in place.rows
    ])
    preparation.prepare(subject_asking.of_concern(asked.concern), member("quinn"), "", timezone.localdate())
    def first(model):
        return str(model.objects.visible().filter(concern=telling.concern).first().pk)
    print(json.dumps({
        "concern_id": str(telling.concern.pk), "duty_id": str(duty.pk), "done": str(done.pk), "step_id": str(step.pk),
        "appearance_id": str(PartTaken.objects.visible().filter(concern=telling.concern).first().appearance_id),
        "asked_in": str(asked.concern_id), "request_id": str(asked.pk),
        "sample_id": str(sample), "sampled_id": first(Sampled),
        "part_id": first(PartTaken), "relationship_id": first(Relationship), "referral_id": first(Referral),
        "production_id": first(Production), "document_id": str(taken.pk),
        "risk_assessment_id": first(RiskAssessment),
        "meeting_id": str(meeting.pk),
        "detail": str(Detail.objects.visible().filter(concern=telling.concern, kind="born").first().pk),
        "stage_id": str(assessment.pk), "assessed": str(adult.pk), "agreement_id": str(agreement.pk),
        "born_of": str(Detail.objects.visible().filter(concern=telling.concern, kind="born").first().appearance_id),
    }))
"""
CONCERN = (
    "concern", "concern_access", "concern_chronology", "concern_decisions", "concern_people", "concern_looks",
    "add_to_concern", "choose_referral", "close_concern", "cross_border", "duties", "facts", "hits", "concern_casework",
    "concern_referrals", *(page.route for page in NOTE_PAGES.values()), "new_person",
    "new_relationship", "new_viewing", "people", "relationships", "transfer_concern", "concern_documents",
    "concern_police", "concern_support", "begin_risk_assessment", "new_agreement", "new_stage", "call_meeting",
    "concern_meetings", "concern_conflicts", "allocate", "disposal", "emergency_looks", "releases", "suspect_bypass",
    "take_in_document", "held_elsewhere", "suspected_links",
)  # fmt: skip
DUTY = ("duty", "duty_done", "hand_over_duty", "postpone_duty", "waive_duty")
BY_THEMSELVES = (
    "concerns", "search", "new_concern", "drafts", "referrals", "hand_over_duties", "check_document", "managing",
    "dip_samples", "due_for_disposal", "break_glass", "subject_requests", "new_subject_request",
)  # fmt: skip
PARTS_OF_MANAGING = ("overdue", "timeliness", "referrals", "watched")
STEPS = ("hold", "withdraw")
"""Of a disposal, the forms that ask nobody once more who they are."""
STEPS_OF_A_REQUEST = ("record", "who", "not_them", "prepare", "check", "sent")
SHEETS = ("model", "interviews", "factors", "judgements", "conclusion")
PERSON = ("person", "new_parts", "same_people")
# They answer to a form alone, or lead on at once.
NOTHING_TO_SEE = {"confirm_duty", "take_duty", "save_draft", "device_key"}
# Opened in the journeys through drafts, matching, closing, and in the demonstration.
ELSEWHERE = {"discard_draft", "answer_hit", "same_person", "reopen_concern", "new_referral", "demonstration"}
# Of one template with `record_support`, and not there for whoever opens the others.
OF_THE_POLICE = {"record_police"}


def addresses(ids: dict[str, str]) -> dict[str, str]:
    """Return where each page is."""
    concern = {"concern_id": ids["concern_id"]}
    person = concern | {"appearance_id": ids["appearance_id"]}
    born = concern | {"appearance_id": ids["born_of"]}
    asked = {"concern_id": ids["asked_in"], "request_id": ids["request_id"]}
    risk = concern | {"risk_assessment_id": ids["risk_assessment_id"]}
    found = {name: reverse(name) for name in BY_THEMSELVES}
    found |= {name: reverse(name, kwargs=concern) for name in CONCERN}
    found |= {name: reverse(name, kwargs={"duty_id": ids["duty_id"]}) for name in DUTY}
    found |= {name: reverse(name, kwargs=person) for name in PERSON}
    return found | {
        "withdraw_step": reverse("withdraw_step", kwargs={"duty_id": ids["done"], "step_id": ids["step_id"]}),
        "leave_part": reverse("leave_part", kwargs=person | {"part_id": ids["part_id"]}),
        "new_detail": reverse("new_detail", kwargs=person | {"kind": "phone"}),
        "correct_detail": reverse("correct_detail", kwargs=born | {"detail_id": ids["detail"]}),
        "end_relationship": reverse("end_relationship", kwargs=concern | {"relationship_id": ids["relationship_id"]}),
        "meeting": reverse("meeting", kwargs=concern | {"meeting_id": ids["meeting_id"]}),
        "record_in_meeting": reverse(
            "record_in_meeting", kwargs=concern | {"meeting_id": ids["meeting_id"], "topic": "telling"}
        ),
        "minute_meeting": reverse("minute_meeting", kwargs=concern | {"meeting_id": ids["meeting_id"]}),
        "referral": reverse("referral", kwargs=concern | {"referral_id": ids["referral_id"]}),
        "document": reverse("document", kwargs=concern | {"production_id": ids["production_id"]}),
        "taken_in": reverse("taken_in", kwargs=concern | {"document_id": ids["document_id"]}),
        "dip_sample": reverse("dip_sample", kwargs={"sample_id": ids["sample_id"]}),
        "dip_answer": reverse("dip_answer", kwargs=concern | {"sampled_id": ids["sampled_id"]}),
        "record_support": reverse("record_support", kwargs=concern | {"what": "others"}),
        "subject_request": reverse("subject_request", kwargs=asked),
        **{
            f"subject_request, {do}": f"{reverse('subject_request', kwargs=asked)}?do={do}" for do in STEPS_OF_A_REQUEST
        },
        "subject_items": reverse("subject_items", kwargs=asked | {"held_id": ids["concern_id"], "number": 0}),
        "risk_assessment": reverse("risk_assessment", kwargs=risk),
        "risk_heading": reverse("risk_heading", kwargs=risk | {"heading": "2.3-h12"}),
        **{f"risk_sheet, {sheet}": reverse("risk_sheet", kwargs=risk | {"sheet": sheet}) for sheet in SHEETS},
        "stage": reverse("stage", kwargs=concern | {"stage_id": ids["stage_id"]}),
        "agreement": reverse("agreement", kwargs=concern | {"agreement_id": ids["agreement_id"]}),
        "judge_factors": reverse(
            "judge_factors", kwargs=concern | {"stage_id": ids["stage_id"], "appearance_id": ids["assessed"]}
        ),
        "answer_facts": reverse("answer_facts", kwargs=concern | {"about": "concern", "number": 2}),
    }


def test_no_page_about_a_concern_has_a_barrier(service: Service, visitor: MakeVisitor) -> None:
    ids = json.loads(service.python(_TELLING))
    manager = visitor(viewport=NARROW)
    manager.has_signed_in(service, "dilip@example.org")
    wrong = []
    steps = [(f"disposal: {step}", f"{reverse('disposal', args=[ids['concern_id']])}?do={step}") for step in STEPS]
    parts = [(f"managing: {part}", f"{reverse('managing')}?show={part}") for part in PARTS_OF_MANAGING]
    for name, address in [*addresses(ids).items(), *parts, *steps]:
        answer = manager.page.goto(manager.url + address)
        assert answer is not None
        if answer.status != 200:
            wrong.append(f"{name}: {answer.status}")
        wrong += manager.barriers()
        if manager.width() > NARROW["width"]:
            wrong.append(f"{name}: {manager.width()} wide")
    assert wrong == []


def looked_at() -> set[str]:
    """Return the routes whose pages are opened here, or need not be."""
    nobody = "00000000-0000-0000-0000-000000000000"
    ids = dict.fromkeys(re.findall(r'"(\w+)": ', _TELLING), nobody)
    return {name.partition(",")[0] for name in addresses(ids)} | NOTHING_TO_SEE | ELSEWHERE | OF_THE_POLICE


def test_what_is_opened_is_there(service: Service) -> None:  # noqa: ARG001 - parametrised as the other is
    assert looked_at() <= {route.name for route in every_route()}
