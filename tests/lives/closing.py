"""A concern closed and opened again, in each part of it; whatever happens then is recorded all the same."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from fingerpost.access.models import Compartment
from fingerpost.record.models import ClosingOutcome
from fingerpost.record.services.closing import close, closing_of, reopen, turns_of
from lives.life import READER_OF, Life


class Closing(Life):
    """Rules about closing. `closed`: the parts that are, by the test's own count."""

    def __init__(self) -> None:
        super().__init__()
        self.closed: set[str] = set()

    @rule(data=st.data(), outcome=st.sampled_from(ClosingOutcome))
    def somebody_closes_it(self, data: st.DataObject, outcome: ClosingOutcome) -> None:
        who, compartment = self.anybody(data)
        with self.kept_within(compartment), self.must(compartment not in self.closed), self.acting(who):
            close(self.concern, outcome, why="All is done.", agreed_by="A lead", compartment=Compartment(compartment))
        self.closed.add(compartment)

    @rule(data=st.data())
    def somebody_opens_it_again(self, data: st.DataObject) -> None:
        who, compartment = self.anybody(data)
        with self.kept_within(compartment), self.must(compartment in self.closed), self.acting(who):
            reopen(self.concern, why="More was learned.", compartment=Compartment(compartment))
        self.closed.discard(compartment)

    @invariant()
    def it_is_closed_where_it_was_closed(self) -> None:
        for compartment, who in READER_OF.items():
            if compartment in self.sees.get(who, ()):
                with self.acting(who):
                    is_closed = closing_of(turns_of(self.concern, [compartment])) is not None
                assert is_closed == (compartment in self.closed)
