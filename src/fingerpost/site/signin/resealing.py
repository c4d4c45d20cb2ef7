"""Second factors sealed anew when the master key changes: `fingerpost keys rotate` calls this."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from fingerpost.keys.envelope import MasterKeys
from fingerpost.site.signin import sealing

_SEALED = ("secret", "seed")  # of an authenticator app, and of recovery codes
_BATCH = 200


def older(masters: MasterKeys) -> int:
    """Return how many second factors an older master key has sealed."""
    return sum(1 for _ in _older(masters))


def reseal_some(masters: MasterKeys) -> int:
    """Seal some of them by the newest, in one transaction; return how many. Raises `SealError` if one does not open."""
    done = 0
    with transaction.atomic():
        for authenticator, name in _older(masters):
            if done == _BATCH:
                break
            authenticator.data[name] = sealing.seal(sealing.opened(authenticator.data[name]))
            authenticator.save(update_fields=["data"])
            done += 1
    return done


def _older(masters: MasterKeys) -> Iterator[tuple[Any, str]]:
    for authenticator in Authenticator.objects.order_by("pk").iterator():
        for name in _SEALED:
            text = authenticator.data.get(name)
            if text and not sealing.is_newest(text, masters):
                yield authenticator, name
