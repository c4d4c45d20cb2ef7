"""What came meanwhile: between somebody's being shown a page and their sending its form.

Nothing that was recorded is ever changed, so two people at once lose no word: each one's statement is a row of its own,
beside the other's. What a page can still miss is that its reader knew of the other. So a form that goes by what is
there carries a mark of what its page has shown, and who sends it is shown first what came since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fingerpost.access.models.case_data import CaseData


def mark(rows: Iterable[CaseData]) -> str:
    """Return a mark of these rows, for a hidden field."""
    return " ".join(sorted(str(row.pk) for row in rows))


def unseen[Row: CaseData](rows: Sequence[Row], seen: str) -> list[Row]:
    """Return the rows that are not in the mark, in their order."""
    known = set(seen.split())
    return [row for row in rows if str(row.pk) not in known]
