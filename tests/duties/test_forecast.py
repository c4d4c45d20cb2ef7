"""The day in a preview is the day that is saved, whenever the ground was learned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from access.anywhere import Anywhere
from casework.meeting import ON_ONE
from duties import making
from fingerpost.duties.models import DutyState
from fingerpost.record import previews
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services import facts
from fingerpost.record.services.facts import FactAnswer

COMMON = frozenset({"common"})
MIDNIGHTS = (
    datetime(2025, 12, 2, tzinfo=UTC),
    datetime(2025, 12, 25, tzinfo=UTC),
    datetime(2026, 3, 29, 0, tzinfo=UTC),
    datetime(2026, 5, 2, 23, tzinfo=UTC),
    datetime(2024, 2, 29, tzinfo=UTC),
)
"""London's, in winter and summer; the night on which the clock changes; a Friday's; a leap day's."""


def moments(random: Random) -> tuple[datetime, datetime]:
    """Return when somebody became aware, and when the ground was said: both near a midnight, or days apart."""
    (night,) = random.sample(MIDNIGHTS, 1)
    (before, after) = random.sample((-435, -61, -1, 0, 1, 59), 1) + random.sample((0, 1, 61, 436, 1440, 5760), 1)
    return night + timedelta(minutes=before), night + timedelta(minutes=before + after)


@ON_ONE
def test_the_day_that_is_shown_is_the_day_that_is_saved(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        for seed in range(10):
            aware, said_at = moments(Random(seed))  # noqa: S311 - nothing secret
            concern = making.concern(became_aware_at=aware, youth_produced_imagery=True)
            child, adult = making.child(concern), making.adult(concern)
            answers = [
                FactAnswer("violent_or_developmentally_unusual", True),
                FactAnswer("made_or_shared_imagery", True, child),
                FactAnswer("found_in_possession", True, adult),
                FactAnswer("lives_with_children", True, adult),
            ]
            drafts = facts.drafts(concern, answers, said_at=said_at)
            would = previews.of(concern, "common", COMMON, PeopleOfConcern(concern, COMMON), drafts)
            assert would is not None
            shown = {(one.requirement.provision.id, bool(one.requirement.people)): one.due for one in would.new}
            facts.assert_many(concern, answers, said_at=said_at)
            states = DutyState.objects.visible().filter(concern=concern, duty__work=None).select_related("duty")
            saved = {(one.duty.provision, one.duty.about is not None): one.due for one in states}
            both = shown.keys() & saved.keys()
            assert {"2.1-refer-content", "2.2-refer-lives-with"} <= {rule for rule, _ in both}
            assert {key: shown[key] for key in both} == {key: saved[key] for key in both}, (seed, aware, said_at)


@ON_ONE
def test_what_was_shown_as_due_on_the_first_was_saved_as_due_on_the_second(anywhere: Anywhere) -> None:
    """Became aware on 1 December at 16:45; the ground was told on the morning after."""
    aware, said_at = datetime(2025, 12, 1, 16, 45, tzinfo=UTC), datetime(2025, 12, 2, 9, tzinfo=UTC)
    with anywhere.acting("teacher"):
        concern = making.concern(became_aware_at=aware, youth_produced_imagery=True)
        drafts = facts.drafts(concern, [FactAnswer("violent_or_developmentally_unusual", True)], said_at=said_at)
        would = previews.of(concern, "common", COMMON, PeopleOfConcern(concern, COMMON), drafts)
        assert would is not None
        (line,) = (one for one in would.new if one.requirement.provision.id == "2.1-refer-content")
        assert line.due == said_at.date()
