"""A directory adds and ends people by SCIM: as the standard has it, in one organisation, and no further."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from access import worlds
from access.anywhere import Anywhere
from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.clock import today
from fingerpost.access.models.people import Membership, Organisation, User
from fingerpost.ledger.models import LedgerEntry
from fingerpost.site.models import DirectoryPerson, DirectoryToken
from fingerpost.site.scim import filters, tokens
from fingerpost.site.scim.schema import ScimError
from support.people import member, organisation, signed_in

OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
MAIL = "ann@example.org"


class Directory:
    """What an organisation's directory asks, with its token."""

    def __init__(self, token: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {token}"})

    def asks(self, method: str, path: str, body: object = None, **query: str) -> tuple[int, dict[str, Any]]:
        sent = {"data": json.dumps(body), "content_type": "application/scim+json"} if body is not None else {}
        answer = self.client.generic(method, f"/scim/v2/{path}", query_params=query or None, **sent)  # type: ignore[arg-type]
        return answer.status_code, json.loads(answer.content or "{}")

    def adds(self, address: str = MAIL, **more: object) -> dict[str, Any]:
        status, body = self.asks("POST", "Users", {"userName": address, "displayName": "Ann Invented", **more})
        assert status == 201, body
        return body

    def patches(self, key: str, *operations: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return self.asks("PATCH", f"Users/{key}", {"schemas": [OP], "Operations": operations})


def token_of(anywhere: Anywhere, role: str = "practitioner") -> str:
    """Have the school's administrator make a token for its directory."""
    with anywhere.laying():
        school = Organisation.objects.get(pk=worlds.name("school"))
        by = Membership.objects.select_related("organisation").get(pk=worlds.name("administrator"))
    with anywhere.acting("administrator"):
        return tokens.make(school, role, by, timezone.now())


def held_by(address: str) -> list[str]:
    """The roles that somebody has today, with where."""
    held = Membership.objects.on(today()).filter(user__email=address)
    return [f"{one.role} at {one.organisation.name}" for one in held.select_related("organisation")]


# ---- as the standard has it ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_is_what_others_expect_of_scim() -> None:
    by = member("admin@example.org", "administrator")
    with context.acting(actor_in(by)):
        token = tokens.make(by.organisation, "practitioner", by, timezone.now())
    client = WSGISCIMClient(
        get_wsgi_application(), base_url="http://testserver/scim/v2", headers={"Authorization": f"Bearer {token}"}
    )
    results = check_server(client)
    wrong = [f"{one.title}: {one.reason}" for one in results if one.status in (Status.ERROR, Status.CRITICAL)]
    assert wrong == []
    assert {one.title for one in results if one.status == Status.SKIPPED} == set()
    assert len(results) > 30


@pytest.mark.parametrize(
    ("text", "found"),
    {
        'userName eq "ANN"': True,
        'externalId eq "Abc"': True,
        'externalId eq "abc"': False,
        'emails[type eq "work" and value co "@example"]': True,
        'emails[type eq "home"]': False,
        'emails.value ew "example.org"': True,
        'active eq true and not (userName sw "b")': True,
        "active eq false or nickName pr": False,
        "displayName pr": True,
        'userName ne "ann" or name.familyName gt "M"': True,
        'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ann"': True,
        'nickName eq "x"': False,
    }.items(),
)
def test_a_filter_finds(text: str, found: bool) -> None:
    person = {
        "userName": "Ann",
        "externalId": "Abc",
        "active": True,
        "displayName": "Ann",
        "name": {"familyName": "Sample"},
        "emails": [{"value": MAIL, "type": "work"}],
    }
    assert filters.read(text)(person) is found


@pytest.mark.parametrize(
    "text",
    ["", "userName", "userName eq", "userName is 1", 'a eq "1" and', "(" * 30, 'a eq "1")', 'a eq "', "x" * 3000],
)
def test_a_filter_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ScimError, match="cannot be read"):
        filters.read(text)


# ---- what it does ----------------------------------------------------------------------------------------------------


def test_somebody_is_added_and_ended_at_once(anywhere: Anywhere, mailoutbox: list[Any]) -> None:
    directory = Directory(token_of(anywhere))
    with anywhere.serving():
        made = directory.adds(emails=[{"value": "Ann@Example.org", "type": "work", "primary": True}])
        assert directory.asks("POST", "Users", {"userName": "ANN@example.org"})[0] == 409
        # As Microsoft Entra ID says it
        ended = {"op": "Replace", "path": "active", "value": "False"}
        key = made["id"]
    with anywhere.laying():
        assert held_by(MAIL) == ["practitioner at school"]
        assert [one.to for one in mailoutbox] == [[MAIL]]
    with anywhere.serving():
        assert directory.patches(key, ended)[1]["active"] is False
    with anywhere.laying():
        assert held_by(MAIL) == []
    with anywhere.serving():
        assert directory.patches(key, {"op": "add", "value": {"active": True, "name.familyName": "Sample"}})[0] == 200
    with anywhere.laying():
        assert held_by(MAIL) == ["practitioner at school"]
    with anywhere.serving():
        assert directory.asks("DELETE", f"Users/{key}") == (204, {})
        assert directory.asks("GET", f"Users/{key}")[0] == 404
        assert directory.asks("GET", "Users")[1]["totalResults"] == 0
    with anywhere.laying():
        assert held_by(MAIL) == []
        user = User.objects.get(email=MAIL)
        assert user.is_active
        noted = LedgerEntry.objects.filter(object_id=user.pk, action__startswith="directory").order_by("leaf_index")
        assert [(one.action, one.actor) for one in noted] == [
            (action, worlds.name("u-school-administrator"))
            for action in ("directory-added", "directory-ended", "directory-changed", "directory-ended")
        ]


def test_it_reaches_nobody_elsewhere(anywhere: Anywhere) -> None:
    directory = Directory(token_of(anywhere))
    with anywhere.laying():
        worker = User.objects.get(memberships=worlds.name("worker"))
        lead = User.objects.get(memberships=worlds.name("lead"))
        User.objects.filter(pk=lead.pk).update(last_login=timezone.now())
        before = held_by(worker.email)
    with anywhere.serving():
        # Somebody of a council, who also works at the school: their name and address stay, and so does their role there
        made = directory.adds(worker.email)
        assert made["displayName"] == "Ann Invented"
        moved = {"op": "replace", "path": "emails", "value": [{"value": "mallory@example.org"}]}
        status, said = directory.patches(made["id"], moved)
        assert (status, said["scimType"]) == (400, "mutability")
        directory.asks("DELETE", f"Users/{made['id']}")
        # Somebody who has signed in here is named again, and not moved to another address
        known = directory.adds(lead.email)["id"]
        assert directory.patches(known, moved)[0] == 400
        # Whoever made the token ends nobody's own role with it: their own
        (own,) = User.objects.filter(memberships=worlds.name("administrator"))
        mine = directory.adds(own.email)["id"]
        assert directory.patches(mine, {"op": "replace", "path": "active", "value": False})[0] == 403
    with anywhere.laying():
        worker.refresh_from_db()
        assert (worker.name, held_by(worker.email)) == (
            User.objects.get(pk=worker.pk).name,
            [one for one in before if not one.endswith("at school")],
        )
        assert worker.name != "Ann Invented"
        assert held_by(lead.email) == ["safeguarding_lead at school"]
        assert held_by(own.email) == ["administrator at school"]
        assert not User.objects.filter(email="mallory@example.org").exists()


def test_a_token_counts_while_it_is_the_newest_and_its_maker_administers(anywhere: Anywhere) -> None:
    old, new = token_of(anywhere), token_of(anywhere)

    def status(token: str) -> int:
        with anywhere.serving():
            return Directory(token).asks("GET", "Users")[0]

    assert [status(token) for token in ("", "x", old, new)] == [401, 401, 401, 200]
    with anywhere.laying():
        assert not DirectoryToken.objects.filter(secret_hash=new.encode()).exists()
        Membership.objects.filter(pk=worlds.name("administrator")).update(role="practitioner")
    assert status(new) == 401


@pytest.mark.django_db
def test_an_administrator_makes_a_token_that_is_shown_once(settings: Settings) -> None:
    by = member("admin@example.org", "administrator")
    client = signed_in(by, confirmed=True)
    address = f"/administration/organisations/{by.organisation_id}/directory/"
    page = client.post(address, {"role": "social_worker"}).content.decode()
    token = page.split('<dt class="govuk-summary-list__key">Token</dt>')[1].split("<code>")[1].split("</code>")[0]
    assert token not in client.get(address).content.decode()
    # People of an organisation that signs in with its own directory need no link to a password
    settings.FINGERPOST_DIRECTORIES = [{"organisation": by.organisation.name}]
    directory = Directory(token)
    directory.adds()
    assert held_by(MAIL) == [f"social_worker at {by.organisation.name}"]
    assert not User.objects.get(email=MAIL).invitations.exists()
    # Neither another place's administrator nor an administrator's role is to be had
    assert client.post(address, {"role": "administrator"}).content.decode().count("<code>") == 0
    other = signed_in(member("o@example.org", "administrator", organisation("Southgate")), confirmed=True)
    assert other.get(address).status_code == 404
    client.post(address, {"revoke": "1"})
    assert directory.asks("GET", "Users")[0] == 401
    assert DirectoryPerson.objects.count() == 1
