"""What is sent to a designated officer’s office: a concern of its own, nothing of the child’s (2.2-lado-meeting)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from access import worlds
from access.anywhere import Anywhere
from access.routes import FORMS_OF_A_CONCERN, PAGES_OF_A_CONCERN
from access.test_walk import client_of
from duties import making
from fingerpost.access import chronology, compartments, context
from fingerpost.access.models import Concern, ExclusionGround, Involvement, Organisation
from fingerpost.access.models.case_data import case_models
from fingerpost.access.services import concerns, exclusions
from fingerpost.casework import overview
from fingerpost.casework.meetings import meeting_duties
from fingerpost.casework.meetings import services as meetings
from fingerpost.casework.models import Addressee, MeetingForm, MeetingKind, Referral, ReferralStepKind, Strand, Way
from fingerpost.casework.referrals import queries, strands
from fingerpost.casework.referrals import services as service
from fingerpost.casework.referrals.services import ReferralInput
from fingerpost.duties.models import DutyState
from fingerpost.record.errors import RecordError
from fingerpost.record.models import Appearance, DetailKind, PartInConcern, PersonKind
from fingerpost.record.services import closing
from fingerpost.record.services.facts import known
from fingerpost.record.services.people import add_appearance
from fingerpost.record.services.search import Query, search

TUESDAY = datetime(2026, 3, 24, 14, tzinfo=UTC)
COMMON = frozenset({"common"})
ROLF, AMINA = "Rolf Invented", "Amina Example"
WORDS = "A colleague told of an adult who works here."


def office() -> Organisation:
    return Organisation.objects.get(pk=worlds.name("lado"))


def concern_with_adult() -> tuple[Concern, Appearance]:
    """A child and an adult who works with children, of whom more is known than the office needs."""
    concern = making.concern(youth_produced_imagery=True)
    add_appearance(concern, PersonKind.CHILD, [PartInConcern.TARGETED], [(DetailKind.NAME, AMINA)])
    adult = add_appearance(concern, PersonKind.ADULT, [PartInConcern.ALLEGED_ABUSER], [(DetailKind.NAME, ROLF)])
    making.told(concern, TUESDAY, adult, works_with_children=True, has_partner=True)
    return concern, adult


def sent(**others: object) -> ReferralInput:
    fields = {"to": Addressee.DESIGNATED_OFFICER, "organisation": office(), "outside": "", "way": Way.HERE}
    fields |= {"asks": "Please call a meeting.", "text": WORDS, "at": TUESDAY}
    return ReferralInput(**{**fields, **others})  # type: ignore[arg-type]


def test_the_office_reads_what_was_sent_and_its_own_strand_and_nothing_of_the_childs(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, _ = concern_with_adult()
        referral = service.send(concern, sent())
        strand = referral.concern
        assert strand.pk != concern.pk
        assert not Involvement.objects.visible().filter(concern=concern, organisation=office()).exists()
    with anywhere.acting("lado"):
        assert compartments.view_of(context.required(), concern.pk) == frozenset()
        assert compartments.view_of(context.required(), strand.pk) == {"common", "designated_officer"}
        for model in case_models():
            assert not model.objects.visible().filter(concern=concern).exists(), model
        assert not Strand.objects.visible().exists()
        assert strands.source_of(strand) == []
        assert [one.referral.text for one in queries.to_answer()] == [WORDS]
        (adult,) = Appearance.objects.visible().filter(concern=strand)
        assert adult.kind == PersonKind.ADULT
        # What the duties of the office rest on, and what of the adult the sender did not tick is not there.
        there = {(one.fact, one.value) for one in known(strand, COMMON)}
        assert there == {("alleged_abuser", True), ("works_with_children", True)}
        assert [one.appearance.concern_id for one in search(Query(name=ROLF)).matches] == [strand.pk]
        assert search(Query(name=AMINA)).matches == ()


def test_what_the_office_has_to_do_is_due_there_and_closed_where_it_came_from(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, adult = concern_with_adult()
        assert making.state(concern, "2.2-lado-meeting", adult.pk).is_open
        strand = service.send(concern, sent()).concern
        assert not making.state(concern, "2.2-lado-meeting", adult.pk).is_open
        assert making.state(concern, "2.2-allegations", adult.pk).is_open
    with anywhere.acting("lado"):
        (there,) = Appearance.objects.visible().filter(concern=strand)
        due = making.state(strand, "2.2-lado-meeting", there.pk)
        assert (due.is_open, due.organisation_id, due.due) == (True, worlds.name("lado"), date(2026, 3, 31))
        open_ = DutyState.objects.visible().filter(concern=strand, is_open=True, duty__work=None)
        assert {one.duty.provision for one in open_.select_related("duty") if "lado" not in one.duty.rule.who} == set()
    with anywhere.laying():
        call_command("renew_duties", "--check")


def test_the_sender_follows_it_and_neither_reads_the_others_strand(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, _ = concern_with_adult()
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        strand = service.send(concern, sent()).concern
        before = [entry.sentence for entry in chronology.of_concern(concern, COMMON)]
    with anywhere.acting("lado"):
        referral = queries.to_answer()[0].referral
        service.record_step(referral, ReferralStepKind.ACKNOWLEDGED)
        called = meetings.MeetingInput(
            MeetingKind.DESIGNATED_OFFICER, TUESDAY, "Somebody, designated officer", why="It is due."
        )
        meeting = meetings.call(strand, called)
        duties = [
            one.duty for one in meeting_duties.for_meeting(meeting, COMMON | {"designated_officer"}, date(2026, 4, 1))
        ]
        assert {one.provision for one in duties} == {"2.2-lado-meeting"}
        meetings.hold(meeting, TUESDAY, MeetingForm.MEETING, duties=duties)
        service.record_step(referral, ReferralStepKind.ACCEPTED, siblings="There are none.")
        service.record_step(referral, ReferralStepKind.ANSWERED, text="The school speaks with nobody yet.")
    with anywhere.acting("teacher"):
        (one,) = queries.with_strands(concern)
        assert [step.kind for step in one.steps] == ["acknowledged", "accepted", "answered"]
        assert one.steps[-1].text == "The school speaks with nobody yet."
        (part,) = [part for part in overview.of_concern(concern, COMMON, date(2026, 4, 1)) if part.title == "Referrals"]
        assert [line.href for line in part.lines] == [reverse("referral", args=[strand.pk, referral.pk])]
        assert compartments.view_of(context.required(), strand.pk) == COMMON
        assert strands.source_of(strand) == [concern]
        assert [entry.sentence for entry in chronology.of_concern(concern, COMMON)] == before
    with anywhere.acting("front-door"):
        # Whoever reads the child's record alone is told that it was referred, as before, and nothing more.
        assert queries.with_strands(concern) == []
        assert not Concern.objects.visible().filter(pk=strand.pk).exists()


def test_what_is_sent_later_of_the_same_adult_goes_where_the_first_went(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, adult = concern_with_adult()
        first = service.send(concern, sent())
        making.told(concern, TUESDAY, adult, foster_carer=True)
        again = service.send(concern, sent(text="He fosters too."), facts=[(adult.pk, "foster_carer")])
        assert again.concern_id == first.concern_id
        assert Appearance.objects.visible().filter(concern=first.concern_id).count() == 1
        assert ("foster_carer", True) in {(one.fact, one.value) for one in known(first.concern, COMMON)}
        assert len(queries.with_strands(concern)) == 2
        other = service.send(concern, sent(text="Nobody is named yet."), facts=[])
        assert other.concern_id not in (concern.pk, first.concern_id)


def test_who_is_shut_out_of_the_childs_record_does_not_see_what_is_sent_on(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, _ = concern_with_adult()
        exclusions.shut_out_user(concern.pk, worlds.name("u-lead"), ground=ExclusionGround.CONFLICT, reason="A friend.")
        strand = service.send(concern, sent()).concern
    with anywhere.acting("lead"):
        assert not Concern.objects.visible().filter(pk__in=[concern.pk, strand.pk]).exists()


def test_no_other_way_leads_the_office_into_the_childs_record(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, _ = concern_with_adult()
        with pytest.raises(RecordError):
            closing.transfer(concern, office(), why="They should have it.")
        outside = service.send(concern, sent(organisation=None, outside="An office elsewhere", way=Way.TELEPHONE))
        assert outside.concern_id == concern.pk
        further = service.pass_on(outside, office(), reason="It is theirs.")
        assert further.concern_id != concern.pk
    with anywhere.acting("lado"):
        assert compartments.view_of(context.required(), concern.pk) == frozenset()


def test_that_the_two_belong_together_stays(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, _ = concern_with_adult()
        service.send(concern, sent())
        for change in ("UPDATE casework_strand SET recorded_at = NULL", "DELETE FROM casework_strand"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)


def test_the_page_sends_the_facts_that_are_ticked_and_the_office_uses_the_pages(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, adult = concern_with_adult()
    write = reverse("new_referral", args=[concern.pk])
    sends = {"to": "designated_officer", "recipient": str(worlds.name("lado")), "way": "here"}
    sends |= {"asks": "Please call a meeting.", "text": WORDS, "checked": "on", "clock": "10:00"}
    sends |= {"day_0": "25", "day_1": "3", "day_2": "2026", "facts": f"{adult.pk}.works_with_children"}
    with anywhere.serving():
        teacher, lado = client_of("teacher"), client_of("lado")
        page = teacher.get(f"{write}?to=designated_officer").content.decode()
        assert "They see nothing else of this concern" in page
        assert "has partner" not in page.partition("checked")[0]
        answer = teacher.post(write, sends)
        assert answer.status_code == 302, answer.content.decode()
        there = answer.headers["Location"]
        shown = teacher.get(there).content.decode()
        assert "This is in a concern of its own." in shown
        assert concern.reference in shown
        own = lado.get(there).content.decode()
        assert WORDS in own
        assert concern.reference not in own
        assert AMINA not in own
        strand = there.split("/")[2]
        for name in ("concern", "concern_chronology", "duties", "concern_casework", "concern_people", "concern_access"):
            page = lado.get(reverse(name, args=[strand]))
            assert page.status_code == 200, name
            assert AMINA not in page.content.decode(), name
            assert concern.reference not in page.content.decode(), name
        for name in sorted(PAGES_OF_A_CONCERN | FORMS_OF_A_CONCERN - {"answer_facts"}):
            assert lado.get(reverse(name, args=[concern.pk])).status_code == 404, name
        assert AMINA not in lado.get(reverse("concerns")).content.decode()
    with anywhere.acting("lado"):
        (referral,) = Referral.objects.visible().filter(concern=strand)
        assert {one.fact for one in known(referral.concern, COMMON)} == {"works_with_children"}
