"""Decisions in packs that have what the chapter happens not to have: dates, embargoes, order, what is asked first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from making import DAY, TUESDAY, adult, case, child, outcomes, pack, rule

from fingerpost.procedure import deciding
from fingerpost.procedure.case.model import Case, Occurrence
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import Engine, decide, engine_for, program
from fingerpost.procedure.errors import CaseError, Problem
from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.source.yaml import parse_yaml

EXAMPLES = sorted(
    path for path in (Path(__file__).parents[2] / "examples").glob("*.yaml") if ".expected." not in path.name
)


class TestWhenADutyIsDue:
    def test_the_first_such_event_counts_whatever_the_order_in_which_they_are_listed(self) -> None:
        whole = pack(
            rule("a", "concern", "p", "kind: duty\nmodality: must\nby: working_days:1\nfrom: begun"),
            rule("b", "concern", "p", "kind: duty\nmodality: must\nby: on:begun"),
            events=("begun",),
        )
        events = tuple(Occurrence("begun", TUESDAY + DAY * days) for days in (3, 1, 2))
        found = outcomes(whole, case({"p": True}, events=events))
        assert found["a", "concern"].due == date(2026, 11, 26)
        assert found["b", "concern"].due == date(2026, 11, 25)

    def test_months_count_from_their_event_in_london(self) -> None:
        whole = pack(
            rule("a", "concern", "p", "kind: duty\nmodality: must\nby: months:3\nfrom: begun"),
            rule("b", "concern", "p", "kind: duty\nmodality: must\nby: months:1"),
            events=("begun",),
        )
        late = datetime(2026, 11, 29, 23, 30, tzinfo=timezone(timedelta(hours=-1)))
        found = outcomes(whole, case({"p": True}, events=(Occurrence("begun", late),)))
        assert found["a", "concern"].due == date(2027, 2, 28)
        assert found["b", "concern"].due == date(2026, 12, 24)
        assert outcomes(whole, case({"p": True}))["a", "concern"].due is None

    def test_an_event_still_to_come_sets_no_date_even_where_another_has_happened(self) -> None:
        whole = pack(rule("a", "concern", "p", "kind: duty\nmodality: must\nby: on:begun"), events=("begun",))
        events = (Occurrence("begun", TUESDAY + 2 * DAY), Occurrence("begun", TUESDAY + DAY))
        for as_of, due in (
            (TUESDAY, None),
            (TUESDAY + DAY - timedelta(seconds=1), None),
            (TUESDAY + DAY, date(2026, 11, 25)),
        ):
            found = outcomes(whole, case({"p": True}, events=events, as_of=as_of))
            assert found["a", "concern"].due == due

    def test_of_people_each_has_their_own_date_and_the_concern_the_first_of_all(self) -> None:
        on_arrest = "kind: duty\nmodality: must\nby: on:arrest"
        whole = pack(rule("a", "adult", "z", on_arrest), rule("b", "concern", "p", on_arrest), events=("arrest",))
        events = (Occurrence("arrest", TUESDAY + 2 * DAY, "a2"), Occurrence("arrest", TUESDAY + DAY, "a1"))
        people = (adult("a1", z=True), adult("a2", z=True), adult("a3", z=True))
        found = outcomes(whole, case({"p": True}, *people, events=events))
        assert {about: outcome.due for (_, about), outcome in found.items()} == {
            "a1": date(2026, 11, 25),
            "a2": date(2026, 11, 26),
            "a3": None,
            "concern": date(2026, 11, 25),
        }

    def test_before_an_event_is_no_date_even_when_the_event_has_happened(self) -> None:
        whole = pack(rule("a", "concern", "p", "kind: duty\nmodality: must\nby: before:begun"), events=("begun",))
        found = outcomes(whole, case({"p": True}, events=(Occurrence("begun", TUESDAY + DAY),)))
        assert found["a", "concern"].due is None

    def test_a_date_past_the_bank_holidays_known_is_refused_where_the_case_gives_the_day(self) -> None:
        more = "kind: duty\nmodality: must\nby: working_days:5"
        late = datetime(2028, 12, 27, 12, tzinfo=UTC)
        reported = Case(late, {"p": True}, (), (), late, "t@1")
        with pytest.raises(CaseError) as caught:
            decide(pack(rule("a", "concern", "p", more)), reported)
        (problem,) = caught.value.problems
        assert problem == Problem(
            "reported_at",
            "5 working days after 27 December 2028 cannot be counted: bank holidays in England and Wales are known from"
            " 1 January 2012 to 31 December 2028",
            "Give a day within that time; later years come with a newer govuk-bank-holidays package",
        )

        whole = pack(
            rule("a", "concern", "p", f"{more}\nfrom: begun"),
            rule("b", "concern", "q or happened(ended)"),
            events=("begun", "ended"),
        )
        events = (Occurrence("ended", TUESDAY), Occurrence("begun", late))
        with pytest.raises(CaseError, match=r"^events\[1\]\.at: 5 working days after 27 December 2028"):
            decide(whole, case({"p": True}, events=events, as_of=late))


class TestWhatStandsInTheWay:
    SILENCE = "kind: prohibition\nmodality: must_not\nembargo: {lifted_by: told, unlisted_when: p}"
    TELL = "kind: duty\nmodality: must\nheld_for: a"

    def whole(self, silence: str) -> Pack:
        return pack(
            rule("silence", "adult", silence, self.SILENCE), rule("tell", "adult", "z", self.TELL), events=("told",)
        )

    def test_an_embargo_that_always_stands_holds_for_everybody(self) -> None:
        found = outcomes(self.whole("y or not y"), case({"p": False}, adult("a1", z=True), adult("a2", z=True)))
        for about in ("a1", "a2"):
            assert found["tell", about].held_by == ["silence/a1", "silence/a2"]
            assert found["tell", about].may_be_held_by == []

    def test_a_decision_to_tell_lifts_it_from_its_own_moment_for_one_recipient(self) -> None:
        events = (Occurrence("told", TUESDAY + DAY, "a1", "a2"),)
        people = (adult("a1", y=True, z=True), adult("a2", y=False, z=True))
        for as_of, held in ((TUESDAY + DAY - timedelta(seconds=1), ["silence/a1"]), (TUESDAY + DAY, [])):
            found = outcomes(self.whole("y"), case({"p": False}, *people, events=events, as_of=as_of))
            assert found["tell", "a2"].held_by == held
            assert found["tell", "a1"].held_by == ["silence/a1"]


class TestWhatIsAskedFirst:
    def test_a_same_day_duty_weighs_as_much_as_three_prohibitions(self) -> None:
        forbidding = "kind: prohibition\nmodality: must_not"
        whole = pack(
            *(rule(f"not{i}", "concern", "p", forbidding) for i in range(2)),
            *(rule(f"not{i}", "concern", "r", forbidding) for i in range(2, 5)),
            rule("today", "concern", "q", "kind: duty\nmodality: must\nby: same_day"),
            *(rule(f"some{i}", "concern", "m < 1") for i in range(9)),
        )
        asked = [question.fact for question in Engine(whole).decide(case()).questions]
        assert asked == [f"concern.{name}" for name in ("r", "q", "p", "m", "n")]

    def test_facts_that_are_urgent_alike_come_by_how_much_they_settle(self) -> None:
        whole = pack(rule("a", "concern", "q"), rule("b", "concern", "r"), rule("c", "concern", "r"))
        asked = [question.fact for question in Engine(whole).decide(case()).questions]
        assert asked == [f"concern.{name}" for name in ("r", "q", "p", "n", "m")]

    def test_of_what_nothing_depends_on_nothing_is_asked(self) -> None:
        whole = pack(rule("a", "concern", "p and q"))
        asked = Engine(whole).decide(case({"p": False, "r": True})).questions
        assert asked == []


class TestStatusesAlone:
    @pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
    def test_are_the_decisions_in_the_order_of_provisions_then_of_people(self, path: Path) -> None:
        engine = engine_for(load_pack())
        seen = case_from(parse_yaml(path.read_text(encoding="utf-8")).value, engine.pack)
        people = ["concern", *(person.id for person in seen.people)]
        places = {provision.id: place for place, provision in enumerate(engine.decided)}
        found = list(engine.statuses(seen))
        assert found == sorted(
            ((o.provision, o.about, o.status) for o in engine.decide(seen).outcomes),
            key=lambda outcome: (places[outcome[0]], people.index(outcome[1])),
        )
        for provision, about, status in found:
            assert engine.status(places[provision], about, seen)[0] == status

    def test_prohibitions_come_first_then_by_modality_then_as_the_pack_has_them(self) -> None:
        whole = pack(
            rule("a", "concern", "p", "kind: duty\nmodality: may"),
            rule("b", "concern", "p"),
            rule("c", "concern", "p", "kind: prohibition\nmodality: must_not"),
            rule("d", "concern", "p"),
            rule("e", "concern", "p", "kind: prohibition\nmodality: should"),
        )
        assert [p.id for p in Engine(whole).decided] == ["e", "c", "b", "d", "idle", "a"]
        assert [o.provision for o in Engine(whole).decide(case({"p": True})).outcomes] == [
            "e",
            "c",
            "b",
            "d",
            "idle",
            "a",
        ]


class TestOneEngineAPack:
    def test_an_engine_is_made_once_for_a_pack_and_is_that_packs(self) -> None:
        ours, other = pack(rule("a", "concern", "p")), pack(rule("b", "concern", "p"))
        assert engine_for(ours) is engine_for(ours)
        assert engine_for(ours).pack is ours
        assert engine_for(other).pack is other
        assert [o.provision for o in decide(ours, case({"p": True})).outcomes] == ["a", "idle"]
        assert [o.provision for o in decide(other, case({"p": True})).outcomes] == ["b", "idle"]

    def test_no_more_than_eight_are_kept(self) -> None:
        """A long-lived process that reads pack after pack does not grow."""
        made = [pack(rule("a", "concern", "p")) for _ in range(12)]
        for one in made:
            engine_for(one)
        assert len(deciding._engines) == 8
        assert engine_for(made[-1]) is engine_for(made[-1])


class TestWhatIsKeptInMemory:
    """A process that decides for months does not grow."""

    def test_of_findings_no_more_than_the_bound_and_each_stays_right(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(program, "REMEMBERED", 2)
        engine = Engine(pack(rule("a", "concern", "p and n < 2")))
        (kept,) = [entry.condition for entry in engine.view(case()).listing.entries if entry.node == 0]
        for _ in range(2):
            for number in range(4):
                decision = engine.decide(case({"p": True, "n": number}))
                assert ("a" in [o.provision for o in decision.outcomes]) == (number < 2)
                assert engine.decide(case({"n": number})).outcomes[0].status == "depends" or number >= 2
                assert len(kept._found) <= 2

    def test_of_listings_of_people_no_more_than_256(self) -> None:
        engine = Engine(pack(rule("a", "concern", "any_child(x)")))
        for count in (0, 1, 2):
            engine.decide(case(None, *(child(f"c{number}") for number in range(count))))
        kept = engine.program.listing.cache_info()  # type: ignore[attr-defined]
        assert (kept.maxsize, kept.currsize) == (256, 3)
