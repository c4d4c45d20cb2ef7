"""Checkpoints (C2SP tlog-checkpoint): a log's name, size and root, signed. The log is checked against it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from fingerpost.ledger.errors import refuse
from fingerpost.ledger.merkle import EMPTY_ROOT, HASH_SIZE
from fingerpost.ledger.note import Signer, Verifier, decode_base64, open_note

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself at one size. `extensions` are other logs' further lines; ours has none."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the lines that are signed."""
        lines = [self.origin, str(self.size), b64encode(self.root).decode("ascii"), *self.extensions]
        return "".join(line + "\n" for line in lines)


def parse_text(text: str) -> Checkpoint:
    """Read the lines that are signed. Raises `LedgerError` unless they have exactly a checkpoint's form."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise refuse("checkpoint", "it has not three lines (name, size, root) or more, or has an empty one")
    origin, size, root, *extensions = lines
    if not _SIZE.fullmatch(size) or int(size) > _LARGEST:
        raise refuse("checkpoint", f"“{size[:40]}” is not a size", "A size is a whole number without leading zeros.")
    try:
        decoded = decode_base64(root)
    except ValueError:
        decoded = b""
    if len(decoded) != HASH_SIZE:
        raise refuse("checkpoint", f"“{root[:60]}” is not a root hash", "A root hash is 32 bytes in base64.")
    if size == "0" and decoded != EMPTY_ROOT:
        raise refuse("checkpoint", "its size is 0, but its root is not that of an empty log")
    return Checkpoint(origin, int(size), decoded, tuple(extensions))


def sign_checkpoint(size: int, root: bytes, signer: Signer) -> str:
    """Return the signed note. The log's name is the key's."""
    return signer.sign(Checkpoint(signer.name, size, root).text())


def open_checkpoint(note: str, verifiers: Iterable[Verifier]) -> Checkpoint:
    """Return what a log's key has signed. Raises `LedgerError` if none of the keys has, or for another log's name.

    Several verifiers are one log's keys of different times: all have its name.
    """
    verifiers = list(verifiers)
    checkpoint = parse_text(open_note(note, verifiers))
    names = {verifier.name for verifier in verifiers}
    if checkpoint.origin not in names:
        raise refuse("checkpoint", f"it is of the log {checkpoint.origin}, not of {', '.join(sorted(names))}")
    return checkpoint
