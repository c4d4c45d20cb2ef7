"""Signed notes (C2SP signed-note, version 1) with Ed25519: a text, an empty line, and lines of signatures.

A signer's private line is kept like a password; the verifier's line, `name+id+base64`, is for everybody. Both are the
forms that Go's checksum database uses, so that other people's tools read them.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fingerpost.ledger.errors import refuse

_ED25519 = b"\x01"
_KEY_ID_SIZE = 4
_PRIVATE = "PRIVATE+KEY+"
_LONGEST_NOTE = 1_000_000
_MOST_SIGNATURES = 100


@dataclass(frozen=True, slots=True)
class Verifier:
    """A key's name and its public half, 32 bytes."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature says which key of this name made it."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:_KEY_ID_SIZE]

    def __str__(self) -> str:
        return _key_line(self, self.public)

    @classmethod
    def parse(cls, line: str) -> Verifier:
        """Read a verifier's line. Raises `LedgerError` if it is not exactly one."""
        name, key_id, public = _key_parts(line.strip(), "verifier's key")
        verifier = cls(name, public)
        if verifier.key_id.hex() != key_id:
            raise refuse(
                "verifier's key", f"its id {key_id} does not belong to its name and key", "Copy the whole line."
            )
        return verifier


@dataclass(frozen=True, slots=True)
class Signer:
    """A key's name and its private half, 32 bytes. Its printed form keeps the secret to itself."""

    name: str
    secret: bytes = field(repr=False)

    @classmethod
    def generate(cls, name: str) -> Signer:
        """Make a new key. Raises `LedgerError` if this cannot be a key's name."""
        _check_name(name, "key")
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, line: str) -> Signer:
        """Read a private line. Raises `LedgerError`, which does not repeat it, if it is not exactly one."""
        line = line.strip()
        if not line.startswith(_PRIVATE):
            raise refuse("signing key", f"a signing key begins with {_PRIVATE}")
        name, key_id, secret = _key_parts(line.removeprefix(_PRIVATE), "signing key")
        signer = cls(name, secret)
        if signer.verifier.key_id.hex() != key_id:
            raise refuse("signing key", f"its id {key_id} does not belong to its name and key", "Copy the whole line.")
        return signer

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        private = Ed25519PrivateKey.from_private_bytes(self.secret)
        return Verifier(self.name, private.public_key().public_bytes_raw())

    def private_line(self) -> str:
        """Return the line to be kept secret, from which `parse` makes this signer again."""
        return _PRIVATE + _key_line(self.verifier, self.secret)

    def sign(self, text: str) -> str:
        """Return the note: this text with its signature. Raises `LedgerError` if it cannot be a note's text."""
        _check_text(text)
        signature = Ed25519PrivateKey.from_private_bytes(self.secret).sign(text.encode())
        return f"{text}\n— {self.name} {_base64(self.verifier.key_id + signature)}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: whose, and the bytes after the key's id."""

    name: str
    key_id: bytes
    signature: bytes


def open_note(note: str, verifiers: Iterable[Verifier]) -> str:
    """Return the note's text if at least one of these keys signed it.

    Signatures of other keys count for nothing. Raises `LedgerError` if none is left, if any by these keys is wrong, or
    if the note has not exactly a note's form.
    """
    text, signatures = parse_note(note)
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    verified = False
    for signature in signatures:
        verifier = known.get((signature.name, signature.key_id))
        if verifier is None:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(verifier.public).verify(signature.signature, text.encode())
        except (InvalidSignature, ValueError) as error:
            raise refuse("signed note", f"the signature by {signature.name} does not belong to this text") from error
        verified = True
    if not verified:
        names = ", ".join(sorted(str(verifier) for verifier in known.values()))
        raise refuse("signed note", "none of the given keys has signed it", f"The keys are: {names or 'none'}.")
    return text


def parse_note(note: str) -> tuple[str, list[Signature]]:
    """Return a note's text and signatures, nothing verified. Raises `LedgerError` unless the form is exact."""
    if len(note) > _LONGEST_NOTE:
        raise refuse("signed note", "it is too long to be one")
    above, gap, below = note.rpartition("\n\n")
    if not gap or not below.endswith("\n"):
        raise refuse("signed note", "it is not a text, an empty line, and lines of signatures")
    text = above + "\n"
    _check_text(text)
    lines = below[:-1].split("\n")
    if len(lines) > _MOST_SIGNATURES:
        raise refuse("signed note", f"it has more than {_MOST_SIGNATURES} signatures")
    return text, [_signature(line) for line in lines]


def decode_base64(text: str) -> bytes:
    """Decode standard base64 in its one canonical form. Raises `ValueError` for any other."""
    decoded = b64decode(text.encode("ascii"))
    if _base64(decoded) != text:
        raise ValueError("this is not canonical base64")
    return decoded


def _base64(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def _signature(line: str) -> Signature:
    parts = line.split(" ")
    try:
        dash, name, encoded = parts
        decoded = decode_base64(encoded)
        if dash != "—" or len(decoded) <= _KEY_ID_SIZE:
            raise ValueError("too short, or without its dash")
    except ValueError as error:
        raise refuse("signed note", f"“{line[:80]}” is not a line with a signature") from error
    _check_name(name, "signed note")
    return Signature(name, decoded[:_KEY_ID_SIZE], decoded[_KEY_ID_SIZE:])


def _key_line(verifier: Verifier, key: bytes) -> str:
    return f"{verifier.name}+{verifier.key_id.hex()}+{_base64(_ED25519 + key)}"


def _key_parts(line: str, where: str) -> tuple[str, str, bytes]:
    try:
        # Base64 may contain a plus; a name may not.
        name, key_id, encoded = line.split("+", 2)
        key = decode_base64(encoded)
    except ValueError as error:
        raise refuse(where, "it is not of the form name+id+base64", "Copy the whole line.") from error
    _check_name(name, where)
    if key[:1] != _ED25519 or len(key) != 33:
        raise refuse(where, "it is not an Ed25519 key")
    return name, key_id, key[1:]


def _check_name(name: str, where: str) -> None:
    if not name or "+" in name or any(character.isspace() or character < " " for character in name):
        raise refuse(where, f"“{name[:80]}” cannot be a key's name", "A name has no space and no plus sign.")


def _check_text(text: str) -> None:
    if not text.endswith("\n") or any(character < " " and character != "\n" for character in text):
        raise refuse("signed note", "its text does not end with a line's end, or has control characters")
