"""What is asked for, as tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from fingerpost.keys import services as keys
from fingerpost.keys.likeness import Kind, sought

type PartOf = tuple[Kind, int]
type SearchTokens = Mapping[bytes, Sequence[tuple[PartOf, int]]]
"""Each token that is looked for: of which parts of what is asked for it is, and how strong it is for each."""
type MatchStrength = dict[PartOf, int]
"""Each part that was found, as strongly as the strongest token of it."""


def search_tokens(texts: Mapping[Kind, str]) -> SearchTokens:
    """Return the tokens to look for, under every search root there is."""
    asked: dict[bytes, list[tuple[PartOf, int]]] = defaultdict(list)
    tokenisers = keys.tokenisers().values()
    for kind, text in texts.items():
        for one in sought(kind, text):
            for tokeniser in tokenisers:
                for token in tokeniser.to_seek(one.form):
                    asked[token].append(((kind, one.part), one.strength))
    return asked


def add_match(parts: MatchStrength, asked: SearchTokens, token: bytes) -> None:
    """Add what a token says to what was found of somebody."""
    for part, strength in asked[token]:
        parts[part] = max(parts.get(part, 0), strength)
