"""Strict JSON: what is read, what is refused with line and column, and that no text brings it down."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.procedure.source.json import JsonLines, parse_json
from fingerpost.procedure.source.text import DEEPEST, LONGEST_NUMBER, SourceError, shown


def test_reads_plain_data() -> None:
    assert parse_json(' {"a": [1, true, null, "x", 1.5]}\n') == {"a": [1, True, None, "x", 1.5]}
    assert parse_json("\ufeff{}") == {}


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("", "line 1, column 1", "this is not JSON"),
        ('{"a": 1}\n{"b": 2}', "line 2, column 1", "this is not JSON: Extra data"),
        ('{"a": 1,\n "b" 2}', "line 2, column 6", "this is not JSON"),
        ('{"a": "open', "line 1, column 7", "this is not JSON"),
        ('{"a": 1,\n "a": 2}', "line 2, column 2", "the key “a” is given twice (first in line 1)"),
        ('{"people": [{}, {"facts": {"age": 1, "age": 2}}]}', "line 1, column 38", "twice in people[1].facts"),
        ('{"a": {"a": 1}, "\\u0061": 2}', "line 1, column 17", "the key “a” is given twice"),
        ("[1, NaN]", "line 1, column 5", "NaN is not JSON"),
        ("[-Infinity]", "line 1, column 2", "-Infinity is not JSON"),
        ("[" + "9" * 5000 + "]", "line 1, column 2", "the number is too long"),
        ("[" * 100_000, f"line 1, column {DEEPEST + 1}", "are inside one another"),
        ('{"a":' * 100_000, f"line 1, column {5 * DEEPEST + 1}", "are inside one another"),
    ],
)
def test_refuses_and_says_where(text: str, where: str, what: str) -> None:
    with pytest.raises(SourceError) as refused:
        parse_json(text)
    problem = refused.value.problems[0]
    assert problem.where == where
    assert what in problem.what


def test_names_every_key_given_twice() -> None:
    with pytest.raises(SourceError) as refused:
        parse_json('{"a": 1,\n"b": {"c": 1, "c": 2, "c": 3},\n"a": [NaN]}', name="case.json")
    assert [problem.where for problem in refused.value.problems] == [
        "case.json:2:15",
        "case.json:2:23",
        "case.json:3:1",
        "case.json:3:7",
    ]


def test_the_same_key_in_two_mappings_is_no_duplicate() -> None:
    assert parse_json('{"x": {"a": 1}, "y": {"a": 2}, "a": [{"a": 1}, {"a": 2}]}')


def test_knows_the_line_of_every_part() -> None:
    lines = JsonLines('{"a": [1,\n 2, {"b:,[": 1,\n"c": \n{"d":[\n1,\n2]}}],\n "e": 2}')
    assert lines.line() == 1
    assert lines.line("a", 1) == 2
    assert lines.line("a", 2, "b:,[") == 2
    assert lines.line("a", 2, "c") == 3
    assert lines.line("a", 2, "c", "d", 1) == 6
    assert lines.line("e") == 7
    assert lines.line("a", 9, "x") == 1
    texts = JsonLines('["x",\n "y",\n\n {"k": "z",\n "l": "w"}]', first_line=10)
    assert [texts.line(0), texts.line(1), texts.line(2), texts.line(2, "l")] == [10, 11, 13, 14]
    assert JsonLines('\n"x"').line() == 1


def test_too_deep_is_said_once_and_what_comes_after_an_end_is_nothing() -> None:
    for text in ("[" * 100_000, "[NaN]]" + "]" * 60 + "{" * 2):
        with pytest.raises(SourceError) as refused:
            parse_json(text)
        assert len(refused.value.problems) == 1


def test_as_long_a_number_as_is_allowed_is_no_problem() -> None:
    with pytest.raises(SourceError) as refused:
        parse_json(f"[{'9' * LONGEST_NUMBER}, NaN, {'9' * (LONGEST_NUMBER + 1)}]")
    assert [problem.what for problem in refused.value.problems] == ["NaN is not JSON", "the number is too long"]


@given(st.text(alphabet=st.sampled_from('ab:,[]{}"\\u0e-.19tfnN \n\x00\ud800'), max_size=40))
def test_no_text_brings_it_down(text: str) -> None:
    problems = None
    try:
        parse_json(text)
    except SourceError as error:
        problems = error.problems
    assert problems != ()
    assert all(problem.where.startswith("line ") for problem in problems or ())


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(_JSON)
def test_reads_back_what_was_written(value: object) -> None:
    assert parse_json(json.dumps(value, indent=1)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nothing"),
        (True, "true"),
        (1, "1"),
        (12.0, "12.0"),
        ("yes", "“yes”"),
        ("a\nb\ud800", "“a\\nb\\ud800”"),
        ("x" * 100, "“" + "x" * 59 + "…”"),
        (10**4000, "a very large number"),
        ([1], "a list"),
        ({}, "a mapping"),
    ],
)
def test_a_value_is_shown_short_and_printable(value: object, text: str) -> None:
    assert shown(value) == text
