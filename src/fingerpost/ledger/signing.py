"""The key that signs the ledger's checkpoints: in a file of its own, or the environment, away from the database.

The file's first line is the signing key (`PRIVATE+KEY+name+id+base64`). Further lines are the verifier keys (`name+id+
base64`) with which checkpoints were signed before. `FINGERPOST_LEDGER_KEY_FILE` names it, or `FINGERPOST_LEDGER_KEY`
has its lines.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from fingerpost.ledger.errors import refuse
from fingerpost.ledger.note import Signer, Verifier

VARIABLE = "FINGERPOST_LEDGER_KEY_FILE"
IN_CLEAR = "FINGERPOST_LEDGER_KEY"


@dataclass(frozen=True, slots=True)
class Keys:
    """The key that signs now, and the public halves of all that have signed."""

    signer: Signer
    former: tuple[Verifier, ...] = ()

    @property
    def verifiers(self) -> tuple[Verifier, ...]:
        """Every key with which a checkpoint of this ledger may be signed."""
        return (self.signer.verifier, *self.former)


def read_keys(file: Path | None = None) -> Keys:
    """Read the keys from `file`, or from the one that the environment names. Raises `LedgerError`."""
    if file is None:
        named, given = os.environ.get(VARIABLE), os.environ.get(IN_CLEAR)
        if given and not named:
            return _keys(given, IN_CLEAR)
        if not named:
            raise refuse(VARIABLE, "there is no key to sign the ledger's checkpoints with", "Make one: ledger new-key")
        file = Path(named)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise refuse(str(file), f"the ledger's key cannot be read: {error}") from error
    return _keys(text, str(file))


def _keys(text: str, where: str) -> Keys:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise refuse(where, "there is no key in it", "Make one: ledger new-key")
    return Keys(Signer.parse(lines[0]), tuple(Verifier.parse(line) for line in lines[1:]))


def after_new(file: Path, verifier: Verifier) -> str:
    """Return what somebody is told who has made a key."""
    return (
        f"{file} has the new key. The service takes it with {VARIABLE}={file}\n"
        f"Give everybody who is to check the ledger its verifier key:\n{verifier}"
    )


def known_verifiers() -> tuple[Verifier, ...]:
    """Return the verifier keys of the key that the environment names, if any. Raises `LedgerError`."""
    return read_keys().verifiers if os.environ.get(VARIABLE) or os.environ.get(IN_CLEAR) else ()


def write_new_key(file: Path, name: str) -> Verifier:
    """Make a key and put it into `file`, before the former keys if there are any; return its public half.

    The file is for its owner only. Raises `LedgerError` if the file is there and has no keys, or those of another log.
    """
    former: tuple[Verifier, ...] = ()
    if file.exists():
        keys = read_keys(file)
        if keys.signer.name != name:
            raise refuse(str(file), f"this is the key of {keys.signer.name}, not of {name}")
        former = keys.verifiers
    signer = Signer.generate(name)
    text = "".join(f"{line}\n" for line in (signer.private_line(), *former))
    written = file.with_name(f"{file.name}.new")
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    written.replace(file)
    return signer.verifier
