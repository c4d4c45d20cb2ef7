"""Referrals: sent, answered, disagreed with, passed on, in any order; and what each still waits for, and until when."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from access import worlds
from fingerpost.access.models import Organisation
from fingerpost.casework.models import Addressee, Referral, ReferralStepKind, Way
from fingerpost.casework.referrals import queries, services
from fingerpost.casework.referrals.clocks import CLOCKS, ReferralAwaited
from fingerpost.casework.referrals.services import ReferralInput
from lives.dutiful import Dutiful
from lives.life import BROUGHT_IN, COMMON, TODAY
from oracle.days import london_day, working_day_after
from register.reading import register

TO = {
    "council": (Addressee.SOCIAL_CARE, Addressee.ELSEWHERE, Addressee.PREVENT),
    "force": (Addressee.POLICE, Addressee.PREVENT, Addressee.ELSEWHERE),
    "lado": (Addressee.DESIGNATED_OFFICER,),
    "": tuple(Addressee),
}
GOES_TO = {one.id: one.to for one in register().provisions}
CALLED = {
    Addressee.SOCIAL_CARE: "social_care",
    Addressee.POLICE: "police",
    Addressee.DESIGNATED_OFFICER: "lado",
    Addressee.PREVENT: "prevent",
}
"""What the register calls each of those to whom a concern is referred; of another area it says nothing."""
DECISIONS = ("accepted", "declined", "passed_on")
STAGES_TAKE = (1, 2, 5)
"""Working days at each stage to which a disagreement is taken: practitioners, managers, the partnership."""
STEPS = [kind for kind in ReferralStepKind if kind != ReferralStepKind.PASSED_ON]


def place_of(who: str) -> str:
    return worlds.MEMBERSHIPS[who][1]


class Referring(Dutiful):
    """Rules about referrals."""

    @rule(data=st.data(), to=st.sampled_from(sorted(TO)), hours=st.integers(-24, 72))
    def somebody_refers_it(self, data: st.DataObject, to: str, hours: int) -> None:
        who = data.draw(st.sampled_from([one for one in self.writers(COMMON) if place_of(one) != to]))
        with self.acting(who):
            addressee = data.draw(st.sampled_from(TO[to]))
            organisation = Organisation.objects.get(pk=worlds.name(to)) if to else None
            duties = [
                state.duty
                for state in self._states(COMMON)
                if state.is_open
                and state.duty.work is None
                and CALLED.get(addressee) in GOES_TO[state.duty.provision]
                and data.draw(st.booleans())
            ]
            sent = ReferralInput(
                to=addressee,
                organisation=organisation,
                outside="" if organisation else "Somebody elsewhere",
                way=Way.HERE if organisation else Way.TELEPHONE,
                asks="Please decide.",
                text="What was told.",
                at=self.later(hours),
            )
        # What goes to the designated officer's office is in a concern of its own, which follows its duties.
        apart = ["2.2-lado-meeting"] if to == "lado" else []
        with self.carrying_out(*(duty.provision for duty in duties), *apart), self.acting(who):
            services.send(self.concern, sent, duties)
        if not apart:
            self.is_in(to)

    def _some_referral(self, data: st.DataObject) -> tuple[str, Referral] | None:
        who = data.draw(st.sampled_from(self.writers(COMMON)))
        with self.acting(who):
            found = [one.referral for one in queries.of_concern(self.concern)]
        return (who, data.draw(st.sampled_from(found))) if found else None

    @rule(data=st.data(), kind=st.sampled_from(STEPS), hours=st.integers(-24, 72))
    def something_becomes_of_a_referral(self, data: st.DataObject, kind: ReferralStepKind, hours: int) -> None:
        if found := self._some_referral(data):
            who, referral = found
            is_senders = referral.sender_id == worlds.name(place_of(who))
            is_theirs = referral.organisation_id == worlds.name(place_of(who))
            is_manager = worlds.MEMBERSHIPS[who][2] == "team_manager"
            if kind == ReferralStepKind.ESCALATED:
                may = is_senders
            elif kind == ReferralStepKind.SIGNED_OFF:
                may = is_theirs and is_manager
            else:
                may = is_theirs or (is_senders and referral.organisation_id is None)
            with self.must(may), self.acting(who):
                services.record_step(referral, kind, text="What was said.", at=self.later(hours))

    @rule(data=st.data(), to=st.sampled_from(["council", "force"]))
    def it_is_passed_on(self, data: st.DataObject, to: str) -> None:
        if found := self._some_referral(data):
            who, referral = found
            is_theirs = referral.organisation_id == worlds.name(place_of(who))
            if place_of(who) == to or referral.to not in TO[to]:
                return
            with self.must(is_theirs or _is_told(referral, who)), self.acting(who):
                services.pass_on(referral, Organisation.objects.get(pk=worlds.name(to)), reason="It is theirs.")
            if is_theirs or _is_told(referral, who):
                self.is_in(to)

    @invariant()
    def what_a_referral_waits_for_is_met_or_on_a_list(self) -> None:
        if not self.sees:
            return
        with self.acting("lead"):
            found = {one.referral.pk: one for one in queries.of_concern(self.concern)}
        for pk, one in found.items():
            steps = [(str(step.kind), step.at) for step in one.steps]
            waiting = [(it.awaited, it.due) for it in one.course.waiting]
            is_outside = one.referral.organisation_id is None
            assert sorted(waiting) == sorted(awaited(one.referral.sent_at, steps, is_outside=is_outside)), steps
            if waiting:
                self._is_listed(pk, one, min(due for _, due in waiting))

    def _is_listed(self, pk: UUID, one: queries.ReferralSummary, due: date) -> None:
        """See that both sides are shown that it waits, and that it is late when it is."""
        referral = one.referral
        sides = [(referral.sender_id, queries.unanswered)]
        if referral.organisation_id is not None:
            sides.append((referral.organisation_id, queries.to_answer))
        for organisation, list_ in sides:
            who = next(one for one in sorted(self.sees) if worlds.name(place_of(one)) == organisation)
            with self.acting(who):
                shown = {it.referral.pk: it for it in list_()}
            assert pk in shown, ([str(step.kind) for step in one.steps], list_)
            assert shown[pk].is_overdue(TODAY) == (due < TODAY)


def _is_told(referral: Referral, who: str) -> bool:
    return referral.organisation_id is None and referral.sender_id == worlds.name(place_of(who))


def awaited(
    sent_at: datetime, steps: list[tuple[str, datetime]], *, is_outside: bool
) -> list[tuple[ReferralAwaited, date]]:
    """Return what a referral waits for and until when, step kinds read backwards (decision 42)."""
    kinds = [kind for kind, _ in steps]
    last = max((place for place, kind in enumerate(kinds) if kind in DECISIONS), default=None)
    found: list[tuple[ReferralAwaited, datetime]] = []
    if not set(kinds) & {"acknowledged", "answered", *DECISIONS}:
        found.append((ReferralAwaited.ACKNOWLEDGEMENT, sent_at))
    if last is None:
        found.append((ReferralAwaited.DECISION, sent_at))
    elif kinds[last] != "passed_on" and "signed_off" not in kinds[last + 1 :] and not is_outside:
        found.append((ReferralAwaited.SIGN_OFF, steps[last][1]))
    # An answer that names no question is one to the first that is open.
    asked = [at for kind, at in steps if kind == "checks_asked"]
    found += [(ReferralAwaited.CHECK, at) for at in asked[kinds.count("checks_answered") :]]
    if "answered" not in kinds:
        found.append((ReferralAwaited.ANSWER, sent_at))
    else:
        after = len(kinds) - kinds[::-1].index("answered")
        found += [(ReferralAwaited.ANSWER, at) for kind, at in steps[after:] if kind in DECISIONS][:1]
    dated = [(one, working_day_after(london_day(at), CLOCKS[one].working_days)) for one, at in found]
    turns = [(kind, at) for kind, at in steps if kind in ("escalated", "reconsidered", *DECISIONS)]
    if turns and turns[-1][0] == "escalated":
        days = STAGES_TAKE[min(kinds.count("escalated"), len(STAGES_TAKE)) - 1]
        dated.append((ReferralAwaited.RECONSIDERATION, working_day_after(london_day(turns[-1][1]), days)))
    return dated


assert set(BROUGHT_IN) <= set(TO)
