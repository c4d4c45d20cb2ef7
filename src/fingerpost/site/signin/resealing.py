"""What master keys seal directly, sealed anew when the newest changes: `fingerpost keys rotate` calls this."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Model
from django_tasks_db.models import DBTaskResult

from fingerpost.access.models.people import User
from fingerpost.keys.envelope import MasterKeys
from fingerpost.keys.sealing import PASSWORDS, SECOND_FACTORS
from fingerpost.site import queue

_SEALED = ("secret", "seed")  # of an authenticator app, and of recovery codes
_BATCH = 200


def older(masters: MasterKeys) -> int:
    """Return how many passwords, second factors and pieces of work that wait an older master key has sealed."""
    return sum(1 for _ in _older(masters))


def reseal_some(masters: MasterKeys) -> int:
    """Seal some of them by the newest, in one transaction; return how many. Raises `SealError` if one does not open."""
    with transaction.atomic():
        some = list(islice(_older(masters), _BATCH))
        for reseal in some:
            reseal()
    return len(some)


def _older(masters: MasterKeys) -> Iterator[Callable[[], None]]:
    for authenticator in Authenticator.objects.order_by("pk").iterator():
        for name in _SEALED:
            text = authenticator.data.get(name)
            if text and not SECOND_FACTORS.is_newest(text, masters):
                yield partial(_reseal_factor, authenticator, name, masters)
    with_password = User.objects.exclude(password="").exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    for user in with_password.order_by("pk").iterator():
        if not PASSWORDS.is_newest(user.password, masters, str(user.pk)):
            yield partial(_reseal_password, user, masters)
    for row in DBTaskResult.objects.order_by("pk").iterator():
        sealed = row.args_kwargs.get("sealed", "")
        if not queue.SEALING.is_newest(sealed, masters, queue.bound_to(row)):
            yield partial(_reseal_work, row, masters)


def _reseal_factor(authenticator: Authenticator, name: str, masters: MasterKeys) -> None:
    authenticator.data[name] = SECOND_FACTORS.seal(SECOND_FACTORS.opened(authenticator.data[name]), masters=masters)
    _save(authenticator, "data")


def _reseal_password(user: User, masters: MasterKeys) -> None:
    where = str(user.pk)
    user.password = PASSWORDS.seal(PASSWORDS.opened(user.password, where), where, masters)
    _save(user, "password")


def _reseal_work(row: queue.Row, masters: MasterKeys) -> None:
    where = queue.bound_to(row)
    clear = queue.SEALING.opened(row.args_kwargs["sealed"], where)
    row.args_kwargs = {"sealed": queue.SEALING.seal(clear, where, masters)}
    _save(row, "args_kwargs")


def _save(row: Model, column: str) -> None:
    row.save(update_fields=[column])
