"""What happens: events in any order, taken back, and who may be told about the adult."""

from __future__ import annotations

from collections.abc import Collection
from itertools import product
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from fingerpost.access import embargo
from fingerpost.access.embargo import Free, Person, Relation
from fingerpost.access.models import Embargo, EmbargoLift, LiftingDecision
from fingerpost.access.models.embargoes import EVERYONE
from fingerpost.record.models import Happened
from fingerpost.record.services.decisions import decision_of
from fingerpost.record.services.events import record_event, take_back
from lives.life import COMMON, POLICE, READER_OF, Life

OF_THE_CONCERN = (
    "referral_made", "strategy_meeting", "assessment_started", "section47_started", "partner_interview",
    "alleged_abuser_interview", "viewing_decision",
)  # fmt: skip
OF_THE_ADULT = ("arrest", "arrest", "agreement_started")
MAY_SPEAK = {
    "front-door": {LiftingDecision.STRATEGY_MEETING},
    "worker": {LiftingDecision.STRATEGY_MEETING},
    "manager-east": {LiftingDecision.STRATEGY_MEETING},
    "manager-west": {LiftingDecision.STRATEGY_MEETING},
    "officer": {LiftingDecision.STRATEGY_MEETING, LiftingDecision.POLICE},
    "lado": {LiftingDecision.STRATEGY_MEETING},
}
"""Whose decision each of them may record (provision 2.2-no-disclosure)."""


class Happening(Life):
    """Rules about events. `let_tell`: whom a decision lets be told past which embargo, by the test's own count."""

    def __init__(self) -> None:
        super().__init__()
        self.let_tell: set[tuple[UUID, str]] = set()

    @rule(data=st.data(), type=st.sampled_from(OF_THE_CONCERN), hours=st.integers(-24, 48))
    def something_happens(self, data: st.DataObject, type: str, hours: int) -> None:
        who, compartment = self.anybody(data)
        with self.kept_within(compartment), self.acting(who):
            record_event(self.concern, type, self.later(hours), compartment=compartment)

    @rule(data=st.data(), type=st.sampled_from(OF_THE_ADULT), hours=st.integers(-24, 48))
    def something_happens_to_the_adult(self, data: st.DataObject, type: str, hours: int) -> None:
        who, compartment = self.anybody(data)
        with self.kept_within(compartment), self.acting(who):
            record_event(self.concern, type, self.later(hours), about=self.adult, compartment=compartment)

    def recipients(self) -> list[Person]:
        return [
            Person(Relation.PARENTS, self.child.pk),
            Person(Relation.SELF, self.child.pk),
            *(Person(relation, self.adult.pk) for relation in (Relation.SELF, Relation.PARTNER, Relation.EMPLOYER)),
        ]

    @rule(data=st.data(), decided_by=st.sampled_from(LiftingDecision), hours=st.integers(0, 48))
    def it_is_decided_that_somebody_may_be_told(
        self, data: st.DataObject, decided_by: LiftingDecision, hours: int
    ) -> None:
        who, compartment = self.anybody(data)
        to = data.draw(st.sampled_from(self.recipients()))
        held = self.own_embargoes(compartment)
        may = bool(held) and decided_by in MAY_SPEAK.get(who, ())
        with self.kept_within(compartment), self.must(may), self.acting(who):
            record_event(
                self.concern,
                "disclosure_agreed",
                self.later(hours),
                about=self.adult,
                to=to,
                compartment=compartment,
                decided_by=decided_by,
            )
        if may:
            self.let_tell |= {(row.pk, str(to)) for row in held}

    @rule(data=st.data())
    def it_did_not_happen(self, data: st.DataObject) -> None:
        who, compartment = self.anybody(data)
        with self.acting(who):
            rows = Happened.objects.visible().filter(concern=self.concern, compartment=compartment)
            gone = {row.takes_back_id for row in rows}
            there = [row for row in rows.order_by("recorded_at", "pk") if row.takes_back_id is None]
        if not there:
            return
        event = data.draw(st.sampled_from(there))
        # Held back a second time, somebody stays so unless that was lifted too.
        again = [row for row in self._embargoes(compartment) if row.must_not_be_told == [event.to]]
        is_let = any((row.pk, event.to) in self.let_tell for row in again)
        with (
            self.kept_within(compartment),
            self.must(event.pk not in gone and not (event.to and is_let)),
            self.acting(who),
        ):
            take_back(event, reason="It was noted in error.")

    def own_embargoes(self, compartment: str) -> list[Embargo]:
        """Return those about the adult: what stands about somebody unlisted goes on, whatever is decided of him."""
        return [row for row in self._embargoes(compartment) if row.about is not None]

    def _embargoes(self, compartment: str | None = None) -> list[Embargo]:
        with self.ground.laying():
            rows = Embargo._base_manager.filter(concern=self.concern)
            return [
                row for row in rows if row.about in (self.adult.pk, None) and compartment in (None, row.compartment)
            ]

    @invariant()
    def a_suspected_adult_is_told_of_by_decision_only(self) -> None:
        if not self.sees:
            return
        with self.ground.laying():
            lifts = EmbargoLift._base_manager.filter(concern=self.concern)
            assert {(row.embargo_id, row.for_whom) for row in lifts} == self.let_tell
        for compartment, who in READER_OF.items():
            if compartment in self.sees.get(who, ()):
                self._holds_for(who, compartment)
        rows = self._embargoes()
        tellers = [who for who in ("teacher", "officer") if who in self.sees]
        for who, to in product(tellers, self.recipients()):
            in_the_way = [row for row in rows if self._is_in_the_way(row, to, rows, self.sees[who])]
            with self.acting(who):
                is_free = isinstance(embargo.may_tell(self.concern.pk, self.adult.pk, to), Free)
            assert is_free == (not in_the_way), (who, to)

    def _is_in_the_way(self, row: Embargo, to: Person, rows: list[Embargo], sees: Collection[str]) -> bool:
        if not {EVERYONE, str(to)} & set(row.must_not_be_told) or (row.pk, str(to)) in self.let_tell:
            return False
        if row.about is not None or row.compartment not in sees:
            return True
        own = [one for one in rows if one.about is not None and one.compartment == row.compartment]
        return not any((one.pk, str(to)) in self.let_tell for one in own)

    def _holds_for(self, who: str, compartment: str) -> None:
        """See that an embargo stands as soon as the decision suspects the adult (provision 2.2-no-disclosure)."""
        with self.acting(who):
            suspected = decision_of(self.concern, compartment).suspected
        if suspected:
            there = {row.compartment for row in self._embargoes() if EVERYONE in row.must_not_be_told}
            assert there & ({COMMON} if compartment == COMMON else {COMMON, POLICE})
