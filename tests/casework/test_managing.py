"""Managers see who carries what, what is late and why, and what was found in samples: of what they see anyway."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from casework import test_agreements
from casework.test_referrals import refer
from duties import making
from fingerpost.access.clock import today
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Absence, Concern
from fingerpost.access.services import concerns
from fingerpost.casework.agreements import services as agreeing
from fingerpost.casework.agreements import watch_lists as agreements_watched
from fingerpost.casework.managing import caseload, overdue, samples, timeliness, watch_lists
from fingerpost.casework.managing.rules import SampleVerdict, Summed, TimelinessKept, Why
from fingerpost.casework.managing.samples import AnswerGiven
from fingerpost.casework.managing.timeliness import Period
from fingerpost.casework.models import ActionAgreed, AgreementStepKind, Finding, Interviewed, Sampled, Separately
from fingerpost.casework.overview import StatusTag
from fingerpost.casework.risk import services as assessing
from fingerpost.casework.risk import watch_lists as risk_watched
from fingerpost.casework.subject import CaseworkSubject
from fingerpost.duties.services import recording, worklist
from fingerpost.record.models import ClosingOutcome
from fingerpost.record.services import closing
from support.rooms import one_more

GROUND = {"youth_produced_imagery": True, "violent_or_developmentally_unusual": True}
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
REFER = "2.1-refer-content"
SPRING = Period(date(2026, 3, 1), date(2026, 4, 30))


def loads() -> dict[str, caseload.Load]:
    found = caseload.loads(today(), LONG_AGO)
    return {str(load.member.pk) if load.member else "queue": load for load in found}


def load_of(who: str) -> caseload.Load | None:
    return loads().get(str(worlds.name(who)))


def reasons_of(concern: Concern, provision: str, **asked: object) -> set[Why]:
    rows, _ = overdue.page(today(), **{"whose": overdue.OWN, "holder": "", **asked})  # type: ignore[arg-type]
    (row,) = (one for one in rows if one.state.concern_id == concern.pk and one.state.duty.provision == provision)
    return {reason.why for reason in row.reasons}


def recorded_concern(anywhere: Anywhere) -> Concern:
    """A school's concern of a Tuesday in March, whose duties are long overdue."""
    with anywhere.acting("teacher"):
        return making.concern(**GROUND)


def test_the_caseload_is_of_what_the_reader_sees(anywhere: Anywhere) -> None:
    concern = recorded_concern(anywhere)
    with anywhere.acting("lead"):
        before = load_of("teacher")
        assert before is not None
        assert before.overdue > 0
        assert before.newest is not None
        assert before.absences == ()
    with anywhere.acting("manager-east"):
        # Whoever is of the manager's team is there, though nothing is to be seen of them; nobody of another team is.
        assert load_of("worker") is not None
        assert load_of("worker-2") is None
    with anywhere.acting("teacher"):
        closing.close(concern, ClosingOutcome.DONE, why="Everything is done.", agreed_by="The lead")
    with anywhere.acting("lead"):
        after = load_of("teacher")
        assert after is not None
        assert after.concerns == before.concerns - 1
    with anywhere.acting("other-teacher"):
        assert load_of("teacher") is None


def test_who_is_away_is_said_with_who_covers_and_the_queue_has_what_nobody_is_there_for(anywhere: Anywhere) -> None:
    concern = recorded_concern(anywhere)
    day = today()
    with anywhere.laying():
        teacher, lead = worlds.name("teacher"), worlds.name("lead")
        Absence.objects.create(membership_id=teacher, covered_by_id=lead, starts=day, ends=day)
    with anywhere.acting("lead"):
        load = load_of("teacher")
        assert load is not None
        assert [one.covered_by_id for one in load.absences] == [worlds.name("lead")]
        assert Why.AWAY in reasons_of(concern, REFER)
        queue = loads()["queue"].duties
        held = load.duties
    with anywhere.laying():
        Absence.objects.all().delete()
        member = making.member(worlds.name("teacher"))
        member.ends = day - timedelta(days=1)
        member.save()
    with anywhere.acting("lead"):
        assert load_of("teacher") is None
        assert loads()["queue"].duties == queue + held
        assert Why.LEFT in reasons_of(concern, REFER, holder=overdue.QUEUE)


def test_every_overdue_duty_says_why_it_is(anywhere: Anywhere) -> None:
    concern = recorded_concern(anywhere)
    with anywhere.acting("lead"):
        assert Why.LEARNED_LATE in reasons_of(concern, REFER)
        duty = making.duty(concern, REFER)
        recording.postpone(duty, "The parents are abroad.", today() + timedelta(days=3))
        rows, number = overdue.page(today(), overdue.OWN, "")
        assert number == len(rows) or len(rows) == overdue.MOST
        (row,) = (one for one in rows if one.state.duty_id == duty.pk)
        assert not row.asks
        assert all(one.asks for one in rows if one.state.duty_id != duty.pk)
        (said,) = (one for one in row.reasons if one.why is Why.SECOND)
        assert "The parents are abroad." in said.sentence
    with anywhere.acting("teacher"):
        recording.confirm(duty)
    with anywhere.acting("lead"):
        assert duty.pk not in {one.state.duty_id for one in overdue.page(today(), overdue.OWN, "")[0]}
        rows, _ = overdue.page(today() + timedelta(days=4), overdue.OWN, "")
        (row,) = (one for one in rows if one.state.duty_id == duty.pk)
        assert Why.PUT_OFF in {reason.why for reason in row.reasons}
        others, _ = overdue.page(today(), overdue.OTHERS, "")
        assert worlds.name("school") not in {one.state.organisation_id for one in others}
        by_nobody, _ = overdue.page(today(), overdue.OWN, str(worlds.name("lead")))
        assert {one.state.holder_id for one in by_nobody} <= {worlds.name("lead")}


def test_what_was_done_is_held_against_its_day(anywhere: Anywhere) -> None:
    with anywhere.acting("lead"):
        before = timeliness.of_duties(SPRING, today())
    concern = recorded_concern(anywhere)
    with anywhere.acting("teacher"):
        duty = making.duty(concern, REFER)
        due = making.state(concern, REFER).due
        assert due == date(2026, 3, 24)
        recording.record_done(duty, "Done.", "The teacher", due + timedelta(days=2))
        wrong = recording.record_done(duty, "Done.", "The teacher", due + timedelta(days=9))
        recording.withdraw(wrong, "Another day was meant.")
    with anywhere.acting("lead"):
        found = timeliness.of_duties(SPRING, today())
        (line,) = (one for one in found.by_clock if one.provision == REFER)
        assert line.summed.late == 1
        assert line.summed.median == 2
        assert line.text
        assert dict(found.by_week)[date(2026, 3, 23)].late == 1 + dict(before.by_week)[date(2026, 3, 23)].late
        open_late = {one.organisation: one.summed.open_late for one in found.by_organisation}
        assert sum(open_late.values()) > sum(one.summed.open_late for one in before.by_organisation)
        elsewhere = timeliness.of_duties(Period(date(2025, 1, 1), date(2025, 2, 1)), today())
        assert elsewhere.by_clock == ()
        assert {week for _, week in elsewhere.by_week} == {Summed()}
    with anywhere.acting("other-teacher"):
        assert not any(one.provision == REFER for one in timeliness.of_duties(SPRING, today()).by_clock)


def test_referrals_keep_their_clocks_and_wait_by_recipient(anywhere: Anywhere) -> None:
    concern = recorded_concern(anywhere)
    with anywhere.acting("teacher"):
        refer(concern)
    with anywhere.acting("lead"):
        clocks = [one for one in timeliness.of_referrals(SPRING, date(2026, 3, 30)) if one.recipient == "council"]
        assert [one.counts[TimelinessKept.OVERDUE] for one in clocks] == [1, 1, 1]
        ((name, (row,)),) = timeliness.unanswered(date(2026, 3, 30))
        assert (name, row.days, row.listed.referral.concern_id) == ("council", 6, concern.pk)
    with anywhere.acting("other-teacher"):
        assert timeliness.unanswered(today()) == timeliness.of_referrals(SPRING, today()) == []


@contextmanager
def counting(counted: list[int]) -> Iterator[None]:
    with CaptureQueriesContext(connection) as executed:
        yield
    counted.append(len(executed))


def test_it_is_as_many_queries_however_many_concerns(anywhere: Anywhere) -> None:
    counted: list[int] = []
    period = Period.before(today())
    for more in (1, 3):
        for _ in range(more):
            concern = recorded_concern(anywhere)
            with anywhere.acting("teacher"):
                refer(concern)
                recording.record_done(
                    worklist.of_concerns([concern], today())[concern.pk][0].duty, "Done.", "Me", today()
                )
        with anywhere.acting("lead"):
            sample = samples.draw(period, samples.MOST)
            assert sample is not None
            with counting(counted):
                caseload.loads(today(), LONG_AGO)
                overdue.page(today(), overdue.OWN, "")
                timeliness.of_duties(period, today())
                timeliness.of_referrals(period, today())
                timeliness.unanswered(today())
                samples.by_question(samples.of_sample(sample))
    assert counted[0] == counted[1]


def drawn(anywhere: Anywhere, number: int = samples.MOST, seed: str = "") -> UUID:
    with anywhere.acting("lead"):
        sample = samples.draw(Period.before(today()), number, seed)
        assert sample is not None
        return sample


def test_a_sample_is_drawn_again_by_its_seed_and_only_of_what_is_seen(anywhere: Anywhere) -> None:
    made = [recorded_concern(anywhere) for _ in range(4)]
    one, again = drawn(anywhere, 2, "abc"), drawn(anywhere, 2, "abc")
    with anywhere.acting("lead"):
        first, second = ({it.sampled.concern_id for it in samples.of_sample(sample)} for sample in (one, again))
        assert first == second
        assert len(first) == 2
        assert {it.seed for it in samples.drawn()} == {"abc"}
        assert samples.draw(Period(date(2020, 1, 1), date(2020, 1, 2)), 2) is None
    everything = drawn(anywhere)
    with anywhere.acting("lead"):
        assert {concern.pk for concern in made} <= {it.sampled.concern_id for it in samples.of_sample(everything)}
        assert len({it.seed for it in samples.drawn()}) == 2
    for who in ("teacher", "other-teacher", "manager-east", "officer"):
        with anywhere.acting(who):
            assert samples.of_sample(everything) == samples.drawn() == []


def test_findings_are_added_and_the_newest_counts(anywhere: Anywhere) -> None:
    concern = recorded_concern(anywhere)
    sample = drawn(anywhere)
    with anywhere.acting("lead"):
        sampled = next(it.sampled for it in samples.of_sample(sample) if it.sampled.concern_id == concern.pk)
        samples.record(
            sampled, [AnswerGiven("oversight", SampleVerdict.NO, "Nobody signed it.")], agreed="The lead signs."
        )
        samples.record(
            sampled,
            [
                AnswerGiven("oversight", SampleVerdict.NO, "Nobody signed it."),
                AnswerGiven("imagery", SampleVerdict.YES),
            ],
        )
        looked = samples.looked_at(sampled)
        assert {name: str(one.answer) for name, one in looked.findings.items()} == {"oversight": "no", "imagery": "yes"}
        assert Finding.objects.visible().filter(sampled=sampled).count() == 2
        (action,) = looked.actions
        assert (str(action.row.text), action.is_done) == ("The lead signs.", False)
        samples.record(sampled, [AnswerGiven("oversight", SampleVerdict.YES)], carried_out={action.row.pk})
        samples.record(sampled, [], carried_out={action.row.pk})
        looked = samples.looked_at(sampled)
        assert [one.is_done for one in looked.actions] == [True]
        assert samples.by_question([looked])["oversight"][SampleVerdict.YES] == 1
        assert samples.by_question([looked])["oversight"][SampleVerdict.NO] == 0
        assert ActionAgreed.objects.visible().filter(sampled=sampled).count() == 2
        for table in ("sampled", "finding", "actionagreed"):
            for change in ("UPDATE casework_{} SET recorded_at = recorded_at", "DELETE FROM casework_{}"):
                with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(change.format(table))
    with anywhere.acting("teacher"), pytest.raises(AccessError):
        samples.record(sampled, [AnswerGiven("oversight", SampleVerdict.YES)])


def test_an_auditor_reads_what_was_opened_to_them_and_adds_nothing(anywhere: Anywhere) -> None:
    concern, hidden = recorded_concern(anywhere), recorded_concern(anywhere)
    with anywhere.acting("teacher"):
        concerns.let_in(concern.pk, worlds.name("council"))
    with anywhere.acting("front-door"):
        concerns.involve_member(concern.pk, worlds.name("council-auditor"), ground="named")  # type: ignore[arg-type]
    sample = drawn(anywhere)
    with anywhere.acting("lead"):
        both = {it.sampled.concern_id: it.sampled for it in samples.of_sample(sample)}
        assert {concern.pk, hidden.pk} <= both.keys()
        samples.record(both[concern.pk], [AnswerGiven("childs-voice", SampleVerdict.PARTLY, "In others’ words.")])
    with anywhere.acting("council-auditor"):
        (seen,) = samples.of_sample(sample)
        assert seen.sampled.concern_id == concern.pk
        assert str(seen.findings["childs-voice"].text) == "In others’ words."
        assert [it.concerns for it in samples.drawn()] == [1]
        with pytest.raises(AccessError):
            samples.record(seen.sampled, [AnswerGiven("childs-voice", SampleVerdict.YES)])
        with pytest.raises(AccessError):
            samples.draw(Period.before(today()), 1)
        with pytest.raises(AccessError):
            Finding(concern=concern, sampled=seen.sampled, question="x", answer="yes", by_id=worlds.name("lead")).save()


PAGES = ("caseload", "overdue", "timeliness", "referrals", "watched", "nothing-like-it")


# A page looks the same on either database, and what it reads is read on both above.
ON_SQLITE = pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)


@ON_SQLITE
def test_the_pages_show_it(anywhere: Anywhere) -> None:
    concern = recorded_concern(anywhere)
    with anywhere.acting("teacher"):
        refer(concern)
    mine = watch_lists.WatchList(
        "Kept an eye on",
        lambda day: [watch_lists.WatchedItem(f"Since {day.year}", "/there/", StatusTag("Long", "red"))],
    )
    with one_more(CaseworkSubject(name="here", watched=(mine,))), anywhere.serving():
        lead, answers = client_of("lead"), {}
        for show in PAGES:
            answers[show] = lead.get(reverse("managing"), {"show": show, **_days("first", 2026)})
            assert answers[show].status_code == 200
        said = {show: answer.content.decode() for show, answer in answers.items()}
        assert 'href="/there/"' in said["watched"]
        assert "<svg" in said["caseload"]
        assert "Record why it waits" in said["overdue"]
        assert concern.reference in said["overdue"]
        assert concern.reference in said["referrals"]
        assert "council" in said["timeliness"]
        assert "style=" not in "".join(said.values())
        backwards = {"show": "timeliness", **_days("first", 2026), **_days("last", 2025)}
        wrong = lead.get(reverse("managing"), backwards).content.decode()
        assert "The last day is before the first" in wrong


@ON_SQLITE
def test_what_managers_watch_has_agreements_and_interviews_of_other_subjects(anywhere: Anywhere) -> None:
    # 2.2-agreement, 2.2-agreement-review, 2.3-partner-first
    it = test_agreements.told(anywhere)
    with anywhere.acting("worker"):
        agreement = test_agreements.drawn_up(it)
        agreeing.record(agreement, AgreementStepKind.STARTED, at=making.TUESDAY)
        assessment = assessing.begin(it.concern, it.adult, making.TUESDAY)
        said = {"who": "By a social worker", "separately": Separately.YES}
        assessing.interview(assessment, Interviewed.ALLEGED_ABUSER, making.TUESDAY + timedelta(hours=1), **said)
        assessing.interview(assessment, Interviewed.PARTNER, making.TUESDAY + timedelta(hours=2), **said)
        wanted = {
            agreements_watched.LONG.title: (reverse("agreement", args=[it.concern.pk, agreement.pk]), "No conference"),
            agreements_watched.UNREVIEWED.title: (
                reverse("agreement", args=[it.concern.pk, agreement.pk]),
                "No review date",
            ),
            risk_watched.OUT_OF_ORDER.title: (
                reverse("risk_assessment", args=[it.concern.pk, assessment.pk]),
                "Out of order",
            ),
        }
    with anywhere.acting("manager-east"):
        found = {
            title: [(row.href, row.tag.text if row.tag else "") for row in rows]
            for title, rows in watch_lists.on(today())
        }
        assert {title: found[title] for title in wanted} == {title: [row] for title, row in wanted.items()}
    with anywhere.acting("other-teacher"):
        assert not any(rows for _, rows in watch_lists.on(today()))
    with anywhere.serving():
        page = client_of("manager-east").get(reverse("managing"), {"show": "watched"}).content.decode()
        assert page.count(f"Concern {it.concern.reference}: ") == len(wanted)
        assert all(f'href="{href}"' in page for href, _ in wanted.values())
        assert "Example" not in page.partition("<main")[2]


@ON_SQLITE
def test_a_manager_draws_and_answers_and_others_of_the_concern_do_not(anywhere: Anywhere) -> None:
    concern = recorded_concern(anywhere)
    with anywhere.serving():
        lead = client_of("lead")
        none = lead.post(reverse("dip_samples"), {"number": "5", **_days("first", 2020), **_days("last", 2020)})
        assert "You see no concern that was recorded on these days" in none.content.decode()
        assert "Draw at most 30" in lead.post(reverse("dip_samples"), {"number": "31"}).content.decode()
        sent = lead.post(reverse("dip_samples"), {"number": str(samples.MOST), "seed": "abc"})
        assert sent.status_code == 302, sent.content.decode()
        assert concern.reference in lead.get(sent.headers["Location"]).content.decode()
    with anywhere.acting("lead"):
        sampled = Sampled.objects.visible().get(concern=concern)
    page = reverse("dip_answer", args=[concern.pk, sampled.pk])
    with anywhere.serving():
        assert client_of("teacher").get(page).status_code == 404
        short = lead.post(page, {"answer-oversight": "no", **_days("due", 2026)}).content.decode()
        assert "Write why: Can a manager" in short
        assert "Write what is to be done by that day" in short
        words = {"answer-oversight": "no", "text-oversight": "Nobody signed.", "agreed": "Sign.", **_days("due", 2030)}
        done = lead.post(page, words)
        assert done.status_code == 302, done.content.decode()
        shown = lead.get(done.headers["Location"]).content.decode()
        assert "Sign." in shown
        assert "Begun" in shown
        assert "Nobody signed." in lead.get(page).content.decode()


def _days(name: str, year: int) -> dict[str, str]:
    return {f"{name}_0": "2", f"{name}_1": "3", f"{name}_2": str(year)}


def test_the_day_of_the_period_is_a_day_in_london() -> None:
    summer = Period(date(2026, 7, 1), date(2026, 7, 1))
    assert [moment.astimezone(UTC).hour for moment in summer.moments] == [23, 23]
    assert timezone.is_aware(summer.moments[0])
