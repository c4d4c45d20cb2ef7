"""Support is offered once somebody may know, content is looked after until it is gone, and safeguards have no gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.access import chronology
from fingerpost.access.embargo import Person, Relation
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern
from fingerpost.access.services import concerns
from fingerpost.casework import overview
from fingerpost.casework.models import RemovalKind, Safeguard, SafeguardKind, SupportKind, SupportStep, SupportTie
from fingerpost.casework.support import queries, requested_duties
from fingerpost.casework.support import services as service
from fingerpost.casework.support.services import Related
from fingerpost.procedure.calendar import london_day
from fingerpost.record.models import Appearance, PartInConcern, PersonKind
from fingerpost.record.services.changes import change
from fingerpost.record.services.events import record_event
from fingerpost.record.services.people import add_appearance

COMMON = frozenset({"common"})
TUESDAY = datetime(2026, 3, 24, 14, tzinfo=UTC)
TODAY = date(2026, 3, 30)
OFFERED = {"giver": "The school nurse", "text": "A talk each week."}

# What is decided here does not differ by the database.
ON_SQLITE = pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Recorded:
    """A concern about an adult with images, who lives with a child; a partner and a friend are in it."""

    concern: Concern
    child: Appearance
    other: Appearance
    adult: Appearance
    partner: Appearance
    friend: Appearance


@pytest.fixture
def it(anywhere: Anywhere) -> Recorded:
    with anywhere.acting("teacher"):
        concern = making.concern()
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        with change(concern):
            child, other = making.child(concern), making.child(concern)
            for one in (child, other):
                making.told(concern, about=one, imagery_of_them_shared=True)
            adult, friend = making.adult(concern), making.adult(concern)
            partner = add_appearance(concern, PersonKind.ADULT, [PartInConcern.PARTNER])
            making.told(concern, about=adult, viewed_abusive_images=True, lives_with_children=True)
    with anywhere.acting("front-door"):
        concerns.involve_member(concern.pk, worlds.name("worker"))
    return Recorded(concern, child, other, adult, partner, friend)


def part(it: Recorded, title: str, today: date = TODAY) -> overview.OverviewSection:
    return next(one for one in overview.of_concern(it.concern, COMMON, today) if one.title == title)


@ON_SQLITE
def test_support_for_one_child_carries_the_duty_of_that_child_alone(anywhere: Anywhere, it: Recorded) -> None:
    with anywhere.acting("teacher"):
        for kind in (SupportKind.OFFERED, SupportKind.ACCEPTED):
            service.support_child(it.concern, it.child, kind, at=TUESDAY, **OFFERED)
        assert making.kinds(it.concern, "2.1-support", it.child.pk) == ["appeared", "done"]
        assert making.kinds(it.concern, "2.1-support", it.other.pk) == ["appeared"]
        (one,) = queries.supported(it.concern)
        assert [step.kind for step in one.steps] == ["offered", "accepted"]
        said = [entry.sentence for entry in chronology.of_concern(it.concern, COMMON) if entry.kind == "Support"]
        # An adult is suspected, so an embargo stands against telling the children too.
        early = "They were not allowed to know yet."
        assert said[0] == f"Support for child 1: offered, by The school nurse: A talk each week. {early}"
        assert part(it, "Support").lines[0].tags[0].text == "Accepted"


def test_somebody_close_to_the_adult_is_supported_once_they_may_know_and_not_before(
    anywhere: Anywhere, it: Recorded
) -> None:
    """2.2-support-others: each for themselves, by a recorded decision; what happened all the same is recorded so."""
    partner = Related(it.adult, SupportTie.PARTNER, it.partner)
    friend = Related(it.adult, SupportTie.FRIEND, it.friend)
    colleague = Related(it.adult, SupportTie.COLLEAGUE, somebody="Somebody at the garage")
    with anywhere.acting("worker"):
        for one in (partner, friend, colleague):
            with pytest.raises(AccessError, match="nobody has decided that they may know"):
                service.support_other(it.concern, one, SupportKind.OFFERED, **OFFERED)
        assert not SupportStep.objects.visible().filter(concern=it.concern).exists()
        early = service.support_other(it.concern, colleague, SupportKind.OFFERED, all_the_same=True, **OFFERED)
        assert early.untold
        assert making.kinds(it.concern, "2.2-support-others", it.adult.pk) == ["appeared", "done"]
        to = Person(Relation.PARTNER, it.adult.pk)
        record_event(
            it.concern, "disclosure_agreed", timezone.now(), about=it.adult, to=to, reason="She keeps them safe."
        )
        told = service.support_other(it.concern, partner, SupportKind.OFFERED, **OFFERED)
        assert not told.untold
        with pytest.raises(AccessError):
            service.support_other(it.concern, friend, SupportKind.OFFERED, **OFFERED)


@ON_SQLITE
def test_content_is_kept_without_a_link_and_waits_no_longer_than_five_working_days(
    anywhere: Anywhere, it: Recorded
) -> None:
    with anywhere.acting("teacher"):
        removal = service.begin_removal(it.concern, it.child, "A game with chat", address="https://example.org/a.b")
        assert str(removal.address) == "hxxps[:]//example[.]org/a[.]b"
        assert list(requested_duties.of_concern(it.concern, "common")) == []
        with pytest.raises(AccessError):
            service.record_removal(removal, RemovalKind.ASKED, at=TUESDAY)
        asked = service.record_removal(removal, RemovalKind.ASKED, asked="report_remove", reference="12", at=TUESDAY)
        assert making.kinds(it.concern, "2.1-support", it.child.pk) == ["appeared", "done"]
        (agreed,) = requested_duties.of_concern(it.concern, "common")
        assert (agreed.work, agreed.provision, agreed.about) == (asked.pk, "2.1-support", it.child.pk)
        assert (agreed.due, agreed.carried, agreed.membership) == (date(2026, 3, 31), None, worlds.name("teacher"))
        assert [tag.text for tag in part(it, "Support", date(2026, 3, 31)).lines[0].tags] == ["Pending"]
        assert [tag.text for tag in part(it, "Support", date(2026, 4, 1)).lines[0].tags] == ["Pending", "Look again"]
        before = timezone.now()
        service.record_removal(removal, RemovalKind.REMOVED, at=TUESDAY + timedelta(days=1))
        again = service.record_removal(removal, RemovalKind.REAPPEARED, at=TUESDAY + timedelta(days=3))
        first, second = requested_duties.of_concern(it.concern, "common")
        assert first.carried is not None
        assert first.carried.on == date(2026, 3, 25)
        assert (second.work, second.carried) == (again.pk, None)
        (as_known,) = requested_duties.of_concern(it.concern, "common", before)
        assert as_known.carried is None
        assert list(requested_duties.of_concern(it.concern, "police")) == []


def test_safeguards_stand_from_the_start_and_a_gap_is_seen(anywhere: Anywhere, it: Recorded) -> None:
    """2.2-safeguards-from-start."""
    with anywhere.acting("worker"):
        assert part(it, "Safeguards").lines[0].tags[0].text == "None in force"
        said = {"text": "He stays elsewhere.", "checker": "A social worker", "about": it.adult, "at": TUESDAY}
        kept = service.begin_safeguard(it.concern, children=[it.child, it.other], until=TODAY, **said)  # type: ignore[arg-type]
        assert making.kinds(it.concern, "2.2-safeguards-from-start") == ["appeared", "done"]
        (line,) = part(it, "Safeguards").lines
        assert line.text == "He stays elsewhere."
        assert line.next.startswith("About adult 1, for child 1 and child 2. Who checks it: A social worker. Until ")
        assert [tag.text for tag in line.tags] == ["In force"]
        tags = [one.tags[0].text for one in part(it, "Safeguards", TODAY + timedelta(days=1)).lines]
        assert tags == ["None in force", "Run out"]
        service.record_safeguard(kept, SafeguardKind.CHECKED, text="It holds.")
        assert len(part(it, "Safeguards").lines) == 1
        service.record_safeguard(kept, SafeguardKind.ENDED, text="It was not kept to.")
        assert [one.tags[0].text for one in part(it, "Safeguards").lines] == ["None in force", "Ended"]
        making.told(it.concern, about=it.adult, viewed_abusive_images=False)
        assert [one.tags[0].text for one in part(it, "Safeguards").lines] == ["Ended"]
        for changing in ("UPDATE casework_safeguard SET until = NULL", "DELETE FROM casework_safeguardstep"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(changing)
        assert Safeguard.objects.visible().get(pk=kept.pk).until == TODAY


@ON_SQLITE
def test_the_forms_record_what_they_ask_and_say_not_yet(anywhere: Anywhere, it: Recorded) -> None:
    moment = {"day_0": "25", "day_1": "3", "day_2": "2026", "clock": "07:30"}
    adult, child = str(it.adult.pk), str(it.child.pk)
    said = {"giver": "The school nurse", "text": "A talk each week.", "kind": "offered"}
    now = timezone.localtime(timezone.now())
    today = {"day_0": now.day, "day_1": now.month, "day_2": now.year, "clock": f"{now:%H:%M}"}
    with anywhere.serving():
        client = client_of("worker")

        def send(name: str, **data: object) -> str:
            sent = client.post(reverse("record_support", args=[it.concern.pk, name]), moment | data)
            return "" if sent.status_code == 302 else sent.content.decode()

        assert "Choose the child" in send("child")
        assert not send("child", about=child, **said)
        friend = {"adult": adult, "tie": "friend"} | said | today
        assert "Choose who it is" in send("others", **friend)
        assert "Not yet" in send("others", about=str(it.friend.pk), **friend)
        assert not send("others", about=str(it.friend.pk), all_the_same="on", **friend)
        assert not send("content", about=child, platform="A game", address="https://example.org/a", asked="platform")
        (removal,) = client.get(reverse("concern_support", args=[it.concern.pk])).content.decode().split("?of=")[1:2]
        assert "Choose who you have asked" in send("removal", of=removal[:36], kind="asked")
        assert not send("removal", of=removal[:36], kind="refused", text="They do not see why.")
        assert not send(
            "safeguard", text="He stays elsewhere.", about=adult, children=[child], checker="A social worker"
        )
        page = client.get(reverse("concern_support", args=[it.concern.pk])).content.decode()
        for words in ("Before they were allowed to know", "Refused", "In force", "hxxps[:]//example[.]org"):
            assert words in page
        assert london_day(timezone.now()).isoformat()[:4] in page
        assert client.get(reverse("record_support", args=[it.concern.pk, "nothing"])).status_code == 404
