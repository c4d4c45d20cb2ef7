"""Forms of casework as data: a page says what it asks, and one form and one template ask it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fingerpost.web.field_spec import Choices, FieldSpec
from fingerpost.web.fields import PastMoment, Words


@dataclass(frozen=True, slots=True)
class RecordingPage:
    """A page that records one kind of thing. `when`: of what the day and time are asked, as “it was offered”; empty:
    none are asked, and it is so now.

    `lead` says first what somebody should know; `said`, what is on the next page, with no word of the concern.
    """

    title: str
    asks: tuple[FieldSpec, ...]
    when: str
    button: str = "Record it"
    lead: str = ""
    said: str = "It is recorded."

    @property
    def names(self) -> frozenset[str]:
        """What is asked, by name."""
        return frozenset(ask.name for ask in self.asks)


class FieldSpecForm(Words, PastMoment):
    """What a page asks, and when it was so."""

    def __init__(
        self,
        *args: Any,
        now: datetime,
        page: RecordingPage,
        choices: Mapping[str, Choices],
        more: Iterable[FieldSpec] = (),
        **options: Any,
    ) -> None:
        self.what = page.when
        super().__init__(*args, now=now, **options)
        # A choice among nothing is not offered; one that has to be made says why it cannot be.
        asks = (*page.asks, *more)
        self.asks = tuple(ask for ask in asks if ask.missing or choices.get(ask.name) != [])
        for ask in self.asks:
            self.fields[ask.name] = ask.field(choices.get(ask.name))
        if not page.when:
            del self.fields["day"], self.fields["clock"]
        # In the order of the page, so that the summary of errors is in it too.
        self.order_fields([*(ask.name for ask in self.asks), "day", "clock"])
