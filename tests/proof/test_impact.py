"""What another version would change for cases that there are: against the two decisions, and by two ways alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.errors import CaseError
from fingerpost.procedure.pack.library import load_pack, procedures_folder
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.reading import pack_from
from fingerpost.proof.impact import Impact, impact, told_to
from proof.mutants import files_of
from proof.random_cases import random_cases

PACK = load_pack("e-safety@2017")
FILES = files_of(procedures_folder() / "e-safety" / "2017")
EDITS = {
    "5-harmful-sites.md": (("if: obsessed_with_harmful_site\n", "if: obsessed_with_harmful_site or money_demanded\n"),),
    "2.2-adults.md": (
        ("by: working_days:5\n", "by: working_days:3\n"),
        ("from: assessment_started\n", ""),
        ("to: [police]\n", "to: [police, social_care]\n"),
    ),
    "2.1-young-people.md": (("if: significant_harm\n", "if: significant_harm and harmed_another_child\n"),),
    "3-online-bullying.md": (("if: online_bullying and bullying_severe\n", "if: bullying_severe\n"),),
}
NEW_FACT = """
```fact
id: money_demanded
scope: child
type: bool
graver: true
ask: Is somebody asking the child for money?
without_viewing: true
```
"""


def newer() -> Pack:
    return pack_from(newer_files())


def newer_files() -> dict[str, str]:
    files = dict(FILES)
    for file, edits in EDITS.items():
        for old, new in edits:
            assert files[file].count(old) == 1, old
            files[file] = files[file].replace(old, new)
    files["facts-child.md"] += NEW_FACT
    return files


NEW = newer()
NOTHING = (None, None, ())


def documents(count: int = 150, seed: int = 5) -> list[tuple[str, dict[str, Any]]]:
    return [(f"case {number}", one) for number, one in enumerate(random_cases(PACK, count, seed))]


def found() -> Impact:
    return impact(PACK, NEW, documents())


def outcomes(pack: Pack, document: dict[str, Any]) -> dict[tuple[str, str], tuple[str, Any, tuple[str, ...]]]:
    case = case_from({**document, "procedure": pack.name}, pack)
    return {(one.provision, one.about): (one.status, one.due, tuple(one.to)) for one in decide(pack, case).outcomes}


def test_it_is_the_difference_of_two_decisions() -> None:
    expected = set()
    for reference, document in documents():
        old, new = outcomes(PACK, document), outcomes(NEW, document)
        for key in old.keys() | new.keys():
            before, after = old.get(key, NOTHING), new.get(key, NOTHING)
            if before[0] != after[0] or (before[0] == "applies" and before[1:] != after[1:]):
                expected.add((reference, *key, before[1], after[1]))
    told = found().changes
    assert {(one.reference, one.provision, one.about, one.old_due, one.new_due) for one in told} == expected
    assert len(told) == len(expected)


def test_each_effect_is_what_it_says() -> None:
    cases = dict(documents())
    seen = set()
    for one in found().changes:
        key = one.provision, one.about
        before = outcomes(PACK, cases[one.reference]).get(key, NOTHING)
        after = outcomes(NEW, cases[one.reference]).get(key, NOTHING)
        seen.add(one.effect)
        assert {
            "gains": after[0] == "applies" != before[0],
            "loses": before[0] == "applies" != after[0],
            "moves": before[0] == after[0] == "applies" and before[1] != after[1],
            "redirects": before[0] == after[0] == "applies" and before[2] != after[2],
            "opens": (before[0], after[0]) == (None, "depends"),
            "closes": (before[0], after[0]) == ("depends", None),
        }[one.effect]
    assert seen == {"gains", "loses", "moves", "redirects", "opens", "closes"}


def test_a_change_of_duties_is_counted_apart_from_what_is_only_to_be_asked() -> None:
    """Worked out from the two decisions: whether what applies, with its day and its recipients, is the same."""
    impact = found()
    duties = {
        reference
        for reference, document in documents()
        if {key: one for key, one in outcomes(PACK, document).items() if one[0] == "applies"}
        != {key: one for key, one in outcomes(NEW, document).items() if one[0] == "applies"}
    }
    assert set(impact.affected) == duties
    assert not set(impact.asked) & duties
    assert set(impact.asked) | duties == {one.reference for one in impact.changes}
    assert impact.document()["asked"] == impact.asked != []


def test_counts_are_of_the_changes_and_in_the_order_of_the_pack() -> None:
    impact = found()
    assert sum(sum(counts.values()) for counts in impact.counts.values()) == len(impact.changes)
    order = [id for id in PACK.provisions if id in impact.counts]
    assert list(impact.counts) == order
    assert impact.cases == 150


def test_the_same_version_changes_nothing() -> None:
    assert impact(PACK, PACK, documents(40)).changes == []


def test_what_only_the_other_version_asks_is_left_out() -> None:
    """A case of the new version can be tried on the old one: the new question is not known to it."""
    document = {
        "reported_at": "2026-03-02T09:00:00+00:00",
        "people": [{"id": "c1", "kind": "child", "facts": {"money_demanded": True, "age": 12}}],
        "procedure": "e-safety@2017",
    }
    assert told_to(PACK, NEW, document)["people"][0]["facts"] == {"age": 12}
    assert told_to(NEW, PACK, document)["people"][0]["facts"] == {"money_demanded": True, "age": 12}
    changed = {(one.provision, one.effect) for one in impact(PACK, NEW, [("x", document)]).changes}
    assert ("5-raise", "gains") in changed


@pytest.mark.parametrize("facts", [{"money_demande": True}, {"age": 40}, {"depicted": "perhaps"}])
def test_what_neither_version_knows_is_refused(facts: dict[str, Any]) -> None:
    people = [{"id": "c1", "kind": "child", "facts": facts}]
    document = {"reported_at": "2026-03-02T09:00:00+00:00", "people": people}
    with pytest.raises(CaseError):
        impact(PACK, NEW, [("x", document)])


def write_newer(folder: Path) -> Path:
    """The newer pack as a folder."""
    folder.mkdir(parents=True)
    for name, text in newer_files().items():
        (folder / name).write_text(text)
    return folder
