"""Risk assessments: answered, interviews in any order, concluded, agreed to and taken up again."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from fingerpost.casework.models import HeadingKnown, Interviewed, RiskAssessment, Separately
from fingerpost.casework.risk import queries, rules, services
from fingerpost.casework.risk.services import HeadingInput, JudgementInput
from fingerpost.record.models import Appearance, Assertion, Happened
from fingerpost.record.services.changes import change
from fingerpost.record.services.statements import settled
from lives.agreeing import MANAGERS, SOCIAL_CARE
from lives.dutiful import Dutiful
from lives.life import COMMON, TODAY

ACTS = ("answer", "interview", "interview", "interview_taken_back", "complete", "agree", "reopen")


class Assessing(Dutiful):
    """Rules about risk assessments. `concluded`: by whom, where it is; `agreed`: whether a manager has agreed."""

    def __init__(self) -> None:
        super().__init__()
        self.assessment: RiskAssessment | None = None
        self.concluded_by = ""
        self.is_agreed = False

    @rule(data=st.data(), act=st.sampled_from(ACTS))
    def something_becomes_of_a_risk_assessment(self, data: st.DataObject, act: str) -> None:
        who = data.draw(st.sampled_from(self.writers(COMMON)))
        if self.assessment is None:
            with self.carrying_out("2.3-trigger"), self.must(who in SOCIAL_CARE), self.acting(who):
                made = services.begin(self.concern, self.adult, self.later(1))
            self.assessment = made if who in SOCIAL_CARE else None
        else:
            getattr(self, f"_risk_{act}")(data, who, self.assessment)

    def _risk_answer(self, data: st.DataObject, who: str, one: RiskAssessment) -> None:
        status, heading = data.draw(st.sampled_from(HeadingKnown)), data.draw(st.sampled_from(["2.3-h01", "2.3-h02"]))
        with self.must(who in SOCIAL_CARE), self.acting(who):
            services.answer(one, said(heading, status))

    def _risk_interview(self, data: st.DataObject, who: str, one: RiskAssessment) -> None:
        whom, at = data.draw(st.sampled_from(Interviewed)), self.later(data.draw(st.integers(-24, 24)))
        with self.must(who in SOCIAL_CARE), self.acting(who):
            services.interview(one, whom, at, who="Two of the team", separately=Separately.YES)

    def _risk_interview_taken_back(self, data: st.DataObject, who: str, one: RiskAssessment) -> None:
        with self.acting("lead"):
            found = queries.of_id(self.concern, one.pk)
            there = found.interviews if found else []
        if there:
            with self.must(who in SOCIAL_CARE), self.acting(who):
                services.take_back(data.draw(st.sampled_from(there)), reason="It was a call about a date.")

    def _risk_complete(self, _data: st.DataObject, who: str, one: RiskAssessment) -> None:
        """Fill in all that lacks, and conclude it: it may be once the single assessment has started."""
        with self.acting("lead"):
            has_begun = "assessment_started" in {it.type for it in self._risk_standing()}
        may = who in SOCIAL_CARE and not self.concluded_by and has_begun
        with self.must(may), self.acting(who), change(self.concern):
            self._risk_fill(one)
            services.conclude(one, "It comes to this.")
        self.concluded_by = who if may else self.concluded_by

    def _risk_fill(self, one: RiskAssessment) -> None:
        found = queries.of_id(self.concern, one.pk)
        assert found is not None
        people = {str(row.pk): row for row in Appearance.objects.visible().filter(concern=self.concern)}
        for entry in found.course.entries:
            if not entry.why_not and entry.key not in found.course.latest:
                services.answer(one, said(entry.heading, HeadingKnown.KNOWN, people.get(entry.child)))
        keys = rules.to_be_judged(found.told.must_be_judged)
        services.judge(one, [JudgementInput(key[0], "high", "Because of it.", people.get(key[1])) for key in keys])
        services.name_model(one, "A model")

    def _risk_agree(self, _data: st.DataObject, who: str, one: RiskAssessment) -> None:
        may = who in MANAGERS and bool(self.concluded_by) and self.concluded_by != who and not self.is_agreed
        with self.must(may), self.acting(who):
            services.agree(one)
        self.is_agreed |= may

    def _risk_reopen(self, _data: st.DataObject, who: str, one: RiskAssessment) -> None:
        may = who in SOCIAL_CARE and bool(self.concluded_by)
        with self.must(may), self.acting(who):
            services.reopen(one, "More was found.")
        if may:
            self.concluded_by, self.is_agreed = "", False

    def _risk_standing(self) -> list[Happened]:
        return Happened.standing(Happened.objects.visible().filter(concern=self.concern, compartment=COMMON))

    # ---- what always holds ----

    @invariant()
    def an_assessment_stands_and_says_who_was_interviewed_first(self) -> None:
        if self.assessment is None:
            return
        with self.acting("lead"):
            (found,) = queries.of_concern(self.concern)
            # One adult alone is assessed: each interview of the common record is theirs.
            held = {kind: [it.at for it in self._risk_standing() if it.type == kind] for kind in Interviewed.values}
            told = settled(Assertion.objects.visible().filter(concern=self.concern, fact="has_partner"))
            watched = {one.assessment.pk for one in queries.out_of_order()}
        assert not [one for one in told if one.value is not None]
        wanted = "agreed" if self.is_agreed else "concluded" if self.concluded_by else "open"
        assert found.course.state == wanted
        partners, theirs = held["partner_interview"], held["alleged_abuser_interview"]
        late = bool(theirs) and not (partners and min(partners) < min(theirs))
        assert (found.course.order in (rules.Order.OUT_OF_ORDER, rules.Order.DEPENDS)) == late, held
        assert (self.assessment.pk in watched) == late


def said(heading: str, status: HeadingKnown, child: Appearance | None = None) -> HeadingInput:
    words = {
        HeadingKnown.KNOWN: {"text": "What the police said.", "found_by": "police"},
        HeadingKnown.SOUGHT: {"sought_from": "The officer in charge", "sought_since": TODAY},
        HeadingKnown.NOT_KNOWN: {"text": "Nobody could be asked."},
    }[status]
    return HeadingInput(heading, status, child=child, **words)  # type: ignore[arg-type]
