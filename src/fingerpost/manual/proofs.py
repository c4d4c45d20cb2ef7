"""What is proved of a text, and of a change: made when it is asked for, in about a second, and kept for its digest."""

from __future__ import annotations

import gc
from collections.abc import Callable
from threading import Lock
from typing import Final

from fingerpost.procedure.pack.model import Pack
from fingerpost.proof.diff import Diff, diff
from fingerpost.proof.expectations import expectations_from
from fingerpost.proof.verify import Verified, verify

_KEPT: Final = 16
# Z3 has one context for the whole process: one proof at a time, and nothing of it is left to be let go elsewhere.
_one_at_a_time = Lock()
_verified: dict[tuple[str, str], Verified] = {}
_compared: dict[tuple[str, str], Diff] = {}


def verified(pack: Pack, checks: str) -> Verified:
    """Return what `fingerpost verify` finds. Raises PackError where `checks` are wrong."""
    return _made(_verified, (pack.digest, checks), lambda: verify(pack, expectations_from(pack, checks)))


def compared(old: Pack, new: Pack) -> Diff:
    """Return what `fingerpost diff` finds."""
    return _made(_compared, (old.digest, new.digest), lambda: diff(old, new))


def _made[Found](kept: dict[tuple[str, str], Found], key: tuple[str, str], make: Callable[[], Found]) -> Found:
    with _one_at_a_time:
        if key not in kept:
            while len(kept) >= _KEPT:
                kept.pop(next(iter(kept)))
            kept[key] = make()
            gc.collect()
        return kept[key]
