"""Secrets of second factors, sealed before they are stored: a stolen database gives nobody a code.

AES-256-GCM under a key that is derived from the master keys for this alone. The newest seals, all of them open: a
master key that is taken away takes with it the second factors that it sealed, unless `manage.py reseal` ran before.
"""

from __future__ import annotations

import base64

from cryptography.exceptions import InvalidTag

from fingerpost.keys.envelope import Key
from fingerpost.keys.errors import SealError
from fingerpost.keys.services import master_keys

_PURPOSE = "sign-in: second factors, 1"
_BOUND = b"second factor"


def seal(text: str) -> str:
    """Return `text` sealed, as ASCII."""
    box = _keys()[-1].seal(text.encode(), _BOUND)
    return base64.urlsafe_b64encode(box).decode("ascii")


def opened(sealed: str) -> str:
    """Return what `seal` was given. Raises `SealError` when no master key that is there opens it."""
    try:
        box = base64.urlsafe_b64decode(sealed.encode("ascii"))
    except ValueError:
        box = b""
    for key in reversed(_keys()):
        try:
            return key.open(box, _BOUND).decode()
        except InvalidTag:
            continue
    raise SealError(
        "a second factor", "no master key opens its secret", "Give the master key back under which it was made."
    )


def _keys() -> list[Key]:
    return [Key(master.key.derive(_PURPOSE)) for master in master_keys().keys]
