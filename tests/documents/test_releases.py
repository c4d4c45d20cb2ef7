"""The page on which two people let one document go that an embargo holds."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.access import chronology, embargo
from fingerpost.access.embargo import HeldBack, Person, Relation, releases, rules
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern, Release
from fingerpost.access.services import concerns
from fingerpost.documents import production as documents_production
from fingerpost.documents.models import Ending, Production
from fingerpost.record.models import Appearance


@pytest.fixture
def held(anywhere: Anywhere) -> tuple[Concern, Appearance, Appearance]:
    """A teacher's concern, which the lead sees too; an adult is suspected."""
    with anywhere.acting("teacher"):
        concern = making.concern()
        child, adult = making.child(concern), making.adult(concern)
        concerns.involve_member(concern.pk, worlds.name("lead"))
        concerns.involve_organisation(concern.pk, worlds.name("force"), compartment="police")
        embargo.place(concern.pk, adult.pk)
    return concern, child, adult


def ask(client: Client, concern: Concern, whom: str, **others: str) -> str:
    sent = {"what": "chronology:", "part": "common", "whom": whom, "format": "pdf", "reason": "Tonight.", **others}
    return client.post(reverse("releases", args=[concern.pk]), sent, follow=True).content.decode()


def do(client: Client, made: Release, what: str, text: str = "") -> str:
    sent = {"release": str(made.pk), "do": what, "text": text}
    answer = client.post(reverse("releases", args=[made.concern_id]), sent, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("anywhere", ["sqlite", "postgresql"], indirect=True)
def test_a_document_goes_once_after_a_second_person_has_agreed(
    anywhere: Anywhere, held: tuple[Concern, Appearance, Appearance]
) -> None:
    concern, child, _ = held
    parents = f"parents:{child.pk}"
    with anywhere.serving():
        teacher, lead = client_of("teacher"), client_of("lead")
        assert "Waits for a second person" in ask(teacher, concern, parents)
        waits = lead.get("/").content.decode()
        assert concern.reference in waits[waits.index("Let go although an embargo holds it") :]
        assert "Let go although an embargo holds it" in lead.get(reverse("concern", args=[concern.pk])).content.decode()
    with anywhere.acting("teacher"):
        made = Release.objects.visible().get(concern=concern)
        assert not Production.objects.visible().exists(), "nothing is produced between asking and agreeing"
    with anywhere.serving():
        # Whoever asked neither agrees nor uses it; nobody agrees without a reason.
        for what in ("agree", "use"):
            page = do(teacher, made, what, "By myself.")
            assert "answered by another person" in page or "cannot be done now" in page
        assert "Write why you agree" in do(lead, made, "agree")
        assert "Agreed" in do(lead, made, "agree", "It cannot wait until the meeting.")
        assert "Being made" in do(teacher, made, "use")
    with anywhere.acting("teacher"):
        (production,) = Production.objects.visible().filter(concern=concern)
        assert documents_production.produce(production).ending == Ending.MADE
        assert documents_production.fetch(production)
        assert isinstance(embargo.may_tell(concern.pk, None, Person(Relation.PARENTS, child.pk)), HeldBack)
        with pytest.raises(AccessError):
            documents_production.ask(
                concern, documents_production.DocumentRequest("chronology", "", production.format, "common", parents)
            )
        told = [entry.sentence for entry in chronology.of_concern(concern, frozenset({"common"}))]
        assert sum("It was agreed to let go" in sentence for sentence in told) == 1
        later = timezone.now() + rules.RELEASED_FOR
        with patch("fingerpost.documents.production.timezone.now", return_value=later), pytest.raises(AccessError):
            documents_production.fetch(production)
    with anywhere.serving():
        assert "cannot be done now" in do(teacher, made, "use")


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_what_is_barred_is_said_at_its_field_and_refusing_ends_it(
    anywhere: Anywhere, held: tuple[Concern, Appearance, Appearance]
) -> None:
    concern, child, adult = held
    with anywhere.serving():
        teacher, lead = client_of("teacher"), client_of("lead")
        assert "Nobody releases to a suspected adult" in ask(teacher, concern, f"self:{adult.pk}")
        assert "Write why this cannot wait" in ask(teacher, concern, f"parents:{child.pk}", reason="")
        assert "Write exactly what you would say" in ask(teacher, concern, f"parents:{child.pk}", what="telling:")
        assert not Release._base_manager.exists()
        ask(teacher, concern, "outside", outside="The grandmother", what="telling:", words="He is safe.")
    made = Release._base_manager.get()
    with anywhere.serving():
        assert "Refused" in do(lead, made, "refuse", "It can wait.")
        assert "cannot be done now" in do(lead, made, "agree", "After all.")
        # The auditor reads it and answers nothing; whoever does not see the concern finds no such page.
        sent = {"release": str(made.pk), "do": "agree", "text": "x"}
        assert client_of("other-teacher").post(reverse("releases", args=[concern.pk]), sent).status_code == 404
    with anywhere.acting("teacher"):
        assert [one.standing.state for one in releases.of_concern(concern.pk, {"common"}, timezone.now())] == [
            "refused"
        ]
        # Of another part nothing is shown, and made up ids find nothing.
        assert releases.of_concern(concern.pk, {"police"}, timezone.now() + timedelta(days=1)) == []
