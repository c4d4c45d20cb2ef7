"""The service as it runs: a real server process with the live settings, on SQLite or on PostgreSQL, and its mail."""

from __future__ import annotations

import base64
import email
import gzip
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from pathlib import Path

from fingerpost_demo.people import PASSWORD as PASSWORD
from fingerpost_demo.settings import DEMO_MASTER_KEYS
from support import prepared
from support.postgres import PostgresCluster

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0  # seconds

# Runs one line of JSON after another, each a piece of code, and answers each with a line.
_HELPER = """
import contextlib, io, json, sys, traceback
import django
django.setup()
from django.db import connections
for line in sys.stdin:
    printed, failed = io.StringIO(), None
    for one in connections.all(initialized_only=True):
        if one.connection is not None and not one.is_usable():
            one.close()  # a test has stopped the database meanwhile
    try:
        with contextlib.redirect_stdout(printed):
            exec(json.loads(line), {})
    except Exception:
        failed = traceback.format_exc()
    print(json.dumps({"printed": printed.getvalue(), "failed": failed}), flush=True)
"""

_CODE_APP = """
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from fingerpost.access.models import User
user = User.objects.get(email="{address}")
Authenticator.objects.filter(user=user).delete()
secret = generate_totp_secret()
TOTP.activate(user, secret)
print(secret)
"""


_NO_SECOND_FACTORS = """
from allauth.mfa.models import Authenticator
Authenticator.objects.filter(user__email="{address}").delete()
"""


_ONE_WORKER = ("--workers", "1", "--threads", "4")


@dataclass
class Service:
    """A running service. `environment` is what its processes are given, `within` what is before each of them."""

    folder: Path
    environment: dict[str, str]
    port: int = 0
    within: list[str] = field(default_factory=list)
    servers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _helper: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where its pages are, without a slash at the end."""
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> str:
        """What its processes have written to their logs."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def manage(self, *arguments: str) -> str:
        """Run one of Django's commands and return what it printed."""
        return self._run(str(ROOT / "manage.py"), *arguments)

    def python(self, code: str) -> str:
        """Run code in a process that has the service's settings and stays; return what it printed."""
        if self._helper is None:
            self._helper = subprocess.Popen(
                [*self.within, sys.executable, "-c", _HELPER],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._helper.stdin is not None
        assert self._helper.stdout is not None
        self._helper.stdin.write(json.dumps(code) + "\n")
        self._helper.stdin.flush()
        answer = json.loads(self._helper.stdout.readline())
        assert answer["failed"] is None, answer["failed"]
        return str(answer["printed"])

    def serve(self, port: int | None = None, *options: str) -> int:
        """Start one more server process, on a port of its own; return the port. `options`: further ones of gunicorn."""
        port = port or free_port()
        with (self.folder / "log").open("ab") as log:
            gunicorn = [sys.executable, "-m", "gunicorn", "fingerpost.site.wsgi", "--log-level", "warning"]
            self.servers.append(
                subprocess.Popen(
                    [*self.within, *gunicorn, "--bind", f"127.0.0.1:{port}", *(options or _ONE_WORKER)],
                    cwd=ROOT,
                    env=self.environment,
                    stdout=log,
                    stderr=log,
                    start_new_session=bool(options),
                )
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://localhost:{port}/sign-in/", timeout=5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return port
        raise AssertionError(f"The service did not start. Its log:\n{self.log[-4000:]}")

    def stop(self) -> None:
        """Stop every process."""
        if self._helper is not None:
            self._helper.communicate("")
        for server in self.servers:
            server.terminate()
        for server in self.servers:
            server.wait(PATIENCE)

    def give_code_app(self, address: str) -> str:
        """Set an authenticator app up for an account, as its owner would on the pages; return the app's secret."""
        return self.python(_CODE_APP.format(address=address)).strip()

    def take_second_factors(self, address: str) -> None:
        """Leave an account without second factors, whatever other tests set up for it on the same service."""
        self.python(_NO_SECOND_FACTORS.format(address=address))

    def mail_to(self, address: str) -> list[str]:
        """Return the texts of the messages to an address, the newest last, once there is one."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            found = [text for to, text in self.mail() if to == address]
            if found:
                return found
            time.sleep(0.1)
        return []

    def mail(self) -> list[tuple[str, str]]:
        """Return every message so far, as its address and its text."""
        found = []
        for path in sorted((self.folder / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime_ns):
            for part in path.read_bytes().split(b"-" * 79 + b"\n"):
                if part.strip():
                    message = email.message_from_bytes(part, policy=policy.default)
                    found.append((str(message["To"]), str(message.get_content())))
        return found

    def link_to(self, address: str) -> str:
        """Return the link in the newest message to an address."""
        links = re.findall(r"https?://\S+", self.mail_to(address)[-1])
        return str(links[-1])

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self.within, sys.executable, *arguments],
            check=False,
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return what the processes of a served test are given, and make the folder of its mail. `more` is added."""
    (folder / "mail").mkdir()
    master = base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    given = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")]),
        "DJANGO_SETTINGS_MODULE": "support.service_settings",
        "FINGERPOST_VAR": str(folder),
        "FINGERPOST_TEST_MAIL": str(folder / "mail"),
        "FINGERPOST_SECRET_KEY": secrets.token_urlsafe(48),
        "FINGERPOST_HOSTS": "localhost",
        # The people's passwords were sealed where they were made
        "FINGERPOST_MASTER_KEYS": f"{DEMO_MASTER_KEYS} test:{master}",
    }
    given.pop("DATABASE_URL", None)
    given.pop("DATABASE_SIGN_IN_URL", None)
    return given | more


@contextmanager
def running(
    folder: Path, cluster: PostgresCluster | None, port: int | None = None, within: Sequence[str] = (), **more: str
) -> Iterator[Service]:
    """Make a database with the demonstration's people, and run the service on it; stop it afterwards.

    `within` is before each of its programs; `more` is added to their environment.
    """
    more.setdefault("FINGERPOST_TEST_STATIC", str(_compressed(folder / "static")))
    service = Service(folder, environment(folder, **more), within=list(within))
    if cluster is None:
        place = Path(service.environment["FINGERPOST_VAR"]) / prepared.FILE
        prepared.copy_with_people(folder / "people.sqlite3")
        subprocess.run([*within, "cp", folder / "people.sqlite3", place], check=True)
    else:
        _on_postgresql(service, cluster)
    try:
        service.port = service.serve(port)
        yield service
    finally:
        service.stop()


def _compressed(folder: Path) -> Path:
    """Put styles and scripts into a folder as a live service has them: compressed beside the plain ones."""
    shutil.copytree(ROOT / "build" / "frontend", folder, dirs_exist_ok=True)
    for file in [*folder.glob("*.css"), *folder.glob("*.js")]:
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), 9))
    return folder


def _on_postgresql(service: Service, cluster: PostgresCluster) -> None:
    """Make a database in the cluster, and have the service reach it in the application's role."""
    key = secrets.token_urlsafe(48)
    name, roles = prepared.postgresql_database(cluster, key.encode(), people=True)
    service.environment["FINGERPOST_CONTEXT_KEY"] = key
    service.environment["DATABASE_URL"] = cluster.url(name, roles.application)
    service.environment["DATABASE_SIGN_IN_URL"] = cluster.url(name, roles.sign_in)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
