"""When an outcome is due: a London day, from the day reported or from an event's own day."""

from __future__ import annotations

from datetime import date

from fingerpost.procedure.calendar import CalendarError, WorkingDays, london_day, months_after
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.errors import CaseError, Problem
from fingerpost.procedure.pack.model import Deadline


class Dues:
    """Counts one case's days. Nothing is counted before it is asked for."""

    __slots__ = ("_case", "_days", "reported")

    def __init__(self, case: Case, days: WorkingDays) -> None:
        self._case = case
        self._days = days
        self.reported = london_day(case.reported_at)

    def due(self, deadline: Deadline, about: str) -> date | None:
        """The day, None where the chapter sets none or its event has not happened.

        A deadline *before* an event has no day of its own. Raises CaseError for a day past the bank holidays known.
        """
        if deadline.kind == "before":
            return None
        start, where = self._start(deadline.event, about)
        if start is None or deadline.kind in ("same_day", "on"):
            return start
        try:
            if deadline.kind == "months":
                return months_after(start, deadline.months)
            return self._days.after(start, deadline.days)
        except CalendarError as error:
            raise CaseError(Problem(where, problem.what, problem.right) for problem in error.problems) from None

    def _start(self, event: str | None, about: str) -> tuple[date | None, str]:
        """The day from which a deadline counts, and where the case says it.

        Of several such events that have happened (of the person, for a provision about one) the earliest counts.
        """
        if event is None:
            return self.reported, "reported_at"
        found = [
            (occurrence.at, index)
            for index, occurrence in enumerate(self._case.events)
            if occurrence.type == event
            and occurrence.at <= self._case.as_of
            and (about == "concern" or occurrence.person in (None, about))
        ]
        if not found:
            return None, ""
        at, index = min(found)
        return london_day(at), f"events[{index}].at"
