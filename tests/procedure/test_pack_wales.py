"""The edition for Wales: its own clocks and law where they could be read, else the sections of England."""

from __future__ import annotations

from datetime import date, datetime

from fingerpost.procedure.case.model import Case, Occurrence
from fingerpost.procedure.deciding import Engine
from fingerpost.procedure.pack.library import load_pack, procedures_folder
from fingerpost.procedure.pack.reading import BASE_FILE, files_in
from fingerpost.proof.expectations import read_expectations
from fingerpost.proof.verify import verify

ENGLAND, WALES = load_pack("e-safety@2026"), load_pack("e-safety@2026-wales")
FOLDER = procedures_folder() / "e-safety" / "2026-wales"
LATER = datetime.fromisoformat("2027-03-31T12:00:00+01:00")

HAPPENED = {
    "referral_made": "2026-11-24T14:30:00+00:00",
    "referral_received": "2026-11-24T15:10:00+00:00",
    "strategy_meeting": "2026-11-26T10:00:00+00:00",
    "section47_started": "2026-11-26T11:00:00+00:00",
    "assessment_started": "2026-11-26T11:00:00+00:00",
    "plan_made": "2026-12-16T16:00:00+00:00",
}
CLOCKS = {
    "6-decide": date(2026, 11, 25),
    # 25, 26, 27 and 30 November, 1, 2 and 3 December.
    "6-follow-up": date(2026, 12, 3),
    "6-conference": date(2026, 12, 17),
    # 17, 18, 21, 22 and 23 December.
    "6-outline-plan": date(2026, 12, 23),
    "6-core-group": date(2027, 1, 4),
    "6-review": date(2027, 3, 16),
    # 27 November is the first; then 19 up to 24 December, three in the week after it, and 19 up to 28 January.
    "2.2-single-assessment": date(2027, 1, 28),
}


def test_the_clocks_are_those_of_wales() -> None:
    events = tuple(Occurrence(type, datetime.fromisoformat(at)) for type, at in HAPPENED.items())
    case = Case(datetime.fromisoformat("2026-11-24T14:05:00+00:00"), {}, (), events, LATER, WALES.name)
    due = {one.provision: one.due for one in Engine(WALES).decide(case).outcomes if one.status == "applies"}
    assert {rule: due[rule] for rule in CLOCKS} == CLOCKS


def test_whoever_has_to_refer_has_to_report_by_the_law_of_wales_and_social_services_ring_the_police() -> None:
    reported = datetime.fromisoformat("2026-11-24T14:05:00+00:00")
    received = Occurrence("referral_received", datetime.fromisoformat("2026-11-24T15:10:00+00:00"))
    case = Case(reported, {"told_of_or_saw_offence": True}, (), (received,), LATER, WALES.name)
    found = {one.provision: one for one in Engine(WALES).decide(case).outcomes if one.status == "applies"}
    assert found["7-report-at-risk"].to == ["social_care"]
    assert found["6-discuss-police"].to == ["police"]


def test_it_says_that_it_is_for_wales_and_has_none_of_the_duties_made_for_england() -> None:
    assert (WALES.nation, ENGLAND.nation, load_pack("e-safety@2017").nation) == (
        "wales",
        "england",
        "england-and-wales",
    )
    assert WALES.draft
    assert not [event for event in WALES.events if event.endswith("_commenced")]
    assert "What this edition cannot say" in files_in(FOLDER)["pack.md"]


def test_the_sections_that_it_shares_are_englands_to_the_letter() -> None:
    own = {path.name for path in FOLDER.glob("*.md")}
    assert (FOLDER / BASE_FILE).read_text(encoding="utf-8").strip() == "2026"
    for name, text in files_in(FOLDER).items():
        if name not in own:
            assert text == files_in(procedures_folder() / "e-safety" / "2026")[name]
    assert own < files_in(FOLDER).keys()


def test_nothing_is_found_in_it_that_is_not_acknowledged() -> None:
    verified = verify(WALES, read_expectations(WALES, FOLDER))
    assert [finding.says for finding in verified.findings] == []
    assert {finding.check for finding in verified.acknowledged} == {"sources"}
