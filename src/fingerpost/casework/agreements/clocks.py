"""When an agreement runs long: data, since a partnership may set another time."""

from __future__ import annotations

from typing import Final

LONG_DAYS: Final = 90
LONG_SOURCE: Final = "set by this service, for the partnership to confirm"
"""An agreement that is in force for more than so many days without a conference is shown to managers."""
