"""How a risk assessment stands, by rules alone: its headings, its judgements, the order of interviews, its duties."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.casework.models import Level
from fingerpost.casework.risk import presentation, rules, suggestions
from fingerpost.casework.risk.clocks import RiskAwaited
from fingerpost.casework.risk.headings_of_household import AdultsHousehold, household
from fingerpost.casework.risk.rules import ALLEGED_ABUSER, PARTNER, Order, RecordedRisk, RiskInterviewData, RiskState
from fingerpost.procedure.calendar import WorkingDays
from fingerpost.procedure.pack.library import load_pack
from fingerpost.record.services.headings import headings_of as headings

MONDAY = datetime(2026, 3, 23, 9, tzinfo=UTC)
DAYS = WorkingDays.of("england-and-wales")
HEADINGS = [f"2.3-h{number:02}" for number in range(1, 23)]


@dataclass(frozen=True)
class Heading:
    """A heading as the pack has it: one goes child by child, one is for a household without children."""

    id: str

    @property
    def each(self) -> str | None:
        return "child" if self.id.endswith("14") else None

    @property
    def only_without_children(self) -> bool:
        return self.id.endswith("05")


ALL = [Heading(one) for one in HEADINGS]
PACKS = ("e-safety@2017", "e-safety@2026")


@dataclass
class Answer:
    entry: rules.HeadingKey
    status: str
    recorded_at: datetime = MONDAY
    sought_since: date | None = None


@dataclass
class Judgement:
    entry: rules.HeadingKey
    level: str


@dataclass
class Step:
    kind: str
    at: datetime = MONDAY
    text: str = ""


def told(**parts: Any) -> RecordedRisk[Answer, Judgement]:
    given: dict[str, Any] = {
        "began_on": MONDAY.date(),
        "headings": ALL,
        "household": AdultsHousehold(("mo", "nell"), has_children=True),
        "must_be_judged": ("mo", "nell"),
        "answers": (),
        "judgements": (),
        "steps": (),
        "interviews": (),
        "has_partner": True,
        "single_assessments": (MONDAY,),
    }
    return RecordedRisk(**given | parts)


def complete(**parts: Any) -> RecordedRisk[Answer, Judgement]:
    """Everything that a conclusion needs."""
    children = ("mo", "nell")
    answers = [Answer((it, child), "known") for it in HEADINGS for child in (children if it.endswith("14") else ("",))]
    judged = [Judgement(key, "high") for key in rules.to_be_judged(children)]
    return told(answers=answers, judgements=judged, steps=[Step("model_named", text="A model")], **parts)


@pytest.mark.parametrize("name", PACKS)
def test_every_heading_is_read_from_the_pack_in_its_order(name: str) -> None:
    pack = load_pack(name)
    assert [one.id for one in headings(pack)] == HEADINGS
    groups = presentation.groups_of(pack)
    assert all(groups[heading] for heading in HEADINGS)
    assert [one.id for one in headings(pack) if one.each] == ["2.3-h14"]
    assert [one.id for one in headings(pack) if one.only_without_children] == ["2.3-h05"]
    asked = {act: [one.id for one in pack.carried_out_by(act)] for act in (rules.PARTNER, "risk_conclusion")}
    assert asked == {rules.PARTNER: ["2.3-partner-first"], "risk_conclusion": ["2.3-part-of-single"]}
    assert {rules.PARTNER, rules.ALLEGED_ABUSER, "assessment_started"} <= set(pack.events)
    assert [one.id for one in suggestions.factors(pack)] == [
        "factor_history",
        "factor_contact_abuse",
        "factor_own_children",
        "factor_partner",
        "factor_no_cooperation",
        "factor_understanding",
        "factor_criminal",
        "stays_in_or_visits_home",
    ]
    assert {one.id for one in presentation.principles_of(pack)} >= {"2.3-holistic", "2.3-sexual-interest"}
    assert [one.id for one in suggestions.beside("2.3-h22", pack)] == [
        "works_with_children",
        "volunteers_with_children",
    ]


def test_a_household_is_found_through_those_who_live_there() -> None:
    ties = [("frank", "greta"), ("mo", "greta"), ("ida", "oma")]
    found = household("frank", ties, ["mo", "nell", "ida"], ["nell", "ida"], None)
    # Nell is said to live in the household, Ida lives with somebody elsewhere.
    assert found == AdultsHousehold(("mo", "nell"), has_children=True)
    assert household("frank", [], ["mo"], [], None) == AdultsHousehold((), has_children=None)
    assert household("frank", [], ["mo"], [], lives_with_children=False) == AdultsHousehold((), has_children=False)


@pytest.mark.parametrize(
    ("home", "without", "each"),
    [
        (AdultsHousehold(("mo", "nell"), has_children=True), False, ["mo", "nell"]),
        (AdultsHousehold((), has_children=True), False, [""]),
        (AdultsHousehold((), has_children=None), True, [""]),
        (AdultsHousehold((), has_children=False), True, []),
    ],
)
def test_which_headings_apply_follows_from_the_household(home: AdultsHousehold, without: bool, each: list[str]) -> None:
    found = rules.entries(ALL, home)
    assert [one.heading for one in found if not one.why_not and one.heading == "2.3-h05"] == ["2.3-h05"] * without
    assert [one.child for one in found if not one.why_not and one.heading == "2.3-h14"] == each
    assert {one.heading for one in found} == set(HEADINGS)


_HELD = (None, *(MONDAY + timedelta(hours=hours) for hours in (0, 1)))


@pytest.mark.parametrize(
    ("partner", "abuser", "has_partner", "apart"),
    list(product(_HELD, _HELD, (True, False, None), (True, False, None))),
)
def test_who_came_first(
    partner: datetime | None, abuser: datetime | None, has_partner: bool | None, apart: bool | None
) -> None:
    held = [RiskInterviewData(PARTNER, partner, apart)] if partner else []
    held += [RiskInterviewData(ALLEGED_ABUSER, abuser)] if abuser else []
    found = rules.order(held, has_partner)
    was_first = partner is not None and (abuser is None or partner < abuser)
    if partner is None and has_partner is False:
        assert found is Order.NO_PARTNER
    elif was_first:
        assert found is (Order.NOT_SEPARATE if apart is False else Order.AS_IT_SHOULD_BE)
    elif abuser is None:
        assert found is Order.NOBODY_YET
    else:
        assert found is (Order.OUT_OF_ORDER if has_partner or partner else Order.DEPENDS)
    assert rules.order(reversed(held), has_partner) is found


def test_progress_counts_what_applies_and_the_last_answer_holds() -> None:
    home = AdultsHousehold(("mo", "nell"), has_children=True)
    answers = [
        Answer(("2.3-h01", ""), "sought", sought_since=MONDAY.date()),
        Answer(("2.3-h14", "mo"), "known"),
        Answer(("2.3-h05", ""), "known"),
        Answer(("2.3-h01", ""), "known"),
        Answer(("2.3-h02", ""), "not_known"),
    ]
    progress = rules.course(told(household=home, answers=answers)).progress
    assert (progress.of, progress.known, progress.sought, progress.not_known, progress.open) == (22, 2, 0, 1, 19)


def test_it_lacks_what_a_conclusion_needs() -> None:
    assert rules.course(told(single_assessments=())).lacks == ("single_assessment", "model", "headings", "judgements")
    whole = complete()
    assert rules.course(whole).lacks == ()
    assert rules.course(replace(whole, single_assessments=())).lacks == ("single_assessment",)
    assert rules.course(replace(whole, steps=())).lacks == ("model",)
    assert rules.course(replace(whole, answers=whole.answers[:-1])).lacks == ("headings",)
    assert rules.course(replace(whole, judgements=whole.judgements[1:])).lacks == ("judgements",)
    # Where no child is listed, vulnerability is judged at large.
    assert rules.to_be_judged(()) == (("risk", ""), ("vulnerability", ""), ("protection", ""))


def test_how_it_stands_is_folded_from_its_steps() -> None:
    def state(*kinds: str) -> RiskState:
        return rules.course(told(steps=[Step(kind) for kind in kinds])).state

    assert state() is state("model_named") is state("agreed") is RiskState.OPEN
    assert state("concluded") is state("concluded", "agreed", "reopened", "concluded") is RiskState.CONCLUDED
    assert state("concluded", "agreed") is RiskState.AGREED
    assert state("concluded", "agreed", "reopened") is state("concluded", "reopened", "agreed") is RiskState.OPEN


def wanted(given: RecordedRisk[Answer, Judgement]) -> dict[str, rules.RiskWanted]:
    return {one.key: one for one in rules.wanted(given, DAYS, MONDAY)}


def test_what_is_sought_is_due_ten_working_days_after_it_was_first_asked_for() -> None:
    later = MONDAY + timedelta(days=8)
    asked = [
        Answer(("2.3-h14", "mo"), "sought", sought_since=date(2026, 3, 24)),
        Answer(("2.3-h14", "mo"), "sought", later, sought_since=date(2026, 4, 1)),
    ]
    one = wanted(told(answers=asked))["2.3-h14:mo"]
    # Good Friday and Easter Monday, 3 and 6 April, are between.
    assert (one.heading, one.child, one.due, one.done) == ("2.3-h14", "mo", date(2026, 4, 9), None)
    answered = [*asked, Answer(("2.3-h14", "mo"), "not_known", later)]
    assert wanted(told(answers=answered))["2.3-h14:mo"].done == later
    # Asked for once more, it is another search, with a day of its own.
    again = [*answered, Answer(("2.3-h14", "mo"), "sought", later, sought_since=date(2026, 4, 13))]
    assert wanted(told(answers=again))["2.3-h14:mo"].due == date(2026, 4, 27)
    assert wanted(told(answers=again))["2.3-h14:mo"].done is None
    # What is answered without being sought is no duty; nor is a heading that does not apply.
    assert "2.3-h01:" not in wanted(told(answers=[Answer(("2.3-h01", ""), "known")]))
    assert "2.3-h05:" not in wanted(told(answers=[Answer(("2.3-h05", ""), "sought", sought_since=MONDAY.date())]))


def test_a_day_that_no_calendar_knows_holds_nothing_up() -> None:
    far = [Answer(("2.3-h01", ""), "sought", sought_since=date(2001, 1, 1))]
    assert wanted(told(answers=far))["2.3-h01:"].due is None


def test_the_whole_is_due_with_the_single_assessment_and_done_once_concluded() -> None:
    alone = wanted(told(single_assessments=()))["complete"]
    assert alone.due == DAYS.after(MONDAY.date(), 45)
    started = MONDAY - timedelta(days=7)
    assert wanted(told(single_assessments=[started]))["complete"].due == DAYS.after(started.date(), 45)
    long_ago = MONDAY - timedelta(days=300)
    assert wanted(told(single_assessments=[long_ago]))["complete"].due == alone.due
    steps = [Step("concluded"), Step("reopened", MONDAY + timedelta(days=1))]
    assert wanted(told(steps=steps[:1]))["complete"].done == MONDAY
    again = wanted(told(steps=steps))["complete"]
    assert (again.done, again.awaited, again.due) == (None, RiskAwaited.REOPENED, date(2026, 4, 9))


def test_a_partner_who_is_known_of_is_interviewed() -> None:
    assert wanted(told())["partner"].act == "partner_interview"
    assert wanted(told(interviews=[RiskInterviewData(PARTNER, MONDAY)]))["partner"].done == MONDAY
    for unknown in (False, None):
        assert "partner" not in wanted(told(has_partner=unknown))


_levels = st.sampled_from([*Level.values, "Low", "Very low", "Medium", "Very high", ""])
_keys = st.sampled_from([("risk", ""), ("vulnerability", "mo"), ("vulnerability", "nell"), ("protection", "")])
_statuses = st.sampled_from(["known", "sought", "not_known"])
_answers = st.builds(
    lambda heading, status: Answer((heading, ""), status, sought_since=MONDAY.date() if status == "sought" else None),
    st.sampled_from(HEADINGS),
    _statuses,
)
_steps = st.builds(Step, st.sampled_from(["model_named", "concluded", "agreed", "reopened"]), text=st.just("A model"))


@given(
    st.lists(st.builds(Judgement, _keys, _levels), max_size=6),
    st.lists(st.tuples(st.integers(0, 6), _levels), min_size=1, max_size=4),
    st.lists(_answers, max_size=8),
    st.lists(_steps, max_size=5),
    st.booleans(),
    st.fixed_dictionaries(
        {
            "single_assessments": st.sampled_from([(), (MONDAY,)]),
            "has_partner": st.sampled_from([True, False, None]),
            "interviews": st.lists(
                st.builds(RiskInterviewData, st.sampled_from([PARTNER, ALLEGED_ABUSER]), st.just(MONDAY))
            ),
        }
    ),
)
def test_no_rating_of_risk_to_the_public_changes_anything_else(
    judged: list[Judgement],
    public: list[tuple[int, str]],
    answers: list[Answer],
    steps: list[Step],
    whole: bool,
    around: dict[str, Any],
) -> None:
    # 2.3-low-public-risk
    base = complete(**around) if whole else told(answers=answers, **around)
    without = replace(base, judgements=[*base.judgements, *judged], steps=[*base.steps, *steps])
    rated = list(without.judgements)
    for place, level in public:
        rated.insert(place, Judgement((rules.PUBLIC, ""), level))
    with_it = replace(without, judgements=rated)
    before, after = rules.course(without), rules.course(with_it)
    assert before.public is None
    assert after.public is not None
    assert replace(after, public=None) == before
    assert rules.wanted(with_it, DAYS, MONDAY) == rules.wanted(without, DAYS, MONDAY)
