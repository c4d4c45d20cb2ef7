"""An authenticator app for tests, written from RFC 6238 and not from the service's code."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

STEP = 30  # seconds


def code(secret: str, moment: float | None = None) -> str:
    """Return the six digits that an app shows for a base32 secret, now or at a moment."""
    counter = int((time.time() if moment is None else moment) // STEP)
    digest = hmac.new(base64.b32decode(secret), counter.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def lasting_code(secret: str, seconds: float = 12) -> str:
    """Return a code that the app goes on showing for so long, waiting for the next one where need be."""
    left = STEP - time.time() % STEP
    if left < seconds:
        time.sleep(left + 0.2)
    return code(secret)
