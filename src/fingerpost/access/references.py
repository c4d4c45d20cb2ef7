"""References that people read out to each other: random, so that they say nothing of when, where or how many."""

from __future__ import annotations

import re
import secrets

# Digits and capitals without I, L, O and U, which are misread or misheard: Crockford's base 32.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP = 5
PATTERN = re.compile(rf"FP(?:-[{ALPHABET}]{{{_GROUP}}}){{2}}")


def make() -> str:
    """Return a new reference such as `FP-7K3M4-9QXDA`: 50 random bits.

    No table has a unique constraint on references, since one would tell who may not see a concern that it exists. Among
    a million concerns the chance that any two share a reference is about 1 in 2,000; they stay two concerns.
    """
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(_GROUP)) for _ in range(2))
    return "-".join(("FP", *groups))


def read(typed: str) -> str | None:
    """Return the reference that somebody typed, whatever case, spaces and hyphens they used, or None if it is none."""
    letters = re.sub(r"[\s-]", "", typed.upper()).removeprefix("FP")
    letters = letters.translate(str.maketrans("ILO", "110"))
    reference = f"FP-{letters[:_GROUP]}-{letters[_GROUP:]}"
    return reference if PATTERN.fullmatch(reference) else None
