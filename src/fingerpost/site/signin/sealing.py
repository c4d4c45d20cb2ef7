"""Secrets of second factors, sealed before they are stored: a stolen database gives nobody a code.

AES-256-GCM under a key that is derived from the master keys for this alone. The newest seals, all of them open: a
master key that is taken away takes with it the second factors that it sealed, unless `keys rotate` ran before.
"""

from __future__ import annotations

import base64

from cryptography.exceptions import InvalidTag

from fingerpost.keys.envelope import Key, MasterKey, MasterKeys
from fingerpost.keys.errors import SealError
from fingerpost.keys.services import master_keys

_PURPOSE = "sign-in: second factors, 1"
_BOUND = b"second factor"


def seal(text: str) -> str:
    """Return `text` sealed, as ASCII."""
    box = _key(master_keys().newest).seal(text.encode(), _BOUND)
    return base64.urlsafe_b64encode(box).decode("ascii")


def opened(sealed: str) -> str:
    """Return what `seal` was given. Raises `SealError` when no master key that is there opens it."""
    for master in reversed(master_keys().keys):
        text = _opened_by(master, sealed)
        if text is not None:
            return text
    raise SealError(
        "a second factor", "no master key opens its secret", "Give the master key back under which it was made."
    )


def is_newest(sealed: str, masters: MasterKeys) -> bool:
    """Whether the newest master key has sealed this."""
    return _opened_by(masters.newest, sealed) is not None


def _opened_by(master: MasterKey, sealed: str) -> str | None:
    try:
        box = base64.urlsafe_b64decode(sealed.encode("ascii"))
        return _key(master).open(box, _BOUND).decode()
    except (ValueError, InvalidTag):
        return None


def _key(master: MasterKey) -> Key:
    return Key(master.key.derive(_PURPOSE))
