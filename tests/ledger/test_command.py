"""`manage.py ledger` on both databases."""

from __future__ import annotations

import threading
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cli.running import run
from fingerpost.ledger import standalone_verify
from fingerpost.ledger.entry import encode
from fingerpost.ledger.errors import LedgerError
from fingerpost.ledger.note import Signer
from fingerpost.ledger.signing import IN_CLEAR, VARIABLE, read_keys, write_new_key
from ledger.databases import WORDS, Database, Postgresql, entry
from ledger.through_django import default_connection
from support.postgres import SUPERUSER

NAME = "fingerpost.example/ledger"


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a key, which the environment names."""
    file = tmp_path / "ledger.key"
    write_new_key(file, NAME)
    monkeypatch.setenv(VARIABLE, str(file))
    return file


@pytest.fixture
def filled(django: Database, key_file: Path) -> Database:
    """A ledger of ten entries with a key."""
    assert key_file.exists()
    django.append([entry(number) for number in range(10)])
    return django


def ledger(*arguments: str | Path) -> str:
    out = StringIO()
    call_command("ledger", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_a_ledger_in_order(filled: Database, tmp_path: Path) -> None:
    note = ledger("publish")
    assert ledger("publish") == note
    (tmp_path / "kept").write_text(note, encoding="utf-8")
    filled.append([entry(10)])
    said = ledger("verify", "--checkpoint", tmp_path / "kept")
    assert said.count(" (size 10) holds.") == 2
    assert "The ledger is in order: 11 entries, root " in said


def test_faults_are_told_and_the_command_fails(filled: Database, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text(ledger("publish"), encoding="utf-8")
    filled.tamper("DELETE FROM ledger_entry WHERE leaf_index = 3")
    out = StringIO()
    with pytest.raises(CommandError, match="not as it was written"):
        call_command("ledger", "verify", "--checkpoint", str(tmp_path / "kept"), stdout=out)
    assert "Entry 3 was removed: only the recorded hash is left." in out.getvalue()


def test_a_changed_checkpoint_is_told(filled: Database) -> None:
    ledger("publish")
    stranger = Signer.generate(NAME)
    filled.tamper("UPDATE ledger_checkpoint SET note = ?", [stranger.sign("x\n")])
    out = StringIO()
    with pytest.raises(CommandError, match="not as it was written"):
        call_command("ledger", "verify", stdout=out)
    assert "A published checkpoint was changed, or is of another key" in out.getvalue()


def test_anybody_with_the_verifier_s_key_can_verify(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger("publish")
    verifier = str(read_keys().signer.verifier)
    monkeypatch.delenv(VARIABLE)
    assert "The ledger is in order" in ledger("verify", "--key", verifier)
    # And somebody who has no key at all: they are told what was not looked at, and cannot read a checkpoint
    assert "who signed the published checkpoints was not looked at" in ledger("verify")
    with pytest.raises(CommandError, match="a checkpoint is read with the ledger's verifier key"):
        ledger("verify", "--checkpoint", "kept")
    assert filled.verify().ok


def test_what_is_exported_and_proved_convinces_the_verifier_that_stands_alone(filled: Database, tmp_path: Path) -> None:
    (tmp_path / "old").write_text(ledger("publish"), encoding="utf-8")
    filled.append([entry(10), entry(11)])
    (tmp_path / "new").write_text(ledger("publish"), encoding="utf-8")
    ledger("export", tmp_path / "log.jsonl")
    (tmp_path / "inclusion").write_text(ledger("prove", "4"), encoding="utf-8")
    (tmp_path / "consistency").write_text(ledger("continue", tmp_path / "old"), encoding="utf-8")
    (tmp_path / "entry").write_bytes(encode(entry(4), WORDS))
    key = ["--key", str(read_keys().signer.verifier)]
    here = {name: str(tmp_path / name) for name in ("log.jsonl", "old", "new", "inclusion", "consistency", "entry")}
    assert standalone_verify.main([here["log.jsonl"], here["old"], here["new"], *key]) == 0
    assert standalone_verify.main(["--inclusion", here["inclusion"], "--entry", here["entry"], *key]) == 0
    assert standalone_verify.main(["--consistency", here["consistency"], "--old", here["old"], *key]) == 0


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("what", [("prove", "3"), ("continue", "kept"), ("prove", "99")])
def test_what_cannot_be_proved_is_said(what: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if what[1] == "99":
        ledger("publish")
    Path("kept").write_text(read_keys().signer.sign(f"{NAME}\n0\n{'47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='}\n"))
    with pytest.raises(CommandError, match=r"no checkpoint was published yet|no leaf 99 in a tree of 10"):
        ledger(*what)


def test_a_role_from_which_entries_are_hidden_does_not_take_them_for_removed(
    postgresql: Postgresql, key_file: Path, django_db_blocker: pytest.FixtureRequest
) -> None:
    assert key_file.exists()
    postgresql.append([entry(0)])
    postgresql.tamper("ALTER TABLE ledger_entry ENABLE ROW LEVEL SECURITY")
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        with default_connection(postgresql), pytest.raises(CommandError, match="does not see every entry"):
            ledger("verify")
        with default_connection(postgresql, SUPERUSER):
            assert "The ledger is in order: 1 entries" in ledger("verify")


# at intervals, and from the command line


def test_checkpoints_are_published_at_intervals_where_there_is_something_new(
    filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    here, really = threading.current_thread(), time.sleep

    def sleep(seconds: float) -> None:
        if threading.current_thread() is not here:
            return really(seconds)  # of a thread that another test has left: it is not the command that waits
        waited.append(seconds)
        if len(waited) == 2:
            filled.append([entry(10)])
        if len(waited) >= 4:
            raise KeyboardInterrupt
        return None

    monkeypatch.setattr("time.sleep", sleep)
    out = StringIO()
    with pytest.raises(KeyboardInterrupt):
        call_command("ledger", "publish", "--every", "15", stdout=out)
    assert waited == [900.0] * 4
    sizes = [int(line) for line in out.getvalue().splitlines() if line.isdigit()]
    assert sizes == [10, 11]


@pytest.mark.usefixtures("filled")
def test_the_key_may_stand_in_the_environment(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv(IN_CLEAR, key_file.read_text(encoding="utf-8"))
    assert ledger("publish").startswith(f"{NAME}\n10\n")
    monkeypatch.setenv(IN_CLEAR, " ")
    with pytest.raises(CommandError, match="there is no key in it"):
        ledger("publish")


def test_fingerpost_ledger_verify(filled: Database, tmp_path: Path) -> None:
    """`fingerpost ledger verify --checkpoint OLD`, as an operator writes it."""
    kept = tmp_path / "kept"
    kept.write_text(ledger("publish"), encoding="utf-8")
    said = run("ledger", "verify", "--checkpoint", kept)
    assert (said.exit_code, "The ledger is in order: 10 entries" in said.output) == (0, True), said.output
    filled.tamper("DELETE FROM ledger_entry WHERE leaf_index = 3")
    said = run("ledger", "verify", "--checkpoint", kept)
    assert (said.exit_code, "The ledger is not as it was written" in said.output) == (1, True), said.output
    assert run("ledger", "dance").exit_code == 2, "as for all that cannot be taken"
    assert run("ledger", "--help").exit_code == 0


# the key's file


def test_a_key_is_for_its_owner_only_and_the_former_one_stays_known(tmp_path: Path) -> None:
    file = tmp_path / "ledger.key"
    first = write_new_key(file, NAME)
    assert file.stat().st_mode & 0o777 == 0o600
    second = write_new_key(file, NAME)
    keys = read_keys(file)
    assert keys.signer.verifier == second != first
    assert keys.verifiers == (second, first)
    with pytest.raises(LedgerError, match="this is the key of"):
        write_new_key(file, "elsewhere.example/ledger")
    assert read_keys(file) == keys


def test_the_command_makes_a_key_and_tells_the_public_half_only(tmp_path: Path) -> None:
    said = ledger("new-key", tmp_path / "ledger.key", NAME)
    keys = read_keys(tmp_path / "ledger.key")
    assert str(keys.signer.verifier) in said
    assert "PRIVATE" not in said


@pytest.mark.parametrize("content", [None, b"", b"\n\n", b"nonsense\n", b"\xff"])
def test_a_file_without_a_key_is_said_to_be_one(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "ledger.key"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(LedgerError):
        read_keys(file)
