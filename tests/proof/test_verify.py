"""The published pack: nothing is found in it, by checks that each looked at something."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import z3

from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import engine_for
from fingerpost.procedure.deciding.formula import Some
from fingerpost.procedure.language.parse import parse
from fingerpost.procedure.language.tree import Node
from fingerpost.procedure.pack.library import load_pack, procedures_folder
from fingerpost.procedure.pack.reading import pack_from, read_pack
from fingerpost.proof.bound import witnesses
from fingerpost.proof.checks.conditions import opposed
from fingerpost.proof.checks.unknown import unknown
from fingerpost.proof.example import name_of
from fingerpost.proof.expectations import Act, PackNames, expectations_from, read_expectations
from fingerpost.proof.space import CONCERN, Future, Owner
from fingerpost.proof.subject import Subject, enough
from fingerpost.proof.verify import Verified, verify
from proof.mutants import files_of
from register.reading import register
from register.solver import Cases

PACK = load_pack("e-safety@2017")
EXPECTED = read_expectations(PACK, procedures_folder() / "e-safety" / "2017")
SMALL = read_pack(Path(__file__).parent / "broken" / "graver-list")


@cache
def verified() -> Verified:
    return verify(PACK, EXPECTED)


def test_nothing_is_found_in_the_published_pack() -> None:
    assert [finding.says for finding in verified().findings] == []


def test_every_check_looked_at_something() -> None:
    assert {one.name for one in verified().checks if not one.looked_at} == set()


def test_two_provisions_that_meet_are_found_among_those_that_do_not() -> None:
    """A control: an act of which the file might say that it is asked for and forbidden, and which is."""
    planted = Act("reporting", ("4-report",), ("4-not-anonymous",), EXPECTED.place)
    found = opposed(Subject(PACK, replace(EXPECTED, acts=(*EXPECTED.acts, planted)))).findings
    assert [(one.check, one.of) for one in found] == [("opposed", "4-report")]


def test_what_tells_somebody_without_being_held_meets_the_embargo() -> None:
    planted = Act("telling", ("2.2-allegations",), ("2.2-no-disclosure",), EXPECTED.place)
    found = opposed(Subject(PACK, replace(EXPECTED, acts=(planted,)))).findings
    assert [(one.check, one.of) for one in found] == [("opposed", "2.2-allegations")]


def condition(text: str, scope: str = "concern") -> Node:
    return parse(text, scope, PackNames(SMALL))  # type: ignore[arg-type]  # a scope


NEEDING = [
    ("any_child(shown) and any_child(not shown)", 2),
    ("any_child(shown) and any_child(age < 5) and not any_child(shown and age < 5)", 2),
    ("any_child(age < 3) and any_child(age > 15) and any_child(5 < age < 9)", 3),
    ("not all_children(shown) and not all_children(not shown)", 2),
    ("any_child(shown) or any_child(age < 5)", 1),
    ("all_children(shown)", 0),
]


@pytest.mark.parametrize(("text", "people"), NEEDING)
def test_as_many_people_as_the_argument_says_are_needed_and_are_enough(text: str, people: int) -> None:
    tree = condition(text)
    assert witnesses(tree)["child"] == people
    possible = []
    for count in range(5):
        subject = Subject(SMALL, expectations_from(SMALL), {"child": count, "adult": 0})
        possible.append(subject.space.possible(subject.full.surely(tree)))
    assert possible == [count >= people for count in range(5)]


def test_a_smaller_bound_would_be_wrong() -> None:
    """With one child only, two conditions would be said to mean the same that do not."""
    one, other = condition("any_child(shown) and any_child(age < 5)"), condition("any_child(shown and age < 5)")
    differ = {}
    for count in (1, 2):
        subject = Subject(SMALL, expectations_from(SMALL), {"child": count, "adult": 0})
        differ[count] = subject.space.possible(z3.Xor(subject.full.surely(one), subject.full.surely(other)))
    assert differ == {1: False, 2: True}
    assert enough(SMALL, expectations_from(SMALL))["child"] >= 2


def test_conditions_mean_what_the_registers_reader_says() -> None:
    """Two readers and two encodings of the same chapter, in one solver: no case tells them apart, in any future."""
    theirs = Cases(register())
    subject = Subject(PACK, EXPECTED, {"child": 2, "adult": 2})
    compared = 0
    for one in register().provisions:
        if one.condition is None:
            continue
        person = CONCERN if one.about == "concern" else Owner(one.about, 0)  # type: ignore[arg-type]  # a scope
        formula = theirs.formula(one.condition, name_of(person))
        for future in subject.full.futures(subject.conditions[one.id]):
            ours = subject.full.see(subject.conditions[one.id], person, future, True).translate(z3.main_ctx())
            differ = [z3.Xor(ours, formula), *in_this(future), *linked(subject), listed(person)]
            assert theirs.solver.check(*differ) == z3.unsat, one.id
            compared += 1
    assert compared == len(PACK.decided) + 2 * 2  # Two of them look at an unlisted child, who has two more futures.
    assert theirs.solver.check(*linked(subject)) == z3.sat


def called(owner: Owner) -> str:
    return name_of(owner)


def listed(owner: Owner) -> z3.BoolRef:
    return z3.BoolVal(True) if owner == CONCERN else z3.Bool(f"{name_of(owner)} is listed")


def in_this(future: Future) -> list[z3.BoolRef]:
    missing = z3.Bool("there is an unlisted child")
    return [z3.Not(missing)] if future is None else [missing, z3.Int("unlisted.age") == dict(future)["age"]]


def linked(subject: Subject) -> list[z3.BoolRef]:
    """Each of our variables is theirs."""
    found = []
    for owner, fact, variable in subject.space.said():
        ours = variable.value.translate(z3.main_ctx())
        name = f"{name_of(owner)}.{fact}"
        same = isinstance(ours, z3.BoolRef)
        found.append(ours == z3.Bool(name) if same else z3.BV2Int(ours) == z3.Int(name))
    for owner, event, variable in subject.space.happenings():
        name = f"{event} happened" if owner == CONCERN else f"{event} of {name_of(owner)} happened"
        found.append(variable.translate(z3.main_ctx()) == z3.Bool(name))
    for owner in subject.space.everybody():
        found.append(subject.space.listed(owner).translate(z3.main_ctx()) == listed(owner))
    return found


def test_an_engine_that_takes_unknown_for_no_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: one condition that forgets a bit, which is then never met for certain nor possible."""
    engine = engine_for(SMALL)
    subject = Subject(SMALL, expectations_from(SMALL))
    assert unknown(subject).findings == ()
    listing = engine.program.listing(())
    entry = next(one for one in listing.entries if engine.decided[one.node].id == "1-anything")
    monkeypatch.setattr(entry.condition, "formula", Some(entry.condition.formula.bits & 1, ()))
    found = unknown(subject).findings
    assert [one.of for one in found] == ["1-anything"]
    assert found[0].example is not None
    assert found[0].example.says == {"1-anything/concern": None}
    monkeypatch.undo()
    assert engine.status(entry.node, "concern", case_from(found[0].example.case, SMALL))[0] == "depends"


def test_the_smallest_example_is_as_small_as_any() -> None:
    """Against every smaller case, decided one by one."""
    subject = Subject(PACK, EXPECTED)
    provision = PACK.provisions["2.1-refer-under-13"]
    example = subject.example(subject.surely(provision, partial=True), of=[provision])
    assert example is not None
    assert example.says == {"2.1-refer-under-13/concern": "applies"}
    facts, (child,) = example.case["facts"], example.case["people"]
    answers = [("concern", name) for name in facts] + [("c1", name) for name in child["facts"]]
    assert len(answers) == 4
    for left_out in answers:
        case = {
            **example.case,
            "facts": {name: value for name, value in facts.items() if ("concern", name) != left_out},
            "people": [{**child, "facts": {n: v for n, v in child["facts"].items() if ("c1", n) != left_out}}],
        }
        assert subject.decided(case, [provision]).says != example.says


# ---- what is grave, and who is talked to -----------------------------------------------------------------------------

DRAFT = procedures_folder() / "e-safety" / "2026"


def checked(files: dict[str, str]) -> Verified:
    pack = pack_from(files)
    return verify(pack, expectations_from(pack, (DRAFT / "checks.yaml").read_text()))


def altered(file: str, old: str, new: str) -> dict[str, str]:
    files = dict(files_of(DRAFT))
    assert files[file].count(old) == 1
    return {**files, file: files[file].replace(old, new)}


def test_each_gap_of_the_chapter_is_one_that_the_engine_leaves() -> None:
    """Decided anew: what is told as a gap has no duty that binds, goes to the police or social care and is due."""
    gaps = [one for one in verified().acknowledged if one.check != "sources"]
    assert len(gaps) == 10
    for one in gaps:
        assert one.example is not None
        outcomes = engine_for(PACK).decide(case_from(one.example.case, PACK)).outcomes
        reaching = {
            entry.id: entry
            for entry in register().provisions
            if entry.to and entry.modality in ("must", "should") and entry.held_for is None
        }
        told = [out for out in outcomes if out.status == "applies" and out.provision in reaching]
        assert not [out for out in told if out.due], one.says
        assert bool(told) == ("none has a day" in one.says), one.says


def test_a_gap_is_found_once_it_is_not_acknowledged() -> None:
    bare = replace(EXPECTED, grave=tuple(replace(one, acknowledged={}) for one in EXPECTED.grave))
    found = verify(PACK, bare).findings
    assert {one.check for one in found} == {"grave"}
    assert len(found) == 10


def test_the_draft_loses_a_day_and_it_is_found() -> None:
    files = altered(
        "2.2-adults.md",
        "about: adult\nby: same_day\nwhen: >\n  the adult is a suspect, and lives with",
        "about: adult\nwhen: >\n  the adult is a suspect, and lives with",
    )
    files["0-front-page.md"] = files["0-front-page.md"].replace(
        "by: same_day\nwhen: >\n  an adult is", "when: >\n  an adult is"
    )
    found = {one.of for one in checked(files).findings if one.check == "grave"}
    assert "a suspected adult has contact with children" in found
    assert "an adult arranged to meet a child, or wrote to one sexually" not in found


def test_a_rule_that_waits_while_another_talks_to_the_same_child_is_found() -> None:
    """As it once was: Report Remove waited, and the child who was threatened was to be spoken to."""
    files = altered(
        "2.1-young-people.md", "cites: [reportremove throughout", "held_for: c\ncites: [reportremove throughout"
    )
    found = [one for one in checked(files).findings if one.check == "talks"]
    assert [one.of for one in found] == ["2.1-report-remove"]
    assert found[0].example is not None
    assert found[0].example.held_by["2.1-report-remove/c1"] == ["2.2-no-disclosure/a1"]
