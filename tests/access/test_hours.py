"""When a telephone is answered, as the directory says it in words."""

from __future__ import annotations

from datetime import datetime

import pytest

from fingerpost.access.hours import is_answered
from fingerpost.procedure.calendar import LONDON

OFFICE = "Monday to Friday, 9 to 5"


@pytest.mark.parametrize(
    ("hours", "at", "answered"),
    [
        (OFFICE, "2026-11-27 16:45", True),  # a Friday
        (OFFICE, "2026-11-27 17:00", False),
        (OFFICE, "2026-11-27 08:59", False),
        (OFFICE, "2026-11-28 12:00", False),  # a Saturday
        (OFFICE, "2026-12-25 12:00", False),  # a Friday, and Christmas Day
        ("Mon-Fri 8.30am-6pm", "2026-11-27 17:59", True),
        ("Mon–Fri, 8:30 to 16:30", "2026-11-27 16:45", False),
        ("Weekdays, 9am until 5pm", "2026-11-27 09:00", True),
        ("Every day, 8 to 8", "2026-11-29 19:59", True),
        ("Every day, 8 to 8", "2026-11-29 20:00", False),
        ("At any time; leave a message", "2026-11-29 03:00", True),
        ("24 hours a day", "2026-11-29 03:00", True),
        # What cannot be told is not guessed
        ("School days, 8 to 5", "2026-11-27 12:00", None),
        ("Monday to Thursday 9 to 5, Friday 9 to 4", "2026-11-27 16:45", None),
        ("Office hours", "2026-11-27 12:00", None),
        ("", "2026-11-27 12:00", None),
        ("Every night, and all day at weekends", "2026-11-27 12:00", None),
        ("Weekdays, 9 to 9", "2026-11-27 20:00", True),
        ("Weekdays, 9 to 25", "2026-11-27 20:00", None),
    ],
)
def test_whether_somebody_answers(hours: str, at: str, answered: bool | None) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=LONDON)
    assert is_answered(hours, moment, "england-and-wales") is answered
