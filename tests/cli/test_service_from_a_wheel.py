"""Whoever has only the wheel sets a service up, runs it as one, and is told what is wrong."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.postgres import PostgresCluster
from support.service import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0  # seconds
# The tools ask registries, whose certificates do not hold on the day that the tests have chosen.
TODAY = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD" and "FAKETIME" not in name}
# The cluster keeps the day of the tests: beside it, what is installed does too.
DAY = {name: value for name, value in os.environ.items() if name not in TODAY}
CLEAN = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8"}


def built(folder: Path) -> Path:
    """Build the wheel into a folder, by `script/wheel`'s own steps, from what git knows of the checkout."""
    done = subprocess.run(
        ["script/wheel", str(folder)], cwd=ROOT, env=TODAY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that has the wheel and what it requires, and neither the checkout nor Node."""
    folder = tmp_path_factory.mktemp("wheel")
    wheel = built(folder)
    uv = next(one for one in (shutil.which("uv"), ROOT / ".cache/uv/bin/uv") if one and Path(one).exists())
    python = folder / "env/bin/python"
    environment = TODAY | {"UV_PYTHON_DOWNLOADS": "never"}
    for words in (
        ["venv", "--quiet", "--python", str(ROOT / ".venv/bin/python"), str(folder / "env")],
        ["pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", "requirements/run.txt"],
        ["pip", "install", "--quiet", "--python", str(python), "--no-deps", str(wheel)],
    ):
        subprocess.run([str(uv), *words], cwd=ROOT, env=environment, check=True)
    return folder / "env/bin/fingerpost"


def fingerpost(command: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(command), *words], env=CLEAN | environment, capture_output=True, text=True, check=False, cwd=command.parent
    )


@pytest.fixture(scope="module")
def site(installed: Path) -> tuple[Path, str]:
    """A folder that `fingerpost init` has set up, and what it said."""
    folder = installed.parent / "site"
    answers = ("--name", "Wexmouth", "--host", "safeguarding.example.org", "--database", "", "--mail", "localhost:1")
    done = fingerpost(installed, "init", str(folder), *answers)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder, done.stdout


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    assert built(tmp_path / "one").read_bytes() == built(tmp_path / "two").read_bytes()


def test_what_init_writes_is_for_its_owner_and_explains_itself(installed: Path, site: tuple[Path, str]) -> None:
    folder, said = site
    for name in ("fingerpost.env", "master.keys", "ledger.key"):
        assert oct((folder / name).stat().st_mode & 0o777) == "0o600", name
    lines = (folder / "fingerpost.env").read_text(encoding="utf-8").splitlines()
    assert "FINGERPOST_HOSTS=safeguarding.example.org" in lines
    assert sum(line.startswith("#") for line in lines) >= 8
    assert "safeguarding.example.org/ledger+" in said, "whoever checks the ledger needs its verifier key"
    # And nothing that is there is replaced
    again = fingerpost(
        installed, "init", str(folder), "--name", "W", "--host", "h.example", "--database", "", "--mail", "m:1"
    )
    assert (again.returncode, "is not replaced" in again.stderr) == (2, True)


def test_doctor_needs_no_settings_and_names_what_is_missing(installed: Path, site: tuple[Path, str]) -> None:
    bare = fingerpost(installed, "doctor", "--json")
    found = json.loads(bare.stdout)
    assert (bare.returncode, found["ready"]) == (1, False)
    wrong = {one["about"] for one in found["findings"] if one["state"] == "wrong"}
    assert {"settings", "master keys", "the ledger’s key"} <= wrong
    settled = fingerpost(installed, "doctor", "--json", FINGERPOST_SETTINGS=str(site[0] / "fingerpost.env"))
    found = json.loads(settled.stdout)
    assert (settled.returncode, found["ready"]) == (0, True), settled.stdout
    assert {one["about"]: one["state"] for one in found["findings"]}["mail"] == "look", "nothing answers at port 1"


def test_a_file_of_settings_that_everybody_can_read_is_refused(installed: Path, tmp_path: Path) -> None:
    file = tmp_path / "open.env"
    file.write_text("FINGERPOST_HOSTS=localhost\n", encoding="utf-8")
    file.chmod(0o644)
    done = fingerpost(installed, "keys", "list", FINGERPOST_SETTINGS=str(file))
    assert (done.returncode, "everybody on this machine" in done.stderr) == (2, True)
    file.chmod(0o600)
    file.write_text("what is this\n", encoding="utf-8")
    done = fingerpost(installed, "keys", "list", FINGERPOST_SETTINGS=str(file))
    assert (done.returncode, ":1" in done.stderr and "NAME=value" in done.stderr) == (2, True)


@dataclass(frozen=True)
class Running:
    """A service that runs, what it has said so far, and its port."""

    process: subprocess.Popen[bytes]
    log: Path
    port: int

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def is_open(self) -> None:
        """Wait until it says where it is open."""
        until = time.monotonic() + PATIENCE
        while f"Open http://localhost:{self.port}" not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < until, self.said
            time.sleep(0.1)

    def ends(self) -> int:
        """Wait until it has ended, and return its status."""
        return self.process.wait(PATIENCE)


@pytest.fixture
def running(installed: Path, site: tuple[Path, str], tmp_path: Path) -> Iterator[Running]:
    with served(installed, site[0], tmp_path / "said") as found:
        yield found


@contextmanager
def served(installed: Path, folder: Path, log: Path, **environment: str) -> Iterator[Running]:
    """Run the service that was set up in a folder."""
    port = free_port()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(installed), "serve", "--port", str(port), "--workers", "1"],
            env=CLEAN | {"FINGERPOST_SETTINGS": str(folder / "fingerpost.env")} | environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Running(process, log, port)
    finally:
        if process.poll() is None:
            process.kill()


def answer(port: int, path: str) -> tuple[int, str]:
    """Ask as a proxy that ended TLS does."""
    headers = {"Host": "safeguarding.example.org", "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310
        return reply.status, reply.read().decode("utf-8")


def test_it_runs_as_one_service_and_stops_cleanly(installed: Path, site: tuple[Path, str], running: Running) -> None:
    running.is_open()
    status, page = answer(running.port, "/guide/")
    assert status == 200
    sheet = re.search(r'href="(/static/fingerpost\.[^"]+\.css)"', page)
    assert sheet is not None, "live pages name their styles by content"
    assert answer(running.port, sheet[1])[0] == 200
    children = subprocess.run(
        ["ps", "--ppid", str(running.process.pid), "-o", "pid="], capture_output=True, text=True, check=True
    )
    pids = [int(word) for word in children.stdout.split()]
    assert len(pids) == 3, "web server, worker, publisher"
    running.process.send_signal(signal.SIGTERM)
    assert running.ends() == 0, running.said
    assert "Traceback" not in running.said
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    # What it wrote is verified by somebody who has no secret
    environment = {"FINGERPOST_VAR": str(site[0])}
    verifier = next(line.strip() for line in site[1].splitlines() if "/ledger+" in line)
    done = fingerpost(installed, "ledger", "verify", "--key", verifier, "--json", **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["in_order"]
    assert found["signatures_checked"]


def test_where_a_part_ends_by_itself_the_service_stops_and_says_which(
    running: Running,
) -> None:
    running.is_open()
    children = subprocess.run(
        ["pgrep", "-P", str(running.process.pid), "-f", "manage work"], capture_output=True, text=True, check=True
    )
    os.kill(int(children.stdout), signal.SIGKILL)
    assert running.ends() == 1
    assert "the worker has ended" in running.said


def test_on_postgresql_too_what_init_has_set_up_runs_and_has_its_first_administrator(
    installed: Path, postgres_cluster: PostgresCluster, tmp_path: Path
) -> None:
    folder, address = tmp_path / "site", postgres_cluster.url(postgres_cluster.create_database())
    answers = (
        "--name",
        "Wexmouth",
        "--host",
        "safeguarding.example.org",
        "--database",
        address,
        "--mail",
        "localhost:1",
    )
    done = fingerpost(installed, "init", str(folder), *answers, **DAY)
    assert done.returncode == 0, done.stdout + done.stderr
    settings = {"FINGERPOST_SETTINGS": str(folder / "fingerpost.env")} | DAY
    made = fingerpost(installed, "manage", "first_administrator", "Wexmouth", "Kemi", "kemi@example.org", **settings)
    assert made.returncode == 0, made.stderr
    link = re.search(r"/invitation/\S+", made.stdout)
    assert link is not None
    with served(installed, folder, tmp_path / "said", **DAY) as running:
        running.is_open()
        # The secret leads on to the page without it in its address: the link is one that works
        connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
        connection.request("GET", link[0], headers={"Host": "safeguarding.example.org", "X-Forwarded-Proto": "https"})
        reply = connection.getresponse()
        assert (reply.status, reply.headers["Location"]) == (302, "/invitation/")
        connection.close()
        assert fingerpost(installed, "status", "--port", str(running.port), **settings).returncode == 0
        running.process.send_signal(signal.SIGTERM)
        assert running.ends() == 0, running.said
        # The publisher signed, as the tables' owner
        assert "— safeguarding.example.org/ledger " in running.said
