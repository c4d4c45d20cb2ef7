"""Whatever is given: status 0 or 2, nothing on standard output with 2, and no exception that anybody could see.

`run` lets an exception through, so that one fails the test.
"""

from __future__ import annotations

import json
from typing import Any

import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cli.running import CASE, EXAMPLE_NAMES, EXAMPLES, run

SLOW = settings(suppress_health_check=[HealthCheck.too_slow])
TEXTS = [json.dumps(CASE).encode(), yaml.safe_dump(CASE).encode()]
TEXTS += [(EXAMPLES / f"{name}.yaml").read_bytes() for name in EXAMPLE_NAMES[:6]]
SCRAPS = [
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b": ",
    b",",
    b"\n",
    b"  ",
    b"- ",
    b"null",
    b"&a",
    b"*a",
    b"!!",
    b"<<: ",
    b"\x00",
]
SCRAPS += [
    b"\xff",
    b"\xe2\x80\xa8",
    b"\\ud800",
    b"1e999",
    b"9" * 5000,
    b"true",
    b"2026-02-30",
    b"'",
    b"|",
    b"%YAML 1.1\n",
    b"--- ",
]


def checked(data: bytes, *options: str) -> None:
    result = run("decide", "-", *options, stdin=data)
    assert result.exit_code in (0, 2)
    assert "Traceback" not in result.stderr
    if result.exit_code == 2:
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) >= 2


@given(st.binary(max_size=60))
@example(b"[" * 20_000)
@example(b'{"a":' * 20_000)
@example(b"- " * 20_000)
@example(b"? " * 2000)
@example(b"\xef\xbb\xbf")
@SLOW
def test_any_bytes(data: bytes) -> None:
    checked(data, "--json")


@given(st.sampled_from(TEXTS), st.data())
@SLOW
def test_a_case_with_a_slip(text: bytes, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 8)))
        text = text[:start] + data.draw(st.sampled_from(SCRAPS) | st.binary(max_size=4)) + text[end:]
    checked(text, *data.draw(st.sampled_from([(), ("--json",)])))


_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["c1", "a1", "child", "adult", "arrest", "parents:c1", "2026-11-24T14:05:00Z", "e-safety@2017"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
@SLOW
def test_a_case_with_another_value(data: st.DataObject) -> None:
    case = json.loads(json.dumps(CASE))
    place: Any = case
    while True:
        step = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
        if not isinstance(place[step], dict | list) or not place[step] or data.draw(st.booleans()):
            place[step] = data.draw(_VALUES)
            break
        place = place[step]
    checked(json.dumps(case).encode(), "--json")


@given(st.lists(st.binary(max_size=40) | st.sampled_from([TEXTS[0], b"", b"{}", b"[]"]), max_size=6))
@SLOW
def test_any_lines(given_lines: list[bytes]) -> None:
    text = b"\n".join(given_lines)
    result = run("decide", "-", "--lines", stdin=text)
    assert result.exit_code in (0, 2)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    lines = text.split(b"\n")
    while lines and not lines[-1].strip():
        lines.pop()
    assert len(answers) == len(lines)
    bad = [answer["line"] for answer in answers if "error" in answer]
    assert (result.exit_code == 2) == bool(bad)
    assert all(list(answer) in (["line", "error"], ["procedure", "outcomes", "questions"]) for answer in answers)
    assert bad == [number for number, answer in enumerate(answers, 1) if "error" in answer]
