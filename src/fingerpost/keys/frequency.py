"""How many tokens a form has, so that a frequent name is not noticed by how often its token is stored.

A frequent form has so many that in a record of 100,000 people each is stored about a dozen times, like those of a form
that hardly anybody has. For that it is enough to know roughly which names are frequent: the two lists are in the order
of their frequency in the United Kingdom as far as it is generally known, and a name's share is taken from its rank.

The number for a form must not shrink while tokens are stored under it, or some of them are no longer looked for: after
a change of this file, run `fingerpost keys renew-search`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cache
from typing import Final

from fingerpost.keys.likeness import Form, Kind, sounds

LEAST: Final = 8
MOST: Final = 256
_PEOPLE: Final = 100_000
_EACH: Final = 12  # people to a token
_NEW_YEAR: Final = 64  # 1 January is written where nobody knows the day

_FAMILY: Final = """
smith jones taylor brown williams wilson johnson davies patel robinson wright thompson evans walker white roberts green
hall wood jackson khan singh hughes edwards ali ahmed hussain clarke clark harris turner lewis hill cooper ward moore
morris king martin baker morgan harrison scott watson allen james lee young mitchell begum kaur parker cook davis
phillips anderson bell price bennett shaw kelly griffiths murphy miller campbell stewart macdonald mcdonald robertson
thomson murray reid cox richardson collins simpson marshall carter gray mason adams wilkinson foster chapman mills
rogers webb hunt knight palmer matthews stevens powell holmes lloyd barnes russell graham butler fisher ellis reynolds
akhtar iqbal mahmood malik shah sharma chowdhury rahman hassan islam uddin miah bibi nguyen chen wong obrien ryan walsh
oconnor byrne osullivan doherty gallagher kennedy owen rees jenkins
""".split()  # noqa: SIM905 - a list to be read and added to by people
_GIVEN: Final = """
mohammed muhammad david john michael paul andrew james robert peter richard mark stephen thomas william daniel
christopher matthew susan margaret sarah elizabeth mary karen christine patricia emma helen jacqueline claire anne julie
nicola jack oliver harry george charlie jacob joshua oscar olivia amelia emily isla ava jessica sophie ella lily
charlotte grace mia ali ahmed mohammad alexander joseph samuel benjamin adam luke ryan lewis kevin ian alan simon
anthony brian
steven philip martin jonathan edward kenneth ronald laura rebecca amy rachel lisa jennifer joanne tracey hannah lauren
chloe georgia lucy megan katie evie poppy isabella freya ruby leo theo noah arthur alfie henry archie max ethan isaac
logan aisha fatima maryam zainab yusuf ibrahim omar hassan hussain amina anna maria joan jean barbara linda janet
""".split()  # noqa: SIM905


def spread(form: Form) -> int:
    """Return how many tokens the form has."""
    kind, text = form
    match kind:
        case Kind.WORD:
            return tokens_for_share(_shares().get(text, 0))
        case Kind.SOUND:
            return tokens_for_share(_shares_of_sounds().get(text, 0))
        case Kind.BORN if text.endswith("-01-01"):
            return _NEW_YEAR
    return LEAST


def share_of_rank(rank: int) -> float:
    """Return about which share of people have the name of this rank: of the first 13 in 1000, of the hundredth one."""
    return 0.013 / math.pow(rank, 0.55)


def tokens_for_share(share: float) -> int:
    """Return how many tokens a form has that so many people have."""
    return max(LEAST, min(MOST, round(share * _PEOPLE / _EACH)))


@cache
def _shares() -> dict[str, float]:
    shares: dict[str, float] = defaultdict(float)
    for names in (_FAMILY, _GIVEN):
        for rank, name in enumerate(dict.fromkeys(names), start=1):
            shares[name] += share_of_rank(rank)
    return shares


@cache
def _shares_of_sounds() -> dict[str, float]:
    shares: dict[str, float] = defaultdict(float)
    for name, share in _shares().items():
        for sound in sounds(name):
            shares[sound] += share
    return shares
