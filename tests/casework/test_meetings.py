"""A strategy meeting is called, held and concluded, and what it decides follows."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from casework.meeting import (
    COMMON,
    NOON,
    ON_ONE,
    TODAY,
    TUESDAY,
    a_concern,
    agreed,
    call,
    come,
    held,
    minutes_of,
    shown,
)
from duties import making
from fingerpost.access.errors import AccessError
from fingerpost.access.services import concerns as involving
from fingerpost.casework.enquiries import services as enquiries
from fingerpost.casework.meetings import decisions, meeting_duties, queries, requested_duties, services
from fingerpost.casework.meetings.rules import MeetingStatus
from fingerpost.casework.meetings.services import ItemAnswer
from fingerpost.casework.models import (
    Agency,
    MeetingForm,
    MeetingStep,
    StageKind,
    StageStepKind,
)
from fingerpost.duties.requested_duties import Carried
from fingerpost.procedure.errors import FingerpostError
from fingerpost.record.models import Happened, PersonKind
from fingerpost.record.services.changes import change
from fingerpost.record.services.events import take_back
from fingerpost.record.services.people import add_appearance


def test_it_is_called_for_what_asks_for_it_and_holding_it_carries_that_out(anywhere: Anywhere) -> None:
    concern, adult = a_concern(anywhere)
    with anywhere.acting("worker"):
        (asks,) = meeting_duties.open_duties(concern, COMMON, TODAY)
        assert (asks.provision.id, asks.day) == ("2.2-strategy-known-children", TODAY)
        meeting = call(concern)
        assert meeting.asked_by == [f"2.2-strategy-known-children/{adult.pk}"]
        assert shown(meeting).status is MeetingStatus.CALLED
        assert making.kinds(concern, "2.2-strategy-known-children", adult.pk) == ["appeared"]
        services.hold(meeting, TUESDAY, MeetingForm.MEETING, duties=[asks.duty])
        assert making.kinds(concern, "2.2-strategy-known-children", adult.pk) == ["appeared", "done"]
        (event,) = Happened.objects.visible().filter(concern=concern, type="strategy_meeting")
        assert event.at == TUESDAY
        # recorded again with its true time: one event stands, and one meeting
        services.hold(meeting, NOON, MeetingForm.DISCUSSION, "The roads were closed.")
        standing = Happened.standing(Happened.objects.visible().filter(concern=concern, type="strategy_meeting"))
        assert [one.at for one in standing] == [NOON]
        assert minutes_of(meeting).title == "Strategy discussion"


@ON_ONE
def test_what_was_held_is_corrected_also_after_its_event_was_taken_back_elsewhere(anywhere: Anywhere) -> None:
    concern, _ = a_concern(anywhere)
    with anywhere.acting("worker"):
        meeting = held(concern)
        (event,) = Happened.objects.visible().filter(concern=concern, type="strategy_meeting")
        take_back(event, reason="It was another day.")
        services.hold(meeting, NOON, MeetingForm.MEETING)
        standing = Happened.standing(Happened.objects.visible().filter(concern=concern, type="strategy_meeting"))
        assert [one.at for one in standing] == [NOON]
        take_back(standing[0], reason="It was not held.")
        services.not_held(meeting, "Too few could come.")
        assert shown(meeting).status is MeetingStatus.NOT_HELD


@ON_ONE
def test_it_is_concluded_only_when_it_lacks_nothing_and_everything_can_be_saved(anywhere: Anywhere) -> None:
    concern, adult = a_concern(anywhere, factor_criminal=True)
    with anywhere.acting("worker"):
        meeting = held(concern)
        items = shown(meeting).items
        assert ("2.2-leave-home",) in {item.ids for item in items if item.about == adult.pk}
        services.conclude(meeting, items)
        assert shown(meeting).status is MeetingStatus.HELD
        must = [item for item in items if item.is_must]
        assert shown(meeting).unanswered == must
        services.answer(meeting, [ItemAnswer(item, "Settled.") for item in must[:-1]])
        services.answer(meeting, [ItemAnswer(must[-1], "Not known yet.", considered=False)], late=True)
        # Words do not take the place of a decision from which duties follow.
        assert [item.ids for item in shown(meeting).unanswered] == [("2.2-agenda-s47",), ("2.2-agenda-icpc",)]
        for act in ("section47_enquiry", "conference"):
            decisions.decide(meeting, act, "no", "It is not.")
        said = next(one.answer for one in minutes_of(meeting).items if one.rules == ("2.2-agenda-s47",))
        assert said == "The threshold for a Section 47 enquiry is not met. It is not.\nSettled."
        come(meeting, Agency.POLICE, Agency.SOCIAL_CARE)
        assert {lack.agency for lack in shown(meeting).lacks} == {"health"}
        assert shown(meeting).status is MeetingStatus.HELD
        services.attend(meeting, [], "Health answered in writing the day before.")
        assert shown(meeting).status is MeetingStatus.CONCLUDED
        last = minutes_of(meeting).items[[item.key for item in items].index(must[-1].key)]
        assert (last.considered, last.late) == (False, True)
        services.reopen(meeting, "An answer was wrong.")
        assert shown(meeting).status is MeetingStatus.HELD


@ON_ONE
def test_what_it_decides_becomes_a_duty_that_goes_when_the_decision_does(anywhere: Anywhere) -> None:
    concern, _ = a_concern(anywhere)
    with anywhere.acting("worker"):
        meeting = call(concern)
        with pytest.raises(AccessError):
            decisions.decide(meeting, "section47_enquiry", "yes", "The threshold is met.")
        services.hold(meeting, TUESDAY, MeetingForm.MEETING)
        first = decisions.decide(meeting, "section47_enquiry", "yes", "The threshold is met.")
        decisions.decide(meeting, "conference", "no", "Not yet.")
        decisions.decide(meeting, "section47_enquiry", "yes", "It is met, in better words.")
        action = decisions.ToDo("Ring the school.", "2.2-agenda-household", Agency.HEALTH, TODAY, owner="The nurse")
        decisions.agree_action(meeting, action)
        found = agreed(concern)
        assert set(found) == {"2.2-agenda-s47", "2.2-agenda-household"}
        assert found["2.2-agenda-s47"].work == first.pk
        assert (found["2.2-agenda-s47"].party, found["2.2-agenda-s47"].carried) == ("social_care", None)
        assert found["2.2-agenda-s47"].page == reverse("concern_casework", args=[concern.pk])
        assert found["2.2-agenda-household"].due == TODAY
        assert found["2.2-agenda-s47"].due == date(2026, 3, 25)
        decisions.decide(meeting, "section47_enquiry", "no", "It is not met after all.")
        assert set(agreed(concern)) == {"2.2-agenda-household"}
        decisions.dissent(meeting, "The nurse", Agency.HEALTH, "She holds that the threshold is met.")
        assert [one.who for one in minutes_of(meeting).dissent] == ["The nurse"]


@ON_ONE
def test_what_it_decides_is_carried_out_by_the_enquiry_and_the_conference(anywhere: Anywhere) -> None:
    concern, adult = a_concern(anywhere)
    with anywhere.acting("worker"):
        meeting = call(concern)
        services.hold(meeting, TUESDAY, MeetingForm.MEETING)
        decisions.decide(meeting, "section47_enquiry", "yes", "The threshold is met.")
        decisions.decide(meeting, "conference", "yes", "It is needed.")
        # fifteen working days over Easter
        assert agreed(concern)["2.2-agenda-icpc"].due == date(2026, 4, 16)
        decisions.decide(meeting, "joint_investigation", "yes", "The devices and the children are looked at together.")
        joint = [one for one in requested_duties.of_concern(concern, "common", None) if one.provision == "2.2-joint"]
        assert {(one.party, one.due, one.carried) for one in joint} == {
            ("social_care", date(2026, 3, 25), None),
            ("police", date(2026, 3, 25), None),
        }
        kinds, about = (StageKind.CONFERENCE, StageKind.ENQUIRY), {"people": [adult], "text": "Decided.", "at": TUESDAY}
        conference, enquiry = (enquiries.open_stage(concern, kind, **about) for kind in kinds)
        carried = {provision: one.carried for provision, one in agreed(concern).items()}
        assert carried["2.2-agenda-s47"] == Carried(TODAY, enquiry.by.user.name, "The enquiry was opened.")
        assert carried["2.2-joint"] is not None
        assert carried["2.2-agenda-icpc"] is None
        enquiries.record(conference, StageStepKind.CONVENED, enquiries.StageStepInput(day=TODAY))
        enquiries.record(enquiry, StageStepKind.IN_ERROR, enquiries.StageStepInput(text="It is of another concern."))
        carried = {provision: one.carried for provision, one in agreed(concern).items()}
        assert carried["2.2-agenda-s47"] is None
        assert carried["2.2-agenda-icpc"] is not None


@ON_ONE
def test_who_may_not_record_it_and_a_discussion_without_its_reason_are_refused(anywhere: Anywhere) -> None:
    concern, _ = a_concern(anywhere)
    with anywhere.acting("teacher"), pytest.raises(AccessError):
        call(concern)
    with anywhere.acting("worker"):
        with pytest.raises(AccessError):
            call(concern, form=MeetingForm.DISCUSSION)
        with pytest.raises(FingerpostError):
            held(concern, timezone.now() + timedelta(hours=1))
        assert [one.status for one in queries.of_concern(concern)] == [MeetingStatus.CALLED]
        assert not Happened.objects.visible().filter(concern=concern, type="strategy_meeting").exists()


@ON_ONE
def test_urgent_action_before_a_meeting_carries_its_rule_out(anywhere: Anywhere) -> None:
    with anywhere.acting("worker"):
        concern = making.concern(time_bound_risk=True)
        urgent = services.Urgent("The children went to their aunt.", "He was on his way.", "A worker", TUESDAY)
        services.act_urgently(concern, urgent)
        assert making.kinds(concern, "2.2-urgent-action") == ["appeared", "done"]
        assert [one.what for one in queries.urgent(concern)] == ["The children went to their aunt."]


@ON_ONE
def test_pages_record_a_meeting_from_its_call_to_its_end(anywhere: Anywhere) -> None:
    concern, adult = a_concern(anywhere)
    with anywhere.acting("worker"):
        (asks,) = meeting_duties.open_duties(concern, COMMON, TODAY)
    day = {"day_0": "24", "day_1": "3", "day_2": "2026", "clock": "14:00"}
    base = f"/concerns/{concern.pk}/casework/meetings/"
    with anywhere.serving():
        client = client_of("worker")
        duty = client.get(reverse("duty", args=[asks.duty.pk])).content.decode()
        assert f'href="{base}"' in duty
        assert "Call the meeting, or record it" in duty
        sends = {"form": "meeting", "chair": "Ada Sample", "duties": str(asks.duty.pk), **day}
        page = client.post(f"{base}call/", sends).headers["Location"]
        minutes = f"{page}minutes/"
        first = client.get(minutes).content.decode()
        assert "What is still missing" in first
        # Nothing was said in what was not held; and then it is all sent at once.
        early = client.post(minutes, {**at(first), **day, "how": "", "text_2.1-agenda-police": "Yes."})
        assert "Say that it was held" in early.content.decode()
        sends = {
            **at(first), **day, "how": "meeting", "duties": str(asks.duty.pk), "explained": "They wrote.",
            "name_0": "Bo Sample", "role_0": "Sergeant", "agency_0": "police", "came_0": "attended",
            "decided_2.2-agenda-s47": "yes", "text_2.2-agenda-s47": "It is met.",
            "text_2.1-agenda-police": "In time.", "not_2.1-agenda-police": "on",
            "what_0": "Ring.", "owner_0": "Bo", "action_agency_0": "police",
            "due_0_0": "1", "due_0_1": "4", "due_0_2": "2026",
            "against": "Bo", "against_agency": "police", "against_text": "He would wait.", "conclude": "1",
        }  # fmt: skip
        sent = client.post(minutes, sends)
        assert (sent.status_code, sent.headers.get("Location")) == (302, minutes), sent.content.decode()
        more = client.get(minutes).content.decode()
        assert "It is recorded, and not concluded" in more
        assert "Of the children it is said neither what is in place" in more
        telling = {
            "about": str(adult.pk), "to": f"partner:{adult.pk}", "teller": "An officer", "reasons": "Then.",
            "day_0": "1", "day_1": "1", "day_2": "2099", "clock": "9:00",
        }  # fmt: skip
        assert client.post(f"{page}telling/", telling).headers["Location"] == page
        safe = "2.1-agenda-household", "2.1-agenda-depicted"
        kept = {**at(client.get(minutes).content.decode()), **day, "how": "meeting", "explained": "They wrote."}
        kept |= {name: value for name, value in sends.items() if name[:4] in ("text", "deci", "not_")}
        kept |= {"decided_2.2-agenda-icpc": "no", "text_2.2-agenda-icpc": "Not yet.", "conclude": "1"}
        kept |= {f"state_{one}": "missing" for one in safe} | {f"text_{one}": "A safe place." for one in safe}
        assert "Write who sees to it" in client.post(minutes, kept).content.decode()
        kept |= {f"whose_{one}": "Ada Sample" for one in safe}
        assert client.post(minutes, kept).headers["Location"] == page
        told = client.post(f"{page}told/", {"telling": "", "came": "came"}).content.decode()
        assert "Choose the agreement" in told
        written = client.get(page).content.decode()
        assert "Concluded" in written
        assert "Must not be told yet" in written
        assert f"/concerns/{concern.pk}/documents/?what=minutes:" in written
        assert "Missing: A safe place. Ada Sample sees to it." in written
        assert client_of("teacher").get(minutes).status_code == 200
        assert client_of("other-teacher").get(page).status_code == 404
    with anywhere.acting("worker"):
        (one,) = queries.of_concern(concern)
        assert one.status is MeetingStatus.CONCLUDED
        assert making.kinds(concern, "2.2-strategy-known-children", adult.pk)[-1] == "done"


def at(page: str) -> dict[str, str]:
    """Return up to which step a page of minutes was shown."""
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found
    return {"seen": found[1]}


@ON_ONE
def test_two_people_minute_at_once_and_neither_loses_a_word(anywhere: Anywhere) -> None:
    concern, _ = a_concern(anywhere)
    with anywhere.acting("front-door"):
        involving.involve_member(concern.pk, worlds.name("manager-east"))
    with anywhere.acting("worker"):
        meeting = held(concern)
    minutes = reverse("minute_meeting", args=[concern.pk, meeting.pk])
    police, household = "text_2.1-agenda-police", "text_2.1-agenda-household"
    when = {"how": "meeting", "day_0": "24", "day_1": "3", "day_2": "2026", "clock": "14:00"}
    with anywhere.serving():
        one, other = client_of("worker"), client_of("manager-east")
        seen = at(one.get(minutes).content.decode())
        first = {**seen, **when, police: "They look into it.", household: "", "explained": ""}
        assert one.post(minutes, first).status_code == 302
        # The other saw the page as it was before. Another item of theirs is added, and this one is not taken away.
        second = {**seen, **when, police: "", household: "With their aunt.", "explained": ""}
        second["state_2.1-agenda-household"] = "in_place"
        assert other.post(minutes, second).status_code == 302
        # Both have written of the same: it is told, and nothing is recorded of what was sent.
        third = {**seen, **when, police: "They do not.", household: "", "explained": "Health wrote."}
        told = other.post(minutes, third).content.decode()
        assert "Recorded meanwhile by" in told
        assert "“They look into it.”" in told
        assert "They do not." in told
        assert "With their aunt." in told
        with anywhere.acting("worker"):
            answers = {row.rules[0]: row.answer for row in minutes_of(meeting).items if row.answer}
            assert answers == {
                "2.1-agenda-police": "They look into it.", "2.1-agenda-household": "In place: With their aunt.",
            }  # fmt: skip
        # Sent again from the page that told it, it counts.
        again = {**third, **at(told), household: "With their aunt.", "state_2.1-agenda-household": "in_place"}
        assert other.post(minutes, again).status_code == 302
    with anywhere.acting("worker"):
        answers = {row.rules[0]: row.answer for row in minutes_of(meeting).items if row.answer}
        assert answers["2.1-agenda-police"] == "They do not."
        assert minutes_of(meeting).quorum_explained == "Health wrote."


@ON_ONE
def test_who_stood_in_counts_and_colleagues_are_asked_by_ticks(anywhere: Anywhere) -> None:
    concern, _ = a_concern(anywhere)
    with anywhere.acting("worker"):
        meeting = held(concern)
        nurse = services.invite(meeting, services.Invited(Agency.HEALTH, name="Bo Sample"))
    minutes = reverse("minute_meeting", args=[concern.pk, meeting.pk])
    colleagues = [str(worlds.name("front-door")), str(worlds.name("worker"))]
    with anywhere.serving():
        client = client_of("worker")
        page = client.get(minutes).content.decode()
        assert all(f'value="{one}"' in page for one in colleagues)
        when = {"how": "meeting", "day_0": "24", "day_1": "3", "day_2": "2026", "clock": "14:00", "explained": ""}
        came = {f"came_{nurse.pk}": "apologies", f"for_{nurse.pk}": "Cy Sample, nurse"}
        asked = {"asked": colleagues, "asked_came": "attended"}
        sent = client.post(minutes, {**at(page), **when, **came, **asked})
        assert sent.status_code == 302, sent.content.decode()
    with anywhere.acting("worker"):
        assert {lack.agency for lack in shown(meeting).lacks if lack.agency} == {"police"}
        who = {one.who: one.came for one in minutes_of(meeting).who}
        assert who["Bo Sample"] == "sent apologies; Cy Sample, nurse was there for them"
        assert list(who.values()).count("attended") == 2


@ON_ONE
def test_what_keeps_each_child_safe_is_said_of_each(anywhere: Anywhere) -> None:
    concern, _ = a_concern(anywhere)
    with anywhere.acting("worker"):
        with change(concern):
            children = [add_appearance(concern, PersonKind.CHILD) for _ in range(2)]
        meeting = held(concern)
        items = [item for item in shown(meeting).items if item.each_child]
        ids = ("2.1-agenda-household", "2.1-agenda-depicted")
        assert [(item.ids[0], item.about) for item in items] == [(one, it.pk) for one in ids for it in children]
        first = items[0]
        services.answer(meeting, [ItemAnswer(first, "It was not looked at.", considered=False)])
        assert first in shown(meeting).unanswered
        with pytest.raises(AccessError, match="whose it is"):
            services.answer(meeting, [ItemAnswer(first, "Somebody to stay with.", is_missing=True)])
        services.answer(meeting, [ItemAnswer(first, "Somebody to stay with.", is_missing=True, whose="Ada Sample")])
        assert first not in shown(meeting).unanswered
        assert items[1] in shown(meeting).unanswered
        assert "(2.1-agenda-household, 2.2-agenda-household)" in str(minutes_of(meeting).lacks)


def test_what_was_recorded_of_a_meeting_stays(anywhere: Anywhere) -> None:
    concern, _ = a_concern(anywhere)
    with anywhere.acting("worker"):
        held(concern)
        for table in ("casework_meeting", "casework_meetingstep"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of ours
        assert MeetingStep.objects.visible().filter(concern=concern).count() == 1
