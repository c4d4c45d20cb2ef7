"""Meetings: called, held, corrected, concluded, opened again, in each part; and when somebody is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from fingerpost.casework.meetings import decisions, meeting_duties, queries, rules, services
from fingerpost.casework.meetings.rules import MeetingStatus
from fingerpost.casework.meetings.services import Invited, ItemAnswer, MeetingInput
from fingerpost.casework.models import Agency, Meeting, MeetingForm, MeetingKind, MeetingStepKind
from lives.dutiful import Dutiful
from lives.happening import Happening
from lives.life import COMMON, OFFICERS, READER_OF, TODAY

READS = {**READER_OF, OFFICERS: "lado"}
RECORD = {
    MeetingKind.STRATEGY: {"front-door", "worker", "manager-east", "manager-west", "officer"},
    MeetingKind.DESIGNATED_OFFICER: {"lado"},
}
ACTS = ("hold", "hold", "not_held", "come", "come", "explain", "answer", "decide", "tell", "conclude", "reopen")
_ASKED = {
    rules.S47: "2.2-agenda-s47",
    rules.ICPC: "2.2-agenda-icpc",
    rules.JOINT: "2.2-joint",
    rules.WHEN_TOLD: "2.2-agenda-when-told",
}
ASK = ("2.1-strategy", "2.2-strategy-on-arrest", "2.2-strategy-known-children", "2.2-lado-meeting")


@dataclass
class Noted:
    """What became of a meeting, by the test's own count."""

    row: Meeting
    was_held: datetime | None = None
    not_held: bool = False
    is_closed: bool = False
    is_explained: bool = False
    came: set[str] = field(default_factory=set)
    answered: set[tuple[str, UUID | None]] = field(default_factory=set)

    def status(self, items: tuple[rules.AgendaItem, ...]) -> MeetingStatus:
        if self.was_held is None:
            return MeetingStatus.NOT_HELD if self.not_held else MeetingStatus.CALLED
        is_open = any(one.is_must and not {(name, one.about) for name in one.ids} & self.answered for one in items)
        is_quorate = self.is_explained or {"police", "social_care", "health"} <= self.came
        return MeetingStatus.CONCLUDED if self.is_closed and is_quorate and not is_open else MeetingStatus.HELD


class Convening(Happening, Dutiful):
    """Rules about meetings."""

    def __init__(self) -> None:
        super().__init__()
        self.meetings: dict[UUID, Noted] = {}

    @rule(data=st.data(), hours=st.integers(-24, 48), anew=st.sampled_from([True, False, False, False]))
    def something_becomes_of_a_meeting(self, data: st.DataObject, hours: int, anew: bool) -> None:
        places = [(who, part) for who, seen in sorted(self.sees.items()) for part in sorted(seen) if part in READS]
        who, part = data.draw(st.sampled_from(places))
        there = [one for one in self.meetings.values() if one.row.compartment == part]
        if anew or not there:
            self._meeting_call(who, part, self.later(hours))
            return
        one, act = data.draw(st.sampled_from(there)), data.draw(st.sampled_from(ACTS))
        may = who in RECORD[MeetingKind(one.row.kind)]
        with self.kept_within(part):
            getattr(self, f"_meeting_{act}")(data, who, one, may, self.later(hours))

    def _meeting_call(self, who: str, part: str, at: datetime) -> None:
        kind = MeetingKind.DESIGNATED_OFFICER if part == OFFICERS else MeetingKind.STRATEGY
        may = who in RECORD[kind]
        called = MeetingInput(kind, at, "Somebody, team manager", why="The team asks for it.", compartment=part)
        with self.kept_within(part), self.must(may), self.acting(who):
            made = services.call(self.concern, called)
        if may:
            self.meetings[made.pk] = Noted(made)

    def _meeting_hold(self, _data: st.DataObject, who: str, one: Noted, may: bool, at: datetime) -> None:
        with self.carrying_out(*ASK), self.must(may), self.acting(who):
            part = frozenset({one.row.compartment})
            asked = [it.duty for it in meeting_duties.for_meeting(one.row, part, TODAY)]
            services.hold(one.row, at, MeetingForm.MEETING, duties=asked)
        if may:
            one.was_held, one.not_held = at, False

    def _meeting_not_held(self, _data: st.DataObject, who: str, one: Noted, may: bool, _at: datetime) -> None:
        with self.must(may), self.acting(who):
            services.not_held(one.row, "Too few could come.")
        if may:
            one.was_held, one.not_held = None, True

    def _meeting_come(self, data: st.DataObject, who: str, one: Noted, may: bool, _at: datetime) -> None:
        agency = data.draw(st.sampled_from(rules.QUORUM))
        with self.must(may and one.was_held is not None), self.acting(who):
            person = services.invite(one.row, Invited(Agency(agency), role="One of them"))
            services.attend(one.row, [(person, MeetingStepKind.ATTENDED)])
        if may and one.was_held:
            one.came.add(agency)

    def _meeting_explain(self, _data: st.DataObject, who: str, one: Noted, may: bool, _at: datetime) -> None:
        if one.is_explained:
            return
        with self.must(may and one.was_held is not None), self.acting(who):
            services.attend(one.row, [], explained="It could not wait for them.")
        one.is_explained = may and one.was_held is not None

    def _meeting_answer(self, data: st.DataObject, who: str, one: Noted, may: bool, _at: datetime) -> None:
        with self.must(may and one.was_held is not None), self.acting(who):
            found = queries.of_id(self.concern, one.row.pk)
            assert found is not None
            items = [it for it in found.items if it.is_must]
            chosen = items if data.draw(st.booleans()) else items[:2]
            services.answer(one.row, [ItemAnswer(it, "It was weighed.") for it in chosen])
        if may and one.was_held:
            # A decision takes more than words.
            one.answered |= {(name, it.about) for it in chosen if not it.is_decided for name in it.ids}

    def _meeting_decide(self, data: st.DataObject, who: str, one: Noted, may: bool, _at: datetime) -> None:
        act, outcome = data.draw(st.sampled_from(sorted(rules.DECISIONS))), data.draw(st.sampled_from(["yes", "no"]))
        with self.must(may and one.was_held is not None), self.acting(who):
            decisions.decide(one.row, act, outcome, "For what was said.")
        if may and one.was_held:
            one.answered.add((_ASKED[act], None))

    def _meeting_tell(self, data: st.DataObject, who: str, one: Noted, may: bool, _at: datetime) -> None:
        to = data.draw(st.sampled_from(self.recipients()))
        held = self.own_embargoes(one.row.compartment)
        may = may and one.was_held is not None and bool(held)
        with self.must(may), self.acting(who):
            told = decisions.TellingInput(
                self.adult,
                str(to),
                (one.was_held or self.said_at) + timedelta(hours=1),
                teller="The officer in the case",
                reasons="By then it is safe.",
                risk="It was weighed.",
                beside="Somebody of the team.",
            )
            decisions.agree_telling(one.row, told)
        if may:
            self.let_tell |= {(row.pk, str(to)) for row in held}
            # Who is told when is by itself the answer to that item (2.2-agenda-when-told).
            one.answered.add((_ASKED[rules.WHEN_TOLD], None))

    def _meeting_conclude(self, _data: st.DataObject, who: str, one: Noted, may: bool, _at: datetime) -> None:
        with self.must(may and one.was_held is not None), self.acting(who):
            found = queries.of_id(self.concern, one.row.pk)
            assert found is not None
            services.conclude(one.row, found.items)
        one.is_closed |= may and one.was_held is not None

    def _meeting_reopen(self, _data: st.DataObject, who: str, one: Noted, may: bool, _at: datetime) -> None:
        with self.must(may), self.acting(who):
            services.reopen(one.row, "Something was left out.")
        one.is_closed &= not may

    @invariant()
    def a_meeting_counts_as_concluded_where_it_lacks_nothing(self) -> None:
        for part in {one.row.compartment for one in self.meetings.values()}:
            with self.acting(READS[part]):
                found = {one.meeting.pk: one for one in queries.of_concern(self.concern, within=(part,))}
            own = {pk: one for pk, one in self.meetings.items() if one.row.compartment == part}
            assert found.keys() == own.keys()
            for pk, one in own.items():
                assert found[pk].status is one.status(found[pk].items), part


assert COMMON in READS
