"""What is asked of a place that tables come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol


class Tables(Protocol):
    """Tables by name: `concerns`, and `children`, `adults` and `events` where there are any."""

    schemas: dict[str, Any]
    """The columns of each table that there is, as a `pyarrow.Schema`."""

    def where(self, table: str) -> str:
        """What messages call a table."""
        ...

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        ...

    def batches(self, table: str, columns: Sequence[str], size: int) -> Iterator[Any]:
        """A table's rows as record batches of at most about `size` rows, in the order in which the table has them.

        A database gives them in ascending order of concern. Raises TableError.
        """
        ...

    def close(self) -> None:
        """Let go of what is held open."""
        ...
