"""A concern stays under the version that it was reported under, until a manager who has seen what changes moves it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from duties import making
from fingerpost.access import chronology
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern
from fingerpost.access.services.concerns import involve_organisation
from fingerpost.duties import presentation
from fingerpost.manual.services import publishing
from fingerpost.manual.services.trial_runs import of_concerns
from fingerpost.record.errors import RecordError
from fingerpost.record.services import procedure_moves
from fingerpost.record.services.decisions import decision_of
from fingerpost.record.services.procedures import named
from manual.officers import NEW, NOW, OLD, RULES, TODAY, approved, second
from manual.test_publishing import client_of

RULE = "2.1-refer-content"
REPORTED = NOW - timedelta(days=1)
FACTS = {"youth_produced_imagery": True, "violent_or_developmentally_unusual": True}


def published(anywhere: Anywhere, base: str = "e-safety@2017", version: str = "2017.1") -> None:
    """Publish a version in force from today, in which one referral may wait a working day."""
    officer = second(anywhere)
    with anywhere.acting("policy"):
        one = publishing.begin(base, version, TODAY, NOW)
        text = publishing.newest_of(one).files[RULES]
        before, rule, after = text.partition(f"id: {RULE}\n")
        assert rule
        publishing.save(one, RULES, before + rule + after.replace(OLD, NEW, 1), after=1, now=NOW)
    approved(anywhere, one, officer)


def reported(anywhere: Anywhere) -> Concern:
    with anywhere.acting("teacher"):
        concern = making.concern(REPORTED, **FACTS)
        involve_organisation(concern.pk, worlds.name("council"))
    return concern


def test_a_manager_moves_a_concern_and_its_duties_with_it(anywhere: Anywhere) -> None:
    concern = reported(anywhere)
    with anywhere.acting("manager-east"):
        (before,) = [
            one for one in presentation.of_concern(concern, frozenset({"common"}), TODAY) if one.provision.id == RULE
        ]
        assert before.day == date(2026, 11, 24)
        assert procedure_moves.later_versions(concern, "common", timezone.now()) == []
    published(anywhere)
    with anywhere.acting("teacher"):
        assert procedure_moves.version_of(concern, "common").name == "e-safety@2017"
        assert procedure_moves.version_of(making.concern(NOW, **FACTS), "common").name == "e-safety@2017.1"
        with pytest.raises(AccessError):
            procedure_moves.move(concern, "common", "e-safety@2017.1", why="I may not.")
    with anywhere.acting("manager-east"):
        (to,) = procedure_moves.later_versions(concern, "common", timezone.now())
        (compared,) = procedure_moves.compared(concern, "common", to)
        assert {one.provision for one in compared.preview.moved} == {RULE}
        assert not compared.preview.new
        assert not compared.preview.gone
        (affected,) = of_concerns(to.load()).concerns
        assert (affected.concern, affected.moved) == (concern, 1)
        for version, why in (("e-safety@2017", "x"), ("e-safety@2026", "x"), ("e-safety@2017.1", " ")):
            with pytest.raises(RecordError):
                procedure_moves.move(concern, "common", version, why=why)
        then = timezone.now()
        known = decision_of(concern, "common", then).decision
        moved = procedure_moves.move(concern, "common", "e-safety@2017.1", why="The new clock is the right one here.")
        assert procedure_moves.version_of(concern, "common").name == "e-safety@2017.1"
        assert making.state(concern, RULE).due == date(2026, 11, 25)
        assert decision_of(concern, "common", then).decision == known
        assert decision_of(concern, "common", then).pack.name == "e-safety@2017"
        assert decision_of(concern, "common").pack.name == "e-safety@2017.1"
        with pytest.raises(RecordError):
            procedure_moves.move(concern, "common", "e-safety@2017.1", why="Again.")
        assert [one.pk for one in procedure_moves.moves_of(concern, {"common"})] == [moved.pk]
        assert procedure_moves.moves_of(concern, {"police"}) == []
        said = [one.sentence for one in chronology.of_concern(concern, frozenset({"common"}))]
        assert any("decided under e-safety@2017.1 instead of e-safety@2017." in sentence for sentence in said)
        assert all(
            "decided under" not in one.sentence for one in chronology.of_concern(concern, frozenset({"common"}), then)
        )
    for change in ("UPDATE record_proceduremove SET id = id", "DELETE FROM record_proceduremove"):
        with anywhere.laying(), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_a_version_that_asks_other_questions_takes_its_own_answers(anywhere: Anywhere) -> None:
    concern = reported(anywhere)
    published(anywhere, "e-safety@2026", "2026.1")
    with anywhere.acting("manager-east"):
        (to,) = procedure_moves.later_versions(concern, "common", timezone.now())
        (compared,) = procedure_moves.compared(concern, "common", to)
        assert compared.preview
        procedure_moves.move(concern, "common", to.name, why="The text of today.")
        wanted = {one.provision for one in decision_of(concern, "common").decision.outcomes if one.status == "applies"}
        known = named(to.name).provisions
        for one in presentation.of_concern(concern, frozenset({"common"}), TODAY):
            assert one.is_open == (one.provision.id in wanted & known.keys()), one.provision.id


def test_the_pages_of_a_manager(anywhere: Anywhere) -> None:
    concern = reported(anywhere)
    published(anywhere)
    address = f"/concerns/{concern.pk}/procedure/"
    with anywhere.serving():
        teacher, manager = client_of("teacher"), client_of("manager-east")
        page = teacher.get(f"{address}?to=e-safety@2017.1").content.decode()
        assert "The manager of the team can move this concern" in page
        assert "Would get another date" not in page
        assert "Would get another date" not in teacher.post(address, {"to": "e-safety@2017.1"}).content.decode()
        assert "See what version 2017.1 would change" in manager.get(address).content.decode()
        impact = manager.get("/procedures/impact/?to=e-safety@2017.1").content.decode()
        assert f"Concern {concern.reference}</a>: 0 new, 0 gone, 1 with another date" in impact
        page = manager.get(f"{address}?to=e-safety@2017.1").content.decode()
        assert "Was due 24 November 2026. Due 25 November 2026. Rule 2.1-refer-content." in page
        seen = re.findall(r'name="seen" value="(\w+)"', page)[0]
        sent = {"to": "e-safety@2017.1", "seen": seen, "why": ""}
        assert "Say why this concern is moved" in manager.post(address, sent).content.decode()
        sent |= {"why": "The new clock.", "seen": "0" * 64}
        answer = manager.post(address, sent).content.decode()
        assert "Read it again" in answer
        assert "The new clock.</textarea>" in answer
        assert manager.post(address, sent | {"seen": seen}).status_code == 302
        page = teacher.get(address).content.decode()
        assert "moved it from e-safety@2017 to e-safety@2017.1" in page
        assert "The new clock." in page
