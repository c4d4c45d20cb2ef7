"""The pocket guide's pages say what the service's say: visits with chance's answers through both at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from django.utils import timezone

from fingerpost.access.models.people import Contact, Organisation, OrganisationKind
from fingerpost.pocket.data import Entry
from fingerpost.pocket.page import pocket_script
from fingerpost.pocket.views import directory_entries
from fingerpost.procedure.pack.library import load_pack
from pocket.walking import Pocket, Walk

# A campaign looks further: FINGERPOST_VISITS=360.
VISITS = int(os.environ.get("FINGERPOST_VISITS", "10"))


HOURS = ("9 to 5, every day", "Monday to Friday, 9 to 5", "24 hours", "weekdays 8.30am-6pm", "mornings", "")


def walked(folder: Path, directory: Sequence[Entry], visits: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Go through both so many times, and return how many pages were compared."""
    (folder / "pocket.mjs").write_text(pocket_script(load_pack(), datetime.now(UTC), directory), encoding="utf-8")
    random = Random(20261203)  # noqa: S311 - chance for a test
    pocket, pages = Pocket(folder / "pocket.mjs"), 0
    try:
        for _ in range(visits):
            now = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=random.randrange(600_000))
            monkeypatch.setattr(timezone, "now", lambda now=now: now)
            walk = Walk(pocket, random, now)
            walk.walk()
            pages += walk.pages
    finally:
        pocket.close()
    print(f"{visits} visits, {pages:,} pages")
    return pages


@pytest.mark.django_db
def test_chances_visits_find_the_same_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert walked(tmp_path, (), VISITS, monkeypatch) > 8 * VISITS


@pytest.mark.django_db
def test_with_a_directory_the_numbers_are_those_that_answer_at_this_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = (OrganisationKind.POLICE, OrganisationKind.SOCIAL_CARE, OrganisationKind.DESIGNATED_OFFICER)
    for number, hours in enumerate(HOURS):
        kind, area = kinds[number % 2 if number < 4 else 2], "North" if number % 3 else "South"
        of = Organisation.objects.create(name=f"Office {number}", kind=kind, area=area)
        Contact.objects.create(
            organisation=of,
            purpose="Desk",
            phone=f"01632 960 00{number}",
            hours=hours,
            out_of_hours_phone="01632 960 999" if number % 2 else "",
        )
    assert walked(tmp_path, directory_entries(), 4, monkeypatch) > 30
