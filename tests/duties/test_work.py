"""Work that waits: done once though it is begun twice, done again where it broke off, and never a word too many."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from access import worlds
from access.anywhere import Anywhere
from duties import making
from fingerpost.access.clock import today
from fingerpost.access.models import Contact, Involvement
from fingerpost.site import jobs
from fingerpost.site.reminders import remind

MORNING = datetime(2026, 3, 25, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def mail_is_kept(settings: Settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def addresses() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


def test_who_has_something_due_is_told_once_a_morning_and_nothing_of_what(anywhere: Anywhere) -> None:
    with anywhere.laying():
        Contact.objects.all().delete()
        Involvement._base_manager.filter(ground="intake").update(ends=timezone.now())  # nothing is new there
        making.many(3, worlds.name("teacher"), today())
        making.many(1, worlds.name("other-teacher"), today() + timedelta(days=1))
    with anywhere.serving():
        assert remind.call(today().isoformat()) == 1
        assert remind.call(today().isoformat()) == 0
        assert remind.call((today() + timedelta(days=1)).isoformat()) == 2
    told, *_ = mail.outbox
    assert addresses() == sorted(["u-teacher@example.org", "u-teacher@example.org", "other-teacher@example.org"])
    assert told.subject == "Something waits for you"
    assert told.body == "Sign in to Fingerpost: something waits for you there.\n\nhttp://localhost:8000/\n"


def test_a_morning_is_begun_once(anywhere: Anywhere) -> None:
    with anywhere.serving():
        jobs.look_after(MORNING.replace(hour=6))
        assert not DBTaskResult.objects.filter(task_path=remind.module_path).exists()
        for _ in range(2):
            jobs.look_after(MORNING)
        assert DBTaskResult.objects.filter(task_path=remind.module_path).count() == 1
        jobs.look_after(MORNING + timedelta(days=1))
        assert DBTaskResult.objects.filter(task_path=remind.module_path).count() == 2


def test_what_a_worker_left_in_the_middle_is_done_again_and_given_up_in_the_end(anywhere: Anywhere) -> None:
    with anywhere.serving():
        job = DBTaskResult.objects.get(pk=remind.enqueue("2026-03-25").id)
        # A worker that was killed: it claimed the job, and nothing more was heard of it.
        for tries in range(1, jobs.MOST_TRIES + 1):
            job.claim(f"worker-{tries}")
            DBTaskResult.objects.filter(pk=job.pk).update(started_at=MORNING)
            jobs.begin_again(MORNING + jobs.LONGEST)
            job.refresh_from_db()
            assert job.status == TaskResultStatus.RUNNING
            jobs.begin_again(MORNING + jobs.LONGEST + timedelta(seconds=1))
            job.refresh_from_db()
            given_up = tries == jobs.MOST_TRIES
            assert job.status == (TaskResultStatus.FAILED if given_up else TaskResultStatus.READY)
        jobs.clear(MORNING + timedelta(days=9))
        assert not DBTaskResult.objects.filter(pk=job.pk).exists()


def test_the_words_of_an_error_are_not_kept(anywhere: Anywhere) -> None:
    with anywhere.serving():
        job = DBTaskResult.objects.get(pk=remind.enqueue("2026-03-25").id)
        job.set_failed(ValueError("somebody's own words"))
        jobs.clear(MORNING)
        job.refresh_from_db()
        assert "words" not in job.traceback
        assert job.exception_class_path == "builtins.ValueError"


def test_the_worker_does_what_waits(anywhere: Anywhere) -> None:
    with anywhere.laying():
        making.many(1, worlds.name("teacher"), date(2026, 3, 24))
        DBTaskResult.objects.all().delete()
    with anywhere.serving():
        remind.enqueue(today().isoformat())
        call_command("work", "--once")
        assert not DBTaskResult.objects.ready().exists()
        assert DBTaskResult.objects.successful().count() >= 1
    assert "u-teacher@example.org" in addresses()


def test_what_is_kept_can_be_made_anew_and_is_shown_to_be_equal(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(online_bullying=True)
        state = making.state(concern, "3-take-seriously")
    with anywhere.laying():
        call_command("renew_duties", "--check")
        type(state)._base_manager.filter(pk=state.pk).update(is_open=False, holder=None)
        with pytest.raises(Exception, match="Run it without --check"):
            call_command("renew_duties", "--check")
        call_command("renew_duties")
        call_command("renew_duties", "--check")
        again = type(state)._base_manager.get(pk=state.pk)
    assert (again.is_open, again.holder_id) == (True, worlds.name("teacher"))
