"""A concern bypasses a suspected adult that it would normally go through (section 2.2)."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.access import chronology
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern, Contact, Organisation, User
from fingerpost.casework.models import Addressee, BypassedPost, SuspectBypass, Way
from fingerpost.casework.referrals import services as referrals
from fingerpost.casework.referrals.services import ReferralInput
from fingerpost.casework.suspect_bypass import presentation, rules, services
from fingerpost.casework.suspect_bypass.rules import Account
from fingerpost.duties.assignment import BypassedSuspects as Apart
from fingerpost.duties.assignment import assign_avoiding_suspect
from fingerpost.duties.models import DutyState
from fingerpost.duties.services import recording as duties
from fingerpost.record.models import Appearance, DetailKind, PartInConcern, PersonKind, RelationshipKind
from fingerpost.record.services.people import add_appearance
from fingerpost.record.services.relationships import relate

COMMON = frozenset({"common"})
LEAD = "u-lead"


def account(name: str, role: str, *, intake: bool = False) -> Account:
    return Account(uuid4(), uuid4(), name, role, intake, "Harbour Invented School")


@pytest.mark.parametrize(
    ("role", "intake", "post"),
    [
        ("safeguarding_lead", False, "lead"),
        ("safeguarding_lead", True, "lead"),
        ("team_manager", False, "manager"),
        ("practitioner", True, "other"),
        ("practitioner", False, ""),
        ("auditor", False, ""),
    ],
)
def test_a_concern_goes_through_who_leads_manages_or_takes_in(role: str, intake: bool, post: str) -> None:
    assert account("Anybody", role, intake=intake).post == post


def test_a_name_and_a_place_are_alike_where_they_are_of_somebody_through_whom_it_goes() -> None:
    adult, other, namesake = uuid4(), uuid4(), uuid4()
    lead, teacher = account("Rolf M. Invented", "safeguarding_lead"), account("Petra Sample", "practitioner")
    names = {adult: ["ROLF INVENTED"], other: ["Petra Sample"], namesake: ["Rolf Invented"]}
    here = ["harbour invented school"]
    found = list(rules.alike(names, [lead, teacher], {adult: here, other: here, namesake: ["Elsewhere School"]}))
    assert found == [(adult, lead)]


@pytest.mark.parametrize(("purpose", "is_"), [("Chair of governors", True), ("Safeguarding lead", False)])
def test_who_answers_for_the_employer_is_known_by_what_the_entry_is_for(purpose: str, is_: bool) -> None:
    assert rules.is_of_the_employer(purpose) is is_


class Involved:
    def __init__(self, organisation: UUID, membership: UUID | None, ground: str) -> None:
        self.organisation_id, self.membership_id, self.ground = organisation, membership, ground
        self.organisation, self.membership = type("O", (), {"kind": "school"}), None


def test_no_duty_falls_on_who_is_bypassed_nor_waits_where_only_they_look() -> None:
    school, teacher, lead = uuid4(), uuid4(), uuid4()
    there = [
        Involved(school, teacher, "recorded"),
        Involved(school, None, "intake"),
        Involved(school, lead, "works"),
    ]
    apart = Apart(frozenset({lead}), frozenset({school}))
    assert assign_avoiding_suspect(apart, ["practitioner"], there, lead).holder_id == teacher  # type: ignore[arg-type]
    assert assign_avoiding_suspect(apart, ["social_care"], there, None).holder_id == teacher  # type: ignore[arg-type]
    assert assign_avoiding_suspect(Apart(), ["social_care"], there, None).holder_id is None  # type: ignore[arg-type]
    assert assign_avoiding_suspect(Apart(), ["practitioner"], there, lead).holder_id == lead  # type: ignore[arg-type]


def listed(concern: Concern, name: str = "Somebody Invented") -> Appearance:
    adult = add_appearance(concern, PersonKind.ADULT, [PartInConcern.ALLEGED_ABUSER], [(DetailKind.NAME, name)])
    making.told(concern, about=adult, works_with_children=True)
    return adult


def school() -> Organisation:
    return Organisation.objects.get(pk=worlds.name("school"))


def test_the_lead_whose_name_it_is_loses_sight_and_what_they_held_falls_on_who_recorded_it(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(youth_produced_imagery=True)
        duties.hand_over(
            DutyState.objects.visible().filter(concern=concern, is_open=True, duty__work=None)[0].duty,
            making.member(worlds.name("lead")),
        )
        held = DutyState.objects.visible().filter(concern=concern)
        assert held.filter(holder=worlds.name("lead")).exists()
        name = User.objects.get(pk=worlds.name(LEAD)).name
        adult = listed(concern, name)
        # A name alone may be a namesake’s.
        assert services.of_concern(concern) == []
        relate(adult, RelationshipKind.WORKS_AT, school().name)
        (row,) = services.of_concern(concern)
        assert (row.user_id, row.by_name, row.post, row.about_id) == (
            worlds.name(LEAD),
            True,
            BypassedPost.LEAD,
            adult.pk,
        )
        assert not held.filter(holder=worlds.name("lead")).exists()
        queue = held.filter(is_open=True, organisation=worlds.name("school"))
        assert set(queue.values_list("holder", flat=True)) == {worlds.name("teacher")}
        found = presentation.of_concern(concern)
        assert found is not None
        assert "Do not tell" in found.notices[0].told
        assert "does not see this concern, since the name and the place of work are alike" in found.notices[0].became
        (said,) = [e.sentence for e in chronology.of_concern(concern, COMMON) if "must not go through" in e.sentence]
        assert "lost sight of it" in said
        with pytest.raises(AccessError):
            duties.hand_over(held.filter(duty__work=None)[0].duty, making.member(worlds.name("lead")))
    with anywhere.acting("lead"):
        assert not Concern.objects.visible().filter(pk=concern.pk).exists()
        assert not DutyState.objects.visible().filter(concern=concern).exists()
    with anywhere.acting("teacher"):
        services.end_bypass(row, text="It is somebody else of that name.")
        making.told(concern, about=adult, lives_with_children=True)
        assert services.of_concern(concern) == []
        assert SuspectBypass.objects.visible().filter(concern=concern).count() == 2
    with anywhere.acting("lead"):
        assert Concern.objects.visible().filter(pk=concern.pk).exists()


def test_somebody_says_so_and_it_holds_in_what_was_sent_too(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        adult = listed(concern)
        office = Organisation.objects.get(pk=worlds.name("lado"))
        sent = ReferralInput(
            Addressee.DESIGNATED_OFFICER, office, "", Way.HERE, "Please.", "What was told.", making.TUESDAY
        )
        strand = referrals.send(concern, sent).concern
        services.bypass(
            adult, school(), BypassedPost.HEAD, user=User.objects.get(pk=worlds.name(LEAD)), text="It is she."
        )
        with pytest.raises(AccessError):
            services.bypass(adult, school(), BypassedPost.OTHER, user=User.objects.get(pk=worlds.name("u-teacher")))
        assert [len(services.of_concern(one)) for one in (concern, strand)] == [1, 1]
    with anywhere.acting("lead"):
        assert not Concern.objects.visible().filter(pk__in=[concern.pk, strand.pk]).exists()


PAGES = ("choose_referral", "transfer_concern", "call_meeting", "concern_documents", "suspect_bypass")


def test_the_pages_say_whom_not_to_tell_and_whom_to_go_to(anywhere: Anywhere) -> None:
    with anywhere.laying():
        entries = {"lado": "Allegations", "council": "New referrals", "school": "Chair of governors"}
        for organisation, purpose in entries.items():
            Contact.objects.create(organisation_id=worlds.name(organisation), purpose=purpose, phone="01632 960301")
        Contact.objects.create(organisation_id=worlds.name("school"), purpose="The lead’s own line", phone="1")
    with anywhere.acting("teacher"):
        concern = making.concern(youth_produced_imagery=True)
        adult = listed(concern)
        relate(adult, RelationshipKind.WORKS_AT, school().name)
    with anywhere.serving():
        client = client_of("teacher")
        duty = None
        for name in PAGES:
            page = client.get(reverse(name, args=[concern.pk])).content.decode()
            assert "Think who this would go through" in page, name
            assert all(purpose in page for purpose in entries.values()), name
            assert "The lead’s own line" not in page, name
        sends = {"about": adult.pk, "organisation": school().pk, "post": "lead", "user": worlds.name(LEAD)}
        saved = client.post(reverse("suspect_bypass", args=[concern.pk]), sends)
        assert saved.status_code == 302, saved.content.decode()
        for name in PAGES:
            page = client.get(reverse(name, args=[concern.pk])).content.decode()
            assert "Do not tell Somebody Invented, who is the safeguarding lead" in page, name
            assert "does not see this concern" in page, name
        assert client_of("lead").get(reverse("concern", args=[concern.pk])).status_code == 404
    with anywhere.acting("teacher"):
        duty = DutyState.objects.visible().filter(concern=concern, is_open=True, duty__work=None)[0].duty
        (row,) = services.of_concern(concern)
    with anywhere.serving():
        page = client.get(reverse("hand_over_duty", args=[duty.pk])).content.decode()
        assert "Do not tell Somebody Invented" in page
        assert f'value="{worlds.name("lead")}"' not in page
        back = f"{reverse('suspect_bypass', args=[concern.pk])}?back={row.pk}"
        assert "sees again what it saw before" in client.get(back).content.decode()
        assert client.post(back, {"text": "It is somebody else."}).status_code == 302
        assert client_of("lead").get(reverse("concern", args=[concern.pk])).status_code == 200


def test_where_nobody_is_suspected_the_pages_are_as_they_were(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(youth_produced_imagery=True)
        add_appearance(concern, PersonKind.ADULT, [], [(DetailKind.NAME, User.objects.get(pk=worlds.name(LEAD)).name)])
        assert services.of_concern(concern) == []
        assert presentation.of_concern(concern) is None
