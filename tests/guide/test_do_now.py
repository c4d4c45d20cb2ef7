"""“Do this now” on the plan: the number that answers at this hour, of those who are near."""

from __future__ import annotations

from datetime import datetime

import pytest

from fingerpost.access.do_now import Block, with_numbers
from fingerpost.access.models.people import Contact, Membership, Organisation, User
from fingerpost.procedure.calendar import LONDON
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.explaining.do_now import do_now
from guide.driving import PACK

FRIDAY = datetime(2026, 11, 27, 16, 45, tzinfo=LONDON)
NIGHT = datetime(2026, 11, 27, 22, 5, tzinfo=LONDON)
SATURDAY = datetime(2026, 11, 28, 11, 0, tzinfo=LONDON)

pytestmark = pytest.mark.django_db


def contact(kind: str, area: str, purpose: str, phone: str, **more: str) -> Organisation:
    organisation, _ = Organisation.objects.get_or_create(name=f"{area} {kind}", kind=kind, area=area)
    Contact.objects.create(organisation=organisation, purpose=purpose, phone=phone, **more)
    return organisation


def block(at: datetime, membership: Membership | None = None) -> Block:
    """A child who may have been harmed: social care has to be told."""
    people = [{"id": "c1", "kind": "child", "facts": {"significant_harm": True}}]
    case = case_from({"reported_at": at.isoformat(), "people": people}, PACK)
    return with_numbers(do_now(PACK, case, decide(PACK, case)), PACK, at, membership)


@pytest.mark.parametrize(
    ("at", "phone", "whose"),
    [
        (FRIDAY, "01632 1", "West social_care"),
        (NIGHT, "01632 2", "West social_care, out of hours"),
        (SATURDAY, "01632 2", "West social_care, out of hours"),
    ],
)
def test_the_number_is_the_one_that_answers_now(at: datetime, phone: str, whose: str) -> None:
    hours = {"hours": "Monday to Friday, 9 to 5", "out_of_hours_phone": "01632 2", "out_of_hours": "Every night"}
    contact("social_care", "West", "Referrals", "01632 1", **hours)
    (number,) = block(at).numbers
    assert (number.phone, number.whose, number.link) == (phone, whose, f"tel:{phone.replace(' ', '')}")
    assert block(at).before == "Ring:"


def test_hours_that_nobody_understands_are_shown_and_not_guessed() -> None:
    contact("social_care", "West", "Referrals", "01632 1", hours="Term time", out_of_hours_phone="01632 2")
    assert [(one.phone, one.when) for one in block(FRIDAY).numbers] == [
        ("01632 1", "Term time"),
        ("01632 2", "otherwise"),
    ]


def test_without_a_number_it_says_so() -> None:
    made = block(FRIDAY)
    assert made.numbers == ()
    assert made.lines()[1] == "Ring: Children's social care: number to be confirmed by the partnership."


def test_whoever_is_signed_in_has_their_own_lead_and_their_own_area() -> None:
    for area in ("West", "East", "North"):
        contact("social_care", area, "Referrals", f"01632 {len(area)}")
    school = contact("school", "East", "Chair of governors", "01632 8")
    Contact.objects.create(organisation=school, purpose="Safeguarding lead", phone="01632 9", hours="Every day, 8 to 6")
    user = User.objects.create(email="a@example.org", name="A")
    member = Membership.objects.create(user=user, organisation=school, role="practitioner", starts="2026-01-01")
    assert block(FRIDAY).many == ("Children's social care",)
    made = block(FRIDAY, member)
    assert [(one.whose, one.phone) for one in made.first] == [("Safeguarding lead", "01632 9")]
    assert [one.whose for one in made.numbers] == ["East social_care"]
    assert made.lines()[1] == "Safeguarding lead: 01632 9. Ring: East social_care: 01632 4."
