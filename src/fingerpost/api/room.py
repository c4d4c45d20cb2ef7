"""What this room does for those beneath it: who may ask each of its addresses."""

from __future__ import annotations

from typing import Final

from fingerpost.access.permissions import WithRoutes, public, said_by

_STATELESS: Final = said_by(public(because="it answers from what is sent and from the manual, and stores nothing"))

API: Final = WithRoutes(
    name="api",
    routes=dict.fromkeys(
        (
            "api_procedures",
            "api_procedure",
            "api_decide",
            "api_ask",
            "api_explain",
            "api_openapi",
            "api_nothing_here",
        ),
        _STATELESS,
    ),
)
