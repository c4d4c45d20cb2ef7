"""What browsers are told, what may come in, and what logs may hold."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.views.debug import ExceptionReporter
from pytest_django import Settings

from fingerpost.access.clock import today
from fingerpost.site import environment, logs
from fingerpost_demo.only import NotADemonstrationError
from fingerpost_demo.people import put_in_place
from support.people import member, signed_in

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ROOT / "src/fingerpost"
BUILT = ROOT / "build/frontend"

MARKED = "marked.person@example.org"


def live(**more: str) -> dict[str, str]:
    """The environment of a live service."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "FINGERPOST"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "fingerpost.site.settings.live",
        "FINGERPOST_SECRET_KEY": "k3Yj0c8Qm1vX5s7Zr2Tn9Wb4Ld6Hg8Fp0Ae1Ui3Oy5Rt7Ew9Qz",
        "FINGERPOST_HOSTS": "safeguarding.example.org",
        "FINGERPOST_MASTER_KEYS": "test:6wAYSYVt4r1nOvn1pT0Kk8u0mBq1zrZcq0w2pYJm8xQ=",
        "FINGERPOST_DISPOSALS": str(ROOT / "disposals"),
        **more,
    }


def manage(*arguments: str, **environment_: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        check=False,
        cwd=ROOT,
        env=environment_,
        capture_output=True,
        text=True,
    )


# ---- headers -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sign-in/", "/", "/nowhere/"])
def test_every_answer_has_the_headers_that_guard_it(path: str) -> None:
    headers = Client().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]
    assert "camera=()" in headers["Permissions-Policy"]


def test_no_template_has_script_or_style_in_it() -> None:
    inline = re.compile(r"\sstyle=|\son\w+=|<style|javascript:|<script(?![^>]*\ssrc=)(?![^>]*application/json)")
    assert inline.search('<p style="x">')
    assert inline.search("<script>")
    found = [
        f"{path.relative_to(ROOMS)}: {line.strip()}"
        for path in sorted(ROOMS.rglob("templates/**/*.html"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if inline.search(line)
    ]
    assert found == []


def test_the_front_end_has_no_crown_and_no_font_of_gov_uk() -> None:
    style = (BUILT / "fingerpost.css").read_text(encoding="utf-8")
    assert "font-family:Arial" in style
    assert "@font-face" not in style
    assert "GDS Transport" not in style
    assert sorted(path.name for path in BUILT.iterdir()) == [
        "again.js",
        "away.html",
        "device.js",
        "document.js",
        "draft.js",
        "early.js",
        "fingerpost.css",
        "govuk-frontend.min.js",
        "icon.svg",
        "kept.js",
        "passkey.js",
        "stamp",
        "start.js",
    ]


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_in_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "x"})
    assert response.status_code == 403
    assert b"The form was open too long" in response.content


# ---- settings ----------------------------------------------------------------------------------------------------


def test_djangos_check_of_a_deployment_finds_nothing() -> None:
    done = manage("check", "--deploy", "--fail-level", "INFO", **live())
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("missing", ["FINGERPOST_SECRET_KEY", "FINGERPOST_HOSTS"])
def test_a_live_service_does_not_start_without_what_it_needs(missing: str) -> None:
    done = manage("check", **live(**{missing: ""}))
    assert done.returncode != 0
    assert f"{missing} is not set" in done.stderr


@pytest.mark.django_db
def test_a_live_service_is_not_filled_with_invented_people(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(NotADemonstrationError):
        put_in_place(today())


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://ann:s%40fe@db.example.org:5433/finger?sslmode=verify-full",
            {"NAME": "finger", "USER": "ann", "PASSWORD": "s@fe", "HOST": "db.example.org", "PORT": "5433"},
        ),
        (
            "postgres://app@/finger?host=/run/postgresql&port=5432",
            {"NAME": "finger", "USER": "app", "PASSWORD": "", "HOST": "/run/postgresql", "PORT": "5432"},
        ),
    ],
)
def test_the_address_of_a_database_is_read(url: str, expected: dict[str, str]) -> None:
    read = environment.postgresql(url, "DATABASE_URL")
    assert {name: read[name] for name in expected} == expected
    assert read["OPTIONS"] == ({"sslmode": "verify-full"} if "sslmode" in url else {})


@pytest.mark.parametrize("url", ["mysql://x@y/z", "postgresql://host", "nonsense"])
def test_another_address_is_refused_in_words(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL is no address of a PostgreSQL database"):
        environment.postgresql(url, "DATABASE_URL")


def test_a_number_that_is_none_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINGERPOST_PROXIES", "one")
    with pytest.raises(ImproperlyConfigured, match="FINGERPOST_PROXIES is “one”"):
        environment.number("FINGERPOST_PROXIES", 0)
    monkeypatch.setenv("FINGERPOST_PROXIES", "2")
    assert environment.number("FINGERPOST_PROXIES", 0) == 2


def test_a_directory_that_lacks_something_is_named(tmp_path: Path) -> None:
    path = tmp_path / "directories.json"
    assert environment.directories("") == []
    for content, words in (
        ("[{", "cannot be read"),
        ("{}", "no list"),
        ('[{"id": "a"}]', "entry 1 .* lacks client_id"),
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(ImproperlyConfigured, match=words):
            environment.directories(str(path))
    entry = {
        "id": "a",
        "name": "A",
        "organisation": "A",
        "server": "https://id.example.org/x",
        "client_id": "f",
        "secret": "",
    }
    path.write_text(json.dumps([entry]), encoding="utf-8")
    assert environment.origins(environment.directories(str(path))[0]) == ["https://id.example.org"]


# ---- what comes in -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_file_is_refused_and_written_nowhere() -> None:
    with patch.object(tempfile, "NamedTemporaryFile") as temporary, patch.object(tempfile, "mkstemp") as made:
        response = Client().post("/sign-in/", {"login": SimpleUploadedFile("x.bin", b"x" * 5_000_000)})
    assert response.status_code == 400
    assert b"This service takes no files" in response.content
    assert not temporary.called
    assert not made.called


# ---- what goes out in logs ---------------------------------------------------------------------------------------


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the live service's own handler writes, in the place of standard error."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(logs.PlainFormatter())
    handler.addFilter(logs.RouteInsteadOfAddress())
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield handler.stream
    finally:
        root.removeHandler(handler)


@pytest.mark.django_db
def test_what_somebody_typed_is_in_no_log(written: io.StringIO) -> None:
    client = signed_in(member())
    client.get(f"/nowhere/{MARKED}/?name=Marked+Person")
    client.get(f"/administration/?q={MARKED}")
    client.post("/sign-in/", {"login": MARKED, "password": "marked password"})
    client.get(f"/invitation/{MARKED}/")
    logging.getLogger("fingerpost.anything").warning("no answer for %s at /concerns/?name=Marked", MARKED)
    logging.getLogger("fingerpost.anything").warning("one line\n2026-01-01 INFO forged: %s", "another\r\nline")
    said = written.getvalue()
    assert "one line\\n2026-01-01 INFO forged: another\\r\\nline" in said
    assert "WARNING 404 GET an address that leads nowhere" in said
    assert "WARNING 403 GET /administration/" in said
    assert "marked" not in said.lower()


@pytest.mark.django_db
def test_the_words_of_an_exception_are_in_no_log(written: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    failing = ValueError(f"Key (email)=({MARKED}) already exists")
    with patch("fingerpost.site.signin.invitations.find", side_effect=failing):
        response = client.get("/invitation/")
    assert response.status_code == 500
    assert b"Sorry, there is a problem with the service" in response.content
    assert b"</html>" in response.content
    said = written.getvalue()
    assert "builtins.ValueError" in said
    assert "site/signin/views.py" in said
    assert "marked" not in said.lower()


def test_an_error_report_has_no_body_and_no_value() -> None:
    request: HttpRequest = RequestFactory().post(
        f"/sign-in/?name={MARKED}", {"login": MARKED}, headers={"Cookie": f"session={MARKED}", "X-Name": MARKED}
    )
    person = MARKED  # a local variable of the frame that fails
    try:
        raise ValueError("failed")
    except ValueError:
        reporter = ExceptionReporter(request, *sys.exc_info())
    assert person
    frames = reporter.get_traceback_data()["frames"]
    assert "[hidden]" in str(frames[-1]["vars"])
    assert reporter.filter.get_post_parameters(request) == {}
    for part in (
        frames[-1]["vars"],
        reporter.filter.get_safe_request_meta(request),
        reporter.filter.get_safe_cookies(request),
    ):
        assert MARKED not in str(part)
