"""A document goes through the service as it runs, and no byte of it is in a file, a log or the database."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.urls import reverse

from gate import making as documents
from support.browser import MakeVisitor
from support.service import Service

pytestmark = pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")

_TELLING = """
from django.utils import timezone
from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.record import services
from fingerpost_demo.people import member
with context.acting(actor_in(member("ben"))):
    print(services.record_concern(became_aware_at=timezone.now(), narrative="It was told at break.").pk)
"""
MARKER = "Wolkenkuckucksheim"
OWN = re.compile(r"/(fingerpost\.sqlite3(-wal|-shm|-journal)?|dev/null|dev/urandom|proc/.*|log)$")
WRITES = re.compile(r'^(?:\d+ +)?(?:openat|open|creat)\((?:AT_FDCWD, )?"([^"]+)".*(?:O_WRONLY|O_RDWR|O_CREAT|creat)')


@contextmanager
def traced(service: Service, to: Path) -> Iterator[None]:
    """Write down every file that the service's server opens, and the processes it begins; where strace is there."""
    strace = shutil.which("strace")
    if strace is None:
        yield
        return
    calls = "trace=open,openat,creat,memfd_create,unlink,unlinkat,rename"
    pids = [argument for server in service.servers for pid in family(server.pid) for argument in ("-p", str(pid))]
    tracer = subprocess.Popen([strace, "-f", "-qq", "-e", calls, "-o", str(to), *pids])
    time.sleep(0.5)
    try:
        yield
    finally:
        tracer.terminate()
        tracer.wait(20)


def read(path: Path) -> bytes:
    """Return what is in a file; nothing, where others have taken it away meanwhile."""
    with suppress(FileNotFoundError):
        return path.read_bytes()
    return b""


def family(pid: int) -> list[int]:
    """Return a process and those that it began."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    began = children.read_text("ascii").split() if children.exists() else []
    return [pid, *(one for child in began for one in family(int(child)))]


def answer_to_far_too_much(service: Service, path: str, cookies: str) -> str:
    """Say that more is coming than is ever read, send a little of it, and return the status of the answer."""
    head = [
        f"POST {path} HTTP/1.1",
        f"Host: localhost:{service.port}",
        f"Cookie: {cookies}",
        "Content-Type: multipart/form-data; boundary=x",
        f"Content-Length: {70 * 2**20}",
    ]
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as connection:
        connection.sendall("\r\n".join([*head, "", "--x\r\n"]).encode())
        return connection.recv(100).decode().split()[1]


@pytest.mark.timeout(120)
def test_no_byte_of_a_document_is_ever_in_a_file(service: Service, visitor: MakeVisitor, tmp_path: Path) -> None:
    concern = service.python(_TELLING).strip()
    before = set(Path(tempfile.gettempdir()).iterdir())
    ben = visitor()
    ben.has_signed_in(service, "ben@example.org")
    ben.page.goto(ben.url + reverse("take_in_document", args=[concern]))
    data = documents.docx(documents.p(f"{MARKER} rang."), around=False)
    with traced(service, tmp_path / "trace"):
        file = {"name": f"{MARKER}.docx", "mimeType": "application/msword", "buffer": data}
        ben.page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
        ben.presses("Read its words")
        assert ben.heading == "Read what would be kept"
        assert f"{MARKER} rang." in ben.text
        assert ben.barriers() == []
        ben.page.goto(ben.url + reverse("take_in_document", args=[concern]))
        large = {**file, "buffer": MARKER.encode() * (11 * 2**20 // len(MARKER))}
        ben.page.locator("input[type=file]").set_input_files(large)  # type: ignore[arg-type]
        ben.presses("Read its words")
        assert "larger than 10 MB" in ben.text
        cookies = "; ".join(f"{one['name']}={one['value']}" for one in ben.context.cookies())  # type: ignore[typeddict-item]
        assert answer_to_far_too_much(service, reverse("take_in_document", args=[concern]), cookies) == "413"
    trace = tmp_path / "trace"
    if trace.exists():
        lines = trace.read_text("utf-8", errors="replace").splitlines()
        written = {found[1] for line in lines if (found := WRITES.match(line))}
        assert any("fingerpost.sqlite3" in line or ".py" in line for line in lines), lines[:5]  # it was heard
        assert {path for path in written if not OWN.search(path)} == set()
        assert not any("memfd_create" in line for line in lines)
    new = set(Path(tempfile.gettempdir()).iterdir()) - before
    files = [path for path in [*service.folder.rglob("*"), *new] if path.is_file()]
    held = {path: read(path) for path in files}
    for marker in (MARKER.encode(), data[30:90], data[-60:]):
        assert [path for path, content in held.items() if marker in content] == []
    assert any(path.name.startswith("fingerpost.sqlite3") for path in files)
