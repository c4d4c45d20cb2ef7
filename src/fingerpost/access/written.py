"""What a statement writes to: so that what was read of it is read again."""

from __future__ import annotations

import re
from typing import Any, Final

SIGHT: Final = frozenset(
    {"access_involvement", "access_exclusion", "access_membership", "access_absence", "access_user"}
)
"""The tables from which it follows who sees what: with a change there, nothing that was read holds."""
UNKNOWN: Final = ""
"""One does not know what it writes to."""

_WRITES: Final = re.compile(r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"')
_READS: Final = re.compile(
    r"(?:SELECT|SAVEPOINT|RELEASE SAVEPOINT)\b|WITH (?:own \(concerns\)|asked \(concern, parts\)) AS"
)
# A function of the guard may write in the owner's name, and says nothing of it; but for those that only read.
_GUARD: Final = re.compile(r"guard\.(?!mine\b|rows_of\b)")


def table_written(sql: Any) -> str | None:
    """Return the table that a statement writes to: None where it writes nothing, `UNKNOWN` where one does not know."""
    if not isinstance(sql, str):
        return UNKNOWN
    if _READS.match(sql) and not _GUARD.search(sql):
        return None
    found = _WRITES.match(sql)
    return found[1] if found else UNKNOWN
