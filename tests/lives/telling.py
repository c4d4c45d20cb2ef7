"""What is known of a concern: facts said early, late, again and otherwise, in each part of the record."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from fingerpost.record.services.facts import FactAnswer, assert_many
from lives.life import Life

# Few, so that what was true comes to be false again, and duties that were done are met by it.
CONCERN = ("violent_or_developmentally_unusual", "online_bullying", "bullying_may_be_crime")
CHILD = ("significant_harm", "coerced_blackmailed_or_groomed")
ADULT = ("alleged_abuser", "works_with_children", "lives_with_children")
ANSWERS = st.sampled_from([True, True, True, False, None])


class Telling(Life):
    """Rules about facts."""

    @rule(
        data=st.data(),
        what=st.sampled_from([*((0, fact) for fact in CONCERN), *((1, fact) for fact in CHILD)]),
        value=ANSWERS,
        hours=st.integers(-12, 40),
    )
    def somebody_says_something(
        self, data: st.DataObject, what: tuple[int, str], value: bool | None, hours: int
    ) -> None:
        self._says(data, self.child if what[0] else None, what[1], value, hours)

    @rule(data=st.data(), fact=st.sampled_from(ADULT), value=ANSWERS, hours=st.integers(-12, 40))
    def somebody_says_something_of_the_adult(
        self, data: st.DataObject, fact: str, value: bool | None, hours: int
    ) -> None:
        self._says(data, self.adult, fact, value, hours)

    def _says(self, data: st.DataObject, about: object, fact: str, value: bool | None, hours: int) -> None:
        who, compartment = self.anybody(data)
        answer = FactAnswer(fact, value, about)  # type: ignore[arg-type]
        with self.kept_within(compartment), self.acting(who):
            assert_many(self.concern, [answer], compartment=compartment, said_at=self.later(hours))
