"""A referral carries out the duties that go to its recipient, as the register has it, and leaves the others open."""

from __future__ import annotations

import html
import re

import pytest

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from casework.test_referrals import sent
from duties import making
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern, Organisation
from fingerpost.casework.models import Addressee
from fingerpost.casework.referrals import services
from fingerpost.duties.models import Duty, DutyState
from register.reading import register

TO = {one.id: one.to for one in register().provisions}
CALLED = {"social_care": "social_care", "police": "police", "designated_officer": "lado", "prevent": "prevent"}
"""What the register calls each of those to whom a concern is referred; of another area it says nothing."""
AGENCIES = set(CALLED.values())


def a_grave_concern() -> Concern:
    """An adult found in possession lives with children; a child is drawn to a harmful site, and comes to harm."""
    concern = making.concern()
    making.told(concern, about=making.adult(concern), found_in_possession=True, lives_with_children=True)
    making.told(concern, about=making.child(concern), obsessed_with_harmful_site=True, significant_harm=True)
    return concern


def open_duties(concern: Concern) -> dict[str, Duty]:
    """Return the open duties of the decision that go to an agency, by their rule."""
    states = DutyState.objects.visible().filter(concern=concern, is_open=True, duty__work=None)
    found = {state.duty.provision: state.duty for state in states.select_related("duty__concern")}
    return {rule: duty for rule, duty in found.items() if AGENCIES & set(TO[rule])}


@pytest.mark.parametrize("to", Addressee.values)
def test_the_form_ticks_what_goes_to_its_recipient_and_names_what_is_still_to_do(anywhere: Anywhere, to: str) -> None:
    with anywhere.acting("teacher"):
        concern = a_grave_concern()
        duties = open_duties(concern)
    theirs = {rule for rule in duties if CALLED.get(to) in TO[rule]}
    assert "5-significant-harm" in duties
    assert {"social_care", "police"} <= {one for rule in duties for one in TO[rule]}
    with anywhere.serving():
        page = client_of("teacher").get(f"/concerns/{concern.pk}/casework/referrals/write/?to={to}").content.decode()
    boxes = re.findall(r'<input[^>]*name="duties"[^>]*>', page)
    ticked = {re.findall(r'value="([^"]+)"', box)[0] for box in boxes if re.search(r"\schecked", box)}
    assert {re.findall(r'value="([^"]+)"', box)[0] for box in boxes} == ticked
    assert ticked == {str(duties[rule].pk) for rule in theirs}
    still = html.unescape(page).partition("Still to do")[2]
    assert {rule for rule in duties if f"Rule {rule}." in still} == duties.keys() - theirs


def test_a_duty_that_goes_to_others_is_refused_and_stays_open(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = a_grave_concern()
        duty = open_duties(concern)["2.2-refer-police"]
        council = Organisation.objects.get(pk=worlds.name("council"))
        with pytest.raises(AccessError):
            services.send(concern, sent(council), [duty])
        assert making.state(concern, "2.2-refer-police", duty.about).is_open
    sends = {
        "to": "social_care",
        "recipient": str(council.pk),
        "way": "here",
        "asks": "Please decide.",
        "clock": "10:00",
    }
    sends |= {"text": "What was told.", "checked": "on", "day_0": "24", "day_1": "3", "day_2": "2026"}
    with anywhere.serving():
        client = client_of("teacher")
        page = f"/concerns/{concern.pk}/casework/referrals/write/"
        refused = client.post(page, {**sends, "duties": str(duty.pk)})
        assert "Choose duties that this referral carries out" in refused.content.decode()
    with anywhere.acting("teacher"):
        assert making.state(concern, "2.2-refer-police", duty.about).is_open
