"""The key under which a browser keeps, until there is a connection again, what the server does not have yet.

It follows from the row of a session and from a secret of the server, and is kept nowhere. So it ends with the session:
what lies on a device then opens for nobody. A page has it in its text, which no browser stores.
"""

from __future__ import annotations

import base64
import hashlib
from uuid import UUID

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from fingerpost.web.session_rows import row_of

_SALT = "fingerpost.device"


def device_key(request: HttpRequest) -> str:
    """Return the key of the session of a request, for AES-256 in base 64; an empty text where nobody is signed in."""
    session_key = request.session.session_key
    return key_of(request.user.pk, row_of(session_key)) if request.user.is_authenticated and session_key else ""


def key_of(user_id: UUID, session_row: str) -> str:
    """Return the key of one session of somebody, by what names it in the database."""
    made = salted_hmac(_SALT, f"{user_id} {session_row}", algorithm="sha256").digest()
    return base64.b64encode(made).decode()


def name_of(key: str) -> str:
    """Return how a device calls a key: it tells keys apart, and does not lead to them."""
    return hashlib.sha256(base64.b64decode(key)).hexdigest()[:16]
