"""Concerns with what makes duties of them, plainly invented: a school's, told on a Tuesday at noon."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from django_tasks_db.models import DBTaskResult

from access import worlds
from fingerpost.access.models import Concern, Involvement, Membership
from fingerpost.duties.models import Duty, DutyState, DutyStep
from fingerpost.record.models import Appearance, PersonKind
from fingerpost.record.services.concerns import record_concern
from fingerpost.record.services.facts import FactAnswer, assert_many
from fingerpost.record.services.people import add_appearance
from fingerpost.site.queue import open_row

TUESDAY = datetime(2026, 3, 24, 12, tzinfo=UTC)


def concern(became_aware_at: datetime = TUESDAY, **facts: bool | str) -> Concern:
    """Record a concern in the name of whoever is acting, with these facts of the concern."""
    concern = record_concern(became_aware_at=became_aware_at, narrative="What was told at break.")
    told(concern, became_aware_at, **facts)
    return concern


def told(concern: Concern, said_at: datetime = TUESDAY, about: Appearance | None = None, **facts: object) -> None:
    """State facts of the concern, or of somebody."""
    answers = [FactAnswer(fact, value, about) for fact, value in facts.items()]  # type: ignore[arg-type]
    assert_many(concern, answers, said_at=said_at)


def child(concern: Concern) -> Appearance:
    return add_appearance(concern, PersonKind.CHILD)


def adult(concern: Concern) -> Appearance:
    return add_appearance(concern, PersonKind.ADULT)


def duty(concern: Concern, provision: str, about: UUID | None = None) -> Duty:
    """Return the duty that the decision asks for; what casework asks for under the same rule is another."""
    return Duty.objects.visible().get(
        concern=concern, provision=provision, about=about, compartment="common", work__isnull=True
    )


def state(concern: Concern, provision: str, about: UUID | None = None) -> DutyState:
    return DutyState.objects.visible().get(duty=duty(concern, provision, about))


def kinds(concern: Concern, provision: str, about: UUID | None = None) -> list[str]:
    """Return what became of a duty, step by step."""
    steps = DutyStep.objects.visible().filter(duty=duty(concern, provision, about)).order_by("number")
    return [step.kind for step in steps]


def member(membership: UUID) -> Membership:
    return Membership.objects.get(pk=membership)


def once_more(membership: str, **others: str) -> Membership:
    """Let the person of this membership have another one like it, but for what differs. On SQLite."""
    known = Membership.objects.get(pk=worlds.name(membership))
    same = {name: getattr(known, name) for name in ("user", "organisation", "role", "team", "intake", "starts")}
    return Membership.objects.create(**{**same, **others})


def work(room: str = "duties") -> None:
    """Do the work of one room that waits, as the worker does. What other tests have left there is not of this world."""
    for result in DBTaskResult.objects.ready().filter(task_path__startswith=f"fingerpost.{room}."):
        open_row(result)
        result.task.call(*result.task_result.args, **result.task_result.kwargs)
        result.set_successful(None)


def many(number: int, holder: UUID, due: date) -> None:
    """Lay concerns with one open duty each, without deciding anything: for whoever may write everything."""
    member = Membership.objects.get(pk=holder)
    made = [Concern(created_by=member) for _ in range(number)]
    Concern._base_manager.bulk_create(made)
    involved = {"organisation_id": member.organisation_id, "by": member, "compartment": "common"}
    Involvement._base_manager.bulk_create(
        Involvement(concern=concern, membership=member, ground="recorded", **involved) for concern in made
    )
    place = {"compartment": "common", "source": "common"}
    duties = [Duty(concern=concern, provision="0-refer", pack="e-safety@2017", **place) for concern in made]
    Duty._base_manager.bulk_create(duties)
    DutyState._base_manager.bulk_create(
        DutyState(
            duty=one,
            concern_id=one.concern_id,
            organisation_id=member.organisation_id,
            holder=member,
            is_open=True,
            is_offered=False,
            due=due,
            **place,
        )
        for one in duties
    )
