"""One concern, and the people of four organisations who work on it: what the rules of every subject share.

A subject is a class that inherits from `Life` and adds rules; its invariants are named in it too. What a rule may do is
said before it is tried (`must`): a refusal that was not expected fails as much as one that is missing.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.db import connection
from django.db.models import Model
from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from access import worlds
from access.test_walk import client_of
from duties import making
from fingerpost.access import compartments, context
from fingerpost.access.errors import AccessError
from fingerpost.access.models.case_data import case_models
from fingerpost.access.services import concerns
from fingerpost.ledger.recording import ledger
from fingerpost.ledger.verify import verify
from fingerpost.record.errors import RecordError

TODAY = date(2026, 4, 10)
"""On which lists are asked for: some days are over by then, and some are not."""

COMMON, POLICE, OFFICERS = "common", "police", "designated_officer"
# Who works there from the first, and who has to be brought in.
FROM_THE_FIRST = {"teacher": {COMMON}, "lead": {COMMON}}
BROUGHT_IN = {
    "council": {"front-door": {COMMON}, "manager-east": {COMMON}, "manager-west": {COMMON}},
    "force": {"officer": {COMMON, POLICE}},
    "lado": {"lado": {COMMON, OFFICERS}},
}
IN = {"council": (COMMON,), "force": (COMMON, POLICE), "lado": (COMMON, OFFICERS)}
READER_OF = {COMMON: "lead", POLICE: "officer"}
"""By whom the decision of a compartment is read."""

# What is anew in each answer: tokens, the ids of a form's showing, and the time of day.
ANEW = re.compile(
    r'name="(?:csrfmiddlewaretoken|draft\w*)" value="[^"]*"|data-device-key="[^"]*"|\?draft=[0-9a-f-]+|\b\d\d:\d\d\b'
)
PAGES = ("concern", "concern_chronology")


@dataclass(frozen=True)
class Ground:
    """Where lives are lived: how somebody acts there, how requests are answered, and how everything is seen."""

    acting: Callable[[str], AbstractContextManager[None]]
    serving: Callable[[], AbstractContextManager[None]]
    laying: Callable[[], AbstractContextManager[None]]


class Life(RuleBasedStateMachine):
    """What is kept beside the record, in the plainest way: who sees what, and in which moment we are."""

    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        self.sees: dict[str, set[str]] = {}
        self.said_at = making.TUESDAY
        self.steps = 0

    @initialize(police=st.booleans())
    def open(self, police: bool) -> None:
        self.steps = -1
        with self.acting("teacher"):
            self.concern = making.concern(youth_produced_imagery=True)
            self.child, self.adult = making.child(self.concern), making.adult(self.concern)
        self.people = [self.child, self.adult]
        self.sees = {who: set(seen) for who, seen in FROM_THE_FIRST.items()}
        if police:
            self.bring_in("force")

    # ---- acting ----

    def acting(self, who: str) -> AbstractContextManager[None]:
        return self.ground.acting(who)

    def writers(self, compartment: str) -> list[str]:
        """Return who works in a compartment now."""
        return sorted(who for who, seen in self.sees.items() if compartment in seen)

    def anybody(self, data: st.DataObject) -> tuple[str, str]:
        """Draw somebody, and a compartment in which they work: one with a decision."""
        places = [(who, one) for who, seen in sorted(self.sees.items()) for one in sorted(seen) if one in READER_OF]
        return data.draw(st.sampled_from(places))

    @contextmanager
    def must(self, may: bool) -> Iterator[None]:
        """Do what is done in the block: it has to be refused unless it may be done."""
        if may:
            yield
            return
        with pytest.raises((AccessError, RecordError)):
            yield

    @contextmanager
    def kept_within(self, compartment: str) -> Iterator[None]:
        """See that what is done in a compartment changes nothing for those who read the common record alone."""
        if compartment == COMMON:
            yield
            return
        before = self._read_in_common()
        yield
        self.work()
        after = self._read_in_common()
        assert [name for name in after if before.get(name) != after[name]] == []

    def _read_in_common(self) -> dict[str, Any]:
        """Return every row of the common record, and the pages that a reader of it alone is shown."""
        found: dict[str, Any] = {}
        with self.ground.laying():
            for model in case_models():
                rows = model._base_manager.filter(concern=self.concern, compartment=COMMON)
                found[model.__name__] = {row.pk: _clear(row) for row in rows}
        with self.ground.serving():
            client = client_of("teacher")
            for page in PAGES:
                answer = client.get(reverse(page, args=[self.concern.pk]))
                assert answer.status_code == 200
                found[page] = ANEW.sub("", answer.content.decode())
        return found

    def work(self) -> None:
        """Do the work that waits, as the worker does."""
        with self.ground.serving():
            making.work()

    # ---- letting others in ----

    def bring_in(self, organisation: str) -> None:
        """Let an organisation's intake into the common record, and into its own part."""
        with self.acting("lead"):
            for compartment in IN[organisation]:
                concerns.let_in(self.concern.pk, worlds.name(organisation), compartment=compartment)
        self.is_in(organisation)

    def is_in(self, organisation: str) -> None:
        """Note that an organisation is involved from now on."""
        for who, seen in BROUGHT_IN.get(organisation, {}).items():
            self.sees.setdefault(who, set()).update(seen)

    def later(self, hours: int) -> datetime:
        """Return a moment so many hours after the last one; it may be before that one, as what is told late is."""
        self.said_at = max(making.TUESDAY, self.said_at + timedelta(hours=hours))
        return self.said_at

    # ---- what always holds ----

    @invariant()
    def a_step_is_counted(self) -> None:
        """Count the steps after the first: this is asked once before, and after each of them."""
        self.steps += 1

    @invariant()
    def everybody_sees_their_own_parts(self) -> None:
        if not self.sees:
            return
        for who in ("teacher", "officer", "lado", "other-teacher"):
            with self.acting(who):
                seen = compartments.view_of(context.required(), self.concern.pk)
            assert seen == self.sees.get(who, set()), who

    def nothing_of_a_part_is_visible_outside_it(self) -> None:
        """See, at the end, that nobody is given a row of a part that they do not see."""
        for who in ("teacher", "officer", "other-teacher"):
            allowed = self.sees.get(who, set())
            with self.acting(who):
                for model in case_models():
                    rows = model.objects.visible().filter(concern=self.concern)
                    assert set(rows.values_list("compartment", flat=True).distinct()) <= allowed, (who, model)

    def teardown(self) -> None:
        if not self.sees:
            return
        self.nothing_of_a_part_is_visible_outside_it()
        with self.ground.laying(), connection.cursor() as cursor:
            head, entries, nodes = ledger().stored(cursor)
            report = verify(entries, nodes, head)
        assert report.ok, report.findings
        assert report.size > 0
        # Of a life that broke something, nothing is counted.
        if (counts := os.environ.get("FINGERPOST_LIVES_ENDED")) and sys.exception() is None:
            with Path(counts).open("a", encoding="utf-8") as file:
                file.write(f"{self.steps}\n")


def _clear(row: Model) -> tuple[object, ...]:
    """Return a row's columns, those that are sealed as they are stored."""
    held = row.__dict__
    columns = (held.get(field.attname) for field in row._meta.concrete_fields)
    return tuple(getattr(one, "box", one) for one in columns)
