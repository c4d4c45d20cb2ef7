"""Case data in which every personal word is a marker, made by the service's own services. Run inside a service process.

A marker begins with `STEM`, letters that stand nowhere else: what finds the stem, in whatever writing, finds them all.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from uuid import uuid4

from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from fingerpost.access import contents, context, embargo
from fingerpost.access.actor import Actor
from fingerpost.access.embargo import releases
from fingerpost.access.hooks import AccessHooks
from fingerpost.access.models import (
    Compartment,
    Concern,
    Exclusion,
    ExclusionGround,
    GlassOutcome,
    IdentifierKind,
    LiftingDecision,
    Membership,
    Organisation,
    Releasing,
    User,
)
from fingerpost.access.services import concerns, declarations, emergencies, exclusions, identifiers
from fingerpost.casework.agreements import services as agreements
from fingerpost.casework.conflicts import services as conflicts
from fingerpost.casework.cross_border import services as cross_border
from fingerpost.casework.enquiries import services as enquiries
from fingerpost.casework.managing import samples
from fingerpost.casework.managing.rules import SampleVerdict
from fingerpost.casework.managing.samples import AnswerGiven
from fingerpost.casework.managing.timeliness import Period
from fingerpost.casework.meetings import decisions
from fingerpost.casework.meetings import services as meetings
from fingerpost.casework.models import (
    Addressee,
    Agency,
    AgreementStepKind,
    BypassedPost,
    Considered,
    HeadingKnown,
    Interviewed,
    Judgement,
    MeetingForm,
    MeetingKind,
    MeetingStepKind,
    PoliceKind,
    ReferralStepKind,
    RemovalKind,
    SafeguardKind,
    Separately,
    StageKind,
    StageStepKind,
    SupportKind,
    SupportTie,
    Way,
)
from fingerpost.casework.police import services as police
from fingerpost.casework.referrals import services as referrals
from fingerpost.casework.referrals.services import More, ReferralInput
from fingerpost.casework.risk import services as risk
from fingerpost.casework.support import services as support
from fingerpost.casework.suspect_bypass import services as around
from fingerpost.disposal.models import DisposalAnswer as ProposalSaid
from fingerpost.disposal.models import Proposal, ProposalAnswer
from fingerpost.disposal.services import recording as disposal
from fingerpost.documents import production
from fingerpost.documents.models import Format
from fingerpost.documents.production import DocumentRequest
from fingerpost.documents.recipients import OUTSIDE
from fingerpost.duties.models import Duty
from fingerpost.duties.services import recording
from fingerpost.gate import Paragraph
from fingerpost.intake import services as intake
from fingerpost.intake.models import DocumentKind, FileFormat, HeldKind, LinkKind, ReportedTo
from fingerpost.keys.fields import SecretText
from fingerpost.record import services
from fingerpost.record.models import (
    Appearance,
    ClosingOutcome,
    ConflictAnswer,
    Detail,
    DetailKind,
    HitAnswer,
    InitialAccount,
    NoteKind,
    PartInConcern,
    PersonKind,
    ProcedureMove,
    RelationshipKind,
    SameAnswer,
)
from fingerpost.record.services import closing, duplicate_people, notes, pupils, viewing
from fingerpost.record.services.concerns import ConcernInput
from fingerpost.record.services.relationships import match_place
from fingerpost.record.services.search import Query, search
from fingerpost.subject.models import Asker, Choice, HeldAs
from fingerpost.subject.models import RequestStepKind as SubjectStep
from fingerpost.subject.services import holdings, preparation
from fingerpost.subject.services import requests as subject_asking
from fingerpost.web import drafts
from support.rooms import one_more

HEADINGS = ("2.3-h03", "2.3-h04", "2.3-h14")
STEM = "Quvxzarnoph"
PHONE = "07700 918273"
BORN = "1913-02-17"
# Of the account and of whom it declares: with those of somebody in the concern, it would be shut out.
OWN_PHONE = "07700 918274"
OWN_BORN = "1914-03-18"
_numbers = count(1)


def marker() -> str:
    """Return a text that is found by its beginning, and that is no other's."""
    return f"{STEM}{next(_numbers)} {STEM.lower()}son"


@contextmanager
def acting(email: str) -> Iterator[None]:
    """Act in a transaction as one of the demonstration's people."""
    held = Membership.objects.filter(user__email=email, ends=None).select_related("user")[0]
    actor = Actor(held.user_id, held.pk, held.organisation_id, held.role, held.team, held.intake, uuid4())
    with context.acting(actor):
        yield


def seed() -> Concern:
    """Fill every sealed column there is, search for what is in it, and return the concern."""
    children, police_ = (
        Membership.objects.filter(user__email=email)[0].organisation_id
        for email in ("carys@example.org", "eilidh@example.org")
    )
    with acting("asha@example.org"):
        told = {"childs_voice": marker(), "how": marker()}
        means = ConcernInput(device=marker(), platform=marker(), handles=marker(), reported_by=marker())
        concern = services.record_concern(became_aware_at=timezone.now(), narrative=marker(), told=means, **told)
        concerns.involve_organisation(concern.pk, children, reason=marker())
        concerns.involve_organisation(concern.pk, police_, compartment=Compartment.POLICE, reason=marker())
        details = [(kind, marker()) for kind in DetailKind if kind not in (DetailKind.PHONE, DetailKind.BORN)]
        details += [(DetailKind.PHONE, PHONE), (DetailKind.BORN, BORN), (DetailKind.EMAIL, f"{STEM}@example.org")]
        person = services.add_appearance(concern, PersonKind.CHILD, [PartInConcern.TARGETED], details)
        again = services.record_concern(became_aware_at=timezone.now(), narrative=marker())
        for part in (Compartment.COMMON, Compartment.POLICE):
            concerns.involve_organisation(again.pk, police_, compartment=part, reason=marker())
        known = [(DetailKind.NAME, marker()), (DetailKind.PHONE, PHONE)]
        other = services.add_appearance(again, PersonKind.CHILD, [PartInConcern.TARGETED], known)
        services.unlink(services.link(person, other, why=marker()), why=marker())
        suspect = User.objects.get(email="hari@example.org")
        exclusions.shut_out_user(concern.pk, suspect.pk, ground=ExclusionGround.CONFLICT, reason=marker())
        asked = DocumentRequest(
            "chronology", "", Format.PDF, Compartment.COMMON, OUTSIDE, marker(), ("What was told", marker())
        )
        production.produce(production.ask(concern, asked))
        about = embargo.place(concern.pk, person.pk, reason=marker())
        _add(concern, person)
        _work_on(concern)
        _support(concern, person)
        _come_in(concern)
        held = context.required().membership_id
        versions = {"before": "e-safety@2017", "to": "e-safety@2017"}
        ProcedureMove(concern=concern, why=marker(), recorded_by_id=held, **versions).save()
    _looked_for(concern)
    with acting("eilidh@example.org"):
        words = {"text": marker(), "contact": marker(), "held_by": marker()}
        step = police.record_step(again, PoliceKind.DEVICES, headings=HEADINGS, **words)
        police.open_step(step, why=marker())
    with acting("ben@example.org"):
        held_for = disposal.hold(concern, why=marker(), asked_by=marker(), since=timezone.localdate())
        disposal.release(held_for, why=marker())
        place = {"concern": concern, "recorded_by_id": context.required().membership_id}
        proposal = Proposal(**place, why=marker(), rule="claims", year=2099)
        proposal.save()
        ProposalAnswer(**place, why=marker(), proposal=proposal, answer=ProposalSaid.WITHDRAWN).save()
        pupils.keep([(marker(), "", marker())])
    with acting("ben@example.org"):
        _ask_for_what_is_held(person)
    with acting("asha@example.org"):
        somebody = embargo.Person(embargo.Relation.OTHER, concern.pk)
        going = releases.ReleaseRequest(Releasing.TELLING, somebody, marker(), marker(), marker())
        releases.ask(concern.pk, Compartment.COMMON, going)
    with acting("dilip@example.org"):
        _assess(concern)
        parents = embargo.Person(embargo.Relation.PARENTS, person.pk)
        embargo.lift(about, parents, decision=LiftingDecision.STRATEGY_MEETING, reason=marker())
        _release(concern)
        _protect(concern, person)
        _meet(concern)
    look(concern)
    return concern


def _release(concern: Concern) -> None:
    """Agree that what waits may go, as its second person."""
    (one,) = releases.of_concern(concern.pk, {Compartment.COMMON}, timezone.now())
    releases.answer(one.release, agrees=True, text=marker())


def _add(concern: Concern, person: Appearance) -> None:
    """Add to a concern whatever can be added to one, and leave a draft."""
    now = timezone.now()
    services.assert_fact(concern, "age", 9, about=person, on_whose_word=marker(), reason=marker())
    services.take_part(person, PartInConcern.RECEIVED, reason=marker())
    works = services.relate(person, RelationshipKind.WORKS_AT, marker(), reason=marker())
    match_place(works, None, reason=marker())
    identifiers.give({IdentifierKind.BORN: OWN_BORN, IdentifierKind.PHONE: OWN_PHONE})
    declarations.declare(marker(), OWN_BORN, OWN_PHONE)
    shut_out = Exclusion.objects.visible().filter(concern=concern).first()
    assert shut_out is not None
    conflicts.answer(shut_out, ConflictAnswer.STAYS, marker())
    services.record_event(concern, "referral_made", now, reason=marker())
    told = {"address": marker(), "told": marker(), "teller": marker(), "reference": marker()}
    notes.add_note(concern, NoteKind.EXTREMISM, marker(), about=person, headings=HEADINGS, **told)
    viewed = {name: marker() for name in ("decided_by", "viewed_by", "place", "present", "why")}
    viewing.record_viewing(concern, viewed_at=now, **viewed)
    closing.close(concern, ClosingOutcome.DONE, why=marker(), agreed_by=marker())
    closing.reopen(concern, why=marker())
    for likeness in duplicate_people.candidates(person):
        duplicate_people.answer(likeness, SameAnswer.NO, why=marker())
    _look_again(concern)
    with acting("owen@example.org"):
        emergencies.break_glass(concern.reference, marker())
    with acting("ben@example.org"):
        for one in emergencies.of_concern(concern):
            emergencies.review(one.look, GlassOutcome.NOT_JUSTIFIED, words=marker(), passed_to=marker())
    drafts.save(drafts.Showing("/concerns/new/", uuid4(), uuid4()), 1, f"narrative={marker()}", now=now)


def _looked_for(concern: Concern) -> None:
    """Let somebody look for a person whom they may not see, over a connection that sees what is committed."""
    with acting("femi@example.org"):
        search(Query(name=f"{STEM}son {STEM}7", phone=PHONE, email=f"{STEM}@example.org"))
    with acting("asha@example.org"):
        for hit, _ in duplicate_people.hits_of(concern, {Compartment.COMMON}):
            duplicate_people.answer_hit(hit, HitAnswer.SPOKEN, words=marker())


def _work_on(concern: Concern) -> None:
    """Let something be due and done, and refer the concern to somebody outside, with what became of it."""
    now = timezone.now()
    for fact in ("youth_produced_imagery", "violent_or_developmentally_unusual"):
        services.assert_fact(concern, fact, True)
    duty = Duty.objects.visible().get(concern=concern, provision="2.1-refer-content")
    recording.record_done(duty, marker(), marker(), now.date())
    words = {"outside": marker(), "asks": marker(), "text": marker()}
    sent = ReferralInput(to=Addressee.SOCIAL_CARE, organisation=None, way=Way.TELEPHONE, at=now, **words)
    referral = referrals.send(concern, sent)
    referrals.record_step(referral, ReferralStepKind.DECLINED, text=marker(), siblings=marker())
    referrals.record_step(referral, ReferralStepKind.ESCALATED, text=marker(), more=More(marker()))
    person = Appearance.objects.visible().filter(concern=concern)[0]
    school = Organisation.objects.get(pk=context.required().organisation_id)
    around.end_bypass(around.bypass(person, school, BypassedPost.OTHER, text=marker()), text=marker())
    cross_border.consider(concern, cross_border.CrossBorderInput(person, Considered.TOLD, marker(), marker()))


def _look_again(concern: Concern) -> None:
    """Draw every concern into a sample, and write what was found in this one."""
    with acting("ben@example.org"):
        sample = samples.draw(Period.before(timezone.localdate()), samples.MOST)
        assert sample is not None
        sampled = next(one.sampled for one in samples.of_sample(sample) if one.sampled.concern_id == concern.pk)
        samples.record(sampled, [AnswerGiven("oversight", SampleVerdict.PARTLY, marker())], agreed=marker())


def _support(concern: Concern, person: Appearance) -> None:
    """Support somebody and somebody close to an adult, have content removed, and keep somebody safe."""
    words = {"giver": marker(), "text": marker()}
    support.support_child(concern, person, SupportKind.OFFERED, **words)
    adult = services.add_appearance(concern, PersonKind.ADULT)
    friend = support.Related(adult, SupportTie.FRIEND, somebody=marker())
    support.support_other(concern, friend, SupportKind.OFFERED, all_the_same=True, **words)
    removal = support.begin_removal(concern, person, marker(), address=marker())
    support.record_removal(removal, RemovalKind.ASKED, asked="other", reference=marker(), text=marker())
    kept = support.begin_safeguard(concern, text=marker(), checker=marker(), about=adult, children=[person])
    support.record_safeguard(kept, SafeguardKind.ENDED, text=marker())


def _come_in(concern: Concern) -> None:
    """Take in a document, say who holds something, and record a link that was reported."""
    common, today = Compartment.COMMON, timezone.localdate()
    kinds = (DocumentKind.LETTER, FileFormat.PDF)
    words = [Paragraph(marker())]
    intake.take_in(concern, common, intake.DocumentInput(*kinds, marker(), today, words, marker(), 1, marker()))
    said = {name: marker() for name in ("device", "place", "reference", "told")}
    intake.record_holder(concern, common, HeldKind.OTHER, marker(), **said)
    link = intake.record_link(concern, common, LinkKind.OTHER, marker(), text=marker())
    intake.report_link(link, ReportedTo.PLATFORM, marker(), reference=marker(), text=marker())


def _assess(concern: Concern) -> None:
    """Begin the risk assessment of an adult: an answer, a judgement, an interview, and the model."""
    now = timezone.now()
    assessment = risk.begin(concern, services.add_appearance(concern, PersonKind.ADULT), now)
    words = {"found_where": marker(), "sought_from": marker(), "effects": {"risk": "raises"}}
    sought = {"sought_since": now.date(), **words}
    risk.answer(assessment, risk.HeadingInput("2.3-h01", HeadingKnown.SOUGHT, marker(), **sought))
    risk.judge(assessment, [risk.JudgementInput("public", marker(), marker())])
    held = {"who": marker(), "separately": Separately.YES, "text": marker()}
    risk.interview(assessment, Interviewed.PARTNER, now, headings=HEADINGS, **held)
    risk.name_model(assessment, marker())


def _protect(concern: Concern, child: Appearance) -> None:
    """Assess, with a key factor and what was proposed, and draw up an agreement that is broken."""
    adult = services.add_appearance(concern, PersonKind.ADULT)
    opened = {"people": [child], "assessed": [adult], "text": marker()}
    stage = enquiries.open_stage(concern, StageKind.ASSESSMENT, **opened)
    enquiries.judge(stage, adult, "2.2-factor-partner", Judgement.PRESENT, rests_on=marker())
    for one in ("history", "contact-abuse", "own-children", "no-cooperation", "understanding", "criminal"):
        enquiries.judge(stage, adult, f"2.2-factor-{one}", Judgement.NOT_KNOWN, waits_for_equipment=True)
    said = enquiries.StageStepInput(text=marker(), outcome="child_in_need", who=marker(), plain=marker())
    enquiries.record(stage, StageStepKind.PROPOSED, said)
    terms = [agreements.AgreementStepInput(text=marker(), title=marker(), who=marker())]
    agreement = agreements.draw_up(concern, adult, text=marker(), terms=terms)
    broken = agreements.AgreementStepInput(text=marker(), who=marker(), done=marker())
    agreements.record(agreement, AgreementStepKind.BREACHED, broken)


def _meet(concern: Concern) -> None:
    """Let a meeting be held about a suspected adult, and everything be recorded of it that can be."""
    now = timezone.now()
    adult = services.add_appearance(concern, PersonKind.ADULT, [PartInConcern.ALLEGED_ABUSER])
    words = {name: marker() for name in ("chair", "reason", "why", "place")}
    called = meetings.MeetingInput(MeetingKind.STRATEGY, now, form=MeetingForm.DISCUSSION, **words)
    meeting = meetings.call(concern, called)
    meetings.hold(meeting, now, MeetingForm.DISCUSSION, marker())
    person = meetings.Invited(Agency.HEALTH, None, marker(), marker(), marker())
    meetings.attend(meeting, [(meetings.invite(meeting, person), MeetingStepKind.ATTENDED)], marker())
    words = {name: marker() for name in ("teller", "reasons", "risk", "beside")}
    decisions.agree_telling(meeting, decisions.TellingInput(adult, f"self:{adult.pk}", timezone.now(), **words))
    todo = decisions.ToDo(marker(), "2.2-attendees", Agency.HEALTH, now.date(), owner=marker())
    decisions.agree_action(meeting, todo)
    decisions.dissent(meeting, marker(), Agency.HEALTH, marker())
    meetings.act_urgently(concern, meetings.Urgent(marker(), marker(), marker(), now))


def _ask_for_what_is_held(person: Appearance) -> None:
    """Record a request, what became of it, and what is given of one thing."""
    about = subject_asking.RequestInput(Asker.PARENT, marker(), timezone.localdate(), BORN, marker(), marker())
    request = subject_asking.record(about)
    subject_asking.step(request, SubjectStep.IDENTITY, timezone.localdate(), marker())
    holdings.say(request, [person], HeldAs.THEM)
    place = holdings.place(request, person.concern_id)
    assert place is not None
    item = place.rows[0].item
    preparation.decide(
        request, place, [preparation.AnswerDecided(item, Choice.PARTS, "third_party", item.sentence[:20])]
    )


def look(concern: Concern) -> None:
    """Search and look as people do: who sees it, who does not, and a page that fails with the words in its hands."""
    for email in ("asha@example.org", "femi@example.org"):
        with acting(email):
            result = search(Query(name=f"{STEM}son {STEM}7", phone=PHONE, email=f"{STEM}@example.org"))
            assert bool(result.matches) == (email == "asha@example.org")
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(email="asha@example.org"))
    shown = client.get(f"/concerns/{concern.pk}/", {"q": STEM}, headers={"X-Note": STEM, "Host": "localhost"})
    assert STEM in shown.content.decode(), shown.status_code
    with one_more(AccessHooks(name="failing", contents=_failing)):
        failed = client.get(f"/concerns/{concern.pk}/", headers={"Host": "localhost"})
    assert failed.status_code == 500
    assert STEM not in failed.content.decode()


def _failing(concern: Concern, compartments: frozenset[str], _at: datetime | None) -> Iterator[contents.Content]:
    """Fail as code does that prints its variables: sealed texts do not print, and an error's own words are not kept."""
    account = InitialAccount.objects.visible().get(concern=concern, compartment__in=compartments)
    details = [detail.value for detail in Detail.objects.visible().filter(concern=concern)]
    log = logging.getLogger("fingerpost.record")
    log.warning("could not show %r with %r: %r, %r", account, vars(account), account.narrative, details)
    raise RuntimeError(f"failed over {', '.join(details)}")


def empty_columns() -> list[str]:
    """Return the sealed columns in which the seeding has put nothing: what they hold would not be looked for."""
    empty = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            for field in model._meta.fields:
                if isinstance(field, SecretText):
                    cursor.execute(
                        f'SELECT count(*) FROM {model._meta.db_table} WHERE length("{field.column}") >= 61'  # noqa: S608
                    )
                    if not cursor.fetchone()[0]:
                        empty.append(f"{model._meta.label}.{field.name}")
    return empty


def loudly() -> None:
    """Let everything be logged, each statement and its values included."""
    connection.force_debug_cursor = True
    for name in ("", "django", "django.db.backends", "fingerpost"):
        logging.getLogger(name).setLevel(logging.DEBUG)


def main() -> None:
    """Do it all, loudly, and print the id of the concern."""
    loudly()
    print(json.dumps({"concern": str(seed().pk)}))
