"""Checks a Fingerpost ledger without trusting Fingerpost: one file, the standard library, any Python from 3.11 on.

    python standalone_verify.py LOG [CHECKPOINT …] --key KEY        is the log whole, and the one that was signed?
    python standalone_verify.py --inclusion PROOF --entry LEAF --key KEY      is this entry in the log?
    python standalone_verify.py --consistency PROOF --old CHECKPOINT --key KEY    does the log continue the old one?

LOG is JSON lines, {"index": 0, "leaf": "…", "hash": "…"}, one entry a line. A CHECKPOINT is a signed note (C2SP
tlog-checkpoint); KEY is the log's verifier key, name+id+base64, which you should have from somewhere else than the log.
A PROOF is a C2SP tlog-proof file, or what a C2SP witness is sent. LEAF holds the bytes of one entry. --key may be given
again for keys that the log had before. The exit code is 0 if all is well, 1 if something is wrong, 2 if a file cannot
be read. Nothing here is shared with the ledger's own code: this is a second opinion, after RFC 9162 and RFC 8032.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

Point = tuple[int, int]
Key = tuple[str, bytes, bytes]  # name, id, public key
Say = Callable[[str], None]


class VerificationError(Exception):
    """Something does not hold, or cannot be read. Says what."""


# Ed25519 (RFC 8032, 5.1), verification only: points of the curve -x² + y² = 1 + d·x²·y² over the field of P elements

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
ORDER = 2**252 + 27742317777372353535851937790883648493
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add_points(one: Point, other: Point) -> Point:
    (x1, y1), (x2, y2) = one, other
    across = D * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + across, -1, P) % P
    y = (y1 * y2 + x1 * x2) * pow(1 - across, -1, P) % P
    return x, y


def multiply_point(times: int, point: Point) -> Point:
    total = (0, 1)
    for bit in bin(times)[2:]:
        total = add_points(total, total)
        if bit == "1":
            total = add_points(total, point)
    return total


def decode_point(encoded: bytes) -> Point | None:
    """The point that 32 bytes encode, or None: y, little-endian, and in the topmost bit whether x is odd."""
    number = int.from_bytes(encoded, "little")
    y, odd = number & (2**255 - 1), number >> 255
    if len(encoded) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square or (x == 0 and odd):
        return None
    return (x if x & 1 == odd else P - x), y


def encode_point(point: Point) -> bytes:
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = (
    15112221349535400772501151409588531511454012693041857206046113283949847762202,
    4 * pow(5, -1, P) % P,
)


def signature_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the 64 bytes are the signature of the message under the 32-byte public key."""
    key = decode_point(public)
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if key is None or len(signature) != 64 or s >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(r + public + message).digest(), "little") % ORDER
    minus_key = (P - key[0], key[1])
    return encode_point(add_points(multiply_point(s, BASE), multiply_point(challenge, minus_key))) == r


# Signed notes and checkpoints


def from_base64(text: str) -> bytes:
    try:
        decoded = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise VerificationError(f"“{text[:60]}” is not base64") from None
    if base64.b64encode(decoded).decode("ascii") != text:
        raise VerificationError(f"“{text[:60]}” is base64 with bits too many")
    return decoded


def read_key(line: str) -> Key:
    """The name, id and public key in a verifier key."""
    match = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+(\S+)", line.strip())
    if not match:
        raise VerificationError(f"“{line[:60]}” is not a verifier key (name+id+base64)")
    name, key_id, encoded = match.groups()
    key = from_base64(encoded)
    if len(key) != 33 or key[0] != 1:
        raise VerificationError(f"the key {name} is not an Ed25519 key")
    if hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8] != key_id:
        raise VerificationError(f"the key {name} was not copied whole: its id is another key's")
    return name, bytes.fromhex(key_id), key[1:]


def read_checkpoint(note: str, keys: list[Key], where: str) -> tuple[int, bytes]:
    """The size and root that a checkpoint states, if one of the keys signed it."""
    text, gap, signatures = note.rpartition("\n\n")
    lines = text.split("\n")
    if not gap or not signatures.endswith("\n") or len(lines) < 3 or "" in lines:
        raise VerificationError(f"{where} is not a signed checkpoint")
    if any(character < " " and character != "\n" for character in note):
        raise VerificationError(f"{where} has control characters")
    signed = False
    for line in signatures[:-1].split("\n"):
        match = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
        if not match:
            raise VerificationError(f"{where}: “{line[:60]}” is not a signature")
        decoded = from_base64(match[2])
        for name, key_id, public in keys:
            if (match[1], decoded[:4]) == (name, key_id):
                if lines[0] != name:
                    raise VerificationError(f"{where} is of the log {lines[0]}, not of {name}")
                if not signature_holds(public, (text + "\n").encode(), decoded[4:]):
                    raise VerificationError(f"{where}: the signature by {name} is not of this text")
                signed = True
    if not signed:
        raise VerificationError(f"{where} is not signed by any of the keys given")
    root = from_base64(lines[2])
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]) or int(lines[1]) >= 2**63 or len(root) != 32:
        raise VerificationError(f"{where} has no proper size and root")
    if lines[1] == "0" and root != Tree().root():
        raise VerificationError(f"{where} has a root that is not an empty log's")
    return int(lines[1]), root


# The Merkle tree (RFC 9162, 2.1), in the recursive form of its definitions


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(width: int) -> int:
    """The largest power of two below a width of two or more."""
    power = 1
    while power * 2 < width:
        power *= 2
    return power


def root_from_inclusion(hashed: bytes, index: int, size: int, proof: list[bytes]) -> bytes:
    """The root that a tree has if this hash is at `index` and the proof is its path."""
    if size == 1:
        if proof:
            raise VerificationError("the proof is too long")
        return hashed
    if not proof:
        raise VerificationError("the proof is too short")
    left = split(size)
    if index < left:
        return node_hash(root_from_inclusion(hashed, index, left, proof[:-1]), proof[-1])
    return node_hash(proof[-1], root_from_inclusion(hashed, index - left, size - left, proof[:-1]))


def roots_from_consistency(
    old_size: int, size: int, proof: list[bytes], old_root: bytes | None = None
) -> tuple[bytes, bytes]:
    """The old root and the root that follow from a consistency proof. `old_root` is None once it is no whole tree's."""
    if old_size == size:
        if old_root is None and len(proof) == 1:
            return proof[0], proof[0]
        if old_root is None or proof:
            raise VerificationError("the proof has not the right length")
        return old_root, old_root
    if not proof:
        raise VerificationError("the proof is too short")
    left = split(size)
    if old_size <= left:
        old, new = roots_from_consistency(old_size, left, proof[:-1], old_root)
        return old, node_hash(new, proof[-1])
    old, new = roots_from_consistency(old_size - left, size - left, proof[:-1])
    return node_hash(proof[-1], old), node_hash(proof[-1], new)


class Tree:
    """A tree that grows leaf by leaf: its complete subtrees, each with its number of leaves."""

    def __init__(self) -> None:
        self.size = 0
        self.parts: list[tuple[int, bytes]] = []

    def add(self, hashed: bytes) -> None:
        self.size += 1
        leaves = 1
        while self.parts and self.parts[-1][0] == leaves:
            hashed = node_hash(self.parts.pop()[1], hashed)
            leaves *= 2
        self.parts.append((leaves, hashed))

    def root(self) -> bytes:
        if not self.parts:
            return hashlib.sha256(b"").digest()
        found = self.parts[-1][1]
        for _, hashed in self.parts[-2::-1]:
            found = node_hash(hashed, found)
        return found


# The three questions


def check_log(lines: Iterable[str], checkpoints: list[tuple[str, int, bytes]], say: Say) -> bool:
    """Say of each fault in the log's lines, and of each checkpoint (name, size, root) whether it holds."""
    tree, faults, held = Tree(), 0, 0
    pending = sorted(checkpoints, key=lambda checkpoint: checkpoint[1])

    def met(last: bool) -> None:
        nonlocal faults, held
        while pending and (pending[0][1] == tree.size or last):
            name, size, root = pending.pop(0)
            if size == tree.size and root == tree.root():
                held = size
                say(f"{name} (size {size}) holds.")
            elif size > tree.size:
                faults += 1
                say(f"WRONG: {name} was signed for {size} entries, but there are {tree.size}.")
            else:
                faults += 1
                say(f"WRONG: {name} (size {size}) does not hold: entries {held} to {size - 1} are not all as signed.")

    met(last=False)
    for number, line in enumerate(lines):
        index, leaf, recorded = read_line(line, number + 1)
        hashed = leaf_hash(leaf)
        if index != number:
            faults += 1
            say(f"WRONG: in line {number + 1} there should be entry {number}, but there is entry {index}.")
        if recorded != hashed.hex():
            faults += 1
            say(f"WRONG: entry {index} was altered, or the hash recorded for it was: they do not belong together.")
        tree.add(hashed)
        met(last=False)
    met(last=True)
    say(f"{tree.size} entries; root {base64.b64encode(tree.root()).decode('ascii')}")
    return faults == 0


def read_line(line: str, number: int) -> tuple[int, bytes, str | None]:
    try:
        fields = json.loads(line)
        return fields["index"], fields["leaf"].encode("utf-8", "surrogateescape"), fields["hash"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise VerificationError(f"line {number} of the log cannot be read") from None


def read_proof(text: str, opening: str, where: str) -> tuple[int, list[bytes], str]:
    """The number, the hashes and the checkpoint in a proof of either kind; `opening` is before the number."""
    match = re.fullmatch(opening + r"(0|[1-9][0-9]{0,18})\n((?:[^\n]+\n)*)\n(.*)", text, re.DOTALL)
    if not match:
        raise VerificationError(f"{where} is not a proof of this kind")
    hashes = [from_base64(line) for line in match[2].splitlines()]
    if any(len(hashed) != 32 for hashed in hashes):
        raise VerificationError(f"{where} has a line that is not a hash")
    return int(match[1]), hashes, match[3]


def check_inclusion(proof: str, leaf: bytes, keys: list[Key], say: Say) -> None:
    opening = r"c2sp\.org/tlog-proof@v1\n(?:extra [^\n]*\n)?index "
    index, hashes, note = read_proof(proof, opening, "the inclusion proof")
    size, root = read_checkpoint(note, keys, "the checkpoint in the proof")
    if index >= size or root_from_inclusion(leaf_hash(leaf), index, size, hashes) != root:
        raise VerificationError(f"the proof does not show this entry at index {index} of the {size} that were signed")
    say(f"The entry is in the log: index {index} of {size}.")


def check_consistency(proof: str, old_note: str, keys: list[Key], say: Say) -> None:
    old_size, hashes, note = read_proof(proof, "old ", "the consistency proof")
    size, root = read_checkpoint(note, keys, "the checkpoint in the proof")
    known_size, old_root = read_checkpoint(old_note, keys, "the old checkpoint")
    if known_size != old_size or old_size > size:
        raise VerificationError(f"the proof is about {old_size} entries, the old checkpoint about {known_size}")
    if old_size == 0:
        holds = not hashes
    else:
        holds = roots_from_consistency(old_size, size, hashes, old_root) == (old_root, root)
    if not holds:
        raise VerificationError(f"the log of {size} entries is no continuation of the old one of {old_size}")
    say(f"The log of {size} entries continues the old one of {old_size}: nothing in that was altered or removed.")


def read_text(path: str) -> str:
    return Path(path).read_bytes().decode("utf-8")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", metavar="LOG CHECKPOINT", nargs="*")
    parser.add_argument("--key", action="append", required=True, help="the log's verifier key, or a file with it")
    parser.add_argument("--inclusion", metavar="PROOF")
    parser.add_argument("--entry", metavar="LEAF")
    parser.add_argument("--consistency", metavar="PROOF")
    parser.add_argument("--old", metavar="CHECKPOINT")
    given = parser.parse_args(arguments)
    try:
        keys = [read_key(key if "+" in key else read_text(key)) for key in given.key]
        if given.inclusion and given.entry:
            check_inclusion(read_text(given.inclusion), Path(given.entry).read_bytes(), keys, print)
        elif given.consistency and given.old:
            check_consistency(read_text(given.consistency), read_text(given.old), keys, print)
        elif given.files:
            log, *notes = given.files
            checkpoints = [(note, *read_checkpoint(read_text(note), keys, note)) for note in notes]
            with Path(log).open(encoding="utf-8", newline="") as lines:
                return 0 if check_log(lines, checkpoints, print) else 1
        else:
            parser.error("give a log, or --inclusion with --entry, or --consistency with --old")
    except VerificationError as wrong:
        print(f"WRONG: {wrong}.")
        return 1
    except (OSError, UnicodeDecodeError) as error:
        print(f"Cannot be read: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
