"""Signing in: what is said to whom, how often one may try, how long it lasts."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client
from pytest_django import Settings

from fingerpost.access.clock import today
from fingerpost.access.models.people import User
from fingerpost.site import middleware
from fingerpost.site.administration.services import close
from support.people import PASSWORD, member, signed_in

pytestmark = pytest.mark.django_db

SAME_FOR_ALL = "Enter the e-mail address and the password of an account"


def try_to_sign_in(email: str, password: str = PASSWORD) -> str:
    response = Client().post("/sign-in/", {"login": email, "password": password})
    assert response.status_code == 200
    return response.content.decode().replace(email, "ADDRESS")


def without_token(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_an_address_is_found_however_it_is_written() -> None:
    member("Teacher@Example.org".lower())
    response = Client().post("/sign-in/", {"login": "TEACHER@example.ORG", "password": PASSWORD})
    assert response.status_code == 302


def test_whoever_may_not_sign_in_is_told_what_a_stranger_is_told() -> None:
    member("wrong@example.org")
    member("left@example.org", ends=today() - timedelta(days=1))
    member("coming@example.org", starts=today() + timedelta(days=1))
    close(member("closed@example.org").user)
    User.objects.create_user("never@example.org", "Invented Never", PASSWORD)
    pages = {
        without_token(page)
        for page in (
            try_to_sign_in("stranger@example.org"),
            try_to_sign_in("wrong@example.org", "another password entirely"),
            try_to_sign_in("left@example.org"),
            try_to_sign_in("coming@example.org"),
            try_to_sign_in("closed@example.org"),
            try_to_sign_in("never@example.org"),
        )
    }
    assert len(pages) == 1
    assert SAME_FOR_ALL in pages.pop()


@pytest.mark.parametrize("email", ["stranger@example.org", "left@example.org", "teacher@example.org"])
def test_every_attempt_costs_one_password_hash(email: str, settings: Settings) -> None:
    member("left@example.org", ends=today() - timedelta(days=1))
    member("teacher@example.org")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
    slow = hashers.Argon2PasswordHasher
    with (
        patch.object(slow, "encode", autospec=True, side_effect=slow.encode) as encoded,
        patch.object(slow, "verify", autospec=True, side_effect=slow.verify) as verified,
    ):
        try_to_sign_in(email, "another password entirely")
    assert encoded.call_count + verified.call_count == 1


def test_membership_ends_with_the_day_in_london() -> None:
    membership = member(ends=today())
    client = signed_in(membership)
    assert client.get("/").status_code == 200
    membership.ends = today() - timedelta(days=1)
    membership.save()
    response = client.get("/")
    assert response.status_code == 403
    assert b"You have no access at present" in response.content
    # And the session is over
    assert client.get("/").status_code == 302


def test_a_membership_that_was_chosen_gives_way_when_it_ends() -> None:
    first, second = member("two@example.org"), member("two@example.org", "police_officer")
    client = signed_in(first)
    client.post("/account/role/", {"membership": str(second.pk)})
    assert b"Police officer" in client.get("/").content
    second.ends = today() - timedelta(days=1)
    second.save()
    assert b"Practitioner" in client.get("/").content


def test_nobody_acts_in_somebody_elses_membership() -> None:
    other = member("other@example.org", "police_officer")
    client = signed_in(member())
    assert client.post("/account/role/", {"membership": str(other.pk)}).status_code == 404
    assert client.post("/account/role/", {"membership": "nonsense"}).status_code == 404
    assert b"Police officer" not in client.get("/").content


def test_a_closed_account_is_signed_out_at_once() -> None:
    membership = member()
    client = signed_in(membership)
    close(membership.user)
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("entry", [middleware.SEEN_AT, middleware.SIGNED_IN_AT])
def test_a_session_ends_when_it_was_idle_or_is_old(entry: str, settings: Settings) -> None:
    client = signed_in(member())
    client.get("/")
    session = client.session
    limit = settings.FINGERPOST_SESSION_IDLE if entry == middleware.SEEN_AT else settings.FINGERPOST_SESSION_ABSOLUTE
    session[entry] -= limit - 5
    session.save()
    assert client.get("/").status_code == 200
    session = client.session
    session[entry] -= limit + 5
    session.save()
    response = client.get("/", follow=True)
    assert b"time ran out" in response.content
    assert response.redirect_chain[-1][0] == "/sign-in/"


def test_too_many_attempts_are_stopped_whoever_is_meant() -> None:
    member()
    for email in ("teacher@example.org", "stranger@example.org"):
        for _ in range(5):
            assert SAME_FOR_ALL in try_to_sign_in(email, "another password entirely")
        assert "Too many attempts" in try_to_sign_in(email, PASSWORD)


def _signs_in(client: Client, password: str = PASSWORD, address: str = "127.0.0.1") -> str:
    """Try to sign in to the teacher's account; return what becomes of it."""
    given = {"login": "teacher@example.org", "password": password}
    response = client.post("/sign-in/", given, REMOTE_ADDR=address)
    if response.status_code == 302:
        del client.cookies[settings.SESSION_COOKIE_NAME]
        return "in"
    return "wait" if b"Too many attempts" in response.content else "wrong"


def _known() -> Client:
    """A device on which the teacher has signed in before."""
    client = Client()
    assert _signs_in(client, address="198.51.100.1") == "in"
    return client


def test_nobody_is_locked_out_by_the_wrong_passwords_of_somebody_else() -> None:
    member()
    known = _known()
    # From one address, which may be their own school's, and then from many
    answers = [_signs_in(Client(), "wrong", address="198.51.100.1") for _ in range(7)]
    assert answers == ["wrong"] * 5 + ["wait"] * 2
    assert _signs_in(known, address="198.51.100.1") == "in"
    # Another device somewhere else is not kept out by that either
    assert _signs_in(Client(), address="203.0.113.7") == "in"
    answers = [_signs_in(Client(), "wrong", address=f"192.0.2.{number}") for number in range(60)]
    assert answers[50:][-1] == "wait"
    assert _signs_in(Client(), address="203.0.113.7") == "wait"
    assert _signs_in(known, address="203.0.113.8") == "in"


def test_everybody_who_tries_from_an_address_does_not_keep_known_devices_there_out() -> None:
    member()
    known = _known()
    for number in range(25):
        Client().post("/sign-in/", {"login": f"a{number}@example.org", "password": "wrong"}, REMOTE_ADDR="192.0.2.1")
    assert _signs_in(Client(), address="192.0.2.1") == "wait"
    assert _signs_in(known, address="192.0.2.1") == "in"


def test_a_known_device_guesses_no_more_than_others_and_keeps_nobody_else_out() -> None:
    member()
    stolen, own = _known(), _known()
    assert [_signs_in(stolen, "wrong") for _ in range(11)] == ["wrong"] * 10 + ["wait"]
    assert _signs_in(stolen) == "wait"
    assert _signs_in(own) == "in"


def test_a_device_is_known_for_the_accounts_that_signed_in_on_it_alone() -> None:
    member()
    other = member("other@example.org")
    client = signed_in(other)
    client.get("/")
    name = settings.FINGERPOST_KNOWN_DEVICE_COOKIE
    cookie = client.cookies[name]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "example" not in cookie.value
    of_another, altered = Client(), Client()
    of_another.cookies[name] = cookie.value
    altered.cookies[name] = _known().cookies[name].value[:-1] + "_"
    for device in (of_another, altered):
        address = f"198.51.100.{20 + (device is altered)}"
        assert [_signs_in(device, "wrong", address=address) for _ in range(6)][-1] == "wait"
        assert _signs_in(device, address=address) == "wait"


def test_too_many_pages_from_one_place_are_stopped() -> None:
    client = Client()
    answers = [client.post("/password/", {"email": f"a{number}@example.org"}).status_code for number in range(21)]
    assert answers == [302] * 20 + [429]
    assert b"Wait five minutes" in client.post("/password/", {"email": "a@example.org"}).content


def test_nobody_makes_an_account_for_themselves(client: Client) -> None:
    for path in ("/signup/", "/accounts/signup/", "/sign-up/"):
        assert client.get(path).status_code == 404


def test_a_forgotten_password_is_set_anew() -> None:
    membership = member()
    elsewhere = signed_in(membership)
    client = Client()
    response = client.post("/password/", {"email": membership.user.email}, follow=True)
    said = without_token(response.content.decode())
    (message,) = mail.outbox
    assert message.to == [membership.user.email]
    assert "Invented" not in message.body
    link = next(word for word in message.body.split() if word.startswith("http"))

    response = client.get(link.removeprefix("http://testserver"), follow=True)
    # The secret is out of the address
    path = response.redirect_chain[-1][0]
    assert path.endswith("-set-password/")
    response = client.post(path, {"password1": "short", "password2": "short"})
    assert b"There is a problem" in response.content
    response = client.post(path, {"password1": "violet engine asks nobody", "password2": "violet engine asks nobody"})
    assert response.status_code == 302
    # Every session of before is over, and the link too
    assert elsewhere.get("/account/").status_code == 302
    response = Client().get(link.removeprefix("http://testserver"), follow=True)
    assert b"used already" in response.content

    # Somebody without an account sees the same, and gets no message
    response = Client().post("/password/", {"email": "stranger@example.org"}, follow=True)
    assert without_token(response.content.decode()) == said
    assert len(mail.outbox) == 2  # the link, and that the password was changed


def test_whoever_has_left_gets_no_link() -> None:
    member("left@example.org", ends=today() - timedelta(days=1))
    Client().post("/password/", {"email": "left@example.org"})
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short words", "at least 12 characters"),
        ("teacher@example.org", "too similar"),
        ("1234567890123", "too common"),
    ],
)
def test_weak_passwords_are_refused(password: str, why: str) -> None:
    client = signed_in(member())
    response = client.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )
    assert why in response.content.decode()


def test_signing_in_leads_nowhere_else() -> None:
    member()
    response = Client().post(
        "/sign-in/?next=https://elsewhere.example.org/", {"login": "teacher@example.org", "password": PASSWORD}
    )
    assert response["Location"] == "/"


def test_a_dangerous_page_asks_once_more_and_keeps_nothing_of_what_was_sent() -> None:
    administrator = member("admin@example.org", "administrator")
    client = signed_in(administrator)
    path = f"/administration/organisations/{administrator.organisation_id}/members/new/"
    response = client.post(path, {"name": "Marked Name", "email": "marked@example.org"})
    assert response["Location"].startswith("/account/confirm/password/?next=")
    assert "arked" not in str(dict(client.session))


def test_confirming_gives_another_session_key() -> None:
    client = signed_in(member())
    before = client.session.session_key
    client.post("/account/confirm/password/", {"password": PASSWORD})
    assert client.session.session_key != before
    stolen = Client()
    stolen.cookies["sessionid"] = before
    assert stolen.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_signing_in_is_logged_by_the_accounts_id(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "fingerpost.sign_in")
    membership = member()
    try_to_sign_in("teacher@example.org", "another password entirely")
    client = signed_in(membership)
    client.post("/sign-out/")
    assert [record.getMessage() for record in caplog.records] == [
        "a password was refused",
        f"authenticated: account {membership.user_id} by password",
        f"signed in: account {membership.user_id}",
        f"signed out: account {membership.user_id}",
    ]


def test_signing_out_clears_what_the_browser_kept() -> None:
    client = signed_in(member())
    assert "Clear-Site-Data" in client.post("/sign-out/").headers
    assert "Clear-Site-Data" not in client.get("/sign-in/").headers


def test_passwords_are_kept_as_argon2(settings: Settings) -> None:
    from fingerpost.site.settings import accounts

    settings.PASSWORD_HASHERS = accounts.PASSWORD_HASHERS
    assert hashers.make_password(PASSWORD).startswith("argon2$argon2id$")
