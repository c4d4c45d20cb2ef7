"""What comes up after a referral was accepted is told to those who work on it, and not referred a second time."""

from __future__ import annotations

import html

from django.urls import reverse

from access.anywhere import Anywhere
from access.test_walk import client_of
from casework.meeting import ON_ONE
from casework.test_referrals import GROUND, refer
from duties import making
from fingerpost.access.models import Concern
from fingerpost.casework.models import Referral, ReferralStepKind
from fingerpost.casework.referrals import queries, services
from fingerpost.duties.models import Duty

TELL = "Tell the people who already work on this (children's social care)"


def a_new_ground(concern: Concern) -> Duty:
    making.told(concern, sexual_acts=True)
    making.told(concern, about=making.child(concern), age=12, depicted=True)
    return making.duty(concern, "2.1-refer-under-13")


def becomes(anywhere: Anywhere, concern: Concern, kind: ReferralStepKind) -> None:
    """Let the front door record what became of the referral."""
    with anywhere.acting("front-door"):
        (referral,) = (one.referral for one in queries.of_concern(concern))
        services.record_step(referral, kind, siblings="There are none.", text="As it is.")


@ON_ONE
def test_a_new_ground_after_acceptance_asks_to_tell_them(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        refer(concern)
        before = making.state(concern, "2.1-refer-content").asks
        assert TELL not in before
    becomes(anywhere, concern, ReferralStepKind.ACCEPTED)
    with anywhere.acting("teacher"):
        duty = a_new_ground(concern)
        state = making.state(concern, "2.1-refer-under-13")
        assert state.is_open
        assert state.asks.startswith(TELL)
        assert not any(one.startswith(TELL) for one in [duty.asks])
    with anywhere.serving():
        client = client_of("teacher")
        page = html.unescape(client.get(reverse("duty", args=[duty.pk])).content.decode())
        assert TELL in page
        assert "Refer this concern" not in page
        listed = html.unescape(client.get(reverse("duties", args=[concern.pk])).content.decode())
        assert "Tell those who work on it" in listed
        done = reverse("duty_done", args=[duty.pk])
        sends = {"what": "That she is twelve.", "who": "A. Teacher", "on_0": "24", "on_1": "3", "on_2": "2026"}
        assert "Write who was told" in client.post(done, sends).content.decode()
        assert client.post(done, {**sends, "whom": "P. Worker, by telephone"}).status_code == 302
        page = html.unescape(client.get(reverse("duty", args=[duty.pk])).content.decode())
        assert "Told P. Worker, by telephone: That she is twelve." in page
    with anywhere.acting("teacher"):
        assert not making.state(concern, "2.1-refer-under-13").is_open
        assert Referral.objects.visible().filter(concern=concern).count() == 1


@ON_ONE
def test_it_is_never_closed_by_itself_and_asks_to_refer_again_once_they_decline(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        refer(concern)
        a_new_ground(concern)
        assert not making.state(concern, "2.1-refer-under-13").asks.startswith(TELL)
    becomes(anywhere, concern, ReferralStepKind.ACCEPTED)
    with anywhere.acting("teacher"):
        state = making.state(concern, "2.1-refer-under-13")
        assert state.is_open
        assert state.asks.startswith(TELL)
    becomes(anywhere, concern, ReferralStepKind.DECLINED)
    with anywhere.acting("teacher"):
        state = making.state(concern, "2.1-refer-under-13")
        assert state.is_open
        assert not state.asks.startswith(TELL)
        # What the police alone are told is no matter of social care.
        adult = making.adult(concern)
        making.told(concern, about=adult, found_in_possession=True)
    becomes(anywhere, concern, ReferralStepKind.ACCEPTED)
    with anywhere.acting("teacher"):
        assert not making.state(concern, "2.2-refer-police", adult.pk).asks.startswith("Tell")
