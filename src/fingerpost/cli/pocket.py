"""`fingerpost pocket`: the pocket guide, written and checked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer

from fingerpost.cli.problems import FAULT, refuse, tell
from fingerpost.cli.proving import pack_at, refusals_told
from fingerpost.ledger.errors import LedgerError
from fingerpost.ledger.note import Verifier
from fingerpost.ledger.signing import read_keys
from fingerpost.pocket.page import pocket_page
from fingerpost.pocket.signing import signed, verified


def write(name: str, file: Path | None, sign: Path | None, folder: Path | None) -> None:
    """Write a procedure's pocket guide to a file, signed where a key is given."""
    with refusals_told("Nothing has been written."):
        if file is None:
            raise refuse("", "no file is named to write it to", "Such as guide.html")
        pack = pack_at(name, folder)[0]
        signer = read_keys(sign).signer if sign else None
        page = pocket_page(pack, datetime.now(UTC), key_name=signer.name if signer else "").html
        content = signed(page, pack, signer) if signer else page.encode()
        try:
            file.write_bytes(content)
        except OSError as error:
            raise refuse(str(file), f"it cannot be written ({error.strerror})") from None
        by = f"signed by {signer.verifier}" if signer else "not signed"
        print(f"{file}: {pack.name}, {len(content):,} bytes, {by}.")


def verify(file: Path, keys: list[str]) -> None:
    """Say whether a file is as one of these keys signed it; exit with status 1 where it is not."""
    with refusals_told("Nothing has been checked."):
        if not keys:
            raise refuse("", "no key is named to check it by", "Give --key, as its owner gave it to you")
        verifiers = [Verifier.parse(key) for key in keys]
        try:
            content = file.read_bytes()
        except OSError as error:
            raise refuse(str(file), f"it cannot be read ({error.strerror})") from None
    try:
        found = verified(content, verifiers)
    except LedgerError as error:
        for problem in error.problems:
            tell(str(problem))
        raise typer.Exit(FAULT) from None
    print(f"{file} is as it was signed: {found.procedure}, {found.digest}.")
