"""The present-day text: each known difference from 2017, with a plan worked out by hand from the words of the pack.

Each case is known in full: what it does not name is answered “no”, so that the plan is the whole of what applies.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from random import Random
from typing import Any

import pytest
import yaml

from bulk.worlds import cases
from cli.running import run
from fingerpost.procedure.case.model import Case, Occurrence, Person
from fingerpost.procedure.deciding import Engine
from fingerpost.procedure.explaining.rules import by_when, marks
from fingerpost.procedure.language.tree import PersonKind, Value
from fingerpost.procedure.pack.library import DEFAULT, load_pack, procedures_folder
from fingerpost.procedure.pack.model import Fact

PACK = load_pack("e-safety@2026")
ENGINE = Engine(PACK)
REPORTED = datetime.fromisoformat("2026-11-24T14:05:00+00:00")
LATER = datetime.fromisoformat("2027-03-31T12:00:00+01:00")
TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)
NEITHER: Mapping[str, Value] = {"setting": "other", "age": 15, "all_depicted_children_listed": True}

Plan = dict[str, date | None]


def answers(scope: str, given: Mapping[str, Value]) -> dict[str, Value]:
    """The given answers, and “no” to everything else."""
    facts = {fact.id: NEITHER.get(fact.id, False) for fact in PACK.facts.values() if fact.scope == scope}
    assert given.keys() <= facts.keys()
    return {**facts, **given}


def known(events: Mapping[str, str] | None = None, **given: Any) -> Case:
    """A case known in full: the concern's answers, and `c1`, `a1` with theirs. Events by the time they happened."""
    kinds: dict[str, PersonKind] = {"c": "child", "a": "adult"}
    people = [
        Person(name, kinds[name[0]], answers(kinds[name[0]], facts))
        for name, facts in given.items()
        if isinstance(facts, dict)
    ]
    concern = {name: value for name, value in given.items() if not isinstance(value, dict)}
    happened = [Occurrence(type, datetime.fromisoformat(at)) for type, at in (events or {}).items()]
    return Case(REPORTED, answers("concern", concern), tuple(people), tuple(happened), LATER, PACK.name)


def plan(case: Case) -> Plan:
    """What applies, with its date. In a case known in full nothing depends, and nothing is asked."""
    decision = ENGINE.decide(case)
    assert {outcome.status for outcome in decision.outcomes} <= {"applies"}
    assert decision.questions == []
    return {f"{outcome.provision}/{outcome.about}": outcome.due for outcome in decision.outcomes}


def undated(*names: str) -> Plan:
    return dict.fromkeys(names)


NUDES_SEEN_BY_POLICE = undated(
    "2.1-do-not-view/concern",
    "1-financial/concern",
    "2.1-npcc/concern",
    "2.1-proportionate/c1",
    "2.1-involve-parents/c1",
    "2.1-support/c1",
    "2.1-report-remove/c1",
)
SHARED = {"youth_produced_imagery": True, "police_involved": True}
WORKED_OUT_BY_HAND: dict[str, tuple[Case, Plan]] = {
    "nothing of concern": (known(c1={}, a1={}), {}),
    "an image made by computer counts": (
        known(computer_made_imagery=True, c1={"depicted": True}),
        undated(
            "2.1-do-not-view/concern",
            "2.1-computer-made/concern",
            "1-financial/concern",
            "2.1-involve-parents/c1",
            "2.1-report-remove/c1",
        ),
    ),
    "an image made by computer, of sexual acts, of a child under 13": (
        known(computer_made_imagery=True, sexual_acts=True, c1={"depicted": True, "age": 12}),
        {
            "2.1-refer-under-13/concern": TODAY,
            "2.1-same-day/concern": TODAY,
            **undated(
                "2.1-do-not-view/concern",
                "2.1-computer-made/concern",
                "1-financial/concern",
                "2.1-involve-parents/c1",
                "2.1-report-remove/c1",
            ),
        },
    ),
    "extortion is a strand of its own": (
        known(c1={"extorted": True}),
        {
            "2.4-refer/c1": TODAY,
            "2.4-report-police/c1": TODAY,
            "0-refer/concern": TODAY,
            **undated(
                "2.4-do-not-pay/c1",
                "2.4-keep-evidence/c1",
                "2.4-stop-contact/c1",
                "2.4-no-blame/c1",
                "2.1-do-not-view/concern",
                "2.1-report-remove/c1",
                "1-financial/concern",
                "7-share/concern",
            ),
        },
    ),
    "a child who asks for removal": (
        known(c1={"imagery_of_them_shared": True}),
        undated("2.1-support/c1", "2.1-report-remove/c1"),
    ),
    "danger to a child's own life": (known(c1={"self_harm_or_suicide": True}), {"5-self-harm/c1": TODAY}),
    "the same, because nudes are shared": (
        known(youth_produced_imagery=True, c1={"self_harm_or_suicide": True, "received_imagery": True}),
        {
            "5-self-harm/c1": TODAY,
            "2.1-refer-immediate-risk/c1": TODAY,
            "2.1-same-day/concern": TODAY,
            **undated("2.1-do-not-view/concern", "1-financial/concern", "2.1-involve-parents/c1"),
        },
    ),
    "a fourth test for the designated officer": (
        known(a1={"works_with_children": True, "may_not_be_suitable": True}),
        {"2.2-lado-told/a1": TOMORROW, "2.2-allegations/a1": None},
    ),
    "the fourth test asks nothing of who does not work with children": (known(a1={"may_not_be_suitable": True}), {}),
    "a risk that may carry over": (
        known(a1={"foster_carer": True, "transferable_risk": True}),
        {"2.2-lado-told/a1": TOMORROW, **undated("2.2-allegations/a1", "2.2-transferable-risk/a1")},
    ),
    "a low-level concern": (
        known(a1={"volunteers_with_children": True, "low_level_concern": True}),
        undated("2.2-low-level/a1"),
    ),
    "both children are looked after, and assessed": (
        known(setting="school_or_college", c1={"harmed_another_child": True}, c2={}),
        undated(
            "2.1-look-after-both/c1",
            "2.1-look-after-both/c2",
            "2.1-behaviour/c1",
            "2.1-both-children/c1",
            "2.1-both-children/c2",
            "2.1-keep-apart/c1",
            "2.1-keep-apart/c2",
            "2.1-risk-to-others/c1",
        ),
    ),
    "in a school the safeguarding lead is told first": (
        known(setting="school_or_college", youth_produced_imagery=True, c1={"received_imagery": True}),
        undated(
            "2.1-tell-lead/concern",
            "2.1-schools-guidance/concern",
            "2.1-do-not-view/concern",
            "1-financial/concern",
            "2.1-involve-parents/c1",
        ),
    ),
    "elsewhere it is not asked": (
        known(youth_produced_imagery=True, c1={"received_imagery": True}),
        undated("2.1-do-not-view/concern", "1-financial/concern", "2.1-involve-parents/c1"),
    ),
    "the child protection team, once the duty to have one has commenced": (
        known(
            {
                "protection_teams_commenced": "2026-11-01T00:00:00+00:00",
                "section47_started": "2026-11-26T11:00:00+00:00",
            }
        ),
        undated("6-protection-team/concern", "2.2-cross-border/concern"),
    ),
    "police, without aggravating factors": (
        known(**SHARED, c1={"made_or_shared_imagery": True}),
        NUDES_SEEN_BY_POLICE | undated("2.1-first-time/c1", "2.1-person-involved/c1"),
    ),
    "police, with aggravating factors": (
        known(**SHARED, c1={"made_or_shared_imagery": True, "aggravating_factors": True}),
        NUDES_SEEN_BY_POLICE | undated("2.1-aggravated/c1"),
    ),
    "police, repeated": (
        known(**SHARED, c1={"made_or_shared_imagery": True, "earlier_incident": True}),
        NUDES_SEEN_BY_POLICE | undated("2.1-repeated/c1"),
    ),
    "susceptible to radicalisation": (
        known(c1={"susceptible_to_radicalisation": True}),
        undated(
            "4-prevent-referral/c1", "4-referral-without-consent/c1", "4-channel-consent/c1", "4-procedure/concern"
        ),
    ),
    "the clocks, over Christmas": (
        known(
            {
                "referral_made": "2026-11-24T15:00:00+00:00",
                "referral_received": "2026-11-24T15:10:00+00:00",
                "strategy_meeting": "2026-11-26T10:00:00+00:00",
                "section47_started": "2026-11-26T11:00:00+00:00",
                "assessment_started": "2026-11-26T11:00:00+00:00",
                "plan_made": "2026-12-16T16:00:00+00:00",
            }
        ),
        {
            "6-decide/concern": TOMORROW,
            "6-conference/concern": date(2026, 12, 17),
            # 17, 18, 21 to 24 and 29 to 31 December are nine; 25 and 28 December and 1 January are bank holidays.
            "6-core-group/concern": date(2027, 1, 4),
            "6-review/concern": date(2027, 3, 16),
            # 3 in the first week, 5 in each of three, 4 before Christmas, 3 after, 5 in each of four.
            "2.2-single-assessment/concern": date(2027, 1, 29),
            **undated("6-follow-up/concern", "2.2-cross-border/concern"),
        },
    ),
    "no conference is due before an enquiry": (
        known({"strategy_meeting": "2026-11-26T10:00:00+00:00"}),
        {},
    ),
    "what is not shared is recorded with its reason": (
        known(information_withheld=True),
        undated("7-record-withheld/concern"),
    ),
    "told of an offence, with the duty to report off": (
        known(told_of_or_saw_offence=True),
        {"0-refer/concern": TODAY, "7-share/concern": None},
    ),
    "the same, with the duty to report on": (
        known({"reporting_duty_commenced": "2026-11-01T00:00:00+00:00"}, told_of_or_saw_offence=True),
        {"0-refer/concern": TODAY, **undated("7-share/concern", "7-mandatory-report/concern")},
    ),
    "the same, with the duty to share on": (
        known({"sharing_duty_commenced": "2026-11-01T00:00:00+00:00"}, told_of_or_saw_offence=True),
        {"0-refer/concern": TODAY, **undated("7-share/concern", "7-statutory-sharing/concern")},
    ),
    "an adult arranges to meet a child whom an adult groomed, and there is no imagery": (
        known(c1={"groomed_by_adult": True, "age": 14}, a1={"arranged_meeting_with_child": True}),
        {
            "2.2-refer-police/a1": TODAY,
            "0-refer/concern": TODAY,
            **undated(
                "2-law-meeting/a1",
                "2.2-focus-adult/concern",
                "2.2-managing-individuals/a1",
                "2.2-no-disclosure/a1",
                "1-financial/concern",
                "7-share/concern",
            ),
        },
    ),
    "a father who distributed such images, with children at home, and none found": (
        known(a1={"made_took_downloaded_or_distributed": True, "lives_with_children": True}),
        {
            "2.2-refer-police/a1": TODAY,
            "2.2-refer-contact/a1": TODAY,
            "0-refer/concern": TODAY,
            **undated(
                "2.1-do-not-view/concern",
                "2.2-focus-adult/concern",
                "2.2-managing-individuals/a1",
                "2.2-no-disclosure/a1",
                "2.2-support-others/a1",
                "2.2-safeguards-from-start/concern",
                "2.3-trigger/a1",
                "1-financial/concern",
                "7-share/concern",
            ),
        },
    ),
    "a coach who writes to a child sexually": (
        known(a1={"sexual_communication_with_child": True, "volunteers_with_children": True}),
        {
            "2.2-refer-police/a1": TODAY,
            "2.2-refer-contact/a1": TODAY,
            "0-refer/concern": TODAY,
            "2.2-lado-told/a1": TOMORROW,
            "2.2-lado-meeting/a1": date(2026, 12, 1),
            **undated(
                "2-law-communication/a1",
                "2.2-focus-adult/concern",
                "2.2-managing-individuals/a1",
                "2.2-allegations/a1",
                "2.2-no-disclosure/a1",
                "2.2-safeguards-from-start/concern",
                "1-financial/concern",
                "7-share/concern",
            ),
        },
    ),
    "somebody whom nobody knows arranges to meet a child": (
        known(c1={"offline_meeting_arranged": True}),
        {"0-danger/concern": TODAY},
    ),
    "what cannot wait for a meeting": (
        known(time_bound_risk=True),
        {"0-danger/concern": TODAY, "2.2-urgent-action/concern": None},
    ),
    "imagery of a child of 8, not made by young people": (
        known(sexual_acts=True, c1={"depicted": True, "age": 8}),
        {"2.1-refer-under-13/concern": TODAY, "2.1-same-day/concern": TODAY, "2.1-do-not-view/concern": None},
    ),
    "a harmful site, and harm": (
        known(c1={"obsessed_with_harmful_site": True, "significant_harm": True}),
        {
            "5-significant-harm/c1": TODAY,
            "0-refer/concern": TODAY,
            **undated("5-raise/c1", "2.1-strategy/c1", "7-share/concern"),
        },
    ),
}


@pytest.mark.parametrize("name", WORKED_OUT_BY_HAND)
def test_the_plan_is_the_one_worked_out_by_hand(name: str) -> None:
    case, expected = WORKED_OUT_BY_HAND[name]
    assert plan(case) == expected


def test_what_helps_a_child_who_is_threatened_comes_first_in_the_plan() -> None:
    """Nobody pays; the child hears that it is not their fault; what shows who it was is kept; then it is reported."""
    threatened = {"id": "c1", "kind": "child", "facts": {"extorted": True}}
    case = {"procedure": PACK.name, "reported_at": REPORTED.isoformat(), "people": [threatened]}
    shown = run("decide", "-", stdin=json.dumps(case)).stdout
    first = (
        "2.4-do-not-pay",
        "2.4-no-blame",
        "2.4-keep-evidence",
        "2.4-report-police",
        "2.4-refer",
        "2.1-report-remove",
    )
    places = [shown.index(f"Rule {rule}") for rule in first]
    assert places == sorted(places)


def test_every_rule_that_is_new_is_in_some_plan() -> None:
    new = {rule.id for rule in PACK.decided} - load_pack("e-safety@2017").provisions.keys()
    shown = {name.partition("/")[0] for _, expected in WORKED_OUT_BY_HAND.values() for name in expected}
    assert new - shown == set()


def test_rules_that_mean_the_same_keep_their_names() -> None:
    assert load_pack("e-safety@2017").provisions.keys() - PACK.provisions.keys() == {"2.1-local-police-guidance"}


# ---- the switches ----------------------------------------------------------------------------------------------------

SWITCHED = {"reporting_duty_commenced": "7-mandatory-report", "sharing_duty_commenced": "7-statutory-sharing"}


def statuses(*events: Occurrence, as_of: datetime = LATER, **facts: Value) -> dict[str, str | None]:
    case = Case(REPORTED, facts, (), events, as_of, PACK.name)
    return {rule: status for rule, _, status in ENGINE.statuses(case)}


@pytest.mark.parametrize("event", SWITCHED)
def test_a_duty_that_is_switched_off_asks_nothing_whatever_is_unknown(event: str) -> None:
    assert SWITCHED[event] not in statuses()
    assert SWITCHED[event] not in statuses(told_of_or_saw_offence=True, adult_involved=True)
    questions = ENGINE.decide(Case(REPORTED, {}, (), (), LATER, PACK.name)).questions
    assert not [question for question in questions if f"{SWITCHED[event]}/concern" in question.settles]


@pytest.mark.parametrize("event", SWITCHED)
def test_a_switch_has_a_day(event: str) -> None:
    commenced = Occurrence(event, LATER)
    assert statuses(commenced, told_of_or_saw_offence=True)[SWITCHED[event]] == "applies"
    assert statuses(commenced)[SWITCHED[event]] == "depends"
    assert SWITCHED[event] not in statuses(commenced, as_of=REPORTED, told_of_or_saw_offence=True)


# ---- what both texts promise -----------------------------------------------------------------------------------------

BOTH = ["e-safety@2017", "e-safety@2026"]


def graver(fact: Fact, value: Value) -> list[Value]:
    """The answers that are graver than this one."""
    if isinstance(fact.graver, bool):
        return [] if value is fact.graver else [fact.graver]
    place = fact.values.index(value)
    return list({"lower": fact.values[:place], "higher": fact.values[place + 1 :]}.get(fact.graver or "", ()))


def with_answer(case: Case, person: int | None, fact: str, value: Value | None) -> Case:
    """The case with one answer in place of another: the concern's, or a person's by their place in the list."""

    def changed(facts: Mapping[str, Value]) -> dict[str, Value]:
        return {**{k: v for k, v in facts.items() if k != fact}, **({} if value is None else {fact: value})}

    if person is None:
        return Case(case.reported_at, changed(case.facts), case.people, case.events, case.as_of, case.procedure)
    people = [Person(p.id, p.kind, changed(p.facts) if n == person else p.facts) for n, p in enumerate(case.people)]
    return Case(case.reported_at, case.facts, tuple(people), case.events, case.as_of, case.procedure)


def some_answers(case: Case, random: Random) -> list[tuple[int | None, str, Value]]:
    """Up to six of a case's answers, with whose each is."""
    owners: list[tuple[int | None, Mapping[str, Value]]] = [(None, case.facts)]
    owners += [(place, person.facts) for place, person in enumerate(case.people)]
    given = [(place, fact, value) for place, facts in owners for fact, value in facts.items()]
    return random.sample(given, min(6, len(given)))


@pytest.mark.parametrize("name", BOTH)
def test_what_a_child_says_of_having_agreed_changes_nothing(name: str) -> None:
    engine = Engine(load_pack(name))
    seen = 0
    for case in cases(60, 7, engine.pack):
        for place, person in enumerate(case.people):
            if person.kind == "child":
                both = {
                    engine.decide(with_answer(case, place, "apparently_agreed", v)).json() for v in (None, True, False)
                }
                assert len(both) == 1
                seen += 1
    assert seen > 40


@pytest.mark.parametrize("name", BOTH)
def test_a_graver_answer_takes_nothing_away_but_where_the_pack_says_so(name: str) -> None:
    engine = Engine(load_pack(name))
    facts, rules, random = engine.pack.facts, engine.pack.provisions, Random(8)  # noqa: S311
    changed = 0
    for case in cases(150, 8, engine.pack):
        before = {(rule, about) for rule, about, status in engine.statuses(case) if status == "applies"}
        for place, fact, value in some_answers(case, random):
            for worse in graver(facts[fact], value)[:1]:
                after = engine.statuses(with_answer(case, place, fact, worse))
                gone = before - {(rule, about) for rule, about, status in after if status == "applies"}
                assert all(fact in rules[rule].lowered_by for rule, _ in gone), (fact, gone)
                changed += 1
    assert changed > 200


@pytest.mark.parametrize("name", BOTH)
def test_an_answer_more_never_unsettles_what_was_settled(name: str) -> None:
    engine = Engine(load_pack(name))
    random = Random(9)  # noqa: S311
    for case in cases(150, 9, engine.pack):
        more = {(rule, about): status for rule, about, status in engine.statuses(case)}
        for place, fact, _ in some_answers(case, random):
            less = {(r, about): status for r, about, status in engine.statuses(with_answer(case, place, fact, None))}
            assert all(more.get(key) == "applies" for key, status in less.items() if status == "applies")
            assert more.keys() <= less.keys()


# ---- a draft ---------------------------------------------------------------------------------------------------------


def test_it_is_a_draft_and_not_what_is_used_where_none_is_named() -> None:
    published = yaml.safe_load((procedures_folder() / "published.yaml").read_text(encoding="utf-8"))
    assert PACK.draft
    assert PACK.name not in published
    assert not any(load_pack(name).draft for name in published)
    assert load_pack().name == DEFAULT == "e-safety@2017"


@pytest.mark.parametrize(("named", "noted"), [({"procedure": "e-safety@2026"}, True), ({}, False)])
def test_whoever_decides_by_a_draft_is_told(named: dict[str, str], noted: bool) -> None:
    ran = run("decide", "-", "--json", stdin=json.dumps({"reported_at": REPORTED.isoformat(), **named}))
    assert ran.exit_code == 0
    assert ("e-safety@2026 is a draft, meant for 2027-01-01. Nobody has put it in force." in ran.stderr) is noted


def test_the_manual_names_every_point_that_is_still_to_be_confirmed() -> None:
    contents = " ".join(run("manual", "--procedure", PACK.name).stdout.split())
    points = [rule for rule in PACK.provisions.values() if rule.confirm]
    assert "a draft" in contents
    assert f"{len(points)} rules: {', '.join(rule.id for rule in points)}." in contents
    for rule in points:
        for page in (rule.id, rule.section):
            assert f"Still to be confirmed against the source: {' '.join(rule.confirm.split())}" in shown(page)
    assert "confirmed" not in run("manual").stdout


def shown(name: str) -> str:
    """A page of the manual in one line."""
    return " ".join(run("manual", name, "--procedure", PACK.name).stdout.split())


def test_a_child_about_whom_nothing_is_answered_is_looked_after_where_another_harmed_a_child() -> None:
    """Nobody was asked about the child who was harmed: what is known of the other is enough."""
    told = {"harmed_another_child": True}
    people = (Person("c1", "child", told), Person("c2", "child", {}))
    case = Case(REPORTED, {"setting": "school_or_college"}, people, (), LATER, PACK.name)
    found = {(one.provision, one.about): one.status for one in ENGINE.decide(case).outcomes}
    for rule in ("2.1-look-after-both", "2.1-both-children", "2.1-keep-apart"):
        assert found[rule, "c1"] == found[rule, "c2"] == "applies", rule
    assert found["2.1-behaviour", "c2"] == "depends"


def test_the_manual_says_by_when_a_clock_ends() -> None:
    assert "Within 1 working day after children's social care has received the referral." in shown("6-decide")
    conference = "after an initial child protection conference has made a child protection plan."
    assert f"Within 10 working days {conference}" in shown("6-core-group")
    assert f"Within 3 months {conference}" in shown("6-review")
    assert "Within 1 working day after the concern was reported." in shown("2.2-lado-told")
    assert "On the same day, once the adult has been arrested." in shown("2.2-strategy-on-arrest")


def test_no_reader_is_told_of_an_event_by_its_name() -> None:
    """“Of the event “strategy meeting”” is what a machine says. The page has the event's own sentence in its place."""
    for name in ("e-safety@2017", "e-safety@2026", "e-safety@2026-wales"):
        pack = load_pack(name)
        for rule in pack.provisions.values():
            said = " ".join((by_when(pack, rule.deadline), *marks(pack, rule)))
            assert "the event “" not in said, rule.id
            assert not [event for event in pack.events if f"“{event.replace('_', ' ')}”" in said], rule.id


def test_whatever_rests_on_a_source_that_we_could_not_hold_it_against_says_so() -> None:
    uncertain = {"cpa2026", "cwsa2026"}
    for rule in PACK.provisions.values():
        if uncertain & {cited.split()[0] for cited in rule.cites}:
            assert rule.confirm, rule.id
    assert uncertain | {"npcc2024"} <= PACK.sources.keys()


def test_every_fact_has_a_short_name_of_its_own() -> None:
    shorts = [fact.short for fact in PACK.facts.values()]
    assert len(set(shorts)) == len(shorts)
    assert not [short for short in shorts if "_" in short]
