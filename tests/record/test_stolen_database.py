"""A stolen database reads as noise: marked words go in by the service, and none comes out of the files."""

from __future__ import annotations

import contextlib
import http.client
import json
import sqlite3
import subprocess
import sys
import urllib.parse
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from record import writings
from record.marked import BORN, OWN_BORN, OWN_PHONE, PHONE, STEM
from support.postgres import SUPERUSER, PostgresCluster
from support.service import ROOT, Service, running

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_DIGITS = [phone.replace(" ", "").lstrip("0") for phone in (PHONE, OWN_PHONE)]
_DAYS = [
    written
    for born in (BORN, OWN_BORN)
    for day in [date.fromisoformat(born)]
    for written in (born, *(day.strftime(as_) for as_ in ("%Y%m%d", "%d/%m/%Y", "%-d %B %Y", "%m/%d/%Y")))
]
TEXTS = {
    **writings.of_text(STEM),
    **{f"{digits}, {name}": text for digits in _DIGITS for name, text in writings.of_text(digits).items()},
    **{f"born, {written}, {name}": text for written in _DAYS for name, text in writings.of_text(written).items()},
}


# ---- that it would be found ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", writings.of_text(STEM))
def test_each_writing_is_found_in_a_file(name: str) -> None:
    data = bytes(range(256)) * 5 + writings.of_text(STEM)[name] + bytes(range(256))
    assert name in writings.found_in(data, TEXTS)


@pytest.mark.parametrize("before", ["", "x", "xy", "xyz"])
def test_base64_is_found_wherever_it_begins(before: str) -> None:
    text = f"{before}{STEM}birch and so on".encode()
    for data in (b64encode(text), urlsafe_b64encode(text), zlib.compress(text), b64encode(zlib.compress(text))):
        assert writings.found_in(b"..." + data + b"...", TEXTS)
    assert not writings.found_in(b64encode(b"x" * 40), TEXTS)


# ---- the service, and its database -----------------------------------------------------------------------------------


class Stolen:
    """A service that has been used with marked words, and everything that it has written."""

    def __init__(self, service: Service, cluster: PostgresCluster | None) -> None:
        self.service, self.cluster = service, cluster
        self.reader: sqlite3.Connection | None = None
        if cluster is None:
            # Somebody who reads keeps what is written meanwhile in the write-ahead log, where a thief may find it.
            self.reader = sqlite3.connect(service.folder / "fingerpost.sqlite3", isolation_level=None)
            self.reader.execute("BEGIN")
            self.reader.execute("SELECT count(*) FROM record_initialaccount").fetchone()
        service.give_code_app("asha@example.org")  # without a second factor nobody sees a page
        self.said = subprocess.run(
            [sys.executable, "-c", "import django; django.setup()\nfrom record import marked\nmarked.main()"],
            cwd=ROOT,
            env=service.environment,
            capture_output=True,
            check=False,
        )
        assert self.said.returncode == 0, self.said.stderr.decode()[-3000:]
        self.concern = json.loads(self.said.stdout)["concern"]

    @property
    def database(self) -> str:
        return urllib.parse.urlsplit(self.service.environment["DATABASE_URL"]).path.lstrip("/")

    def dumps(self, *, files: bool = False) -> Iterator[tuple[str, bytes]]:
        """Yield what a thief has: on SQLite the files; on PostgreSQL a dump, the tables and, if asked, the `files`."""
        if self.cluster is None:
            for path in sorted(self.service.folder.glob("fingerpost.sqlite3*")):
                # SQLite takes its shared-memory file away when the last connection closes, which may be now.
                with contextlib.suppress(FileNotFoundError):
                    yield path.name, path.read_bytes()
            return
        target = self.cluster.conninfo(self.database)
        dumped = subprocess.run(["pg_dump", "--dbname", target], capture_output=True, check=True)
        yield "pg_dump", dumped.stdout
        with self.cluster.connect(self.database, SUPERUSER) as connection:
            connection.execute("CHECKPOINT")
            tables = connection.execute(
                "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables"
                " WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
            ).fetchall()
            for (table,) in tables:
                for form in ("text", "binary"):
                    with connection.cursor().copy(f"COPY {table} TO STDOUT (FORMAT {form})".encode()) as copy:
                        yield f"COPY {table}, {form}", b"".join(map(bytes, copy))
            oid = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        if not files:
            return
        assert oid is not None
        data = self.cluster.folder / "data"
        for folder in (data / "base" / str(oid[0]), data / "pg_wal"):
            for path in sorted(folder.iterdir()):
                if path.is_file():
                    yield f"{folder.name}/{path.name}", path.read_bytes()
        yield "the server's log", (self.cluster.folder / "log").read_bytes()


# Each in one process, so that it is filled once (`--dist loadgroup`).
@pytest.fixture(
    scope="module",
    params=[pytest.param(one, marks=pytest.mark.xdist_group(f"stolen {one}")) for one in ("sqlite", "postgresql")],
)
def stolen(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Stolen]:
    folder: Path = tmp_path_factory.mktemp(f"stolen-{request.param}")
    cluster = request.getfixturevalue("prepared_cluster") if request.param == "postgresql" else None
    with django_db_blocker.unblock(), running(folder, cluster) as service:
        used = Stolen(service, cluster)
        yield used
        if used.reader is not None:
            used.reader.close()


def test_every_sealed_column_was_filled(stolen: Stolen) -> None:
    """A column that is new has to be filled by `record.marked.seed`, or nobody looks for what is in it."""
    environment = dict(stolen.service.environment)
    if stolen.cluster is not None:
        environment["DATABASE_URL"] = stolen.cluster.url(stolen.database)
        environment["DATABASE_SIGN_IN_URL"] = environment["DATABASE_URL"]
    code = "import django; django.setup()\nfrom record.marked import empty_columns\nprint(empty_columns())"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (said.stdout.strip(), said.returncode) == ("[]", 0), said.stderr


def test_no_marked_word_stands_in_the_database(stolen: Stolen) -> None:
    names = []
    for name, data in stolen.dumps(files=True):
        names.append(name)
        assert writings.found_in(data, TEXTS) == [], name
    wanted = ["fingerpost.sqlite3", "fingerpost.sqlite3-wal"]
    if stolen.cluster is not None:
        wanted = [
            "pg_dump",
            "COPY public.django_session, text",
            "COPY public.record_detail, binary",
            "the server's log",
        ]
        assert any(name.startswith("pg_wal/") for name in names)
    else:
        assert (stolen.service.folder / "fingerpost.sqlite3-wal").stat().st_size > 100_000
    assert set(wanted) <= set(names)


def test_no_marked_word_stands_in_the_logs(stolen: Stolen) -> None:
    """Every statement and its values was logged while the words went in, and a page failed with them in its hands."""
    text = stolen.said.stderr
    assert b"INSERT INTO" in text
    assert b"RuntimeError" in text
    assert writings.found_in(text, TEXTS) == []


def ask(address: str, data: bytes | None = None) -> int:
    """Return the status that the server answers with."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=20)
    with closing(connection):
        connection.request("POST" if data else "GET", address[address.index("/", 8) :], data, _FORM if data else {})
        return connection.getresponse().status


def test_no_word_that_is_sent_to_the_server_stands_in_its_log_or_database(stolen: Stolen) -> None:
    url = stolen.service.url
    for address in (
        f"/concerns/?q={STEM}",
        f"/concerns/{STEM}/",
        f"/{STEM}",
        f"/concerns/{stolen.concern}/?name={STEM}",
        f"/sign-in/?next=/{STEM}",
    ):
        assert ask(url + address) in (200, 302, 403, 404)
    assert ask(f"{url}/sign-in/", data=f"login={STEM}%40example.org&password={STEM}".encode()) == 403
    assert writings.found_in(stolen.service.log.encode(), TEXTS) == []
    for name, data in stolen.dumps():
        assert writings.found_in(data, TEXTS) == [], name


def test_a_word_in_clear_would_be_found(stolen: Stolen) -> None:
    """Last, for it spoils the database: the same search finds a marker that was put somewhere in clear."""
    add = f"""
import django; django.setup()
from fingerpost.access.models.people import Contact, Organisation
school = Organisation.objects.create(name="{STEM} School", kind="school")
Contact.objects.create(organisation=school, purpose="Office", phone="{_DIGITS[0]}")
"""
    environment = dict(stolen.service.environment)
    if stolen.cluster is not None:
        environment["DATABASE_URL"] = stolen.cluster.url(stolen.database)
        environment["DATABASE_SIGN_IN_URL"] = environment["DATABASE_URL"]
    subprocess.run([sys.executable, "-c", add], cwd=ROOT, env=environment, check=True)
    found = {name: set(writings.found_in(data, TEXTS)) for name, data in stolen.dumps()}
    everything = set().union(*found.values())
    assert "as it is" in everything
    assert f"{_DIGITS[0]}, as it is" in everything
    if stolen.cluster is not None:
        assert "as it is" in found["pg_dump"]
        assert f"{_DIGITS[0]}, as it is" in found["COPY public.access_contact, text"]
