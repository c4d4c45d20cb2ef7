"""Master keys as they are given: what is read, and what is told when they cannot be."""

from __future__ import annotations

import os
from base64 import b64encode, urlsafe_b64encode
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from fingerpost.keys import masters
from fingerpost.keys.envelope import Key, Owner, OwnerKind
from fingerpost.keys.errors import MasterKeyError
from fingerpost.keys.masters import FILE_VARIABLE, VARIABLE, read_masters

TODAY = date(2026, 3, 2)
ONE, TWO = masters.new_line(TODAY), masters.new_line(TODAY)


def key_file(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "master.keys"
    path.write_text(text)
    path.chmod(mode)
    return path


def refusal(environ: dict[str, str]) -> str:
    with pytest.raises(MasterKeyError) as caught:
        read_masters(environ)
    return str(caught.value)


@pytest.mark.parametrize("between", [" ", ",", ", ", "\n"])
def test_the_environment_has_several_and_the_last_wraps(between: str) -> None:
    read = read_masters({VARIABLE: f"a:{ONE.partition(':')[2]}{between}b:{TWO.partition(':')[2]}"})
    assert [one.id for one in read.keys] == ["a", "b"]
    assert read.newest.id == "b"


def test_a_file_has_one_a_line_with_notes(tmp_path: Path) -> None:
    path = key_file(tmp_path, f"# kept by the safeguarding partnership\n\n{ONE}\n{TWO}\n")
    assert [one.id for one in read_masters({FILE_VARIABLE: str(path)}).keys] == [
        ONE.partition(":")[0],
        TWO.partition(":")[0],
    ]


def test_a_secret_may_be_in_either_alphabet_of_base64() -> None:
    secret = bytes(range(250, 256)) + bytes(range(26))
    standard, for_addresses = (f"m:{encode(secret).decode()}" for encode in (b64encode, urlsafe_b64encode))
    assert standard != for_addresses
    owner = Owner(OwnerKind.USER, UUID(int=1))
    _, wrapped = read_masters({VARIABLE: standard}).wrap(owner, Key.random())
    read_masters({VARIABLE: for_addresses}).unwrap(owner, "m", wrapped)


def test_without_a_key_it_says_how_to_make_one() -> None:
    told = refusal({})
    assert VARIABLE in told
    assert "fingerpost keys new" in told


def test_two_sources_are_refused(tmp_path: Path) -> None:
    assert "not clear which" in refusal({VARIABLE: ONE, FILE_VARIABLE: str(key_file(tmp_path, TWO))})


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o700, 0o644])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    told = refusal({FILE_VARIABLE: str(key_file(tmp_path, ONE, mode))})
    assert f"{mode:04o}" in told
    assert "chmod 600" in told


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_that_its_owner_alone_may_read_is_taken(tmp_path: Path, mode: int) -> None:
    assert read_masters({FILE_VARIABLE: str(key_file(tmp_path, ONE, mode))}).newest.id == ONE.partition(":")[0]


def test_what_is_no_file_of_keys_is_refused(tmp_path: Path) -> None:
    assert "No such file" in refusal({FILE_VARIABLE: str(tmp_path / "missing")})
    assert refusal({FILE_VARIABLE: str(tmp_path)})
    assert "no key in it" in refusal({FILE_VARIABLE: str(key_file(tmp_path, "# nothing yet\n"))})
    path = tmp_path / "binary"
    path.write_bytes(b"\xff\xfe\x00")
    path.chmod(0o600)
    assert "not a text file" in refusal({FILE_VARIABLE: str(path)})


SECRET = "c2VjcmV0IHdvcmRzIHRoYXQgbXVzdCBub3QgYmUgc2hvd24="  # noqa: S105


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (SECRET, "does not begin with an id"),
        (f":{SECRET}", "does not begin with an id"),
        (f"Upper:{SECRET}", "does not begin with an id"),
        (f"{'a' * 33}:{SECRET}", "does not begin with an id"),
        (f"m:{SECRET}%", "is not base64"),
        (f"m:{SECRET[:-8]}", "bytes"),
        ("m:", "0 bytes"),
        (f"m:{b64encode(bytes(32)).decode()}", "not random"),
        pytest.param(f"{ONE} {ONE}", "there twice", id="one key twice"),
    ],
)
def test_a_wrong_key_is_named_by_its_number_and_never_shown(given: str, told: str) -> None:
    said = refusal({VARIABLE: given})
    assert told in said
    assert "key 1" in said or "key 2" in said
    for secret in (SECRET[:12], ONE.partition(":")[2]):
        assert secret not in said


def test_new_makes_a_file_for_its_owner_only_and_adds_to_it(tmp_path: Path) -> None:
    path = tmp_path / "master.keys"
    old_mask = os.umask(0)
    try:
        first = masters.write_new(path, TODAY)
    finally:
        os.umask(old_mask)
    assert path.stat().st_mode & 0o777 == 0o600
    second = masters.write_new(path, TODAY)
    assert [one.id for one in masters.read_file(path).keys] == [first, second]
    assert first.startswith("2026-03-02-")


def test_new_adds_a_line_even_if_the_last_has_no_end(tmp_path: Path) -> None:
    path = key_file(tmp_path, ONE)
    masters.write_new(path, TODAY)
    assert len(masters.read_file(path).keys) == 2


def test_new_leaves_a_file_that_is_something_else_alone(tmp_path: Path) -> None:
    path = key_file(tmp_path, "my shopping list\n")
    with pytest.raises(MasterKeyError):
        masters.write_new(path, TODAY)
    assert path.read_text() == "my shopping list\n"
