"""Arrests that only the police know of, opened to the others when they choose, and taken back."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from fingerpost.casework.police import services
from fingerpost.record.models import Happened
from lives.dutiful import Dutiful
from lives.life import COMMON, POLICE


@dataclass
class Arrest:
    """An arrest, by the test's own count."""

    row: Happened
    opened: Happened | None = None


class Arresting(Dutiful):
    """Rules about arrests."""

    def __init__(self) -> None:
        super().__init__()
        self.arrests: list[Arrest] = []

    @rule(data=st.data(), act=st.sampled_from(["arrest", "arrest", "open", "take_back"]))
    def the_police_arrest_and_say_so_when_they_choose(self, data: st.DataObject, act: str) -> None:
        who = data.draw(st.sampled_from([*self.writers(POLICE), "lead"]))
        if act == "arrest" or not self.arrests:
            at = self.later(data.draw(st.integers(-24, 24)))
            with self.kept_within(POLICE), self.must(who == "officer"), self.acting(who):
                arrest = services.record_arrest(self.concern, self.adult, at)
            if who == "officer":
                self.arrests.append(Arrest(arrest))
            return
        one = data.draw(st.sampled_from(self.arrests))
        stands = one.row.pk in self._arrests_standing()
        if act == "open":
            may = who == "officer" and one.opened is None and stands
            with self.must(may), self.acting(who):
                one.opened = services.open_arrest(one.row, why="It is safe now.").opened_event
        else:
            with self.must(who == "officer" and stands), self.acting(who):
                services.take_back_arrest(one.row, reason="It was another person.")
            assert one.opened is None or one.opened.pk not in self._arrests_standing() or who != "officer"

    def _arrests_standing(self) -> set[object]:
        with self.ground.laying():
            rows = list(Happened._base_manager.filter(concern=self.concern, type="arrest"))
        return {row.pk for row in Happened.standing(rows)}

    @invariant()
    def what_was_opened_is_as_it_was(self) -> None:
        for one in self.arrests:
            if one.opened is not None:
                assert (one.opened.compartment, one.opened.at) == (COMMON, one.row.at)
                assert one.row.compartment == POLICE
