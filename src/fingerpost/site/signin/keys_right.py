"""Whether the master keys are those of this database: with others every password looks wrong, and none is.

What is said of it is the same for everybody who asks, so that nobody learns which accounts there are.
"""

from __future__ import annotations

from typing import Final

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q

from fingerpost.access.models.people import User
from fingerpost.keys.envelope import MasterKeys
from fingerpost.keys.errors import MasterKeyError, SealError
from fingerpost.keys.sealing import PASSWORDS
from fingerpost.keys.services import master_keys

_TRIED: Final = 20
_right: list[MasterKeys] = []
"""The keys of this process, once they have opened something: then they are not asked about again."""


def keys_are_right() -> bool:
    """Whether the keys open a password's hash, of the newest accounts; or there is none yet.

    Where there are no keys at all, whatever needs one says so.
    """
    try:
        keys = master_keys()
    except MasterKeyError:
        return True
    if any(one is keys for one in _right):
        return True
    users = User.objects.exclude(Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)).order_by(
        "-created_at"
    )
    sealed = list(users.values_list("pk", "password")[:_TRIED])
    if any(_opens(str(pk), password) for pk, password in sealed):
        _right[:] = [keys]
        return True
    return not sealed


def _opens(pk: str, password: str) -> bool:
    try:
        PASSWORDS.opened(password, pk)
    except SealError:
        return False
    return True
