"""What is unusual among looks, and above all what is not: the rules over plain rows."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pytest

from fingerpost.site.models import KINDS
from fingerpost.site.unusual.rules import GLASS, Look, UnusualFinding, Worker, findings, is_late
from fingerpost.site.unusual.thresholds import thresholds

FROM = UUID("00000000-0000-4000-8000-000000000000")
TODAY = date(2026, 11, 25)  # a Wednesday
SCHOOL, COUNCIL = uuid5(FROM, "school"), uuid5(FROM, "council")
ANNA, BEN = uuid5(FROM, "anna"), uuid5(FROM, "ben")
LONG_AGO = date(2026, 6, 1)


def concern(number: int) -> UUID:
    return uuid5(FROM, f"concern {number}")


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def looks(user: UUID, day: date, count: int, hour: int = 10, action: str = "looked", start: int = 0) -> list[Look]:
    """So many entries about as many concerns."""
    return [Look(at(day, hour), user, action, SCHOOL, concern(start + number)) for number in range(count)]


def working_days(count: int, before: date = TODAY) -> list[date]:
    days = [before - timedelta(days=number) for number in range(1, 3 * count)]
    return [day for day in days if day.isoweekday() < 6][:count]


def habit(user: UUID, count: int = 3, hour: int = 10, days: int = 15) -> list[Look]:
    return [look for day in working_days(days) for look in looks(user, day, count, hour)]


def found(
    rows: list[Look],
    *,
    kind: str = "",
    workers: dict[UUID, Worker] | None = None,
    listed: set[tuple[UUID, UUID]] | None = None,
    first: date = TODAY,
) -> list[UnusualFinding]:
    """What is found today, in whichever order the rows come."""
    rows = list(rows)
    random.Random(7).shuffle(rows)  # noqa: S311 - an order, not a secret
    everything = findings(rows, workers or {}, listed or set(), thresholds(), first, TODAY)
    return [one for one in everything if not kind or one.kind == kind]


def test_every_kind_has_its_threshold_with_a_reason_and_nothing_has_none() -> None:
    assert [kind for kind, _ in KINDS] == list(thresholds().kinds)
    assert all(kind["title"] and kind["why"] for kind in thresholds().kinds.values())


def test_somebodys_usual_day_is_nothing() -> None:
    assert found([*habit(ANNA), *looks(ANNA, TODAY, 3)]) == []


# ---- out of hours ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime(2026, 11, 25, 6, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 25, 7, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 25, 18, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 25, 19, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 6, 0, tzinfo=UTC), False),  # seven in London, in summer
        (datetime(2026, 7, 1, 18, 30, tzinfo=UTC), True),
        (datetime(2026, 11, 28, 12, 0, tzinfo=UTC), True),  # a Saturday
        (datetime(2026, 11, 27, 23, 59, tzinfo=UTC), True),
    ],
)
def test_hours_are_those_of_london(moment: datetime, late: bool) -> None:
    assert is_late(moment, thresholds()) is late


def test_ten_looks_at_night_by_somebody_who_works_days() -> None:
    night = looks(ANNA, TODAY, 10, hour=22)
    assert [(one.number, one.usual) for one in found([*habit(ANNA), *night], kind="out_of_hours")] == [(10, 0)]
    assert found([*habit(ANNA), *night[:9]], kind="out_of_hours") == []


def test_whoever_works_nights_is_not_named_nor_whoever_is_new() -> None:
    night = looks(ANNA, TODAY, 12, hour=22)
    assert found([*habit(ANNA, hour=22), *night], kind="out_of_hours") == []
    assert found([*habit(ANNA, days=9), *night], kind="out_of_hours") == []
    # On call one day of five is a habit; one day of fifteen is none.
    on_call = [look for day in working_days(15)[::4] for look in looks(ANNA, day, 2, hour=22)]
    assert found([*habit(ANNA), *on_call, *night], kind="out_of_hours") == []
    once = looks(ANNA, working_days(15)[3], 2, hour=22)
    assert len(found([*habit(ANNA), *once, *night], kind="out_of_hours")) == 1


# ---- very many -------------------------------------------------------------------------------------------------------


def test_very_many_concerns_against_ones_own_habit_and_ones_roles() -> None:
    rows = [*habit(ANNA), *looks(ANNA, TODAY, 20)]
    (one,) = found(rows, kind="many")
    assert (one.number, one.usual, len(one.concerns)) == (20, 3, 20)
    assert found([*habit(ANNA), *looks(ANNA, TODAY, 19)], kind="many") == []


def test_a_front_door_that_sees_very_many_each_day_is_not_named() -> None:
    assert found([*habit(ANNA, 25), *looks(ANNA, TODAY, 40)], kind="many") == []
    # Nor is somebody new in a role whose people all see so many.
    others = habit(BEN, 25)
    workers = {ANNA: Worker("social_worker"), BEN: Worker("social_worker")}
    assert found([*others, *looks(ANNA, TODAY, 40)], kind="many", workers=workers) == []
    alone = {ANNA: Worker("social_worker"), BEN: Worker("practitioner")}
    rows = [*others, *habit(ANNA, 3), *looks(ANNA, TODAY, 40)]
    assert [one.users for one in found(rows, kind="many", workers=alone)] == [(ANNA,)]


def test_one_concern_looked_at_all_day_is_one_concern() -> None:
    assert found([*habit(ANNA), *(40 * looks(ANNA, TODAY, 1))], kind="many") == []


# ---- searches --------------------------------------------------------------------------------------------------------


def searches(user: UUID, days: list[date], each: int, name: str = "a name") -> list[Look]:
    return [Look(at(day, 9, number), user, "searched", SCHOOL, None, name) for day in days for number in range(each)]


def test_one_name_searched_for_often_by_one() -> None:
    month = [TODAY - timedelta(days=number) for number in range(4)]
    (one,) = found(searches(ANNA, month, 3), kind="same_name", first=month[-1])
    assert (one.users, one.number, one.day) == ((ANNA,), 10, TODAY)
    assert found(searches(ANNA, month[:3], 9), kind="same_name", first=month[-1]) == [], "one sitting, or three"
    assert found(searches(ANNA, month, 2), kind="same_name", first=month[-1]) == []
    different = [look for n, day in enumerate(month) for look in searches(ANNA, [day], 5, f"name {n}")]
    assert found(different, kind="same_name", first=month[-1]) == []


def test_one_name_searched_for_by_many_and_the_finding_does_not_say_which() -> None:
    people = [uuid5(FROM, f"person {number}") for number in range(6)]
    rows = [look for person in people for look in searches(person, [TODAY], 1)]
    (one,) = found(rows, kind="name_of_many")
    assert (one.number, set(one.users) <= set(people)) == (5, True)
    assert "a name" not in repr(one)
    assert found(rows[:4], kind="name_of_many") == []
    assert found([look for look in rows if look.alike == ""], kind="name_of_many") == []


# ---- colleagues, refusals, the last days, the glass ------------------------------------------------------------------


def test_a_colleague_in_a_concern_is_looked_at_by_somebody_without_work_there() -> None:
    rows = 5 * looks(ANNA, TODAY, 1)
    listed = {(concern(0), SCHOOL)}
    (one,) = found(rows, kind="colleague", listed=listed)
    assert (one.users, one.number, one.concerns) == ((ANNA,), 5, {concern(0)})
    assert found(rows[:4], kind="colleague", listed=listed) == []
    assert found(rows, kind="colleague", listed={(concern(0), COUNCIL)}) == []
    work = Look(at(TODAY, 16), ANNA, "created", SCHOOL, concern(0))
    assert found([*rows, work], kind="colleague", listed=listed) == []


def test_who_asks_again_for_what_they_no_longer_see() -> None:
    before = looks(ANNA, TODAY - timedelta(days=20), 1)
    asked = 3 * looks(ANNA, TODAY, 1, action="refused")
    (one,) = found([*before, *asked], kind="no_longer")
    assert (one.users, one.number, one.concerns) == ((ANNA,), 3, {concern(0)})
    assert found([*before, *asked[:2]], kind="no_longer") == [], "an old link"
    assert found(asked, kind="no_longer") == [], "they never saw it"
    spread = [
        look
        for number in (0, 8, 16)
        for look in looks(ANNA, TODAY - timedelta(days=number), 1, action="refused", hour=12)
    ]
    assert found([*before, *spread], kind="no_longer", first=LONG_AGO) == []


def test_who_tries_many_addresses() -> None:
    assert [one.number for one in found(looks(ANNA, TODAY, 5, action="refused"), kind="knocking")] == [5]
    assert found(looks(ANNA, TODAY, 4, action="refused"), kind="knocking") == []
    assert found(9 * looks(ANNA, TODAY, 1, action="refused"), kind="knocking") == []


def test_the_last_days_of_somebody_who_leaves() -> None:
    rows = [*habit(ANNA), *looks(ANNA, TODAY, 8)]
    leaving = {ANNA: Worker("practitioner", TODAY + timedelta(days=13))}
    assert [one.number for one in found(rows, kind="leaving", workers=leaving)] == [8]
    later = {ANNA: Worker("practitioner", TODAY + timedelta(days=14))}
    assert found(rows, kind="leaving", workers=later) == []
    assert found(rows, kind="leaving", workers={ANNA: Worker("practitioner")}) == []
    assert found([*habit(ANNA, 5), *looks(ANNA, TODAY, 9)], kind="leaving", workers=leaving) == []


def test_each_broken_glass_is_there() -> None:
    (one,) = found(looks(ANNA, TODAY, 2, action=GLASS), kind="glass")
    assert (one.users, one.number) == ((ANNA,), 2)


def test_only_the_days_that_were_asked_for_are_told_the_newest_first() -> None:
    days = [TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=9)]
    rows = [look for day in days for look in looks(ANNA, day, 5, action="refused")]
    assert [one.day for one in found(rows, first=TODAY - timedelta(days=8))] == days[:2]
