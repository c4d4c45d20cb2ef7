"""A PostgreSQL cluster of the tests' own: made in a temporary folder, on a Unix socket only, and gone with the tests.

Each process of pytest-xdist has one, and another that has the service's database (`support.prepared`). A test that
needs PostgreSQL fails where there is none: it is never skipped.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict, Unpack

import psycopg
import pytest

SUPERUSER = "postgres"
OLDEST = 15
PORT = 5432  # only a part of the socket's name
PATIENCE = 120.0  # seconds

# Whoever runs the tests may be killed: the server then goes too.
_SETPRIV = shutil.which("setpriv")
_DIES_WITH_US = [_SETPRIV, "--pdeathsig", "QUIT"] if _SETPRIV else []

MISSING = (
    f"PostgreSQL {OLDEST} or newer is needed for these tests, and its programs (initdb, postgres) were not found.\n"
    "Install it (on Debian and Ubuntu: apt-get install postgresql), or set FINGERPOST_POSTGRES_BIN to their folder."
)


class PostgresError(Exception):
    """The cluster could not be made or started; says what to do."""


class _User(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass
class PostgresCluster:
    """A running server. A `durable` one syncs what it commits; others do not, and lose everything with the machine.

    `within` is before its programs; `more` are further settings.
    """

    folder: Path
    programs: Path
    durable: bool = False
    within: Sequence[str] = ()
    more: Mapping[str, str] = field(default_factory=dict)
    _server: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def server_pid(self) -> int:
        """The process id of the server's first process."""
        assert self._server is not None, "the server is not running"
        return self._server.pid

    def conninfo(self, database: str = "postgres", user: str = SUPERUSER) -> str:
        """Return what libpq connects with."""
        return f"host={self.folder} port={PORT} user={user} dbname={database}"

    def url(self, database: str = "postgres", user: str = SUPERUSER) -> str:
        """Return the same as an address, for DATABASE_URL."""
        return f"postgresql://{user}@/{database}?host={self.folder}&port={PORT}"

    def connect(self, database: str = "postgres", user: str = SUPERUSER) -> psycopg.Connection:
        """Open a connection that commits each statement."""
        return psycopg.connect(self.conninfo(database, user), autocommit=True)

    def create_database(self, name: str | None = None, *, owner: str = SUPERUSER, template: str = "template1") -> str:
        """Make a database as its template is, empty unless told otherwise; return its name, by itself nobody else's."""
        name = name or f"test_{secrets.token_hex(6)}"
        with self.connect() as connection:
            connection.execute(f'CREATE DATABASE {name} OWNER "{owner}" TEMPLATE {template}'.encode())
        return name

    def create_role(self, attributes: str = "LOGIN") -> str:
        """Make a role and return its name; by itself it may do nothing but connect."""
        name = f"role_{secrets.token_hex(6)}"
        with self.connect() as connection:
            connection.execute(f"CREATE ROLE {name} {attributes}".encode())
        return name

    def start(self) -> None:
        """Start the server and return when it answers. After a crash this is when it recovers."""
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [*_as_ordinary_user(self.within), self.programs / "postgres", *self._settings()],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                **_ordinary_user(self.within),
            )
        deadline = time.monotonic() + PATIENCE
        while self._server.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(psycopg.OperationalError):
                self.connect().close()
                return
            time.sleep(0.02)
        raise PostgresError(f"PostgreSQL did not start. Its log:\n{(self.folder / 'log').read_text()[-4000:]}")

    def stop(self) -> None:
        """Stop the server, whoever is connected."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT if not self.durable else signal.SIGINT)
            self._server.wait(PATIENCE)
            self._server = None

    def shut_down(self) -> None:
        """Stop the server after it has put everything away, whoever is connected: its files are whole by themselves."""
        assert self._server is not None, "the server is not running"
        self._server.send_signal(signal.SIGINT)
        self._server.wait(PATIENCE)
        self._server = None

    def stop_at_once(self) -> None:
        """Stop the server as `pg_ctl stop -m immediate` does: whoever is connected is cut off, nothing is put away."""
        assert self._server is not None, "the server is not running"
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(PATIENCE)
        self._server = None

    @property
    def is_running(self) -> bool:
        """Whether the server has not ended by itself."""
        return self._server is not None and self._server.poll() is None

    def crash(self) -> None:
        """Kill every process of the server at once, as a power cut would, and leave the files as they are."""
        pids = [self.server_pid, *_children(self.server_pid)]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert self._server is not None
        self._server.wait(PATIENCE)
        self._server = None
        while any(Path(f"/proc/{pid}").exists() for pid in pids):
            time.sleep(0.005)

    def _settings(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "port": str(PORT),
            "max_connections": "50",
            "shared_buffers": "64MB",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        settings |= self.more
        return ["-D", str(self.folder / "data"), *(f"--{name}={value}" for name, value in settings.items())]


@contextlib.contextmanager
def running_cluster(
    *,
    durable: bool = False,
    folder: Path | None = None,
    within: Sequence[str] = (),
    initdb: Sequence[str] = (),
    data: Path | None = None,
    more: Mapping[str, str] | None = None,
) -> Iterator[PostgresCluster]:
    """Make a cluster, start it, and take it away afterwards. Raises `PostgresError` where there is no PostgreSQL.

    `folder`: where it is to be, if not in a new one; `within` is before its programs; `initdb` and `more` are
    further options and settings; `data`: the files of a cluster to begin as a copy of, in the place of a new one.
    """
    programs = find_programs()
    folder = folder or Path(tempfile.mkdtemp(prefix="fingerpost-postgres-"))
    try:
        user = _ordinary_user()
        if user:
            os.chown(folder, user["user"], user["group"])
        if data is None:
            making = [programs / "initdb", "--pgdata", folder / "data", "--username", SUPERUSER, "--auth", "trust"]
            making += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions", *initdb]
            _make([*_as_ordinary_user(within), *making], folder, **_ordinary_user(within))
        else:
            _make([*within, "cp", "-rT", data, folder / "data"], folder)
            if user:
                _make([*within, "chown", "-R", f"{user['user']}:{user['group']}", folder / "data"], folder)
        cluster = PostgresCluster(folder, programs, durable, within, more or {})
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder)


def _make(making: Sequence[str | Path], folder: Path, **user: Unpack[_User]) -> None:
    made = subprocess.run(making, capture_output=True, text=True, check=False, cwd=folder, **user)
    if made.returncode != 0:
        raise PostgresError(f"PostgreSQL's files could not be made:\n{made.stdout}{made.stderr}")


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[PostgresCluster]:
    """A cluster of this test process, with nothing in it, started when the first test asks for it."""
    with contextlib.ExitStack() as stack:
        yield postgres_or_fail(lambda: stack.enter_context(running_cluster()))


def postgres_or_fail[Made](make: Callable[[], Made]) -> Made:
    """Return what is made; where there is no PostgreSQL to make it with, the test fails and says what to do."""
    try:
        return make()
    except PostgresError as error:
        pytest.fail(str(error), pytrace=False)


def find_programs() -> Path:
    """Return the folder of the newest initdb and postgres there are. Raises `PostgresError` where there are none."""
    given = os.environ.get("FINGERPOST_POSTGRES_BIN")
    on_path = shutil.which("initdb")
    folders = [Path(given)] if given else [*Path("/usr/lib/postgresql").glob("*/bin")]
    if on_path and not given:
        folders.append(Path(on_path).resolve().parent)
    found = [
        (version, folder)
        for folder in folders
        if (folder / "initdb").exists() and (version := _version(folder / "postgres")) >= OLDEST
    ]
    if not found:
        raise PostgresError(MISSING)
    return max(found)[1]


def _version(postgres: Path) -> int:
    try:
        said = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"(\d+)", said)
    return int(number[1]) if number else 0


def _as_ordinary_user(within: Sequence[str]) -> list[str]:
    """What is before the server's programs. Who enters a namespace is somebody else only afterwards."""
    user = _ordinary_user() if within else {}
    if not user:
        return [*within, *_DIES_WITH_US]
    assert _SETPRIV is not None, "setpriv is missing. Install util-linux."
    named = [f"--reuid={user['user']}", f"--regid={user['group']}", "--clear-groups", "--pdeathsig", "QUIT"]
    return [*within, _SETPRIV, *named]


def _ordinary_user(within: Sequence[str] = ()) -> _User:
    """As whom to run the server: PostgreSQL refuses root. In a namespace its program becomes that by itself."""
    if os.geteuid() != 0 or within:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise PostgresError("PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it as.")


def _children(parent: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
