"""What names a session in the database: the hash of its key, which the browser alone has."""

from __future__ import annotations

import hashlib
from typing import Final

_SIZE: Final = 20  # bytes: as many characters, in hexadecimal, as Django's column has


def row_of(key: str) -> str:
    """Return what names a session in the database, for its key; or what is such a name already.

    A name opens nothing: a session is loaded by the hash of what the browser sent, whatever that was.
    """
    return key if len(key) == 2 * _SIZE else hashed(key)


def hashed(key: str) -> str:
    """Return the hash of what a browser sent."""
    return hashlib.blake2b(key.encode(), digest_size=_SIZE, person=b"session").hexdigest()
