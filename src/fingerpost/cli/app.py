"""The commands and their options. What a command does is imported when it runs, so that `--help` is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fingerpost.cli import keys, ledger, parts, running
from fingerpost.cli.options import ProcedureName, ProceduresFolder, rules

app = typer.Typer(
    name="fingerpost",
    help="A child-protection procedure that runs: what is due today, who does it, and why.",
    epilog="The exit status is 0 where it is done, 1 where something is wrong, 2 where nothing was begun.\n\n"
    "If a child is in immediate danger, call 999.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(keys.app, name="keys")
app.add_typer(ledger.app, name="ledger")


def _sections() -> list[str]:
    from fingerpost.procedure.explaining.rules import section_names
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
            metavar="RULE[/PERSON]", help="A rule by its id, and who it is about, as /c1.", autocompletion=rules
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
        typer.Argument(metavar="[SECTION]", help="A section or a rule, by its id.", autocompletion=_sections),
    ] = None,
    sources: Annotated[
        bool, typer.Option("--sources", help="List every source: its text, who looked at it when, how sure one can be.")
    ] = False,
    procedure: ProcedureName = None,
    procedures: ProceduresFolder = None,
) -> None:
    """Read the manual: the list of its sections, a section, or a rule with its condition in words."""
    from fingerpost.cli.manual import show_manual, show_sources

    if sources:
        show_sources(procedure, procedures)
    else:
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
    """Hold a register of provisions against the procedure and the service's pages.

    What is missing, extra, different, or met by no page is said.

    The exit status is 1 if anything is.
    """
    from fingerpost.cli.coverage import show_coverage

    show_coverage(register, procedure, procedures)


ProofPack = Annotated[
    str, typer.Argument(metavar="PACK", help="A procedure such as e-safety@2017, or the folder of one.")
]


@app.command()
def export(
    pack: ProofPack,
    dmn: Annotated[bool, typer.Option("--dmn", help="As DMN 1.4, with conditions in FEEL.")] = False,
    js: Annotated[
        bool, typer.Option("--js", help="As a JavaScript module that decides; with -o, its types beside it.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to this file, not to standard output.")
    ] = None,
    procedures: ProceduresFolder = None,
) -> None:
    """Write a procedure for another tool: as decisions of DMN, or as a module that decides without a server.

    docs/guide/dmn.md and docs/guide/javascript.md say what each holds.
    """
    from fingerpost.cli.export import export as run

    run(pack, out, procedures, as_dmn=dmn, as_js=js)


@app.command()
def pocket(
    pack: Annotated[
        str, typer.Argument(metavar="PACK", help="A procedure such as e-safety@2026; with --verify, the file.")
    ],
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Where it is written, as guide.html.")] = None,
    sign: Annotated[
        Path | None,
        typer.Option("--sign", metavar="KEYFILE", help="Sign it with the key in this file (ledger new-key makes one)."),
    ] = None,
    verify: Annotated[bool, typer.Option("--verify", help="Check that a file is as its key signed it.")] = False,
    key: Annotated[
        list[str] | None, typer.Option(metavar="VERIFIER", help="A key to check it by; may be given again.")
    ] = None,
    procedures: ProceduresFolder = None,
) -> None:
    """Write guide, manual and directory as one file that needs no service and no network; or check one.

    With --verify the exit status is 0 where the file is as it was signed, 1 where it is not. docs/guide/pocket.md says
    who can use it where.
    """
    from fingerpost.cli import pocket as command

    if verify:
        command.verify(Path(pack), key or [])
    else:
        command.write(pack, file, sign, procedures)


@app.command()
def verify(
    pack: ProofPack,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for programs.")] = False,
    procedures: ProceduresFolder = None,
) -> None:
    """Prove what a procedure can never do: over every possible case, with an example for whatever is found.

    The exit status is 0 where nothing is found, 1 where something is, 2 where this is no procedure.
    """
    from fingerpost.cli.verify import verify as run

    run(pack, procedures, as_json=json)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A procedure such as e-safety@2017, or its folder.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another version of it, or its folder.")],
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for programs.")] = False,
    briefing: Annotated[
        bool, typer.Option("--briefing", help="Say what changes for a teacher, a social worker and the police.")
    ] = False,
    procedures: ProceduresFolder = None,
) -> None:
    """Say what changed in meaning between two versions: equal, stricter, looser, with an example for each direction.

    The exit status is 0 where they mean the same, 1 where they do not, 2 where one is no procedure.
    """
    from fingerpost.cli.diff import diff as run

    run(old, new, procedures, as_json=json, as_briefing=briefing)


@app.command()
def impact(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A procedure such as e-safety@2017, or its folder.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another version of it, or its folder.")],
    cases: Annotated[
        str,
        typer.Argument(metavar="CASES", help="A .jsonl file, - for standard input, a folder of tables, or a database."),
    ],
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Also write a page that needs no other file.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for programs.")] = False,
    procedures: ProceduresFolder = None,
) -> None:
    """Decide cases by two versions: which would get duties, lose them, or get another date.

    Answers that only one version asks for are not known to the other. No case is changed.
    """
    from fingerpost.cli.impact import impact as run

    run(old, new, cases, procedures, html, as_json=json)


running.add_to(app)
parts.add_to(app)
