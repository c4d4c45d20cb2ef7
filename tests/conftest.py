"""How many examples Hypothesis draws, and which; and when Python looks for what nobody needs any more."""

from __future__ import annotations

import gc
import os

from hypothesis import HealthCheck, settings

# The same examples each time, so that a failure is the change's and not the day's. A campaign looks further:
# FINGERPOST_EXAMPLES=20000 draws that many new ones for each property.
_asked = os.environ.get("FINGERPOST_EXAMPLES")
settings.register_profile("fixed", derandomize=True, deadline=None, database=None)
settings.register_profile(
    "campaign",
    max_examples=int(_asked or 100),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("campaign" if _asked else "fixed")


def pytest_collection_finish() -> None:
    """Leave what was imported out of every later search for garbage: it stays, and there is much of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
