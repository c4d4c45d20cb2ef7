"""Rotation: every data key under the newest master key, and not one ciphertext changed."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from io import StringIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult

from access.anywhere import Anywhere
from access.database import Guarded
from fingerpost.keys import checks, masters, rotation, services
from fingerpost.keys.envelope import Key, MasterKey, MasterKeys, OwnerKind
from fingerpost.keys.masters import FILE_VARIABLE, VARIABLE
from fingerpost.keys.models import DataKey
from fingerpost.record.models import InitialAccount
from keys.masters import with_masters
from record import making
from support import prepared
from support.settings import DEMO_MASTER_KEYS

NEW = "2026-b:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU="
BOTH = {VARIABLE: f"{DEMO_MASTER_KEYS} {NEW}"}


def every_ciphertext() -> dict[str, list[tuple[object, ...]]]:
    """Return all sealed columns of the database, row by row."""
    with connection.cursor() as cursor:
        found = {}
        for table, columns in {
            "record_initialaccount": "id, narrative, childs_voice, how",
            "record_detail": "id, value",
            "record_searchtoken": "token, appearance_id",
            "access_involvement": "id, reason",
        }.items():
            cursor.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2")  # noqa: S608
            found[table] = [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in cursor]
    return found


def command(*arguments: str) -> str:
    said = StringIO()
    call_command("keys", *arguments, stdout=said)
    return said.getvalue()


def test_rotation_wraps_every_key_and_seals_no_text_anew(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        for number in range(3):
            account = making.account(f"text {number}")
            making.person(account.concern, "Amina Yusuf", born="2012-05-04")
    with anywhere.laying(), with_masters(BOTH):
        gone = uuid4()
        services.create_key(gone)
        services.destroy(gone)
        before = every_ciphertext()
        wrapped = dict(DataKey.objects.values_list("owner_id", "wrapped"))
        living = DataKey.objects.filter(destroyed_at=None)
        older = living.filter(master_id="demo").count()
        assert older >= 3
        assert command("list").splitlines() == [
            f"demo: wraps {older} data keys (still needed)",
            "2026-b: wraps 0 data keys (newest)",
        ]
        sealed = older + DBTaskResult.objects.count()  # work that waits is sealed by the master key itself
        assert f"{sealed} keys, passwords, second factors and pieces of work are under “2026-b” now" in command(
            "rotate"
        )
        assert set(living.values_list("master_id", flat=True)) == {"2026-b"}
        assert every_ciphertext() == before
        assert all(bytes(row.wrapped or b"") != bytes(wrapped[row.owner_id]) for row in living)
        assert services.is_destroyed(gone)
        assert "already" in command("rotate")
        assert "demo: wraps 0 data keys (may go)" in command("list")
    with with_masters({VARIABLE: NEW}), anywhere.acting("teacher"):
        assert {row.narrative for row in InitialAccount.objects.visible()} >= {"text 0", "text 1", "text 2"}
    with anywhere.laying(), with_masters({VARIABLE: NEW}):
        rotate_back = MasterKeys((*services.master_keys().keys, *masters.parse_masters([DEMO_MASTER_KEYS], "x").keys))
        list(rotation.rotate(rotate_back))  # other tests share the database


def _make(count: int) -> list[UUID]:
    owners = [uuid4() for _ in range(count)]
    for owner in owners:
        services.create_key(owner, OwnerKind.USER)
    return owners


@pytest.mark.django_db
def test_an_interrupted_rotation_leaves_whole_keys_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 10)
    old, new = MasterKey("old", Key.random()), MasterKey("new", Key.random())
    both = MasterKeys((old, new))
    owners = [uuid4() for _ in range(35)]
    monkeypatch.setattr(services, "master_keys", lambda: MasterKeys((old,)))
    boxes = {}
    for owner in owners:
        services.create_key(owner)
        boxes[owner] = services.encrypt(owner, "p", str(owner))
    monkeypatch.setattr(services, "master_keys", lambda: both)

    running = rotation.rotate(both)
    assert [next(running), next(running)] == [10, 10]
    running.close()
    assert rotation.to_wrap(both) == 15
    assert {owner: services.decrypt(owner, "p", boxes[owner]) for owner in owners} == {o: str(o) for o in owners}
    assert list(rotation.rotate(both)) == [10, 5]
    assert rotation.to_wrap(both) == 0
    monkeypatch.setattr(services, "master_keys", lambda: MasterKeys((new,)))
    assert {owner: services.decrypt(owner, "p", boxes[owner]) for owner in owners} == {o: str(o) for o in owners}


@pytest.mark.django_db
def test_a_batch_with_a_key_that_does_not_open_is_left_as_it_was() -> None:
    owners = _make(5)
    DataKey.objects.filter(pk=owners[2]).update(wrapped=b"altered")
    before = list(DataKey.objects.order_by("pk").values_list("pk", "master_id", "wrapped"))
    with with_masters(BOTH), pytest.raises(CommandError, match="does not open it"):
        command("rotate")
    assert list(DataKey.objects.order_by("pk").values_list("pk", "master_id", "wrapped")) == before


@pytest.mark.django_db
def test_a_missing_or_wrong_master_key_is_told_by_the_command_and_the_check() -> None:
    _make(2)
    assert checks.master_keys_are_the_ones(databases=["default"]) == []
    wrong = NEW.replace("2026-b", "demo")
    for environ, listed, told in (
        ({VARIABLE: NEW}, "demo: wraps 2 data keys, and is MISSING", "“demo” wraps 2 keys, and is missing"),
        ({VARIABLE: wrong}, "NOT the one that wrapped them", "“demo” wraps 2 keys, and is missing or another one"),
    ):
        with with_masters(environ):
            assert listed in command("list")
            (error,) = checks.master_keys_are_the_ones(databases=["default"])
            assert told in error.msg
    with with_masters({VARIABLE: NEW}), pytest.raises(CommandError, match="at hand are: 2026-b"):
        command("rotate")
    with with_masters({VARIABLE: "nonsense"}):
        (error,) = checks.master_keys_are_there()
        assert error.id == "keys.E003"
        with pytest.raises(CommandError, match="key 1"):
            command("list")
        assert checks.master_keys_are_the_ones(databases=["default"]) == []


def test_the_owner_of_the_database_can_rotate(guarded: Guarded) -> None:
    with guarded.superuser():
        owners = _make(3)
    with guarded._default(guarded.roles.owner), with_masters(BOTH):
        both = services.master_keys()
        assert sum(rotation.rotate(both)) >= 3
        back = MasterKeys((both.keys[1], both.keys[0]))
        assert sum(rotation.rotate(back)) >= 3
    with guarded.superuser():
        assert set(DataKey.objects.filter(pk__in=owners).values_list("master_id", flat=True)) == {"demo"}


# ---- the real command, and a real kill -------------------------------------------------------------------------------

_SEED = """
import django; django.setup()
from uuid import UUID
from django.db import transaction
from fingerpost.keys import services
with transaction.atomic():
    for number in range(1, {count} + 1):
        services.create_key(UUID(int=number << 64))
print(services.encrypt(UUID(int=1 << 64), "p", "text").hex())
"""
COUNT = 6000


@pytest.fixture
def process_environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST_", "DATABASE_"))}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "fingerpost_demo.settings",
        "FINGERPOST_VAR": str(tmp_path / "var"),
    }


def manage(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], env=environ, capture_output=True, text=True, check=False
    )


def lay_database(folder: Path) -> None:
    """Put a migrated database where the processes look for theirs."""
    (folder / "var").mkdir(exist_ok=True)
    shutil.copy(prepared.sqlite_file(), folder / "var" / prepared.FILE)


def test_a_rotation_that_is_killed_again_and_again_ends_whole(
    tmp_path: Path, process_environment: dict[str, str]
) -> None:
    environ = process_environment
    key_file = tmp_path / "master.keys"
    masters.write_new(key_file, making.NOON.date())
    environ[FILE_VARIABLE] = str(key_file)
    lay_database(tmp_path)
    seeded = subprocess.run(
        [sys.executable, "-c", _SEED.format(count=COUNT)], env=environ, capture_output=True, text=True, check=True
    )
    masters.write_new(key_file, making.NOON.date())
    killed = 0
    for _ in range(20):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "keys", "rotate"],
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if _kill_in_the_middle(process, tmp_path / "var" / "fingerpost.sqlite3", key_file):
            killed += 1
        if killed == 3:
            break
    assert killed, "no run could be killed in the middle"
    last = manage(environ, "keys", "rotate")
    assert last.returncode == 0, last.stderr
    assert "No text was changed" in last.stdout or "already" in last.stdout
    lines = key_file.read_text().splitlines()
    key_file.write_text(lines[-1] + "\n")  # the older key is gone: everything opens without it
    listed = manage(environ, "keys", "list")
    assert f"wraps {COUNT} data keys (newest)" in listed.stdout
    opened = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; django.setup()\nfrom uuid import UUID\nfrom fingerpost.keys import services\n"
            f"print(services.decrypt(UUID(int=1 << 64), 'p', bytes.fromhex('{seeded.stdout.strip()}')))",
        ],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert opened.stdout.strip() == "text"


def _kill_in_the_middle(process: subprocess.Popen[bytes], database: Path, key_file: Path) -> bool:
    """Kill a rotation as soon as some keys, and not yet all, are done. Return whether that was so."""
    newest = key_file.read_text().splitlines()[-1].partition(":")[0]
    with closing(sqlite3.connect(database)) as looking:
        before = _wrapped_by(looking, newest)
        while process.poll() is None and _wrapped_by(looking, newest) == before:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait()
        return before < _wrapped_by(looking, newest) < COUNT


def _wrapped_by(looking: sqlite3.Connection, master_id: str) -> int:
    row = looking.execute("SELECT count(*) FROM keys_datakey WHERE master_id = ?", [master_id]).fetchone()
    return int(row[0])


def test_the_command_says_in_words_what_is_wrong(process_environment: dict[str, str]) -> None:
    process_environment[VARIABLE] = "demo:c2VjcmV0"
    for arguments in (("keys", "list"), ("keys", "rotate")):
        told = manage(process_environment, *arguments)
        assert told.returncode == 1
        assert "the secret of “demo” has 6 bytes" in told.stderr
        assert "Traceback" not in told.stderr
        assert "c2VjcmV0" not in told.stderr


def test_new_makes_a_key_that_the_service_takes(tmp_path: Path, process_environment: dict[str, str]) -> None:
    path = tmp_path / "master.keys"
    process_environment[VARIABLE] = "broken: it must not matter here"
    assert manage(process_environment, "keys", "new", str(path)).returncode == 0
    assert masters.read_file(path)
    told = manage(process_environment, "keys", "new", str(tmp_path / "nowhere" / "master.keys"))
    assert told.returncode == 1
    assert "No such file" in told.stderr


def test_fingerpost_keys_says_and_does_the_same(tmp_path: Path, process_environment: dict[str, str]) -> None:
    def fingerpost(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [Path(sys.executable).parent / "fingerpost", "keys", *arguments],
            env={**process_environment, **more},
            capture_output=True,
            text=True,
            check=False,
        )

    path = tmp_path / "master.keys"
    assert FILE_VARIABLE in fingerpost("new", str(path), DJANGO_SETTINGS_MODULE="").stdout
    assert masters.read_file(path)
    untouched = fingerpost("list")
    assert (untouched.returncode, untouched.stdout) == (1, "")
    assert "cannot be reached" in untouched.stderr
    lay_database(tmp_path)
    assert fingerpost("list").stdout == "demo: wraps 0 data keys (newest)\n"
    assert "already" in fingerpost("rotate").stdout
    assert "0 concerns" in fingerpost("renew-search").stdout
    unset = fingerpost("list", DJANGO_SETTINGS_MODULE="fingerpost.site.settings.live")
    assert unset.returncode == 1
    assert "FINGERPOST_SECRET_KEY is not set" in unset.stderr
    assert "Traceback" not in unset.stderr + untouched.stderr
