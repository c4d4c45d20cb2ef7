"""The verifier that stands alone: right by the published vectors, and of one mind with the ledger's own code."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from base64 import b64encode
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.ledger import standalone_verify as alone
from fingerpost.ledger.checkpoint import sign_checkpoint
from fingerpost.ledger.entry import encode
from fingerpost.ledger.export import consistency_file, inclusion_file, log_lines
from fingerpost.ledger.merkle import consistency_proof, inclusion_proof, tree_at
from fingerpost.ledger.note import Signer
from ledger.databases import WORDS, Database, entry
from ledger.support import Kept
from ledger.test_checkpoint import NO_CHECKPOINTS, ROOT_TEXT
from ledger.test_merkle import ENTRIES, HASHES, KEPT, MANY, ROOT_AT

SIGNER = Signer.generate("fingerpost.example/ledger")
KEY = str(SIGNER.verifier)
KEYS = [alone.read_key(KEY)]
FILE = Path(alone.__file__)

# RFC 8032, 7.1: secret key, public key, message, signature.
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2465514"
        "1438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d29"
        "1612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027be"
        "ceea1ec40a",
    ),
]


# Ed25519


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032)
def test_the_vectors_of_rfc_8032(secret: str, public: str, message: str, signature: str) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    assert key.public_key().public_bytes_raw().hex() == public
    assert key.sign(bytes.fromhex(message)).hex() == signature
    assert alone.signature_holds(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))
    assert not alone.signature_holds(bytes.fromhex(public), bytes.fromhex(message) + b"!", bytes.fromhex(signature))


def test_the_base_point_is_the_one_of_rfc_8032() -> None:
    x, y = alone.BASE
    assert (-x * x + y * y - 1 - alone.D * x * x * y * y) % alone.P == 0
    assert y * 5 % alone.P == 4
    assert x % 2 == 0
    assert alone.multiply_point(alone.ORDER, alone.BASE) == (0, 1)


@settings(max_examples=20)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511))
def test_it_accepts_what_cryptography_signs_and_nothing_altered(secret: bytes, message: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert alone.signature_holds(public, message, signature)
    altered = (int.from_bytes(signature) ^ (1 << bit)).to_bytes(64)
    assert not alone.signature_holds(public, message, altered)


def test_a_signature_has_one_form_only() -> None:
    _, public, message, signature = (bytes.fromhex(text) for text in RFC_8032[1])
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    assert not alone.signature_holds(public, message, r + (s + alone.ORDER).to_bytes(32, "little"))
    assert not alone.signature_holds(public, message, signature + b"\x00")
    assert not alone.signature_holds(public, message, signature[:63])
    assert not alone.signature_holds(public[:31], message, signature)


def test_what_is_no_point_is_no_key() -> None:
    not_canonical = (alone.P + 1).to_bytes(32, "little")
    not_on_the_curve = (2).to_bytes(32, "little")
    odd_zero = (1 | 1 << 255).to_bytes(32, "little")
    short = (1).to_bytes(31, "little")
    assert [alone.decode_point(encoded) for encoded in (not_canonical, not_on_the_curve, odd_zero, short)] == [None] * 4
    assert not alone.signature_holds(not_on_the_curve, b"", bytes(64))


# of one mind with the ledger's own code


@pytest.mark.parametrize("size", range(0, MANY + 1, 13))
def test_it_finds_the_same_roots(size: int) -> None:
    tree = alone.Tree()
    for hashed in HASHES[:size]:
        tree.add(hashed)
    assert tree.root() == ROOT_AT[size]


@given(st.data())
def test_it_takes_the_same_proofs_of_inclusion(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, MANY))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(KEPT, index, size)
    assert alone.root_from_inclusion(HASHES[index], index, size, proof) == ROOT_AT[size]
    wrong = data.draw(st.integers(0, size - 1).filter(lambda drawn: drawn != index)) if size > 1 else None
    if wrong is not None:
        found = None
        with suppress(alone.VerificationError):
            found = alone.root_from_inclusion(HASHES[index], wrong, size, proof)
        assert found != ROOT_AT[size]


@given(st.data())
def test_it_takes_the_same_proofs_of_consistency(data: st.DataObject) -> None:
    new = data.draw(st.integers(1, MANY))
    old = data.draw(st.integers(1, new))
    proof = consistency_proof(KEPT, old, new)
    assert alone.roots_from_consistency(old, new, proof, ROOT_AT[old]) == (ROOT_AT[old], ROOT_AT[new])
    for cut in (proof[:-1], [*proof, proof[-1]]) if proof else ([HASHES[0]],):
        found = None
        with suppress(alone.VerificationError):
            found = alone.roots_from_consistency(old, new, cut, ROOT_AT[old])
        assert found != (ROOT_AT[old], ROOT_AT[new])


def note_of(text: str) -> str:
    """A text with a signature, whatever it is."""
    signature = Ed25519PrivateKey.from_private_bytes(SIGNER.secret).sign(text.encode())
    return f"{text}\n— {SIGNER.name} {b64encode(SIGNER.verifier.key_id + signature).decode()}\n"


# the file, run as an outsider would run it


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run a copy of the file where nothing else of ours is to be found."""
    copy = shutil.copy(FILE, folder / "standalone_verify.py")
    done = subprocess.run(
        [sys.executable, "-I", "-S", copy, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A log of 40 entries, checkpoints of it at 10 and 40, an entry, and proofs."""
    kept = Kept(ENTRIES[:40])
    rows = [(index, leaf, None) for index, leaf in enumerate(ENTRIES[:40])]
    (tmp_path / "log.jsonl").write_text("".join(log_lines(rows, enumerate(kept.nodes))))
    for size in (10, 40):
        note = sign_checkpoint(size, tree_at(kept, size).root(), SIGNER)
        (tmp_path / f"checkpoint-{size}").write_text(note, encoding="utf-8")
    (tmp_path / "entry").write_bytes(ENTRIES[7])
    proof = inclusion_file(7, inclusion_proof(kept, 7, 40), note)
    (tmp_path / "inclusion").write_text(proof, encoding="utf-8")
    proof = consistency_file(10, consistency_proof(kept, 10, 40), note)
    (tmp_path / "consistency").write_text(proof, encoding="utf-8")
    return tmp_path


LOG = ("log.jsonl", "checkpoint-10", "checkpoint-40", "--key", KEY)
INCLUSION = ("--inclusion", "inclusion", "--entry", "entry", "--key", KEY)
CONSISTENCY = ("--consistency", "consistency", "--old", "checkpoint-10", "--key", KEY)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def lines_of(folder: Path) -> list[str]:
    return (folder / "log.jsonl").read_text().splitlines(keepends=True)


def write(folder: Path, lines: list[str]) -> None:
    (folder / "log.jsonl").write_text("".join(lines))


def test_it_needs_nothing_but_the_standard_library() -> None:
    imports = [node for node in ast.walk(ast.parse(FILE.read_text())) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "." for node in imports if isinstance(node, ast.ImportFrom)}
    assert names - sys.stdlib_module_names == {"collections.abc"}


def test_all_is_well(folder: Path) -> None:
    code, said = run(folder, *LOG)
    assert code == 0
    assert "checkpoint-10 (size 10) holds.\ncheckpoint-40 (size 40) holds.\n40 entries; root " in said
    assert run(folder, *INCLUSION) == (0, "The entry is in the log: index 7 of 40.\n")
    code, said = run(folder, *CONSISTENCY)
    assert (code, said[:52]) == (0, "The log of 40 entries continues the old one of 10: n")


def test_the_key_may_be_in_a_file_and_former_keys_beside_it(folder: Path) -> None:
    (folder / "key").write_text(KEY + "\n")
    former = str(Signer.generate(SIGNER.name).verifier)
    assert run(folder, *LOG[:3], "--key", former, "--key", "key")[0] == 0
    code, said = run(folder, *LOG[:3], "--key", former)
    assert code == 1
    assert "not signed by any of the keys given" in said


def test_an_altered_entry_is_named(folder: Path) -> None:
    edit(folder / "log.jsonl", "entry 12", "entry 13")
    code, said = run(folder, *LOG)
    assert code == 1
    assert "WRONG: entry 12 was altered" in said
    assert "checkpoint-10 (size 10) holds." in said
    assert "WRONG: checkpoint-40 (size 40) does not hold: entries 10 to 39 are not all as signed." in said


def test_a_removed_an_inserted_and_a_moved_entry_are_named(folder: Path) -> None:
    lines = lines_of(folder)
    write(folder, lines[:20] + lines[21:])
    code, said = run(folder, *LOG)
    assert code == 1
    assert "WRONG: in line 21 there should be entry 20, but there is entry 21." in said
    assert "WRONG: checkpoint-40 was signed for 40 entries, but there are 39." in said
    write(folder, [*lines[:20], lines[3], *lines[20:]])
    assert "WRONG: in line 21 there should be entry 20, but there is entry 3." in run(folder, *LOG)[1]
    lines[5], lines[6] = lines[6], lines[5]
    write(folder, lines)
    code, said = run(folder, *LOG)
    assert code == 1
    assert "WRONG: in line 6 there should be entry 5, but there is entry 6." in said


def test_a_log_made_anew_does_not_get_past_an_old_checkpoint(folder: Path) -> None:
    leaves = [*ENTRIES[:12], b"another", *ENTRIES[13:40]]
    kept = Kept(leaves)
    write(folder, list(log_lines([(index, leaf, None) for index, leaf in enumerate(leaves)], enumerate(kept.nodes))))
    assert run(folder, "log.jsonl", "--key", KEY)[0] == 0
    code, said = run(folder, *LOG)
    assert (code, "entries 10 to 39 are not all as signed" in said) == (1, True)


@pytest.mark.parametrize(
    "old_new", [("40\n", "41\n"), ("example/ledger\n", "example/other\n"), ("— ", "- "), ("\n\n", "\n")]
)
def test_an_altered_checkpoint_counts_for_nothing(folder: Path, old_new: tuple[str, str]) -> None:
    edit(folder / "checkpoint-40", *old_new)
    code, said = run(folder, *LOG)
    assert (code, said[:20]) == (1, "WRONG: checkpoint-40")


@pytest.mark.parametrize("text", [text for text in NO_CHECKPOINTS if text.endswith("\n")])
def test_what_is_no_checkpoint_is_none_even_when_signed(text: str) -> None:
    text = text.replace("origin\n", f"{SIGNER.name}\n")
    with pytest.raises(alone.VerificationError):
        alone.read_checkpoint(note_of(text), KEYS, "it")


def test_a_checkpoint_signed_for_another_log_is_not_taken_for_this_one_s() -> None:
    with pytest.raises(alone.VerificationError, match=r"of the log elsewhere\.example"):
        alone.read_checkpoint(note_of(f"elsewhere.example\n8\n{ROOT_TEXT}\n"), KEYS, "it")


def test_a_checkpoint_with_control_characters_is_none() -> None:
    with pytest.raises(alone.VerificationError, match="control characters"):
        alone.read_checkpoint(note_of(f"{SIGNER.name}\n8\n{ROOT_TEXT}\nan\textension\n"), KEYS, "it")


def test_an_entry_that_is_not_in_the_log_is_not_shown_to_be(folder: Path) -> None:
    (folder / "entry").write_bytes(b"another")
    assert run(folder, *INCLUSION)[0] == 1
    (folder / "entry").write_bytes(ENTRIES[7])
    edit(folder / "inclusion", "index 7", "index 8")
    assert run(folder, *INCLUSION)[0] == 1


def test_no_index_after_the_end_is_shown() -> None:
    kept = Kept(ENTRIES[:2])
    note = sign_checkpoint(2, kept.tree.root(), SIGNER)
    proof = inclusion_proof(kept, 1, 2)
    alone.check_inclusion(inclusion_file(1, proof, note), ENTRIES[1], KEYS, print)
    with pytest.raises(alone.VerificationError, match="at index 2 of the 2"):
        alone.check_inclusion(inclusion_file(2, proof, note), ENTRIES[1], KEYS, print)


@pytest.mark.parametrize("wrong", ["", "a line\n", "AAAA\n", "c2sp.org/tlog-proof@v1\nindex 07\n\n"])
def test_what_is_no_proof_is_said_to_be_none(wrong: str) -> None:
    note = sign_checkpoint(2, Kept(ENTRIES[:2]).tree.root(), SIGNER)
    with pytest.raises(alone.VerificationError):
        alone.check_inclusion(wrong + note, ENTRIES[1], KEYS, print)
    with pytest.raises(alone.VerificationError, match=r"not a hash|not base64"):
        alone.check_inclusion(f"c2sp.org/tlog-proof@v1\nindex 1\n{wrong or 'AA==\n'}\n{note}", ENTRIES[1], KEYS, print)


def test_a_log_that_does_not_continue_the_old_one_is_not_shown_to(folder: Path) -> None:
    other = Kept([b"another", *ENTRIES[1:10]])
    (folder / "checkpoint-10").write_text(sign_checkpoint(10, other.tree.root(), SIGNER), encoding="utf-8")
    code, said = run(folder, *CONSISTENCY)
    assert code == 1
    assert "is no continuation" in said
    edit(folder / "consistency", "old 10", "old 11")
    assert "the proof is about 11 entries, the old checkpoint about 10" in run(folder, *CONSISTENCY)[1]


def test_every_log_continues_the_empty_one(folder: Path) -> None:
    kept = Kept(ENTRIES[:40])
    (folder / "empty").write_text(sign_checkpoint(0, Kept().tree.root(), SIGNER), encoding="utf-8")
    note = sign_checkpoint(40, kept.tree.root(), SIGNER)
    (folder / "consistency").write_text(consistency_file(0, [], note), encoding="utf-8")
    assert run(folder, "--consistency", "consistency", "--old", "empty", "--key", KEY)[0] == 0
    (folder / "consistency").write_text(consistency_file(0, [HASHES[0]], note), encoding="utf-8")
    assert run(folder, "--consistency", "consistency", "--old", "empty", "--key", KEY)[0] == 1


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"index": 0, "leaf": 1, "hash": ""}', "[" * 100_000, "not json"])
def test_a_line_that_cannot_be_read_is_said(folder: Path, line: str) -> None:
    write(folder, [*lines_of(folder)[:5], line + "\n"])
    code, said = run(folder, *LOG)
    assert (code, "line 6 of the log cannot be read" in said) == (1, True)


def test_what_cannot_be_opened_is_said(folder: Path) -> None:
    assert run(folder, "nowhere.jsonl", "--key", KEY)[0] == 2
    assert run(folder, "--key", KEY)[0] == 2
    (folder / "checkpoint-10").write_bytes(b"\xff")
    assert run(folder, *LOG)[0] == 2
    assert run(folder, *LOG[:3], "--key", KEY.replace("example", "exomple"))[0] == 1


# what is exported from a database


def test_an_exported_ledger_is_verified(database: Database, tmp_path: Path) -> None:
    entries = [entry(number) for number in range(25)]
    database.append(entries)
    with database.transaction() as cursor:
        note = database.ledger.publish(cursor, SIGNER)
        _, rows, nodes = database.ledger.stored(cursor)
        lines = list(log_lines(rows, nodes))
        proof = inclusion_file(3, inclusion_proof(database.ledger.nodes(cursor), 3, 25), note)
    assert [json.loads(line)["leaf"].encode() for line in lines] == [encode(one, WORDS) for one in entries]
    (tmp_path / "log.jsonl").write_text("".join(lines))
    (tmp_path / "checkpoint").write_text(note, encoding="utf-8")
    (tmp_path / "inclusion").write_text(proof, encoding="utf-8")
    (tmp_path / "entry").write_bytes(encode(entries[3], WORDS))
    code, said = run(tmp_path, "log.jsonl", "checkpoint", "--key", KEY)
    assert (code, "checkpoint (size 25) holds." in said) == (0, True)
    assert run(tmp_path, *INCLUSION)[0] == 0


def test_a_damaged_ledger_is_exported_as_it_is(database: Database, tmp_path: Path) -> None:
    database.append([entry(number) for number in range(5)])
    database.tamper("UPDATE ledger_entry SET leaf = ? WHERE leaf_index = 2", [b'\xff"\n'])
    database.tamper("DELETE FROM ledger_node WHERE position = 1")
    with database.transaction() as cursor:
        _, rows, nodes = database.ledger.stored(cursor)
        (tmp_path / "log.jsonl").write_text("".join(log_lines(rows, nodes)))
    code, said = run(tmp_path, "log.jsonl", "--key", KEY)
    assert code == 1
    assert "WRONG: entry 1 was altered, or the hash recorded for it was" in said
    assert "WRONG: entry 2 was altered, or the hash recorded for it was" in said
    assert "5 entries" in said
