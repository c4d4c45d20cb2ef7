"""`fingerpost decide`: one case for a person or a program, or one case a line."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from fingerpost.cli.inputs import is_regular, open_input, read_document, spoken_name
from fingerpost.cli.problems import NOT_A_CASE, problems_told, tell
from fingerpost.cli.procedures import Procedures
from fingerpost.procedure.case.contradictions import contradictions
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.explaining.rules import standing


def decide_one(path: str, folder: Path | None, *, as_json: bool) -> None:
    """Print the answer to one case. Exits with status 2, and nothing on standard output, if it is none."""
    with problems_told(f"{spoken_name(path)} cannot be taken as a case. Nothing has been decided."):
        document, lines = read_document(path)
        pack = Procedures(folder).of_case(document)
        case = case_from(document, pack, lines=lines)
        decision = decide(pack, case)
    if pack.draft:
        tell(f"Note: {pack.name} is {standing(pack)}. Nobody has put it in force.")
    for sentence in contradictions(pack, case):
        tell(f"Note: {sentence}")
    if as_json:
        sys.stdout.buffer.write(decision.json(indent=True) + b"\n")
    else:
        from fingerpost.cli.plan import print_plan

        print_plan(pack, case, decision)


def decide_lines(path: str, folder: Path | None) -> None:
    """Print one answer a line. Exits with status 2 if any line was no case; the others are decided all the same."""
    from fingerpost.cli.progress import watched
    from fingerpost.cli.stream import Stream

    with problems_told(), open_input(path) as file:
        stream = Stream(Procedures(folder), sys.stdout.buffer, prompt=not is_regular(file))
        good = stream.run(watched(file))
    if not good:
        raise typer.Exit(NOT_A_CASE)
