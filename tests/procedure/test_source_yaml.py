"""The strict part of YAML: what is read, what is refused and where, and that no text brings it down."""

from __future__ import annotations

import re

import pytest
import yaml as pyyaml
from hypothesis import example, given
from hypothesis import strategies as st

from fingerpost.procedure.source.text import DEEPEST, LONGEST_NUMBER, SourceError
from fingerpost.procedure.source.yaml import parse_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# only a remark\n", None),
        ("a: true\nb: false\nc: null\nd: ~\ne:\n", {"a": True, "b": False, "c": None, "d": None, "e": None}),
        ("[0, 12, -3, +4, 2.1, 1e3]", [0, 12, -3, 4, 2.1, 1000.0]),
        ("[yes, no, on, off, y, n, True, NULL]", ["yes", "no", "on", "off", "y", "n", "True", "NULL"]),
        (
            "[2026-11-24, 14:05, 1.2.3, 007, 0x1F, 1_000, .inf]",
            ["2026-11-24", "14:05", "1.2.3", "007", "0x1F", "1_000", ".inf"],
        ),
        ("['true', \"12\", 'null']", ["true", "12", "null"]),
        ("on: yes\n'12': a\n", {"on": "yes", "12": "a"}),
        ("text: |\n  two\n  lines\nfolded: >\n  one\n  line\n", {"text": "two\nlines\n", "folded": "one line\n"}),
        ("---\na: 1\n...\n", {"a": 1}),
        ("\ufeffa: 1", {"a": 1}),
        ("'<<': quoted\n", {"<<": "quoted"}),
    ],
)
def test_reads_plain_data(text: str, value: object) -> None:
    read = parse_yaml(text).value
    assert read == value
    assert repr(read) == repr(value)  # 1 is not true, 1.0 is not 1


def test_names_the_line_of_every_key_and_item() -> None:
    located = parse_yaml(
        "reported_at: now\npeople:\n  - id: c1\n  - id: c2\n    facts:\n\n      age: 12\nnote: |\n  long\nafter: 1\n"
    )
    assert located.line() == 1
    assert located.line("people") == 2
    assert located.line("people", 1) == 4
    assert located.line("people", 1, "facts", "age") == 7
    assert located.line("note") == 8
    assert located.line("after") == 10
    assert located.line("people", 1, "facts", "depicted") == 5
    assert located.line("people", 7, "facts") == 2


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "the key “a” is given twice (first in line 1)"),
        ("a: &x 1\n", 1, "an anchor (&x)"),
        ("a: 1\nb: *x\n", 2, "an alias (*x)"),
        ("a: !!str 1\n", 1, "a tag (tag:yaml.org,2002:str)"),
        ("a:\n  <<: {}\n", 2, "a merge key (<<)"),
        ("a: 1\n---\nb: 2\n", 2, "a second document"),
        ("%YAML 1.1\n---\na: 1\n", 1, "a directive"),
        ("1: a\n", 1, "a key is a text, not 1"),
        ("true: a\n", 1, "a key is a text, not true"),
        ("? [a]\n: b\n", 1, "a key is a text, not a list"),
        ("a: 1\nb: c: d\n", 2, "this is not YAML"),
        ("a: 'open\n", 2, "this is not YAML"),
        ("a:\n\t- b\n", 2, "this is not YAML"),
        ("a: \x00\n", 1, "a character that cannot be read (U+0000)"),
        ("ok: 1\na: \ud800\n", 2, "a character that cannot be read (U+D800)"),
        ("a: " + "9" * 5000, 1, "the number is too long"),
        ("- " * (DEEPEST + 1) + "a", 1, "are inside one another"),
        ("[" * 100_000, 1, "this is not YAML"),
    ],
)
def test_refuses_and_says_where(text: str, line: int, what: str) -> None:
    with pytest.raises(SourceError) as refused:
        parse_yaml(text, name="case.yaml")
    problem = refused.value.problems[0]
    assert problem.where == f"case.yaml:{line}"
    assert what in problem.what


def test_names_all_problems_in_the_order_of_the_text() -> None:
    text = "a: 1\na: {b: 1, b: 2}\nc: &x 3\n1: 2\na: 4\n"
    with pytest.raises(SourceError) as refused:
        parse_yaml(text, first_line=10)
    assert [problem.where for problem in refused.value.problems] == [
        "line 11",
        "line 11",
        "line 12",
        "line 13",
        "line 14",
    ]


def test_as_deep_as_is_allowed_is_read() -> None:
    assert parse_yaml("- " * DEEPEST + "a").value is not None
    assert parse_yaml("{a: " * DEEPEST + "1" + "}" * DEEPEST).value is not None
    for deeper in ("- " * (DEEPEST + 1) + "a", "{a: " * (DEEPEST + 1) + "1" + "}" * (DEEPEST + 1)):
        with pytest.raises(SourceError, match="are inside one another"):
            parse_yaml(deeper)


def test_as_long_a_number_as_is_allowed_is_read() -> None:
    assert parse_yaml("9" * LONGEST_NUMBER).value == 10**LONGEST_NUMBER - 1
    with pytest.raises(SourceError, match="the number is too long"):
        parse_yaml("9" * (LONGEST_NUMBER + 1))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("a: b: c", "A text that has a colon in it needs quotation marks round it"),
        ("a:\n\t- b", "Indent with spaces, not tabs; quote a text that begins with a sign"),
        ("a: 'open", "A quotation mark is not closed"),
        ("a: {b: 1", "A brace is not closed, or a comma is missing"),
        ("a: [1", "A bracket is not closed, or a comma is missing"),
        ("- a\nb: c", "The lines of one list or mapping begin in the same column"),
        ('a: "\\q"', "Use single quotation marks where a text has a backslash in it"),
        ("a: 1\nb\nc: 2", "A key is followed by a colon and a space"),
    ],
)
def test_says_what_would_be_right(text: str, right: str) -> None:
    with pytest.raises(SourceError) as refused:
        parse_yaml(text)
    assert refused.value.problems[-1].right == right


def test_a_byte_order_mark_shifts_no_line() -> None:
    assert parse_yaml("\ufeff\na: 1").line("a") == 2


@given(st.text(alphabet=st.sampled_from("ab:-[]{},?&*!|>'\"%@`#~<\n\t 0.e\\\x00\ud800\u2028"), max_size=40))
@example("? ? ? ?" * 60)
@example("&a [*a, *a]")
def test_no_text_brings_it_down(text: str) -> None:
    problems = None
    try:
        parse_yaml(text)
    except SourceError as error:
        problems = error.problems
    assert problems != ()
    assert all(problem.where.startswith("line ") for problem in problems or ())


# The other writer keeps to YAML 1.1, where 1e3 is a text that needs no quotes; here, as in 1.2, it is a number.
_WITH_EXPONENT = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]+")

_PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(codec="ascii", exclude_categories=["C"])).filter(
        lambda text: not _WITH_EXPONENT.fullmatch(text)
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcxyz_", min_size=1), inner, max_size=4),
    max_leaves=20,
)


@given(_PLAIN)
def test_reads_back_what_another_writer_wrote(value: object) -> None:
    assert parse_yaml(pyyaml.safe_dump(value)).value == value
