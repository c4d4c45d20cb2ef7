"""How content and safeguards stand, whenever and in whatever order their steps were recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from fingerpost.casework.support.rules import ContentStands, content, holds
from fingerpost.procedure.calendar import WorkingDays

TUESDAY = datetime(2026, 3, 24, 12, tzinfo=UTC)
DAYS = WorkingDays.of("england-and-wales")


@dataclass(frozen=True)
class Step:
    kind: str
    days: int = 0

    @property
    def pk(self) -> str:
        return f"{self.kind} {self.days}"

    @property
    def at(self) -> datetime:
        return TUESDAY + timedelta(days=self.days)


@dataclass(frozen=True)
class Measure:
    until: date | None
    at: datetime = TUESDAY


@pytest.mark.parametrize(
    ("steps", "stands", "waits"),
    [
        ([], ContentStands.NOT_ASKED, []),
        ([Step("asked")], ContentStands.PENDING, [("asked 0", None)]),
        ([Step("asked"), Step("asked", 3)], ContentStands.PENDING, [("asked 0", None)]),
        ([Step("asked"), Step("removed", 2)], ContentStands.REMOVED, [("asked 0", "removed 2")]),
        ([Step("removed", 2)], ContentStands.REMOVED, []),
        (
            [Step("asked"), Step("refused", 1), Step("asked", 2)],
            ContentStands.PENDING,
            [("asked 0", "refused 1"), ("asked 2", None)],
        ),
        (
            [Step("asked"), Step("removed", 1), Step("reappeared", 4)],
            ContentStands.REAPPEARED,
            [("asked 0", "removed 1"), ("reappeared 4", None)],
        ),
        (
            [Step("asked"), Step("removed", 1), Step("reappeared", 4), Step("asked", 5), Step("removed", 6)],
            ContentStands.REMOVED,
            [("asked 0", "removed 1"), ("reappeared 4", "removed 6")],
        ),
    ],
)
def test_how_content_stands_does_not_depend_on_when_its_steps_were_recorded(
    steps: list[Step], stands: ContentStands, waits: list[tuple[str, str | None]]
) -> None:
    for order in permutations(steps):
        found = content(order)
        assert found.stands is stands
        assert [(one.begun.pk, one.ended and one.ended.pk) for one in found.waits] == waits
        assert (found.waiting is None) == all(ended for _, ended in waits)


def test_somebody_looks_again_after_five_working_days() -> None:
    """From Tuesday 24 March five working days lead to Tuesday 31 March; Good Friday is on 3 April."""
    (wait,) = content([Step("asked")]).waits
    assert wait.due(DAYS) == date(2026, 3, 31)
    (wait,) = content([Step("asked", 7)]).waits
    assert wait.due(DAYS) == date(2026, 4, 9)


def test_a_safeguard_is_in_force_until_its_last_day_is_over_or_it_is_ended() -> None:
    today = TUESDAY.date()
    assert holds(Measure(None), [], today).is_in_force
    assert holds(Measure(today), [], today).is_in_force
    over = holds(Measure(today - timedelta(days=1)), [], today)
    assert (over.is_in_force, over.has_run_out, over.ended) == (False, True, None)
    steps = [Step("checked", 3), Step("checked", 1), Step("ended", 2)]
    ended = holds(Measure(None), steps, today)
    assert not ended.is_in_force
    assert ended.checked is not None
    assert ended.checked.days == 3
