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


ProcedureName = Annotated[
    str | None, typer.Option("--procedure", metavar="NAME", help="Another procedure or version, such as e-safety@2017.")
]


def _rules() -> list[str]:
    from fingerpost.procedure.pack.library import load_pack

    return [rule.id for rule in load_pack().decided]


def _sections() -> list[str]:
    from fingerpost.cli.manual import section_names
    from fingerpost.procedure.pack.library import load_pack

    pack = load_pack()
    return [*section_names(pack), *pack.provisions]


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


@app.command()
def explain(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A file (.json or .yaml), or - for standard input.")],
    provision: Annotated[
        str,
        typer.Argument(
            metavar="RULE[/PERSON]", help="A rule such as 2.1-strategy, or 2.1-strategy/c1.", autocompletion=_rules
        ),
    ],
    procedures: ProceduresFolder = None,
) -> None:
    """Say why a rule applies to a case, or why not, and what would change that."""
    from fingerpost.cli.explain import show_explanation

    show_explanation(case, provision, procedures)


@app.command()
def manual(
    section: Annotated[
        str | None,
        typer.Argument(
            metavar="[SECTION]", help="A section such as 2.1, or a rule such as 2.1-same-day.", autocompletion=_sections
        ),
    ] = None,
    procedure: ProcedureName = None,
    procedures: ProceduresFolder = None,
) -> None:
    """Read the manual: the list of its sections, a section, or a rule with its condition in words."""
    from fingerpost.cli.manual import show_manual

    show_manual(section, procedure, procedures)


@app.command()
def facts(
    json: Annotated[bool, typer.Option("--json", help="Print them as JSON, for programs.")] = False,
    procedure: ProcedureName = None,
    procedures: ProceduresFolder = None,
) -> None:
    """List everything that a case can state: facts by whom they are about, and events."""
    from fingerpost.cli.facts import show_facts

    show_facts(procedure, procedures, as_json=json)


@app.command()
def coverage(
    register: Annotated[
        Path | None,
        typer.Option("--register", metavar="FILE", help="A YAML list of provisions; in a checkout, that of the tests."),
    ] = None,
    procedure: ProcedureName = None,
    procedures: ProceduresFolder = None,
) -> None:
    """Hold a register of provisions against the procedure: what is missing, extra or different.

    The exit status is 1 if anything is.
    """
    from fingerpost.cli.coverage import show_coverage

    show_coverage(register, procedure, procedures)
