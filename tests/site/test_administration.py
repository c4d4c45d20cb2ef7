"""What an administrator may do, and to whom."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from fingerpost.access.clock import today
from fingerpost.access.errors import AccessError
from fingerpost.access.handover import Holding, end, held_by
from fingerpost.access.hooks import AccessHooks
from fingerpost.access.models.people import Contact, Membership, Organisation, User
from fingerpost.procedure.calendar import date_in_words
from fingerpost.site import scope
from fingerpost.site.administration import services
from fingerpost.site.models import Invitation
from support.people import PASSWORD, member, organisation, signed_in
from support.rooms import one_more

pytestmark = pytest.mark.django_db
UNSEEN = ["A copy of the keys is kept elsewhere", "A backup was restored, to try it"]


@pytest.fixture
def partnership() -> Organisation:
    return organisation("Invented Partnership", "other")


@pytest.fixture
def administrator(partnership: Organisation) -> Membership:
    return member("admin@example.org", "administrator", partnership)


@pytest.fixture
def school(partnership: Organisation) -> Organisation:
    return organisation(above=partnership)


class Desk:
    """Something of a later room that a member can hold."""

    def __init__(self, holder: Membership) -> None:
        self.holder = holder

    def held(self, membership: Membership) -> list[Holding]:
        """Return what somebody holds."""
        return [Holding("open letters", 3 if self.holder == membership else 0, self.pass_on)]

    def pass_on(self, successor: Membership) -> None:
        """Hand over."""
        self.holder = successor


@pytest.fixture
def desk(school: Organisation) -> Iterator[Desk]:
    desk = Desk(member("leaver@example.org", at=school))
    with one_more(AccessHooks(name="desk", holdings=desk.held)):
        yield desk


def test_an_administrator_administers_their_organisation_and_those_beneath_it(
    administrator: Membership, school: Organisation, partnership: Organisation
) -> None:
    below = organisation("Northgate Nursery", above=school)
    organisation("Elsewhere School")
    assert set(scope.organisations(administrator)) == {partnership, school, below}


@pytest.mark.parametrize(
    "path",
    [
        "organisations/{organisation}/",
        "organisations/{organisation}/edit/",
        "organisations/{organisation}/members/new/",
        "accounts/{user}/",
        "memberships/{membership}/",
        "memberships/{membership}/end/",
        "memberships/{membership}/absences/new/",
    ],
)
def test_other_organisations_are_not_there_for_an_administrator(administrator: Membership, path: str) -> None:
    other = member("other@example.org", at=organisation("Elsewhere School"))
    client = signed_in(administrator, confirmed=True)
    path = path.format(organisation=other.organisation_id, user=other.user_id, membership=other.pk)
    missing = client.get(f"/administration/{path}")
    assert missing.status_code == 404
    nothing = client.get("/administration/nowhere/")
    assert missing.content == nothing.content


@pytest.mark.parametrize("role", ["practitioner", "safeguarding_lead", "team_manager", "auditor", "policy_officer"])
def test_nobody_else_administers(role: str) -> None:
    client = signed_in(member(role=role))
    assert client.get("/administration/").status_code == 403


def test_an_administrator_sees_no_concern(administrator: Membership) -> None:
    assert signed_in(administrator).get("/concerns/").status_code == 403


def lacking(client: Client) -> list[str]:
    """What the first page of an administrator says is still to be done, by the titles of the steps."""
    page = client.get("/administration/").content.decode()
    items = re.findall(r'<li class="govuk-task-list__item.*?</li>', page, re.S)
    return [
        re.sub(r"<.*?>", "", item.split("<div", 2)[1].partition(">")[2]).strip() for item in items if "To do" in item
    ]


def test_what_is_to_be_done_before_the_first_concern_is_listed_until_it_is(
    administrator: Membership, partnership: Organisation
) -> None:
    client = signed_in(administrator)
    assert len(lacking(client)) == 7, "all but the numbers out of hours: no police and no social care is there"
    assert "7 things are still to be done" in client.get("/").content.decode()
    care = organisation("Invented Children’s Services", "social_care", above=partnership)
    member("worker@example.org", "social_worker", care)
    page = client.get("/administration/").content.decode()
    assert "Nobody takes in concerns at Invented Children’s Services" in page
    assert "Add the organisations, and the people who work in them" not in lacking(client)
    for number in (1, 2):
        member(f"manager{number}@example.org", "team_manager", care)
    Contact.objects.create(organisation=care, purpose="New referrals", phone="01632 960101")
    others = ["And those that answer out of hours", "Make somebody else an administrator too"]
    assert lacking(client) == [*others, *UNSEEN]
    Contact.objects.update(out_of_hours_phone="01632 960102")
    member("second@example.org", "administrator", partnership)
    assert lacking(client) == UNSEEN
    assert client.post("/administration/assured/keys/").status_code == 302
    page = client.get("/administration/").content.decode()
    assert f"{administrator.user.name} said so on {date_in_words(today())}" in page
    assert lacking(client) == UNSEEN[1:]
    client.post("/administration/assured/restore/")
    for path in ("/administration/", "/"):
        assert "Before the first concern" not in client.get(path).content.decode(), path


def test_nobody_gives_themselves_a_role(administrator: Membership, school: Organisation) -> None:
    client = signed_in(administrator, confirmed=True)
    data = {"name": "Me", "email": "ADMIN@example.org", "role": "safeguarding_lead"}
    data |= {"starts_0": "1", "starts_1": "1", "starts_2": "2026"}
    response = client.post(f"/administration/organisations/{school.pk}/members/new/", data)
    assert b"You cannot give a role to yourself" in response.content
    assert administrator.user.memberships.count() == 1
    for path in (f"memberships/{administrator.pk}/end/", f"accounts/{administrator.user_id}/close/"):
        assert client.post(f"/administration/{path}", data).status_code == 403


def test_an_account_of_another_organisation_gets_a_role_and_keeps_its_name(
    administrator: Membership, school: Organisation
) -> None:
    other = member("other@example.org", at=organisation("Elsewhere School"))
    client = signed_in(administrator, confirmed=True)
    data = {"name": "Another Name", "email": "other@example.org", "role": "practitioner"}
    data |= {"starts_0": "1", "starts_1": "1", "starts_2": "2026"}
    client.post(f"/administration/organisations/{school.pk}/members/new/", data)
    assert set(other.user.memberships.values_list("organisation__name", flat=True)) == {
        "Elsewhere School",
        "Northgate School",
    }
    other.user.refresh_from_db()
    assert other.user.name == "Invented Other"
    assert Invitation.objects.count() == 0
    # And what they are elsewhere is not shown
    page = client.get(f"/administration/accounts/{other.user_id}/").content
    assert b"Elsewhere School" not in page


def test_what_a_leaver_holds_is_taken_over(administrator: Membership, desk: Desk, school: Organisation) -> None:
    leaver = desk.holder
    colleague = member("colleague@example.org", at=school)
    client = signed_in(administrator, confirmed=True)
    path = f"/administration/memberships/{leaver.pk}/end/"
    assert b"Open letters: 3" in client.get(path).content
    last_day = {"last_day_0": today().day, "last_day_1": today().month, "last_day_2": today().year}

    response = client.post(path, last_day)
    assert b"Choose who takes over what this person holds" in response.content
    assert desk.holder == leaver

    client.post(path, last_day | {"successor": str(colleague.pk)})
    leaver.refresh_from_db()
    assert (desk.holder, leaver.ends) == (colleague, today())
    assert held_by(leaver) == []


def test_nobody_takes_over_who_is_not_a_colleague_there(desk: Desk, school: Organisation) -> None:
    leaver = desk.holder
    elsewhere = member("elsewhere@example.org", at=organisation("Elsewhere School"))
    left = member("left@example.org", at=school, ends=today() - timedelta(days=1))
    for successor in (None, elsewhere, left, leaver):
        with pytest.raises(AccessError):
            end(leaver, today(), successor, today())
    leaver.refresh_from_db()
    assert leaver.ends is None


def test_what_came_after_the_hand_over_waits_for_the_administrator(administrator: Membership, desk: Desk) -> None:
    Membership.objects.filter(pk=desk.holder.pk).update(ends=today() - timedelta(days=1))
    (left,) = services.left_behind(administrator, today())
    assert left.membership == desk.holder
    page = signed_in(administrator).get("/administration/").content.decode()
    assert "To be handed over" in page
    assert "open letters (3)" in page


def test_second_factors_are_removed_for_whoever_lost_them(administrator: Membership, school: Organisation) -> None:
    lost = member("lost@example.org", at=school)
    session = signed_in(lost)
    client = signed_in(administrator, confirmed=True)
    client.post(f"/administration/accounts/{lost.user_id}/second-factors/remove/")
    assert session.get("/account/").status_code == 302
    assert mail.outbox[-1].to == ["lost@example.org"]


def test_an_invitation_expires_and_a_newer_one_replaces_it(administrator: Membership, school: Organisation) -> None:
    invited = member("invited@example.org", at=school)
    client = signed_in(administrator, confirmed=True)
    links = []
    for _ in range(2):
        client.post(f"/administration/accounts/{invited.user_id}/invite/")
        links.append(next(word for word in mail.outbox[-1].body.split() if word.startswith("http")))
    first, second = (link.removeprefix("http://testserver") for link in links)
    assert b"This link no longer works" in Client().get(first, follow=True).content
    assert b"Set your password" in Client().get(second, follow=True).content
    Invitation.objects.update(expires_at=timezone.now())
    assert b"This link no longer works" in Client().get(second, follow=True).content


def test_an_organisation_does_not_come_to_stand_beneath_itself(administrator: Membership, school: Organisation) -> None:
    below = organisation("Northgate Nursery", above=school)
    client = signed_in(administrator, confirmed=True)
    data = {"name": school.name, "kind": "school", "nation": "scotland", "read_within": "20", "parent": str(below.pk)}
    response = client.post(f"/administration/organisations/{school.pk}/edit/", data)
    assert b"It cannot belong to itself or to one beneath it" in response.content
    client.post(
        f"/administration/organisations/{school.pk}/edit/", data | {"parent": str(administrator.organisation_id)}
    )
    school.refresh_from_db()
    assert (school.nation, school.read_within) == ("scotland", 20)


def test_a_user_is_kept_in_lower_case() -> None:
    assert User.objects.create_user(" Some.Body@Example.ORG ", "Invented").email == "some.body@example.org"


def test_the_first_administrator_is_made_once() -> None:
    said = io.StringIO()
    call_command("first_administrator", "Invented Partnership", "Invented First", "First@example.org", stdout=said)
    link = said.getvalue().split()[-1]
    client = Client()
    client.get(link)
    client.post("/invitation/", {"password1": PASSWORD, "password2": PASSWORD})
    membership = Membership.objects.get(user__email="first@example.org")
    assert b"Administration" in signed_in(membership).get("/").content
    with pytest.raises(CommandError, match="There is an administrator already"):
        call_command("first_administrator", "Another", "Invented Second", "second@example.org")


def test_an_entry_is_due_when_its_days_are_over(school: Organisation) -> None:
    contact = Contact(organisation=school, purpose="x", confirm_every=90)
    assert contact.is_due(today())
    contact.confirmed_on = today()
    assert not contact.is_due(today() + timedelta(days=89))
    assert contact.is_due(today() + timedelta(days=90))


def test_a_safeguarding_lead_keeps_their_own_organisations_entries(school: Organisation) -> None:
    lead = member("lead@example.org", "safeguarding_lead", school)
    mine = Contact.objects.create(organisation=school, purpose="Mine", phone="01632 960001")
    below = organisation("Northgate Nursery", above=school)
    theirs = Contact.objects.create(organisation=below, purpose="Theirs", phone="01632 960002")
    client = signed_in(lead)
    assert client.post(f"/directory/{mine.pk}/confirm/").status_code == 302
    assert client.post(f"/directory/{theirs.pk}/confirm/").status_code == 404
    assert client.get(f"/directory/new/{below.pk}/").status_code == 404
    mine.refresh_from_db()
    assert mine.confirmed_on == today()
