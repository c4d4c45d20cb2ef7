"""The DMN export: an independent reader takes it without a warning, and an independent engine decides as ours does."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bulk.worlds import cases
from cli.running import run
from fingerpost.procedure.deciding import Engine
from fingerpost.procedure.pack.library import available, load_pack, procedures_folder
from fingerpost.procedure.pack.model import Pack
from fingerpost.proof.dmn import dmn
from procedure.making import pack, rule
from proof.dmn_agreement import Agreement, SecondOpinionError, asked, exact_rules, inputs
from register.reading import register

MARK = "{urn:fingerpost:dmn}rule"

# Of each way in which FEEL's three values go wrong, one; of the rest, what a hand could slip in. Each is put into the
# first place where it fits.
SLIPS = {
    "and for or": (r"(<text>[^<]*) or ", r"\1 and "),
    "or for and": (r"(<text>[^<]*) and ", r"\1 or "),
    "no not": (r"(<text>[^<]*)not\(", r"\1("),
    "a bound moved": (r"\[0\.\.12\]", "[0..2]"),
    "null = is false": (r'if [a-z._]+ = null then null else ([a-z._]+) in ("[a-z_]+")', r"\1 = \2"),
    "some … satisfies has two values": (
        r"any\(for child in children return child.depicted and (\(.*?\))\)",
        r"(some child in children satisfies child.depicted and \1)",
    ),
    "an unlisted child certainly there": ("then false else null", "then false else true"),
    "an event that never happens": (r"concern\.happened\.viewing_decision", "null"),
    "another person's fact": (r"child\.capacity_concern", "child.groomed_by_adult"),
}
REFUSED = {
    "an element that DMN does not have": ("<question>", "<answer>", "</question>", "</answer>"),
    "an attribute that DMN does not have": ("<decision ", '<decision colour="red" '),
    "a requirement that is not said": (r'\s*<requiredKnowledge href="#is_touched" />', ""),
    "a requirement of nothing": ('requiredInput href="#concern"', 'requiredInput href="#nobody"'),
    "a fact of another name": ('itemComponent name="sexual_acts"', 'itemComponent name="acts"'),
    "a fact of another type": (r"(sexual acts shown.*?<typeRef>)boolean", r"\1number"),
    "fewer values": (r"<text>\[0\.\.17\]", "<text>[0..3]"),
    "another standard": ("20211108", "20180521"),
    "FEEL that is none": (r"(<text>[^<]*) and ", r"\1 und "),
}


@cache
def engine(name: str) -> Engine:
    return Engine(load_pack(name))


@cache
def written(name: str) -> str:
    return dmn(load_pack(name)).decode()


def spoilt(text: str, *pairs: str) -> bytes:
    for pattern, by in zip(pairs[::2], pairs[1::2], strict=True):
        text, done = re.subn(pattern, by, text, count=1, flags=re.DOTALL)
        assert done, pattern
    return text.encode()


@pytest.mark.parametrize("name", available())
def test_an_independent_engine_decides_the_export_as_ours_decides_the_pack(name: str) -> None:
    agreement = Agreement(engine(name), cases(300, 1, load_pack(name)))
    assert agreement.wrong == []
    assert not agreement.vaguer
    assert min(agreement.agreed[answer] for answer in (True, None, False)) > 2_000


@pytest.mark.parametrize("slip", SLIPS)
def test_one_slip_in_the_document_is_noticed(slip: str) -> None:
    name = "e-safety@2017"
    document = spoilt(written(name), *SLIPS[slip])
    assert Agreement(engine(name), cases(70, 2, load_pack(name)), document).wrong


@pytest.mark.parametrize("fault", REFUSED)
def test_a_document_that_is_not_as_it_says_is_refused(fault: str) -> None:
    of = load_pack("e-safety@2017")
    with pytest.raises(SecondOpinionError, match=r"\w"):
        asked(spoilt(written(of.name), *REFUSED[fault]), [inputs(case, of) for case in cases(30, 3, of)])


LOWERED = "kind: duty\nmodality: must\nlowered_by: [begun]"


def awkward() -> Pack:
    """Conditions in which one fact is in several places, names that FEEL has for itself, and every kind of node."""
    return pack(
        rule("same", "concern", "p or not p"),
        rule("guarded", "concern", "(p and q) or (not p and r)"),
        rule("around", "concern", "n < 2 or n > 1"),
        rule("nested", "concern", "(n < 1 and p) or (n < 3 and q)"),
        rule("all", "concern", "all_children(age in (0, 1, 5, 17)) and not any_adult(y and not z)"),
        rule("whose", "child", 'x and any_child(x and age > 3) and applies("nested")'),
        rule("of-one", "concern", 'any_child(applies("here")) or all_adults(applies("told-of"))', LOWERED),
        rule("told-of", "adult", "y and (happened(arrest) or not happened(begun))", LOWERED),
        rule("set", "concern", "kind in (a, b) and not kind == a and date and not id"),
        rule("here", "child", "then == 2 or x"),
        events=("arrest", "begun"),
        more={
            "kind": "scope: concern\ntype: enum\nvalues: {a: A, b: B, c: C, d: D}",
            "date": "scope: concern\ntype: bool",
            "id": "scope: concern\ntype: bool",
            "then": "scope: child\ntype: int\nmin: 1\nmax: 3",
        },
    )


def test_where_feel_is_vaguer_the_document_says_so_and_nowhere_else() -> None:
    of = awkward()
    agreement = Agreement(Engine(of), cases(400, 4, of))
    assert agreement.wrong == []
    inexact = {rule.id for rule in of.decided} - exact_rules(dmn(of))
    assert set(agreement.vaguer) <= inexact == {"same", "guarded", "around", "set"}
    assert {"same", "guarded", "around"} <= set(agreement.vaguer)


def test_two_rules_never_share_a_name() -> None:
    of = pack(rule("a-b", "concern", "p"), rule("a.b", "concern", "q"), rule("a_b", "child", "x"))
    agreement = Agreement(Engine(of), cases(50, 5, of))
    assert agreement.wrong == []


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert dmn(load_pack()) == written("e-safety@2017").encode()


def test_the_command_writes_the_document(tmp_path: Path) -> None:
    path = tmp_path / "out.dmn"
    assert run("export", "e-safety@2017", "--dmn", "-o", path).exit_code == 0
    assert path.read_text(encoding="utf-8") == written("e-safety@2017")
    assert run("export", "e-safety@2017", "--dmn").stdout == written("e-safety@2017")
    assert run("export", procedures_folder() / "e-safety" / "2017", "--dmn").stdout == written("e-safety@2017")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["e-safety@2017"], "--dmn"),
        (["e-safety@2071", "--dmn"], "e-safety@2017"),
        (["nowhere", "--dmn"], "the pack has no pack.md"),
        (["e-safety@2017", "--dmn", "-o", "/nowhere/at/all.dmn"], "/nowhere/at/all.dmn"),
    ],
)
def test_what_cannot_be_exported_is_told_and_nothing_is_written(arguments: list[str], said: str) -> None:
    ran = run("export", *arguments)
    assert ran.exit_code == 2
    assert said in ran.stderr
    assert ran.stdout == ""


def test_what_dmn_has_no_word_for_is_said_beside_each_decision() -> None:
    """Held against the register: who acts, to whom it goes, how strongly, by when, and for whom it waits."""
    told = {one.attrib["id"]: one.attrib for one in ElementTree.fromstring(written("e-safety@2017")).iter(MARK)}  # noqa: S314 - what we wrote ourselves
    decided = [one for one in register().provisions if one.condition is not None]
    assert len(told) == len(decided) == 57
    for one in decided:
        marks = told[one.id]
        assert marks.get("to", "").split() == list(one.to)
        assert marks.get("who", "").split() == list(one.who)
        assert (marks["modality"], marks.get("by"), marks.get("heldFor")) == (one.modality, one.by, one.held_for)
