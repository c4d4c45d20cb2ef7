"""Signing in, and what is changed of accounts, stands in the ledger: who, what, and nothing that was typed."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from fingerpost.access.clock import today
from fingerpost.access.models.people import Absence, Membership, Role
from fingerpost.ledger.entry import Entry
from fingerpost.ledger.models import LedgerEntry
from fingerpost.site.signin import invitations
from support import codes
from support.people import PASSWORD, member, signed_in

SECRET = "Zqxtypedword"  # noqa: S105 - typed where it does not belong


@pytest.fixture
def teacher(db: None) -> Membership:  # noqa: ARG001
    return member()


def entries() -> list[Entry]:
    return [row.entry for row in LedgerEntry.objects.all()]


def told(about: UUID | None) -> list[str]:
    """What was noted of an account, in order."""
    return [entry.action for entry in entries() if (entry.object_kind, entry.object_id) == ("account", about)]


def post(client: Client, address: str, **data: Any) -> None:
    assert client.post(address, data).status_code in (200, 302), address


def test_signing_in_and_out(teacher: Membership) -> None:
    client = signed_in(teacher)
    post(client, "/sign-out/")
    assert told(teacher.user_id) == ["signed-in", "signed-out"]


def test_a_failed_attempt_says_which_account_and_nothing_that_was_typed(teacher: Membership) -> None:
    for address in (teacher.user.email.upper(), f"{SECRET}@example.org", SECRET):
        Client().post("/sign-in/", {"login": address, "password": SECRET})
    assert told(teacher.user_id) == ["sign-in-failed"]
    assert told(None) == ["sign-in-failed"]  # what is no address at all is no attempt
    assert SECRET.lower() not in " ".join(bytes(row.leaf).decode() for row in LedgerEntry.objects.all()).lower()


def test_a_session_that_ended_by_itself_is_noted(teacher: Membership, settings: Any) -> None:
    client = signed_in(teacher)
    settings.FINGERPOST_SESSION_IDLE = -1
    assert client.get("/account/").status_code == 302
    assert told(teacher.user_id)[-1] == "signed-out"


def test_second_factors_and_recovery_codes(teacher: Membership, settings: Any) -> None:
    settings.FINGERPOST_SECOND_FACTOR_REQUIRED = False
    client = signed_in(teacher, confirmed=True)
    page = client.get("/account/second-factor/app/").content.decode()
    secret = re.search(r"\b([A-Z2-7]{32})\b", page.replace(" ", ""))
    assert secret is not None
    post(client, "/account/second-factor/app/", code=codes.code(secret[1]))
    assert Authenticator.objects.filter(user=teacher.user).exists()
    post(client, "/account/second-factor/recovery-codes/")
    post(client, "/account/second-factor/recovery-codes/new/")
    post(client, "/account/second-factor/app/remove/")
    assert told(teacher.user_id)[1:] == [
        "second-factor-added",
        "codes-made",
        "codes-shown",
        "codes-made",
        "second-factor-removed",
    ]


def test_where_somebody_is_signed_in_is_listed_by_no_key(teacher: Membership) -> None:
    client = signed_in(teacher)
    client.get("/")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    (listed,) = UserSession.objects.values_list("session_key", flat=True)
    assert listed != key
    assert Session.objects.filter(session_key=listed).exists()


def test_a_password_and_a_role_and_sessions(teacher: Membership) -> None:
    second = member(role=Role.SAFEGUARDING_LEAD)
    elsewhere, client = signed_in(teacher), signed_in(teacher, confirmed=True)
    elsewhere.get("/")
    new = "seven copper bridges under lanterns"
    post(client, "/account/password/", oldpassword=PASSWORD, password1=new, password2=new)
    post(client, "/account/role/", membership=second.pk)
    post(client, "/account/sessions/others/end/")
    # That the account's row changed with the password is noted beside it.
    done = [one for one in dict.fromkeys(told(teacher.user_id)) if one != "changed"]
    assert done[-3:] == ["password-set", "role-chosen", "session-ended"]


def test_an_invitation_that_is_accepted_sets_a_password(teacher: Membership) -> None:
    secret = invitations.new_link(teacher.user, None, timezone.now())
    client = Client()
    client.get(f"/invitation/{secret}/")
    new = "seven copper bridges under lanterns"
    post(client, "/invitation/", password1=new, password2=new)
    assert told(teacher.user_id) == ["password-set"]


def test_what_an_administrator_does_is_noted_in_their_name(teacher: Membership) -> None:
    Authenticator.objects.create(user=teacher.user, type=Authenticator.Type.TOTP, data={})
    administrator = member("kemi@example.org", Role.ADMINISTRATOR)
    colleague = member("colleague@example.org")
    client = signed_in(administrator, confirmed=True)
    account = f"/administration/accounts/{teacher.user_id}"
    school = teacher.organisation_id
    day = {f"starts_{n}": str(part) for n, part in enumerate((today().day, today().month, today().year))}
    ends = {f"ends_{n}": part for n, part in enumerate(day.values())}
    last = {f"last_day_{n}": part for n, part in enumerate(day.values())}
    for address, data in (
        (f"{account}/invite/", {}),
        (f"{account}/second-factors/remove/", {}),
        (f"{account}/close/", {}),
        (f"{account}/reopen/", {}),
        (f"/administration/memberships/{teacher.pk}/", {"team": "east"}),
        (f"/administration/memberships/{teacher.pk}/absences/new/", {**day, **ends, "covered_by": str(colleague.pk)}),
        (f"/administration/memberships/{teacher.pk}/end/", last),
        (
            f"/administration/organisations/{school}/members/new/",
            {"name": "New", "email": "new@example.org", "role": "practitioner", "team": "", **day},
        ),
        (f"/directory/new/{school}/", {"purpose": "Front desk", "phone": "01632 960001", "confirm_every": "90"}),
    ):
        before = LedgerEntry.objects.count()
        post(client, address, **data)
        assert LedgerEntry.objects.count() > before, address
    absence = Absence.objects.get()
    post(client, f"/administration/absences/{absence.pk}/remove/")
    done = [(entry.action, entry.object_kind) for entry in entries() if entry.actor == administrator.user_id]
    for wanted in (
        ("created", "invitation"),
        ("second-factor-removed", "account"),
        ("changed", "account"),
        ("changed", "membership"),
        ("created", "absence"),
        ("removed", "absence"),
        ("created", "account"),
        ("created", "membership"),
        ("created", "contact"),
    ):
        assert wanted in done, (wanted, done)
    assert all(entry.role == "administrator" for entry in entries() if entry.actor == administrator.user_id)
    assert "new@example.org" not in json.dumps([bytes(row.leaf).decode() for row in LedgerEntry.objects.all()])
