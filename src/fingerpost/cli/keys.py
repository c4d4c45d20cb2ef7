"""`fingerpost keys`: the master keys of the service, and the key of its search."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="The service's keys: make a master key, see what each wraps, change to the newest.", no_args_is_help=True
)


@app.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Made if it is not there, for its owner only.")],
) -> None:
    """Add a new master key to a file. It wraps what is new from the service's next start on."""
    from datetime import UTC, datetime

    from fingerpost.cli.problems import problems_told
    from fingerpost.keys import masters
    from fingerpost.procedure.calendar import london_day

    with problems_told():
        name = masters.write_new(file, london_day(datetime.now(UTC)))
        print(masters.after_new(file, name))


@app.command("list")
def list_(
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for programs.")] = False,
) -> None:
    """Say which master keys are at hand, how many data keys each wraps, and which may go."""
    from fingerpost.cli.service import run

    run("keys", "list", *(["--json"] if json else []))


@app.command()
def rotate() -> None:
    """Put every data key under the newest master key. No text is sealed anew; interrupted, it can be run again."""
    from fingerpost.cli.service import run

    run("keys", "rotate")


@app.command("renew-search")
def renew_search() -> None:
    """Make every search token anew under a new key, when the old one may have become known."""
    from fingerpost.cli.service import run

    run("renew_search")
