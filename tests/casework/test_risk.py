"""A risk assessment is opened, filled in heading by heading, judged, concluded once it may be, and agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern
from fingerpost.access.services import concerns
from fingerpost.casework import overview
from fingerpost.casework.models import HeadingKnown, Interviewed, RiskAnswer, RiskAssessment, Separately
from fingerpost.casework.risk import chronology, paper, queries, requested_duties, rules, watch_lists
from fingerpost.casework.risk import services as service
from fingerpost.casework.risk.services import HeadingInput, JudgementInput
from fingerpost.documents.papers.risk import of_risk
from fingerpost.record.models import (
    Appearance,
    Assertion,
    Happened,
    PartInConcern,
    PersonKind,
    RelationshipKind,
    Source,
)
from fingerpost.record.services.changes import change
from fingerpost.record.services.decisions import decision_of
from fingerpost.record.services.events import record_event
from fingerpost.record.services.people import add_appearance
from fingerpost.record.services.relationships import relate

TUESDAY = datetime(2026, 3, 24, 14, tzinfo=UTC)
TODAY = date(2026, 4, 20)
COMMON = frozenset({"common"})
# What does not differ by the database.
on_sqlite = pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)


def concern_and_adult(anywhere: Anywhere) -> tuple[Concern, Appearance]:
    """A school's concern, in the common record of which a social worker and a manager work."""
    with anywhere.acting("teacher"):
        concern = making.concern()
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        concerns.involve_organisation(concern.pk, worlds.name("force"), compartment="police")
        adult, child = making.adult(concern), making.child(concern)
        relate(adult, RelationshipKind.LIVES_WITH, child)
        making.told(concern, about=adult, viewed_abusive_images=True)
    with anywhere.acting("front-door"):
        concerns.involve_member(concern.pk, worlds.name("worker"))
        concerns.involve_member(concern.pk, worlds.name("manager-east"))
    return concern, adult


def partner_of(adult: Appearance) -> None:
    partner = add_appearance(adult.concern, PersonKind.ADULT, [PartInConcern.PARTNER])
    relate(adult, RelationshipKind.PARTNER_OF, partner)


def one_of(concern: Concern) -> queries.RiskSummary:
    (found,) = queries.of_concern(concern)
    return found


def known(heading: str, **more: object) -> HeadingInput:
    return replace(HeadingInput(heading, HeadingKnown.KNOWN, "What the police said.", found_by="police"), **more)


def fill(assessment: RiskAssessment) -> None:
    """Answer every heading, make every judgement, and name the model, in one change."""
    one = one_of(assessment.concern)
    children = {str(row.pk): row for row in Appearance.objects.visible().filter(concern=assessment.concern)}
    with change(assessment.concern):
        for entry in one.course.entries:
            if not entry.why_not:
                service.answer(assessment, known(entry.heading, child=children.get(entry.child)))
        keys = rules.to_be_judged(one.told.must_be_judged)
        service.judge(
            assessment, [JudgementInput(key[0], "high", "Because of it.", children.get(key[1])) for key in keys]
        )
        service.name_model(assessment, "A model, second edition")


def test_it_is_opened_for_an_adult_and_carries_the_duty_out(anywhere: Anywhere) -> None:
    # 2.3-trigger
    concern, adult = concern_and_adult(anywhere)
    with anywhere.acting("teacher"), pytest.raises(AccessError):
        service.begin(concern, adult)
    with anywhere.acting("worker"):
        assert making.state(concern, "2.3-trigger", adult.pk).is_open
        made = service.begin(concern, adult, TUESDAY)
        assert not making.state(concern, "2.3-trigger", adult.pk).is_open
        assert (made.began_at, made.compartment) == (TUESDAY, "common")
        with pytest.raises(AccessError):
            service.begin(concern, adult)
        with pytest.raises(AccessError):
            service.begin(concern, Appearance.objects.visible().get(concern=concern, kind="child"))
    with anywhere.acting("officer"):
        assert queries.of_concern(concern) == []
        assert overview.of_concern(concern, frozenset({"police"}), TODAY)
        assert "Risk assessments" not in {
            part.title for part in overview.of_concern(concern, frozenset({"police"}), TODAY)
        }
        assert list(chronology.of_concern(concern, frozenset({"police"}), None)) == []


def test_answers_stay_and_what_is_sought_is_asked_for_as_a_duty(anywhere: Anywhere) -> None:
    concern, adult = concern_and_adult(anywhere)
    with anywhere.acting("worker"):
        made = service.begin(concern, adult, TUESDAY)
        said = HeadingInput(
            "2.3-h12", HeadingKnown.SOUGHT, sought_from="The officer in charge", sought_since=date(2026, 3, 24)
        )
        service.answer(made, said)
        sought = {one.provision: one for one in requested_duties.of_concern(concern, "common")}
        assert sought.keys() == {"2.3-h12", "2.3-part-of-single"}
        assert (sought["2.3-h12"].due, sought["2.3-h12"].carried, sought["2.3-h12"].about) == (
            date(2026, 4, 9), None, adult.pk,
        )  # fmt: skip
        assert "The officer in charge" in sought["2.3-h12"].what
        assert list(requested_duties.of_concern(concern, "police")) == []
        before = timezone.now()
        service.answer(made, known("2.3-h12", effects={"risk": "raises", "protection": ""}))
        one = one_of(concern)
        assert [row.status for row in one.before(("2.3-h12", ""))] == ["known", "sought"]
        assert one.course.latest["2.3-h12", ""].effect == {"risk": "raises"}
        after = {one.provision: one for one in requested_duties.of_concern(concern, "common")}
        assert after["2.3-h12"].work == sought["2.3-h12"].work
        assert after["2.3-h12"].carried is not None
        # As it was known then, it is open.
        then = {one.provision: one for one in requested_duties.of_concern(concern, "common", before)}
        assert then["2.3-h12"].carried is None
        for wrong in (
            HeadingInput("2.3-h01", HeadingKnown.KNOWN, "Without a source"),
            HeadingInput("2.3-h01", HeadingKnown.KNOWN, found_by="police"),
            HeadingInput("2.3-h01", HeadingKnown.SOUGHT, sought_since=date(2026, 3, 24)),
            HeadingInput("2.3-h01", HeadingKnown.SOUGHT, sought_from="Somebody"),
            HeadingInput("2.3-h01", HeadingKnown.NOT_KNOWN),
        ):
            with pytest.raises(AccessError):
                service.answer(made, wrong)
        assert one.course.progress.known == one_of(concern).course.progress.known == 1


@on_sqlite
def test_a_factor_found_here_decides_the_concern_again_at_once(anywhere: Anywhere) -> None:
    # 2.2-leave-home and 2.2-agreement
    concern, adult = concern_and_adult(anywhere)
    with anywhere.acting("worker"):
        made = service.begin(concern, adult)
        asked = {outcome.provision for outcome in decision_of(concern, "common").decision.outcomes if outcome.because}
        assert "2.2-leave-home" not in asked
        service.answer(made, known("2.3-h12"), {"factor_criminal": True})
        applies = {
            outcome.provision
            for outcome in decision_of(concern, "common").decision.outcomes
            if outcome.status == "applies"
        }
        assert {"2.2-leave-home", "2.2-agreement"} <= applies
        assert making.state(concern, "2.2-agreement", adult.pk).is_open
        stated = Assertion.objects.visible().get(concern=concern, fact="factor_criminal")
        assert (stated.source, stated.came_from, stated.answer) == (Source.CASEWORK, made.pk, True)


@on_sqlite
def test_it_is_concluded_once_the_single_assessment_has_started_and_agreed_by_a_manager(anywhere: Anywhere) -> None:
    # 2.3-part-of-single and 2.3-model
    concern, adult = concern_and_adult(anywhere)
    with anywhere.acting("worker"):
        made = service.begin(concern, adult)
        with pytest.raises(AccessError) as refused:
            service.conclude(made, "It comes to this.")
        assert [problem.what.split(" ")[0] for problem in refused.value.problems] == ["no", "the", "some", "not"]
        fill(made)
        with pytest.raises(AccessError) as refused:
            service.conclude(made, "It comes to this.")
        assert "no single assessment of this concern is recorded as started" in str(refused.value)
        record_event(concern, "assessment_started", TUESDAY)
        service.conclude(made, "It comes to this.")
        whole = next(
            one for one in requested_duties.of_concern(concern, "common") if one.provision == "2.3-part-of-single"
        )
        assert whole.carried is not None
        with pytest.raises(AccessError):
            service.agree(made)
    with anywhere.acting("manager-east"):
        service.agree(made, "Agreed.")
        assert one_of(concern).course.state is rules.RiskState.AGREED
        with pytest.raises(AccessError):
            service.agree(made)
        with pytest.raises(AccessError):
            service.reopen(made, " ")
        service.reopen(made, "The police have found more.")
        assert one_of(concern).course.state is rules.RiskState.OPEN
        service.conclude(made, "It still comes to this.")
        with pytest.raises(AccessError, match="cannot agree to it"):
            service.agree(made)
    # the same person in another of their memberships is nobody else
    second = making.once_more("manager-east", team="west")
    with anywhere.acting("front-door"):
        concerns.involve_member(concern.pk, second.pk)
    with context.acting(actor_in(second)), pytest.raises(AccessError, match="cannot agree to it"):
        service.agree(made)
    with anywhere.acting("manager-east"):
        sentences = [entry.sentence for entry in chronology.of_concern(concern, COMMON, None)]
        assert "The risk assessment: reopened: The police have found more." in sentences


def test_an_interview_out_of_order_is_recorded_and_the_manager_sees_it(anywhere: Anywhere) -> None:
    # 2.3-partner-first
    concern, adult = concern_and_adult(anywhere)
    with anywhere.acting("worker"):
        made = service.begin(concern, adult, TUESDAY)
        words = {"who": "By a social worker", "separately": Separately.YES}
        service.interview(made, Interviewed.ALLEGED_ABUSER, TUESDAY, **words)
        assert one_of(concern).course.order is rules.Order.DEPENDS
        partner_of(adult)
        service.interview(made, Interviewed.PARTNER, TUESDAY + timedelta(hours=2), **words)
        assert one_of(concern).course.order is rules.Order.OUT_OF_ORDER
        assert {row.type for row in Happened.objects.visible().filter(concern=concern)} >= set(Interviewed.values)
    with anywhere.acting("manager-east"):
        (found,) = queries.out_of_order()
        assert (found.assessment, found.at, found.order) == (made, TUESDAY, rules.Order.OUT_OF_ORDER)
    with anywhere.acting("other-teacher"):
        assert queries.out_of_order() == []
    with anywhere.acting("worker"):
        service.take_back(one_of(concern).interviews[0], reason="It was a telephone call about a date.")
        one = one_of(concern)
        assert one.course.order is rules.Order.AS_IT_SHOULD_BE
        assert len(one.taken_back) == 1
        assert queries.out_of_order() == []
        # What the record has without an assessment counts, where it can be no other's.
        record_event(concern, "alleged_abuser_interview", TUESDAY)
        assert one_of(concern).course.order is rules.Order.OUT_OF_ORDER
        assert len(queries.out_of_order()) == 1


@on_sqlite
def test_a_partner_who_was_not_alone_is_shown_to_the_manager_too(anywhere: Anywhere) -> None:
    # 2.3-partner-first: first, and separately
    concern, adult = concern_and_adult(anywhere)
    with anywhere.acting("worker"):
        made = service.begin(concern, adult, TUESDAY)
        service.interview(made, Interviewed.PARTNER, TUESDAY, who="By two of the team", separately=Separately.NO)
    with anywhere.acting("manager-east"):
        (found,) = queries.out_of_order()
        assert (found.at, found.order) == (TUESDAY, rules.Order.NOT_SEPARATE)
        ((row),) = watch_lists.out_of_order(TODAY)
        assert "not interviewed apart" in row.text
        (line,) = next(
            part for part in overview.of_concern(concern, COMMON, TODAY) if part.title == "Risk assessments"
        ).lines
        assert "The partner was not alone" in [tag.text for tag in line.tags]


def test_the_paper_has_all_of_it_and_a_list_is_as_many_queries_however_much(anywhere: Anywhere) -> None:
    concern, adult = concern_and_adult(anywhere)
    with anywhere.acting("worker"):
        made = service.begin(concern, adult, TUESDAY)
        with CaptureQueriesContext(connection) as few:
            queries.of_concern(concern)
        fill(made)
        service.judge(made, [JudgementInput("public", "Low", "The police rate it so.")])
        with CaptureQueriesContext(connection) as many:
            (one,) = queries.of_concern(concern)
        assert len(many) == len(few)
        with CaptureQueriesContext(connection) as none:
            found = paper.of(one)
        assert len(none) <= 1
        assert len(found.headings) == 22
        assert sum(bool(heading.answers) for heading in found.headings) == 21
        assert [heading.number for heading in found.headings if heading.not_applicable] == [5]
        assert {judged.level for judged in found.judgements} == {"High", "Strong"}
        assert found.public is not None
        assert found.public.level == "Low"
        assert found.model == "A model, second edition"
        effects = {"risk": "raises", "vulnerability": "neither", "protection": "lowers"}
        service.answer(made, known("2.3-h12", effects=effects))
        said = str(of_risk(paper.of(one_of(concern))))
        assert "It raises the risk and lowers the protection." in said
        assert "21 of 21 have an answer: 21 known, 0 sought, 0 not known." in said
    with anywhere.acting("teacher"):
        for forbidden in ("UPDATE casework_riskanswer SET heading = 'x'", "DELETE FROM casework_riskjudgement"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(forbidden)
        assert RiskAnswer.objects.visible().filter(assessment=made).count() == 22


@on_sqlite
def test_a_heading_is_answered_on_its_page_and_leads_on_to_the_next(anywhere: Anywhere) -> None:
    concern, adult = concern_and_adult(anywhere)
    with anywhere.acting("worker"):
        made = service.begin(concern, adult, TUESDAY)
        child = Appearance.objects.visible().get(concern=concern, kind="child")
    client = client_of("worker")
    pages = f"/concerns/{concern.pk}/casework/risk/{made.pk}/"
    shown = client.get(pages).content.decode()
    assert "0 of 21" in shown.replace("<strong>", "").replace("</strong>", "")
    assert "A child lives in the household." in shown
    assert client.get(f"{pages}headings/2.3-h99/").status_code == 404
    assert client.get(f"{pages}elsewhere/").status_code == 404
    page = f"{pages}headings/2.3-h12/"
    wrong = client.post(
        page, {"status": "sought", "sought_since_0": "1", "sought_since_1": "1", "sought_since_2": "2099"}
    )
    for words in ("Write who is asked for it", "is in the future"):
        assert words in wrong.content.decode()
    sent = client.post(
        page,
        {"status": "known", "text": "Nothing is on record.", "found_by": "police", "effect_risk": "neither",
         "fact_factor_criminal": "false", "fact_factor_contact_abuse": "", "next": "1"},
    )  # fmt: skip
    assert sent.headers["Location"] == f"{pages}headings/2.3-h13/"
    # What was written under another status, and is not shown any more, is not said.
    day = {"sought_since_0": "1", "sought_since_1": "1", "sought_since_2": "2026"}
    asked = {"status": "sought", "sought_from": "The court", "text": "Nothing.", "reason": "Nothing.", **day}
    assert client.post(f"{pages}headings/2.3-h11/", asked).headers["Location"] == pages
    assert client.get(f"{pages}headings/2.3-h14:{child.pk}/").status_code == 200
    judged = client.post(
        f"{pages}judgements/", {"risk_level": "high", "public_level": "Low", "public_reasons": "A report"}
    )
    assert "Write the reasons" in judged.content.decode()
    sent = client.post(f"{pages}judgements/", {"risk_level": "high", "risk_reasons": "Because of it."})
    assert sent.status_code == 302, sent.content.decode()
    refused = client.post(
        f"{pages}conclusion/",
        {"kind": "concluded", "text": "It is so.", "day_0": "24", "day_1": "3", "day_2": "2026", "clock": "15:00"},
    )
    assert "Record that the single assessment has started" in refused.content.decode()
    with anywhere.acting("worker"):
        one = one_of(concern)
        assert one.course.latest["2.3-h12", ""].text == "Nothing is on record."
        assert (one.course.latest["2.3-h11", ""].text, one.course.latest["2.3-h11", ""].sought_from) == (
            None,
            "The court",
        )
        assert one.around.facts[adult.pk, "factor_criminal"] is False
        assert (adult.pk, "factor_contact_abuse") not in one.around.facts
        assert one.course.judged["risk", ""].level == "high"
    assert client_of("teacher").get(pages).status_code == 200
    assert client_of("teacher").get(page).status_code == 403
    assert client_of("officer").get(pages).status_code == 404
