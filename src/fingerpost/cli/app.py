"""The commands and their options. What a command does is imported when it runs, so that `--help` is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="fingerpost",
    help="A child-protection procedure that runs: what is due today, by whom, and why.",
    epilog="If a child is in immediate danger, call 999.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

ProceduresFolder = Annotated[
    Path | None,
    typer.Option(
        "--procedures", metavar="DIR", help="Take procedures from this folder, not from the ones that come along."
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"fingerpost {version('fingerpost')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    pass


@app.command()
def decide(
    case: Annotated[
        str, typer.Argument(metavar="CASE", help="A file (.json, .yaml or .jsonl), or - for standard input.")
    ],
    json: Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON, for programs.")] = False,
    lines: Annotated[
        bool, typer.Option("--lines", help="One JSON case a line in, one JSON answer a line out.")
    ] = False,
    procedures: ProceduresFolder = None,
) -> None:
    """Decide a case: what must not be done, what is due today, and what else.

    A file whose name ends in .jsonl holds one case a line; the answers are JSON, one a line, in order. The exit status
    is 2 if anything could not be taken as a case.
    """
    from fingerpost.cli.decide import decide_lines, decide_one
    from fingerpost.cli.inputs import is_lines

    if lines or is_lines(case):
        decide_lines(case, procedures)
    else:
        decide_one(case, procedures, as_json=json)


@app.command()
def ask(
    save: Annotated[
        Path | None,
        typer.Option(
            "--save", metavar="FILE", help="Keep the answers in this file (.yaml or .json), and take them up again."
        ),
    ] = None,
    procedures: ProceduresFolder = None,
) -> None:
    """Be asked about a concern, one question at a time; "don't know" is always an answer."""
    from fingerpost.cli.ask import ask as run

    run(save, procedures)
