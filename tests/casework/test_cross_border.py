"""Whether another area or country should be told: recorded with its result, it carries out the duty to consider it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.access import chronology
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern
from fingerpost.access.services import concerns
from fingerpost.casework.cross_border import overview, services
from fingerpost.casework.cross_border.services import CrossBorderInput
from fingerpost.casework.models import Considered, CrossBorder
from fingerpost.record.models import Appearance, PersonKind
from fingerpost.record.services.facts import assert_fact
from fingerpost.record.services.people import add_appearance

RULE = "2.2-cross-border"
TOLD, TO_BE, NOT = Considered.TOLD, Considered.TO_BE_TOLD, Considered.NOT_NEEDED


def investigated() -> tuple[Concern, Appearance]:
    """Return a concern that is being investigated, and an adult in it."""
    concern = making.concern(youth_produced_imagery=True, investigation_open=True)
    for compartment in ("common", "police"):
        concerns.involve_organisation(concern.pk, worlds.name("force"), compartment=compartment)
    return concern, making.adult(concern)


def test_with_a_result_the_duty_is_done_and_it_stands_in_the_chronology(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, adult = investigated()
        with pytest.raises(AccessError, match="nobody is named"):
            services.consider(concern, CrossBorderInput(adult, TO_BE, " ", "They come from there."))
        services.consider(
            concern, CrossBorderInput(adult, TO_BE, "The police in Placeholderland", "They come from there.")
        )
        assert making.state(concern, RULE).is_open
        services.consider(
            concern, CrossBorderInput(adult, TOLD, "The police in Placeholderland", "They come from there.")
        )
        assert not making.state(concern, RULE).is_open
        said = [entry.sentence for entry in chronology.of_concern(concern, frozenset({"common"}))]
        assert sum("told about Somebody" in one and "Placeholderland" in one for one in said) == 2
        found = overview.of_concern(concern, frozenset({"common"}), timezone.localdate())
        assert found is not None
        assert [line.tags[0].text for line in found.lines] == ["To be told", "Told"]


def test_what_the_police_consider_is_nothing_to_others(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, adult = investigated()
    with anywhere.acting("officer"):
        theirs = add_appearance(concern, PersonKind.ADULT, compartment="police")
        with pytest.raises(AccessError, match="another part"):
            services.consider(concern, CrossBorderInput(theirs, NOT, "", "They live here."))
        services.consider(concern, CrossBorderInput(adult, NOT, "", "They live here."), compartment="police")
        assert CrossBorder.objects.visible().filter(concern=concern).exists()
    with anywhere.acting("teacher"):
        # The duty of the common record is not done by what others cannot read.
        assert making.state(concern, RULE).is_open
        assert not CrossBorder.objects.visible().filter(concern=concern).exists()
        assert not any("another area" in one.sentence for one in chronology.of_concern(concern, frozenset({"common"})))
        assert_fact(concern, "investigation_open", False)


def test_the_page_says_what_is_missing_and_records(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, adult = investigated()
    page = f"/concerns/{concern.pk}/casework/cross-border/"
    said = {"about": str(adult.pk), "result": "told", "why": "They work there.", "clock": "10:00"}
    said |= {"day_0": "25", "day_1": "3", "day_2": "2026"}
    with anywhere.serving():
        client = client_of("teacher")
        assert "Write which agency is told" in client.post(page, said).content.decode()
        sent = client.post(page, said | {"whom": "Social services in Placeholderland"})
        assert sent.status_code == 302, sent.content.decode()
        assert "Social services in Placeholderland" in client.get(page).content.decode()
        assert "Other areas and countries" in client.get(f"/concerns/{concern.pk}/casework/").content.decode()
