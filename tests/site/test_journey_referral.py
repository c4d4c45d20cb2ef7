"""A concern is referred from a school, received and answered by the council, and the answer comes back."""

from __future__ import annotations

from support.browser import MakeVisitor
from support.casework import becomes
from support.service import Service

_A_CONCERN = """
from django.utils import timezone
from fingerpost.access import context
from fingerpost.access.models import Membership
from fingerpost.access.acting_membership import actor_in
from fingerpost.record.models import (DetailKind, PartInConcern, PersonKind)
from fingerpost.record.services import (FactAnswer, add_appearance, assert_many, record_concern)
asha = Membership.objects.get(user__email="asha@example.org")
with context.acting(actor_in(asha)):
    concern = record_concern(became_aware_at=timezone.now(), narrative="What was told at break.")
    add_appearance(concern, PersonKind.CHILD, [PartInConcern.TARGETED], [(DetailKind.NAME, "Noor Invented")])
    said = ("youth_produced_imagery", "violent_or_developmentally_unusual")
    assert_many(concern, [FactAnswer(fact, True) for fact in said])
    print(f"/concerns/{concern.pk}/")
"""


def test_a_referral_is_made_received_and_answered(service: Service, visitor: MakeVisitor) -> None:
    # Given a concern that the council has not heard of
    concern = service.python(_A_CONCERN).strip().splitlines()[-1]
    manager = visitor(java_script_enabled=True)
    manager.has_signed_in(service, "dilip@example.org")
    manager.goes_to("/referrals/")
    assert concern not in manager.page.content()
    manager.has_no_barriers()

    # When the teacher chooses to whom, without saying what goes with it, then a mistake is told by its field
    teacher = visitor(java_script_enabled=True)
    teacher.has_signed_in(service, "asha@example.org")
    teacher.goes_to(concern)
    teacher.follows("Casework")
    teacher.follows("Refer this concern")
    teacher.has_no_barriers()
    teacher.presses("Go on to write the referral")
    assert "Choose who you refer the concern to" in teacher.text
    teacher.has_no_barriers()
    teacher.page.get_by_label("Children’s social care", exact=True).check()
    teacher.presses("Go on to write the referral")

    # Then what goes out is there to be checked, with the duty that it carries out, and no name is in the address
    assert "Noor Invented" in teacher.page.get_by_label("What they are told").input_value()
    assert "Noor" not in teacher.page.url
    assert "2.1-refer-content" in teacher.text
    teacher.presses("Make the referral")
    for words in ("Choose the organisation that receives it", "Write what you ask them to do", "Read it once more"):
        assert words in teacher.text
    assert "Noor Invented" in teacher.page.get_by_label("What they are told").input_value()
    teacher.has_no_barriers()

    # When they send it, then the council has to answer it, and the duty is done
    teacher.page.get_by_label("Wexmouth Children’s Services", exact=True).check()
    teacher.enters("What do you ask them to do?", "Please decide what is to be done.")
    teacher.page.get_by_label("I have checked that this is what they need, and no more").check()
    teacher.presses("Make the referral")
    assert "The referral to Wexmouth Children’s Services is made." in teacher.text
    assert "Waiting" in teacher.text
    teacher.has_no_barriers()

    # When the council's manager comes, then it waits on the first page, and is accepted and answered
    manager.goes_to("/")
    assert " to answer" in manager.text
    manager.goes_to("/referrals/")
    assert concern in manager.page.content()
    manager.goes_to(f"{concern}casework/referrals/")
    manager.page.get_by_role("link", name="Children’s social care: Wexmouth Children’s Services").first.click()
    assert "Please decide what is to be done." in manager.text
    for kind, words in (
        ("It is accepted", {}),
        ("A manager has signed the decision off", {}),
        ("The referrer was told the outcome", {"What was the referrer told?": "A social worker visits tomorrow."}),
    ):
        becomes(manager, kind)
        for question, answer in words.items():
            manager.enters(question, answer)
        manager.presses("Record it")
        if kind == "It is accepted":
            assert "“there are none” is an answer too" in manager.text
            manager.has_no_barriers()
            manager.enters("What was considered about brothers, sisters and other children at home?", "There are none.")
            manager.presses("Record it")
        assert "It is recorded." in manager.text
    manager.has_no_barriers()

    # Then the safeguarding lead, without scripts, reads the answer, and nothing waits any more
    lead = visitor(java_script_enabled=False)
    lead.has_signed_in(service, "ben@example.org")
    lead.goes_to("/referrals/")
    waiting, _, answered = lead.page.content().partition("Answered in the last 14 days")
    assert concern not in waiting
    assert concern in answered
    lead.goes_to(f"{concern}casework/referrals/")
    assert "Answered" in lead.text
    lead.page.get_by_role("link", name="Children’s social care: Wexmouth Children’s Services").first.click()
    assert "A social worker visits tomorrow." in lead.text
    assert teacher.complaints == manager.complaints == []
