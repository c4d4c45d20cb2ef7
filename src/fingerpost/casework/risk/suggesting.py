"""Which facts of the adult an answer under a heading may settle: offered beside it, and stated only by who answers.

What a fact brings is the procedure's alone. A fact that its version does not have is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fingerpost.procedure.pack.model import Fact, Pack

FACTORS: Final = (
    "factor_history",
    "factor_contact_abuse",
    "factor_own_children",
    "factor_partner",
    "factor_no_cooperation",
    "factor_understanding",
    "factor_criminal",
)
"""The seven factors of section 2.2 (2.2-factor-history to 2.2-factor-criminal)."""

_BY_HEADING: Final[Mapping[str, tuple[str, ...]]] = {
    "2.3-h01": ("images_of_known_children", "factor_own_children"),
    "2.3-h06": ("images_of_known_children", "factor_own_children"),
    "2.3-h09": ("factor_no_cooperation", "factor_understanding"),
    "2.3-h10": ("factor_history",),
    "2.3-h12": ("factor_criminal", "factor_contact_abuse"),
    "2.3-h13": ("factor_partner", "factor_understanding"),
    "2.3-h16": ("factor_history",),
    "2.3-h17": ("factor_history", "factor_contact_abuse"),
    "2.3-h21": ("unsupervised_contact", "contact_personal"),
    "2.3-h22": ("works_with_children", "volunteers_with_children"),
}


def beside(heading: str, pack: Pack) -> list[Fact]:
    """Return the facts that are offered beside a heading."""
    return _of(_BY_HEADING.get(heading, ()), pack)


def factors(pack: Pack) -> list[Fact]:
    """Return the seven factors, and whether the adult stays in or visits the home, on which an agreement depends."""
    return _of((*FACTORS, "stays_in_or_visits_home"), pack)


def _of(names: tuple[str, ...], pack: Pack) -> list[Fact]:
    return [pack.facts[name] for name in names if name in pack.facts and pack.facts[name].scope == "adult"]
