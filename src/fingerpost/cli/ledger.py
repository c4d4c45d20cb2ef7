"""`fingerpost ledger`: the record of who did, decided and saw what."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="The service's ledger: verify it, publish its checkpoints, prove what is in it.", no_args_is_help=True
)

Index = Annotated[int, typer.Argument(metavar="INDEX", help="The entry's number, as its page shows it.")]


@app.command()
def verify(
    checkpoint: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="One that was kept elsewhere; may be given again.")
    ] = None,
    key: Annotated[
        list[str] | None, typer.Option(metavar="VERIFIER", help="The ledger's verifier key; may be given again.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON, for programs.")] = False,
) -> None:
    """Find every entry that was altered, removed, inserted or moved. No secret is needed.

    Without a key the signatures of published checkpoints are not looked at, and it says so. The exit status is 0 where
    the ledger is as it was written, 1 where it is not.
    """
    from fingerpost.cli.service import run, set_up

    set_up()
    # Nothing is signed and no page is shown: what the live settings ask for by name need not be known here.
    for name in ("FINGERPOST_SECRET_KEY", "FINGERPOST_CONTEXT_KEY"):
        os.environ.setdefault(name, secrets.token_hex(32))
    os.environ.setdefault("FINGERPOST_HOSTS", "localhost")
    if os.environ.get("DATABASE_URL"):
        os.environ.setdefault("DATABASE_SIGN_IN_URL", os.environ["DATABASE_URL"])
    checkpoints = [word for file in checkpoint or () for word in ("--checkpoint", str(file))]
    keys = [word for one in key or () for word in ("--key", one)]
    run("ledger", "verify", *checkpoints, *keys, *(["--json"] if json else []))


@app.command()
def publish(
    every: Annotated[
        float | None, typer.Option(metavar="MINUTES", help="And again at this interval, until stopped.")
    ] = None,
) -> None:
    """Sign a checkpoint of the ledger as it is, keep it and print it. `fingerpost serve` does so by itself."""
    _run("publish", *(["--every", str(every)] if every is not None else []))


@app.command()
def export(file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Write the whole ledger into a file, for the verifier that needs nothing else."""
    _run("export", str(file))


@app.command()
def prove(index: Index) -> None:
    """Print the proof that an entry is in the ledger as last published."""
    _run("prove", str(index))


@app.command("continue")
def continue_(old: Annotated[Path, typer.Argument(metavar="OLD", help="A checkpoint that was kept.")]) -> None:
    """Print the proof that the ledger continues an old checkpoint."""
    _run("continue", str(old))


@app.command("new-key")
def new_key(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Made if it is not there, for its owner only.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The ledger's name, as fingerpost.example/ledger.")],
) -> None:
    """Make the key that signs checkpoints, in a file that has none or older ones."""
    from fingerpost.cli.problems import problems_told
    from fingerpost.ledger import signing

    with problems_told():
        verifier = signing.write_new_key(file, name)
    print(signing.after_new(file, verifier))


def _run(*arguments: str) -> None:
    from fingerpost.cli.service import run

    run("ledger", *arguments)
