"""What a person sees of the record, and when it cannot be opened."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from fingerpost.access import context
from fingerpost.access.actor import Actor
from fingerpost.access.clock import today
from fingerpost.access.models import Concern, Membership, User
from fingerpost.keys import services as keys
from fingerpost.keys.masters import VARIABLE
from fingerpost.record.models import Detail, DetailKind, InitialAccount
from fingerpost.record.services import add_detail
from keys.masters import with_masters
from record import making
from support import prepared
from support.people import member
from support.service import ROOT

OTHER = "demo:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU="


def acting_as(held: Membership) -> Actor:
    return Actor(held.user_id, held.pk, held.organisation_id, held.role, held.team, held.intake, uuid4())


@pytest.fixture
def teacher(db: None) -> Membership:  # noqa: ARG001
    return member()


@pytest.fixture
def client(teacher: Membership) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(teacher.user)
    return client


@pytest.fixture
def concern(teacher: Membership) -> Concern:
    with context.acting(acting_as(teacher)):
        concern = making.account(
            "He sent her <pictures> of the school.\n\nShe told him to stop.", how="at break"
        ).concern
        person = making.person(concern, "Amina Yusuf", born="2012-05-04", handle="@amina")
        born = Detail.objects.visible().get(kind=DetailKind.BORN)
        add_detail(person, DetailKind.BORN, "2012-04-05", replaces=born)
    return concern


def test_a_concerns_page_shows_what_was_told_and_who_is_in_it(client: Client, concern: Concern) -> None:
    day = today()
    page = client.get(f"/concerns/{concern.pk}/").content.decode()
    for shown in (
        "He sent her &lt;pictures&gt; of the school.",
        "She told him to stop.",
        "at break",
        f"Amina Yusuf ({day.year - 2012 - ((day.month, day.day) < (4, 5))}), targeted",
    ):
        assert shown in page
    assert "child’s words" not in page


def test_without_the_right_master_key_the_page_says_so(
    client: Client, concern: Concern, caplog: pytest.LogCaptureFixture
) -> None:
    user = User.objects.get(pk=client.session["_auth_user_id"])
    with with_masters({VARIABLE: OTHER}), caplog.at_level(logging.ERROR):
        # A session is bound to a password, which the right master key opens: this one is not taken for anybody's
        assert client.get(f"/concerns/{concern.pk}/").headers["Location"].startswith("/sign-in/")
        client.force_login(user)
        answer = client.get(f"/concerns/{concern.pk}/")
    client.force_login(user)
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "The record cannot be opened at present" in page
    assert "999" in page
    assert "of the school" not in page
    assert "the master key “demo” does not open it" in caplog.text
    assert OTHER[5:20] not in caplog.text
    assert client.get(f"/concerns/{concern.pk}/").status_code == 200


def test_a_text_that_was_altered_is_not_shown(
    client: Client, concern: Concern, caplog: pytest.LogCaptureFixture
) -> None:
    account = InitialAccount._base_manager.get(concern=concern)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER record_initialaccount_no_update")
        cursor.execute("UPDATE record_initialaccount SET narrative = how WHERE id = %s", [account.pk.hex])
    with caplog.at_level(logging.ERROR):
        answer = client.get(f"/concerns/{concern.pk}/")
    assert answer.status_code == 500
    assert "cannot be opened" in answer.content.decode()
    assert f"record_initialaccount:{account.pk}:narrative" in caplog.text


def test_keys_are_at_hand_for_one_request_only(
    client: Client, concern: Concern, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = []
    unwrap = keys._unwrap

    def counting(row: object) -> object:
        held.append(keys._at_hand.get() is not None)
        return unwrap(row)  # type: ignore[arg-type]

    monkeypatch.setattr(keys, "_unwrap", counting)
    client.get(f"/concerns/{concern.pk}/")
    assert held == [True]  # one key for the whole page
    assert keys._at_hand.get() is None


def test_the_service_does_not_start_without_a_master_key(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST_", "DATABASE"))},
        "DJANGO_SETTINGS_MODULE": "fingerpost.site.settings.live",
        "FINGERPOST_VAR": str(tmp_path),
        "FINGERPOST_SECRET_KEY": "x" * 50,
        "FINGERPOST_HOSTS": "localhost",
    }
    for given, told in (({}, "there is no master key"), ({VARIABLE: "m:c2VjcmV0"}, "has 6 bytes")):
        started = subprocess.run(
            [sys.executable, "-c", "import fingerpost.site.wsgi"],
            env={**environment, **given},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert started.returncode != 0
        assert told in started.stderr
        assert "c2VjcmV0" not in started.stderr


# ---- disposal leaves no copy of the key ------------------------------------------------------------------------------

_DESTROY = """
import django; django.setup()
from uuid import UUID
from pathlib import Path
from django.conf import settings
from django.db import connection
from fingerpost.keys import services
from fingerpost.keys.models import DataKey
owners = [UUID(int=n << 64) for n in range(1, 400)]
for owner in owners:
    services.create_key(owner)
wrapped = [bytes(DataKey.objects.get(pk=owner).wrapped) for owner in owners[::7]]
folder = Path(settings.DATABASES["default"]["NAME"]).parent
def stands():
    data = b"".join(path.read_bytes() for path in folder.glob("fingerpost.sqlite3*"))
    return sum(box in data for box in wrapped)
before = stands()
for owner in owners[::7]:
    services.destroy(owner)
print(before, len(wrapped), stands())
"""


def test_on_sqlite_a_destroyed_key_is_in_no_page_of_the_file_or_its_log(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST_", "DATABASE"))},
        "DJANGO_SETTINGS_MODULE": "fingerpost_demo.settings",
        "FINGERPOST_VAR": str(tmp_path),
    }
    shutil.copy(prepared.sqlite_file(), tmp_path / prepared.FILE)
    said = subprocess.run(
        [sys.executable, "-c", _DESTROY], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["57", "57", "0"]
