"""What changed in meaning between two versions: told apart by cases that both engines decide, or proved equal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.pack.library import load_pack, procedures_folder
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.reading import pack_from
from fingerpost.proof.comparing import Pair
from fingerpost.proof.diff import Compared, Diff, diff
from fingerpost.proof.example import decided as decided_as
from fingerpost.proof.telling import outcomes_in_words, pair_in_words
from proof.mutants import Mutant, files_of, mutants
from proof.random_cases import random_cases

PACK = load_pack("e-safety@2017")
FILES = files_of(procedures_folder() / "e-safety" / "2017")
SAMPLE = 67
"""Every so many-th mutant in the tests; `script/campaign pack-mutants` takes them all."""


def changed(*replacements: tuple[str, str, str]) -> Pack:
    """The pack with some text of some file replaced once."""
    files = dict(FILES)
    for file, old, new in replacements:
        assert files[file].count(old) == 1, (file, old)
        files[file] = files[file].replace(old, new)
    return pack_from(files)


def only(found: Diff) -> Compared:
    (one,) = found.changed
    return one


EDITS: list[tuple[str, tuple[str, str, str], str, str, str]] = [
    ("5-raise", ("5-harmful-sites.md", "if: obsessed_with_harmful_site\n",
                 "if: obsessed_with_harmful_site or significant_harm\n"), "if", "stricter", "looser"),
    ("2.1-strategy", ("2.1-young-people.md", "if: significant_harm\n",
                      "if: significant_harm and harmed_another_child\n"), "if", "looser", "stricter"),
    ("3-severe", ("3-online-bullying.md", "if: online_bullying and bullying_severe\n",
                  "if: online_bullying and bullying_may_be_crime or bullying_severe and youth_produced_imagery\n"),
     "if", "incomparable", "incomparable"),
    ("2.2-lado-meeting", ("2.2-adults.md", "by: working_days:5\n", "by: working_days:3\n"),
     "by", "stricter", "looser"),
    ("2.2-strategy-on-arrest", ("2.2-adults.md", "by: on:arrest\n", "by: working_days:2\nfrom: arrest\n"),
     "by", "looser", "stricter"),
    ("2.1-involve-parents", ("2.1-young-people.md", 'held_for: "parents:c"\n', ""), "held_for", "stricter", "looser"),
    ("4-report", ("4-extremism.md", "kind: duty\nmodality: should\nwho: practitioner\nto: [nat",
                  "kind: duty\nmodality: must\nwho: practitioner\nto: [nat"), "modality", "stricter", "looser"),
    ("4-not-anonymous", ("4-extremism.md", "kind: prohibition\nmodality: must_not\n",
                         "kind: duty\nmodality: must\n"), "kind", "incomparable", "incomparable"),
    ("2.2-lado-meeting", ("2.2-adults.md", "who: lado\nabout: adult\nby: working_days:5\n",
                          "who: [lado, police]\nabout: adult\nby: working_days:5\n"), "who", "stricter", "looser"),
    ("4-report", ("4-extremism.md", "to: [national_reporting_page]\n", "to: [national_reporting_page, police]\n"),
     "to", "looser", "stricter"),
]  # fmt: skip


@pytest.mark.parametrize(("id", "edit", "part", "forth", "back"), EDITS, ids=[f"{e[0]}-{e[2]}" for e in EDITS])
def test_a_change_has_its_direction_and_the_change_back_the_other(
    id: str, edit: tuple[str, str, str], part: str, forth: str, back: str
) -> None:
    other = changed(edit)
    for old, new, direction in ((PACK, other, forth), (other, PACK, back)):
        one = only(diff(old, new))
        assert (one.id, one.relation) == (id, direction)
        assert part in {each.name for each in one.parts}
        for each in one.parts:
            # Who has to do a duty and of which kind it is are in no decision: no case can show them.
            assert bool(each.pairs) == (each.name not in ("who", "kind"))
            for pair in each.pairs:
                shows(pair, id, old, new, each.name)


def shows(pair: Pair, id: str, old: Pack, new: Pack, part: str) -> None:
    """The case is decided by both engines as the example says, and the two differ as the direction says."""
    before, after = outcome(old, pair.old.case, id), outcome(new, pair.new.case, id)
    assert [*pair.old.says.values()] == [before.get("status")]
    assert [*pair.new.says.values()] == [after.get("status")]
    rank = {"applies": 2, "depends": 1, None: 0}
    if pair.towards == "stricter":
        assert rank[after.get("status")] > rank[before.get("status")]
    elif pair.towards == "looser":
        assert rank[after.get("status")] < rank[before.get("status")]
    else:
        assert before["status"] == after["status"] == "applies"
        key = {"by": "due", "held_for": "held_by", "modality": "modality", "to": "to"}[part]
        assert before[key] != after[key]
    for example, decided in ((pair.old, before), (pair.new, after)):
        assert [*example.may_be_held_by.values()] == [decided.get("may_be_held_by", [])]
        assert [*example.to.values()] == [decided.get("to", [])]
    told = pair_in_words(pair)
    assert told[0] != told[1]


def test_every_example_between_the_editions_is_decided_otherwise_as_it_is_printed() -> None:
    draft = load_pack("e-safety@2026")
    found = diff(PACK, draft)
    looked_at = 0
    for one in found.changed:
        for part in one.parts:
            for pair in part.pairs:
                looked_at += 1
                shows(pair, one.id, PACK, draft, part.name)
    assert looked_at > 20
    assessment = next(one for one in found.changed if one.id == "2.2-single-assessment")
    (pair,) = next(part for part in assessment.parts if part.name == "by").pairs
    # Both count 45 working days, from two events, which happened on two days.
    assert pair.old.due != pair.new.due


def test_held_and_may_be_held_are_told_apart() -> None:
    other = changed(("2.1-young-people.md", 'held_for: "parents:c"\n', ""))
    (pair,) = next(part for part in only(diff(other, PACK)).parts if part.name == "held_for").pairs
    assert pair.new.held_by == {"2.1-involve-parents/c1": ["2.2-no-disclosure/a1"]}
    assert ", held back by 2.2-no-disclosure/a1" in pair_in_words(pair)[1]
    perhaps = decided_as(PACK, {**pair.new.case, "people": [
        {**one, "facts": one["facts"] if one["kind"] == "child" else {}} for one in pair.new.case["people"]
    ]}, ["2.1-involve-parents/c1"])  # fmt: skip
    assert perhaps.held_by == {"2.1-involve-parents/c1": []}
    assert "applies, and may be held back by 2.2-no-disclosure/a1" in outcomes_in_words(perhaps)


def outcome(pack: Pack, case: Mapping[str, Any], id: str) -> dict[str, Any]:
    outcomes = decide(pack, case_from(dict(case), pack)).document()["outcomes"]
    assert isinstance(outcomes, list)
    return next((dict(one) for one in outcomes if one["provision"] == id), {})


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        ("by: working_days:5\n", "by: months:1\n", "incomparable"),
        ("by: months:2\n", "by: months:1\n", "stricter"),
        ("by: months:1\n", "by: same_day\n", "stricter"),
        ("by: same_day\n", "by: months:1\n", "looser"),
        ("by: months:1\n", "", "looser"),
        (
            "by: working_days:5\nfrom: assessment_started\n",
            "by: working_days:5\nfrom: section47_started\n",
            "incomparable",
        ),
    ],
)
def test_an_earlier_day_is_stricter_and_what_cannot_be_ordered_is_not(old: str, new: str, direction: str) -> None:
    versions = [changed(("2.2-adults.md", "by: working_days:5\n", by)) for by in (old, new)]
    one = only(diff(*versions))
    assert [(part.name, part.relation) for part in one.parts] == [("by", direction)]


def test_both_directions_of_an_incomparable_change_have_an_example() -> None:
    one = only(diff(PACK, changed(EDITS[2][1])))
    assert {pair.towards for part in one.parts for pair in part.pairs} == {"stricter", "looser"}


def test_versions_that_differ_only_in_wording_are_proved_equal() -> None:
    reworded = changed(
        ("2.1-young-people.md", "Convene a strategy discussion or meeting.", "Hold a strategy discussion or meeting."),
        ("pack.md", "An adult is trusted with children if they", "We say that children are entrusted to adults who"),
        ("3-online-bullying.md", "if: online_bullying and bullying_severe\n",
         "if: not (not bullying_severe or not online_bullying)\n"),
        ("pack.md", "is: works_with_children or volunteers_with_children or foster_carer",
         "is: foster_carer or works_with_children or volunteers_with_children or foster_carer and works_with_children"),
        ("facts-concern.md", "true_when: any_adult(suspect) or any_child(groomed_by_adult)",
         "true_when: any_child(groomed_by_adult) or any_adult(suspect)"),
        ("facts-concern.md", "ask: Where do you work?", "ask: What kind of place do you work in?"),
    )  # fmt: skip
    found = diff(PACK, reworded)
    assert found.equal
    assert found.changed == ()
    assert [one.id for one in found.reworded] == ["2.1-strategy"]
    assert [(one.id, one.change) for one in found.facts] == [("setting", "reworded")]


def test_a_pack_is_equal_to_itself() -> None:
    found = diff(PACK, PACK)
    assert found.equal
    assert {one.relation for one in found.provisions} == {"equal"}
    assert len(found.provisions) == len(PACK.provisions)


NEW_FACT = """```fact
id: money_demanded
scope: child
type: bool
graver: true
short: money demanded
ask: Is somebody asking the child for money?
without_viewing: true
```

```provision
id: 5-money
title: Do not pay
kind: duty
modality: must
who: practitioner
about: child
when: somebody asks the child for money
if: money_demanded
text: Do not pay. Keep the messages.
cites: [chapter 5]
```
"""


def test_what_is_added_and_removed_has_an_example_and_a_fact_of_one_version_is_left_out_for_the_other() -> None:
    longer = pack_from({**FILES, "5-harmful-sites.md": FILES["5-harmful-sites.md"] + "\n" + NEW_FACT})
    found = diff(PACK, longer)
    (added,) = found.added
    assert added.provision.id == "5-money"
    assert added.example is not None
    assert added.example.says == {"5-money/c1": "applies"}
    assert [(one.id, one.change) for one in found.facts] == [("money_demanded", "added")]
    assert found.changed == found.removed == ()
    assert not found.equal
    assert [one.provision.id for one in diff(longer, PACK).removed] == ["5-money"]


def test_a_fact_that_is_asked_otherwise_is_told_to_each_as_it_asks() -> None:
    retyped = changed(
        ("facts-concern.md", "id: money_or_gifts\nscope: concern\ntype: bool\n",
         "id: money_or_gifts\nscope: concern\ntype: enum\nvalues: {money: Money, gifts: Gifts, none: None of these}\n"),
        ("facts-concern.md", "unless somebody pays.\ngraver: true\n", "unless somebody pays.\n"),
        ("1-introduction.md", "  money_or_gifts\n", "  money_or_gifts in (money, gifts)\n"),
        ("facts-first.md", "answers: [money_or_gifts]", "answers: [adult_involved]"),
    )  # fmt: skip
    found = diff(PACK, retyped)
    assert [(one.id, one.change, one.respects[:2]) for one in found.facts] == [
        ("money_or_gifts", "changed", ("type", "values"))
    ]
    one = only(found)
    assert (one.id, one.relation) == ("1-financial", "incomparable")
    for pair in one.parts[0].pairs:
        shows(pair, "1-financial", PACK, retyped, "if")
        assert isinstance(pair.old.case["facts"].get("money_or_gifts", True), bool)
        assert isinstance(pair.new.case["facts"].get("money_or_gifts", "none"), str)


def sampled() -> list[Mutant]:
    return [*mutants(FILES)][::SAMPLE]


@pytest.mark.parametrize("mutant", sampled(), ids=lambda mutant: mutant.what)
def test_a_mistake_in_the_pack_is_refused_or_told_by_a_case_or_proved_to_be_none(mutant: Mutant) -> None:
    """And what is proved to be none is none in any of many random cases."""
    pack = mutant.pack()
    if pack is None:
        return
    found = diff(PACK, pack)
    if found.equal:
        for case in random_cases(PACK, 60, seed=1):
            assert decide(PACK, case_from(case, PACK)).outcomes == decide(pack, case_from(case, pack)).outcomes
        return
    for one in found.changed:
        for part in one.parts:
            for pair in part.pairs:
                shows(pair, one.id, PACK, pack, part.name)


def test_a_direction_holds_in_every_random_case() -> None:
    """Where the proof says stricter, no case is decided less strictly."""
    rank = {"applies": 2, "depends": 1, None: 0}
    other = changed(EDITS[0][1], EDITS[1][1])
    directions = {one.id: one.relation for one in diff(PACK, other).provisions}
    moved = set()
    for case in random_cases(PACK, 150, seed=2):
        before, after = (
            {(one.provision, one.about): one.status for one in decide(pack, case_from(case, pack)).outcomes}
            for pack in (PACK, other)
        )
        for key in before.keys() | after.keys():
            step = rank[after.get(key)] - rank[before.get(key)]
            if step:
                moved.add(key[0])
                assert directions[key[0]] == ("stricter" if step > 0 else "looser")
    assert moved == {"5-raise", "2.1-strategy"}
