"""`fingerpost decide` on many cases, one a line."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.running import CASE, decide, run
from fingerpost.cli.procedures import Procedures
from fingerpost.cli.stream import Stream


def lines(*cases: object) -> bytes:
    return b"".join(case if isinstance(case, bytes) else json.dumps(case).encode() + b"\n" for case in cases)


def answers(stdout: str) -> list[Any]:
    return [json.loads(line) for line in stdout.splitlines()]


def test_one_answer_a_line_in_order(tmp_path: Path) -> None:
    other = {"reported_at": "2026-12-01T09:00:00Z"}
    path = tmp_path / "cases.jsonl"
    path.write_bytes(lines(CASE, other, CASE))
    expected = [json.loads(decide(case).stdout) for case in (CASE, other, CASE)]
    for options in ([], ["--json"], ["--lines"]):
        result = run("decide", path, *options)
        assert result.exit_code == 0
        assert result.stderr == ""
        assert answers(result.stdout) == expected
    assert answers(run("decide", "-", "--lines", stdin=path.read_bytes()).stdout) == expected


def test_a_last_line_without_an_end_and_blank_lines_after_it() -> None:
    for end in (b"", b"\n", b"\n\n  \n", b"\r\n"):
        result = run("decide", "-", "--lines", stdin=lines(CASE).rstrip() + end)
        assert result.exit_code == 0
        assert len(answers(result.stdout)) == 1


def test_bad_lines_keep_their_place() -> None:
    bad = {**CASE, "facts": {"sexual_act": True}}
    text = lines(CASE, bad, b'{"a": 1, "a": 2}\n', b"\n", b"\xff\n", b"nonsense\n", [], CASE, {"procedure": "x"}, b"\n")
    result = run("decide", "-", "--lines", stdin=text)
    assert result.exit_code == 2
    found = answers(result.stdout)
    assert len(found) == 9
    good = json.loads(decide(CASE).stdout)
    assert found[0] == found[7] == good
    for number, message in (
        (2, "facts.sexual_act: there is no fact “sexual_act”. Did you mean “sexual_acts”?"),
        (3, "the key “a” is given twice"),
        (4, "the line is empty"),
        (5, "this is not UTF-8 text"),
        (6, "this is not JSON"),
        (7, "a case is not a list"),
        (9, "there is no procedure “x”"),
    ):
        answer = found[number - 1]
        assert list(answer) == ["line", "error"]
        assert answer["line"] == number
        assert message in answer["error"]
        assert any(line.startswith(f"line {number}") and message in line for line in result.stderr.splitlines())
    assert len(result.stderr.splitlines()) == 7


def test_yaml_is_no_line() -> None:
    result = run("decide", "-", "--lines", stdin=b"reported_at: 2026-12-01T09:00:00Z\n")
    assert result.exit_code == 2
    assert "this is not JSON" in answers(result.stdout)[0]["error"]


def test_a_contradiction_names_its_line() -> None:
    result = run("decide", "-", "--lines", stdin=lines(CASE, {**CASE, "facts": {"adult_involved": False}}))
    assert result.exit_code == 0
    assert result.stderr.startswith("line 2: note: adult_involved is answered “no”")


def test_nothing_in_nothing_out() -> None:
    for text in (b"", b"\n", b" \n\n"):
        result = run("decide", "-", "--lines", stdin=text)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_a_line_too_long_is_one_bad_line(monkeypatch: Any) -> None:
    for module in ("inputs", "stream"):
        monkeypatch.setattr(f"fingerpost.cli.{module}.LARGEST", 2000)
    result = run("decide", "-", "--lines", stdin=lines(CASE, b'"' + b"x" * 9000 + b'"\n', CASE))
    assert result.exit_code == 2
    found = answers(result.stdout)
    assert [answer.get("line") for answer in found] == [None, 2, None]
    assert "the line is longer" in found[1]["error"]


def test_memory_does_not_grow_with_the_number_of_lines() -> None:
    class Nowhere:
        def write(self, data: bytes) -> int:
            return len(data)

    line = lines(CASE)

    def peak(count: int) -> int:
        stream = Stream(Procedures(), Nowhere())  # type: ignore[arg-type]
        assert stream.run(iter([line]))  # the engine is made before the count begins
        tracemalloc.start()
        assert stream.run(repeated(count))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    def repeated(count: int) -> Iterator[bytes]:
        return (line for _ in range(count))

    few, many = peak(20), peak(400)
    assert many < few * 1.5 + 50_000
