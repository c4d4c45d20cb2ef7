"""Messages: what may stand in one, another mailer beside SMTP, and what becomes of those that do not go."""

from __future__ import annotations

import ast
import json
import re
import smtplib
import socket
import string
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
import requests
from django.core import mail as django_mail
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from pytest_django import Settings

import fingerpost
from fingerpost.site import delivery, environment, undelivered
from fingerpost.site.mail import ALLOWED, WORDS, Message, Template
from fingerpost.site.models import Invitation, Sent, Undelivered
from fingerpost.site.notify import Notify, NotifyError
from fingerpost.site.signin import invitations
from support.people import member, organisation, signed_in

SERVICE_ID, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
RECEIPT = "740e5834-3a29-46b4-9a6f-16142fde533a"
KEY = f"live_key-{SERVICE_ID}-{SECRET}"
TEMPLATES = {one.value: f"id-of-{one}" for one in Template}
OURS = Path(fingerpost.__file__).parent


class Api:
    """Answers as the documented API of GOV.UK Notify does, on this machine; `answers` are given in their order."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, Any]] = []
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        api = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 5

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                api.asked.append((self.path, dict(self.headers), body))
                status, said = api.answers.pop(0) if api.answers else (201, {"id": RECEIPT})
                content = said if isinstance(said, bytes) else json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                if 300 <= status < 400:
                    self.send_header("Location", api.address)
                self.end_headers()
                self.wfile.write(content)

            def do_GET(self) -> None:
                api.asked.append((self.path, dict(self.headers), None))
                status, said = api.answers.pop(0)
                content = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def api() -> Iterator[Api]:
    made = Api()
    yield made
    made.close()


def notify(address: str, **others: Any) -> Notify:
    return Notify(address=address, key=KEY, templates=TEMPLATES, alias="delivery", **others)


def failure(status: int, kind: str = "", words: str = "") -> tuple[int, Any]:
    return status, {"status_code": status, "errors": [{"error": kind, "message": words}]}


def test_two_things_may_stand_in_a_message_and_every_message_is_one_of_these() -> None:
    assert {"link", "service"} == ALLOWED
    assert set(WORDS) == set(Template)
    assert tuple(Template) == environment._TEMPLATES
    for words in WORDS.values():
        fields = {
            name for text in (words.title, *words.lines) for _, name, *_ in string.Formatter().parse(text) if name
        }
        assert fields <= ALLOWED
        assert "link" not in words.title
        assert words.lines.count("{link}") == 1


def test_no_other_file_is_the_template_of_a_message() -> None:
    """No library's own message is sent, none of the service is in a file, and no field is about anybody."""
    found = {
        path.relative_to(OURS).as_posix()
        for folder in ("email", "emails", "mail", "messages", "notify")
        for path in OURS.rglob(f"templates/**/{folder}/*")
    }
    found |= {path.relative_to(OURS).as_posix() for path in OURS.rglob("templates/**/*.txt")}
    assert found == set()
    personal = re.compile(r"\{\{|\(\(|name|child|concern|case|reference|school|police|duty|due|born", re.IGNORECASE)
    for words in WORDS.values():
        for text in (words.title, *words.lines):
            assert not personal.search(text), text
    guide = (OURS.parents[1] / "docs" / "guide" / "running.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\(\((.+?)\)\)", guide)) == ALLOWED
    listed = re.findall(r"^\| `([a-z-]+)` \|", guide[guide.index("| Template | Says |") :], re.MULTILINE)
    assert set(listed) == {one.value for one in Template}


def test_nothing_in_the_code_sends_in_another_way_or_says_more() -> None:
    sends, tells = [], []
    for path in OURS.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        name = path.relative_to(OURS).as_posix()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in ("django.core.mail", "smtplib"):
                sends.append(name)
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("mail.tell", "delivery.tell_now"):
                tells.append(name)
                person, template, *link = node.args
                assert ast.unparse(person) in ("user", "membership.user"), name
                assert ast.unparse(template).startswith("mail.Template."), name
                assert all("_url" in ast.unparse(one) or "build_absolute_uri" in ast.unparse(one) for one in link)
    assert set(sends) == {"site/delivery.py", "site/mail.py", "site/notify.py", "site/undelivered.py"}
    assert set(tells) == {
        "site/administration/services.py",
        "site/concern/allocating.py",
        "site/emergencies/notifications.py",
        "site/receiving.py",
        "site/reminders.py",
        "site/signin/adapters.py",
        "site/signin/invitations.py",
    }


@pytest.mark.django_db
def test_the_api_gets_an_address_a_template_and_its_two_fields_signed_for_now(api: Api) -> None:
    user = member().user
    assert notify(api.address).send_messages([Message(user, Template.SOMETHING_WAITS, "https://x.example/")]) == 1
    ((path, headers, body),) = api.asked
    assert path == "/v2/notifications/email"
    assert body == {
        "email_address": user.email,
        "template_id": "id-of-something-waits",
        "personalisation": {"link": "https://x.example/", "service": "Fingerpost"},
    }
    token = headers["Authorization"].removeprefix("Bearer ")
    said = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_aud": False})
    assert said.keys() == {"iss", "iat"}
    assert said["iss"] == SERVICE_ID
    assert abs(said["iat"] - timezone.now().timestamp()) < 30
    assert user.name not in json.dumps(body)


@pytest.mark.django_db
def test_what_the_api_refuses_is_final_where_the_message_is_wrong_and_told_without_its_words(api: Api) -> None:
    message = Message(member().user, Template.NEW_ROLE, "https://x.example/")
    api.answers = [
        failure(400, "ValidationError", "email_address Not a valid email address teacher@example.org"),
        failure(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"),
        failure(429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"),
        failure(500, "Exception", "Internal server error"),
        (302, b""),
        (200, b"<html>somebody else</html>"),
        failure(400, "no kind: teacher@example.org"),
        failure(400, "BadRequestError", "Can't send to this recipient when service is in trial mode"),
        failure(404, "NoResultFound", "No result found"),
        failure(503, "Exception", "later"),
    ]
    found = []
    while api.answers:
        with pytest.raises(NotifyError) as error:
            notify(api.address).send_messages([message])
        found.append(undelivered.answer_of(error.value))
    assert found == [
        ("400 ValidationError", True),
        ("403 AuthError", False),
        ("429 RateLimitError", False),
        ("500 Exception", False),
        ("302", False),
        ("200", False),
        ("400", True),
        ("400 BadRequestError", False),
        ("404 NoResultFound", True),
        ("503 Exception", False),
    ]


@pytest.mark.django_db
def test_no_answer_in_time_and_no_connection_are_tried_again() -> None:
    message = Message(member().user, Template.NEW_ROLE, "https://x.example/")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(requests.Timeout) as late:
            notify(address, timeout=0.1).send_messages([message])
    with pytest.raises(requests.ConnectionError) as gone:
        notify(address, timeout=0.5).send_messages([message])
    assert undelivered.answer_of(late.value) == ("no answer in time", False)
    assert undelivered.answer_of(gone.value) == ("no connection", False)


def test_a_mailer_that_is_not_set_up_whole_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match="https"):
        notify("http://api.example.org")
    with pytest.raises(ImproperlyConfigured, match="not whole"):
        Notify(address="https://api.example.org", key="short", templates=TEMPLATES)
    assert environment.notify() is None
    monkeypatch.setenv("FINGERPOST_NOTIFY_ADDRESS", "https://api.example.org")
    monkeypatch.setenv("FINGERPOST_NOTIFY_KEY", KEY)
    monkeypatch.setenv("FINGERPOST_NOTIFY_TEMPLATES", "invitation=1 new-role=2")
    with pytest.raises(ImproperlyConfigured, match="lacks account-changed, do-now, factors-removed, new-password"):
        environment.notify()


def test_of_a_mail_server_only_what_it_says_of_the_message_is_final() -> None:
    for error, said in (
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no such user a@")}), ("550 recipient refused", True)),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (451, b"later")}), ("451 recipient refused", False)),
        (smtplib.SMTPDataError(554, b"no"), ("554 SMTPDataError", True)),
        (smtplib.SMTPAuthenticationError(535, b"no"), ("535 SMTPAuthenticationError", False)),
        (smtplib.SMTPServerDisconnected("gone"), ("no connection", False)),
        (ValueError("a@example.org"), ("ValueError", False)),
    ):
        assert undelivered.answer_of(error) == said


def test_it_is_tried_ever_more_seldom_and_given_up() -> None:
    now = timezone.now()
    last = Template.INVITATION
    waits = [undelivered.next_try(last, now, tries, now) for tries in range(1, len(undelivered.WAITS) + 2)]
    assert waits == [*(now + wait for wait in undelivered.WAITS), None]
    hours = timedelta(hours=1)
    assert undelivered.next_try(Template.NEW_PASSWORD, now, 3, now + hours) is None, "its link is over by then"
    assert undelivered.next_try(Template.NEW_PASSWORD, now, 3, now) is not None


@pytest.fixture
def by_the_api(api: Api, settings: Settings) -> Api:
    options = {"address": api.address, "key": KEY, "templates": TEMPLATES, "timeout": 2}
    settings.MAILERS = {
        "default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"},
        "delivery": {"BACKEND": "fingerpost.site.notify.Notify", "OPTIONS": options},
    }
    return api


@pytest.mark.django_db
def test_what_did_not_go_is_tried_again_with_a_new_link_and_then_forgotten(by_the_api: Api) -> None:
    api, invited, now = by_the_api, member("invited@example.org").user, timezone.now()
    secret = invitations.new_link(invited, None, now)
    undelivered.note(Message(invited, Template.INVITATION, secret), NotifyError(429, "RateLimitError"), now)
    (row,) = Undelivered.objects.all()
    assert secret not in str(vars(row))
    assert undelivered.again(now) == 0, "not yet"
    assert not api.asked
    api.answers = [failure(500, "Exception")]
    assert undelivered.again(now + timedelta(minutes=1)) == 0
    row.refresh_from_db()
    assert (row.tries, row.answer, row.next_at) == (2, "500 Exception", now + timedelta(minutes=6))
    assert undelivered.again(now + timedelta(minutes=6)) == 1
    assert not Undelivered.objects.exists()
    link = api.asked[-1][2]["personalisation"]["link"]
    assert secret not in link
    assert Invitation.objects.filter(secret_hash=invitations._hash(link.rstrip("/").rpartition("/")[2])).exists()


@pytest.mark.django_db
def test_what_is_final_stops_and_an_administrator_sees_it_without_the_message(by_the_api: Api) -> None:
    administrator = member("admin@example.org", "administrator")
    message = Message(member("wrong@example.org").user, Template.NEW_ROLE, "https://x.example/secret")
    by_the_api.answers = [failure(400, "ValidationError", "words about wrong@example.org")]
    with pytest.raises(delivery.UndeliveredError):
        delivery.deliver("delivery", [message])
    (row,) = Undelivered.objects.all()
    assert row.next_at is None
    assert undelivered.again(timezone.now() + timedelta(days=2)) == 0
    page = signed_in(administrator).get("/administration/messages/").content.decode()
    for said in ("Invented Wrong", "You have a new role", "400 ValidationError", "It is not tried again"):
        assert said in page
    for kept in ("words about", "x.example", "secret"):
        assert kept not in page
    elsewhere = member("other@example.org", "administrator", at=organisation("Elsewhere"))
    assert "Invented Wrong" not in signed_in(elsewhere).get("/administration/messages/").content.decode()
    assert delivery.deliver("delivery", [message]) is None
    assert not Undelivered.objects.exists(), "the next one went"
    assert django_mail.outbox == []


@pytest.mark.django_db
def test_what_was_given_up_is_forgotten_after_a_month() -> None:
    now = timezone.now()
    undelivered.note(Message(member().user, Template.NEW_ROLE, "https://x.example/"), NotifyError(400), now)
    undelivered.drop(now + timedelta(days=29))
    assert Undelivered.objects.exists()
    undelivered.drop(now + timedelta(days=31))
    assert not Undelivered.objects.exists()


@pytest.mark.django_db
def test_what_came_back_later_is_found_and_what_has_no_mailbox_stops(by_the_api: Api) -> None:
    api, message, now = by_the_api, Message(member().user, Template.NEW_ROLE, "https://x.example/"), timezone.now()
    for status, kept, final in (
        ("sending", True, None),
        ("delivered", False, None),
        ("temporary-failure", False, False),
        ("permanent-failure", False, True),
    ):
        delivery.deliver("delivery", [message])
        undelivered.follow(now)
        assert api.asked[-1][2] is not None, "not asked at once"
        api.answers = [(200, {"id": RECEIPT, "status": status, "email_address": "teacher@example.org"})]
        undelivered.follow(now + timedelta(minutes=16))
        assert api.asked[-1][0] == f"/v2/notifications/{RECEIPT}"
        assert Sent.objects.exists() is kept
        rows = [(row.answer, row.next_at is None) for row in Undelivered.objects.all()]
        assert rows == ([] if final is None else [(status, final)])
    delivery.deliver("delivery", [message])
    api.answers = [failure(404, "NoResultFound")]
    undelivered.follow(now + timedelta(minutes=16))
    assert not Sent.objects.exists(), "nothing will be heard of it"
    delivery.deliver("delivery", [message])
    api.answers = [failure(500, "Exception")]
    undelivered.follow(now + timedelta(minutes=16))
    assert Sent.objects.exists(), "asked again later"
    undelivered.follow(now + timedelta(days=5))
    assert not Sent.objects.exists()
