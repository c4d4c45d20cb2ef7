"""A pocket guide's signature: a signed note (C2SP signed-note, Ed25519) in a comment at the end of the file.

The note has the digest of every byte before the comment. So a file with anything changed, added or taken away is told,
and what it says of its key counts for nothing until somebody has that key from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from fingerpost.ledger.errors import refuse
from fingerpost.ledger.note import Signer, Verifier, open_note
from fingerpost.procedure.pack.model import Pack

_BEGINS, _ENDS = b"<!--\n", b"-->\n"
_HEADING = "Fingerpost pocket guide"


@dataclass(frozen=True, slots=True)
class Signed:
    """What a file's key has signed: the procedure's name, and the digest of its text."""

    procedure: str
    digest: str


def signed(page: str, pack: Pack, signer: Signer) -> bytes:
    """Return a file with its signature. Raises `LedgerError` if the key's name cannot be in a comment."""
    if "--" in signer.name:
        raise refuse("signing key", f"its name {signer.name} has “--” in it, which ends a comment of HTML")
    body = page.encode()
    return body + _BEGINS + signer.sign(_text(body, pack.name, pack.digest)).encode() + _ENDS


def verified(file: bytes, verifiers: Iterable[Verifier]) -> Signed:
    """Return what was signed. Raises `LedgerError` unless one of these keys has signed exactly this file."""
    body, begins, note = file.rpartition(_BEGINS)
    if not begins or not note.endswith(_ENDS):
        raise refuse("pocket guide", "it has no signature at its end")
    try:
        text = open_note(note.removesuffix(_ENDS).decode(), verifiers)
    except UnicodeDecodeError:
        raise refuse("pocket guide", "its signature is no text") from None
    lines = text.split("\n")
    if len(lines) != 5 or text != _text(body, lines[1], lines[2]):
        raise refuse("pocket guide", "it is not as it was signed: something in it was changed")
    return Signed(lines[1], lines[2])


def _text(body: bytes, procedure: str, digest: str) -> str:
    return f"{_HEADING}\n{procedure}\n{digest}\nsha256:{sha256(body).hexdigest()}\n"
