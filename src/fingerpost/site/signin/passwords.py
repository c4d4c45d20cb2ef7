"""What a password may not be made of, beside what Django refuses: names that everybody here knows."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import ValidationError

from fingerpost.access.models.people import User

_SERVICE: Final = "fingerpost"
_LEAST: Final = 8
_SHORTEST_WORD: Final = 4


class NotOfOurNames:
    """The service's name, and those of the organisations that somebody works in, count for nothing in a password."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError where too little is left without them."""
        left = _plain(password)
        for name in sorted(_names(user), key=len, reverse=True):
            left = left.replace(name, "")
        if len(left) < _LEAST:
            raise ValidationError(self.get_help_text(), code="password_of_our_names")

    def get_help_text(self) -> str:
        """Say what would be right."""
        return "Choose something else than the names of this service and of your organisation"


def _names(user: User | None) -> set[str]:
    organisations = user.memberships.values_list("organisation__name", flat=True) if user and user.pk else ()
    words = [word for name in organisations for word in [name, *name.split()]]
    return {_SERVICE, *(plain for word in words if len(plain := _plain(word)) >= _SHORTEST_WORD)}


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())
