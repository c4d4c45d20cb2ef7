"""The cases that are measured with, the arithmetic of rounds, and the command as a program of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from speed import lines
from speed.cases import KNOWN, OPEN, SETTLED, Population, Reads
from speed.clock import Contender, Times, time_calls

from fingerpost.procedure.pack.library import load_pack

PACK = load_pack("e-safety@2017")


def test_the_same_seed_makes_the_same_cases_and_no_two_of_them_are_alike() -> None:
    cases = Population(PACK, 1).cases(50, OPEN)
    assert cases == Population(PACK, 1).cases(50, OPEN)
    assert cases != Population(PACK, 2).cases(50, OPEN)
    assert len({repr((case.facts, case.people)) for case in cases}) == 50


def test_a_known_case_gives_every_input_and_an_open_one_does_not() -> None:
    reads = Reads(PACK)
    everything = set(reads.inputs(Population(PACK, 1).cases(1, KNOWN)[0]))
    assert {"setting", "viewing_decision", "c1_age", "c2_depicted", "a1_arrest"} <= everything
    assert "c1_apparently_agreed" not in everything, "no condition reads it"
    sizes = [len(reads.inputs(case)) for case in Population(PACK, 1).cases(100, SETTLED)]
    assert 0.9 * len(everything) < sum(sizes) / len(sizes) < len(everything)
    assert all(len(reads.inputs(case)) < len(everything) for case in Population(PACK, 1).cases(100, OPEN))


def test_ratios_are_taken_round_by_round() -> None:
    ours = Times([[1.0, 1.0, 1.0], [10.0, 10.0, 10.0], [2.0, 2.0, 2.0]])
    theirs = Times([[3.0, 3.0, 99.0], [40.0, 40.0, 40.0], [4.0, 4.0, 4.0]])
    assert theirs.ratio(ours) == (3.0, 2.0, 4.0)
    assert theirs.median == 4.0
    assert Times([[float(n) for n in range(1, 101)]]).p99 == 99.0
    assert Times([[float(n) for n in range(1, 202)]]).p99 == 199.0


def test_everybody_has_a_turn_in_each_round_and_the_first_turn_goes_round() -> None:
    called: list[str] = []
    contenders = [
        Contender(name, called.append, [[f"{name}1"], [f"{name}2"]], [f"{name}0"], ready=str.upper) for name in "ab"
    ]
    times = time_calls(contenders)
    assert called == ["A0", "B0", "A1", "B1", "B2", "A2"]
    assert {name: len(of.rounds) for name, of in times.items()} == {"a": 2, "b": 2}


def test_lines_are_run_through_the_command(tmp_path: Path) -> None:
    path = lines.write(PACK, tmp_path / "cases.jsonl", 20, SETTLED)
    run = lines.run("settled", path, 20)
    assert run.lines == 20
    assert run.processor > 0
    assert 10 < run.memory < 500
    with pytest.raises(RuntimeError, match="20 of 21 lines"):
        lines.run("settled", path, 21)


def test_processor_time_without_the_start_gives_the_rate() -> None:
    short = lines.Run("settled", lines=100, seconds=9, processor=1.5, memory=40)
    long = lines.Run("settled", lines=1100, seconds=9, processor=2.0, memory=40)
    assert lines.rate(short, long) == 2000
