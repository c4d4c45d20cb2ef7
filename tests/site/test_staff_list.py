"""People from a list: what it would do is what it does, all or nothing; and a link to pass on is nobody's way in."""

from __future__ import annotations

import html
import re

import pytest
from django.core import mail
from django.test import Client

from fingerpost.access.models.people import Membership, Organisation, User
from fingerpost.ledger.models import LedgerEntry
from fingerpost.site.models import Invitation
from support.people import PASSWORD, member, organisation, signed_in

pytestmark = pytest.mark.django_db

HEAD = "Name\tE-mail\tRole\tTeam\tTakes in\tFirst day\tStaff number"


@pytest.fixture
def administrator() -> Membership:
    return member("admin@example.org", "administrator", organisation("Invented Partnership", "other"))


@pytest.fixture
def school(administrator: Membership) -> Organisation:
    return organisation(above=administrator.organisation)


@pytest.fixture
def client(administrator: Membership) -> Client:
    return signed_in(administrator, confirmed=True)


def address(school: Organisation) -> str:
    return f"/administration/organisations/{school.pk}/members/list/"


def path(link: str) -> str:
    return link.removeprefix("http://testserver")


def preview(client: Client, school: Organisation, people: str) -> str:
    return html.unescape(client.post(address(school), {"people": people}).content.decode())


def table(page: str) -> dict[str, str]:
    """What the preview says becomes of each line, by its number."""
    rows = [
        [" ".join(re.sub(r"<.*?>", "", cell).split()) for cell in re.findall(r"<td.*?>(.*?)</td>", row, re.S)]
        for row in re.findall(r"<tr.*?</tr>", page, re.S)
    ]
    return {cells[0]: cells[-1] for cells in rows if len(cells) == 5}


def do(client: Client, school: Organisation, people: str, **more: str) -> str:
    """Confirm what was shown."""
    seen = re.search(r'name="seen" value="(\w+)"', preview(client, school, people))
    assert seen is not None, "this list cannot be taken"
    data = {"people": people, "seen": seen[1], **more}
    return html.unescape(client.post(address(school), data, follow=True).content.decode())


def test_what_a_list_would_do_is_said_and_then_done(client: Client, school: Organisation) -> None:
    changed, same = member("changed@example.org", "safeguarding_lead", school), member("same@example.org", at=school)
    people = "\n".join(
        [
            HEAD,
            "Amina Invented\tAmina@example.org\tSafeguarding lead\tEast\tyes\t2027-01-04\tab-12",
            f"Any Name\t{changed.user.email}\tsafeguarding lead\t\tYes\t\t",
            f"{same.user.name}\t{same.user.email}\tpractitioner\t\tno\t\t",
        ]
    )
    before = (User.objects.count(), LedgerEntry.objects.filter().count())
    assert table(preview(client, school, people)) == {
        "2": "New",
        "3": "Changed: Takes in: no → yes",
        "4": "Unchanged",
    }
    assert User.objects.count() == before[0]
    assert "Saved: 2." in do(client, school, people)
    new = Membership.objects.get(user__email="amina@example.org")
    assert (new.role, new.team, new.intake, str(new.starts), new.staff_number) == (
        "safeguarding_lead",
        "East",
        True,
        "2027-01-04",
        "AB12",
    )
    changed.refresh_from_db()
    assert (changed.intake, changed.user.name) == (True, "Invented Changed")
    assert [message.to for message in mail.outbox] == [["amina@example.org"]]
    done = [(one.entry.action, one.entry.object_kind) for one in LedgerEntry.objects.all()]
    for wanted in (
        ("created", "account"),
        ("created", "membership"),
        ("changed", "membership"),
        ("created", "invitation"),
    ):
        assert wanted in done
    # The same list once more does nothing, and offers nothing to do
    again = preview(client, school, people)
    assert set(table(again).values()) == {"Unchanged"}
    assert 'name="seen"' not in again


def test_one_line_that_is_refused_stops_all_of_them(client: Client, school: Organisation) -> None:
    people = "\n".join(
        [
            "name;e-mail;role;takes in;first day",
            "Amina Invented;amina@example.org;Practitioner;no;",
            ";nobody@example.org;Practitioner;no;",
            "Ben Invented;not an address;Practitioner;no;",
            "Cai Invented;cai@example.org;Practitoner;no;",
            "Dee Invented;dee@example.org;Practitioner;perhaps;",
            "Eve Invented;eve@example.org;Practitioner;no;31/02/2027",
            "Amina Again;AMINA@example.org;practitioner;no;",
            "Me;admin@example.org;Team manager;yes;",
        ]
    )
    page = preview(client, school, people)
    assert table(page) == {
        "2": "New",
        "3": "Refused: Enter the person’s name",
        "4": "Refused: Enter an e-mail address like name@example.org",
        "5": "Refused: There is no role “practitoner”. Did you mean “practitioner”?",
        "6": "Refused: Write yes or no for “takes in”",
        "7": "Refused: Write the first day like 2027-01-04 or 04/01/2027",
        "8": "Refused: The same person and role are in line 2",
        "9": "Refused: You cannot give a role to yourself. Ask another administrator",
    }
    assert 'name="seen"' not in page
    client.post(address(school), {"people": people, "seen": "0" * 64})
    assert not school.memberships.exists()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ("name,e-mail,role", "at least one person"),
        ("name,e-mail\nA,a@example.org", "There is no column for: role"),
        ("name,e-mail,role,tema\nA,a@example.org,Practitioner,x", "Did you mean “team”?"),
        ("name,e-mail,role\nA,a@example.org,Practitioner,x", "Line 2 has more cells than there are columns"),
        ('name,e-mail,role\n"A,a@example.org,Practitioner', "a quotation mark is open"),
        ("name,e-mail,role" + "\nA,a@example.org,Practitioner" * 501, "Send at most 500 at once"),
    ],
    ids=["no people", "no role", "unknown column", "too many cells", "quotation mark", "too many people"],
)
def test_a_list_that_cannot_be_read_says_what_would_be_right(
    client: Client, school: Organisation, people: str, said: str
) -> None:
    assert said in preview(client, school, people)


def test_an_account_elsewhere_looks_like_a_new_one(client: Client, school: Organisation) -> None:
    member("known@example.org", at=organisation("Elsewhere School"))
    said = {
        who: preview(client, school, f"name,e-mail,role\nInvented Name,{who}@example.org,Practitioner").replace(who, "")
        for who in ("known", "stranger")
    }
    without = {who: re.sub(r'value="[\w-]{40,}"', "", page) for who, page in said.items()}  # what differs each time
    assert without["known"] == without["stranger"]


def test_what_changed_since_the_preview_is_shown_again(client: Client, school: Organisation) -> None:
    people = "name,e-mail,role,team\nAmina Invented,amina@example.org,Practitioner,East"
    seen = re.search(r'name="seen" value="(\w+)"', preview(client, school, people))
    assert seen is not None
    amina = member("amina@example.org", at=school)
    page = client.post(address(school), {"people": people, "seen": seen[1]}).content.decode()
    assert "Something has changed since" in page
    amina.refresh_from_db()
    assert amina.team == ""


def test_links_of_new_people_are_shown_once_where_e_mail_does_not_work(client: Client, school: Organisation) -> None:
    people = (
        "name,e-mail,role\nAmina Invented,amina@example.org,Practitioner\nBen Invented,ben@example.org,Practitioner"
    )
    page = do(client, school, people, by_link="on")
    links = re.findall(r"<code>http://testserver(.*?)</code>", page)
    assert len(links) == 2
    assert mail.outbox == []
    assert "Set your password" in Client().get(links[0], follow=True).content.decode()
    amina = User.objects.get(email="amina@example.org")
    assert ("link-shown", amina.pk) in [(one.entry.action, one.entry.object_id) for one in LedgerEntry.objects.all()]


def test_a_link_that_is_shown_is_as_strong_as_one_that_is_sent(
    client: Client, administrator: Membership, school: Organisation
) -> None:
    invited = User.objects.create_user("new@example.org", "Invented New")
    Membership.objects.create(user=invited, organisation=school, role="practitioner", starts="2026-01-01")
    client.post(f"/administration/accounts/{invited.pk}/invite/")
    sent = Invitation.objects.get(user=invited)
    mailed = next(word for word in mail.outbox[-1].body.split() if word.startswith("http"))
    page = client.post(f"/administration/accounts/{invited.pk}/link/").content.decode()
    shown = re.search(r"<code>(.*?)</code>", page)
    assert shown is not None
    assert len(shown[1]) == len(mailed)
    kept = Invitation.objects.get(user=invited)
    assert (kept.expires_at - kept.created_at, kept.invited_by) == (sent.expires_at - sent.created_at, administrator)
    assert (
        "This link no longer works"
        in Client().get(mailed.removeprefix("http://testserver"), follow=True).content.decode()
    )
    person = Client()
    person.get(path(shown[1]))
    person.post("/invitation/", {"password1": PASSWORD, "password2": PASSWORD})
    invited.refresh_from_db()
    assert invited.check_password(PASSWORD)
    assert b"This link no longer works" in Client().get(path(shown[1]), follow=True).content


def test_no_link_is_shown_to_an_account_that_others_rely_on(
    client: Client, administrator: Membership, school: Organisation
) -> None:
    in_use = member("inuse@example.org", at=school)
    closed = User.objects.create_user("closed@example.org", "Invented Closed", is_active=False)
    elsewhere = User.objects.create_user("both@example.org", "Invented Both")
    other = organisation("Elsewhere School")
    for user, at in ((closed, school), (elsewhere, school), (elsewhere, other)):
        Membership.objects.create(user=user, organisation=at, role="practitioner", starts="2026-01-01")
    for user in (in_use.user, closed, elsewhere, administrator.user):
        assert client.post(f"/administration/accounts/{user.pk}/link/").status_code == 403, user
        page = client.get(f"/administration/accounts/{user.pk}/").content.decode()
        assert "Show me a link" not in page
    assert not Invitation.objects.exists()
