"""What several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ProceduresFolder = Annotated[
    Path | None,
    typer.Option(
        "--procedures", metavar="DIR", help="Take procedures from this folder, not from the ones that come along."
    ),
]


ProcedureName = Annotated[
    str | None, typer.Option("--procedure", metavar="NAME", help="Another procedure or version, such as e-safety@2017.")
]


def rules() -> list[str]:
    """Return the rules' ids, for whoever presses the tabulator."""
    from fingerpost.procedure.pack.library import load_pack

    return [rule.id for rule in load_pack().decided]
