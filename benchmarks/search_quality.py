"""How well people are found by names that are spelt otherwise, how often by others' names, and what a thief can count.

Run: .venv/bin/python benchmarks/search_quality.py > docs/evidence/search-quality.md
Pure Python, no database; a minute. The lists of names stand in tests/keys/spellings.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, product
from pathlib import Path

import jellyfish

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fingerpost.keys import frequency, likeness
from fingerpost.keys.envelope import Key
from fingerpost.keys.likeness import Kind, parts_needed, sought, stored
from fingerpost.keys.tokens import Tokeniser
from keys import spellings

type Alike = Callable[[str, str], bool]
type Pairs = Sequence[tuple[str, str]]
PEOPLE = 100_000
NAMES = 20_000


def by_forms(kept: str, asked: str) -> bool:
    """Whether the search finds `kept` when `asked` is looked for."""
    forms = stored(Kind.NAME, kept)
    parts = {one.part for one in sought(Kind.NAME, asked) if one.form in forms}
    return len(parts) >= parts_needed(Kind.NAME, asked)


def by_code(code: Callable[[str], str]) -> Alike:
    """Compare by a code of the whole plain word alone."""
    return lambda kept, asked: code("".join(likeness.words(kept))) == code("".join(likeness.words(asked)))


WAYS: dict[str, Alike] = {
    "ours: Metaphone, folded, with other readings": by_forms,
    "the same plain letters": by_code(lambda word: word),
    "Metaphone": by_code(jellyfish.metaphone),
    "Soundex": by_code(jellyfish.soundex),
    "NYSIIS": by_code(jellyfish.nysiis),
    "Match Rating": by_code(jellyfish.match_rating_codex),
}


def share(alike: Alike, pairs: Iterable[tuple[str, str]]) -> float:
    """Return which share of the pairs is alike."""
    pairs = list(pairs)
    return sum(alike(one, other) for one, other in pairs) / len(pairs)


def single_names() -> str:
    """Return the table of single names: recall, and false matches."""
    chosen, held_out = spellings.pairs(*spellings.CHOSEN_WITH), spellings.pairs(spellings.HELD_OUT)
    near = spellings.pairs(spellings.DIFFERENT)
    lists = spellings.frequent()
    given, family = (list(combinations(lists[name], 2)) for name in ("given", "family"))
    lines = [
        "| | same name, spelt otherwise: lists the rules were chosen with | held out | different names that look alike"
        " | two frequent given names | two frequent family names |",
        "|---|---|---|---|---|---|",
        f"| pairs | {len(chosen)} | {len(held_out)} | {len(near)} | {len(given):,} | {len(family):,} |",
    ]
    for name, alike in WAYS.items():
        found = [f"{share(alike, pairs):.1%}" for pairs in (chosen, held_out, near)]
        found += [f"{share(alike, pairs):.2%}" for pairs in (given, family)]
        lines.append(f"| {name} | {' | '.join(found)} |")
    missed = [f"{one}/{other}" for one, other in held_out if not by_forms(one, other)]
    return "\n".join(lines) + f"\n\nHeld out and missed: {', '.join(missed)}.\n"


def full_names(draw: random.Random) -> str:
    """Return what a search by given and family name finds among people of other names."""
    lists = spellings.frequent()
    people = [f"{given} {family}" for given, family in product(lists["given"], lists["family"])]
    draw.shuffle(people)
    asked, kept = people[:300], [(name, stored(Kind.NAME, name)) for name in people[300:20_300]]
    false = compared = 0
    for name in asked:
        parts = sought(Kind.NAME, name)
        for _, forms in kept:
            compared += 1
            false += len({one.part for one in parts if one.form in forms}) >= 2
    rate = false / compared
    return (
        f"Of {compared:,} pairs of different full names made of the frequent ones, {false:,} are alike:"
        f"\n{rate * 100_000:.1f} strangers in 100,000 people. A date of birth beside the name puts the right one"
        " first.\n"
    )


def counting(draw: random.Random) -> str:
    """Return how many family names somebody can tell by counting tokens, who knows how frequent each name is."""
    weights = [1 / rank**0.8 for rank in range(1, NAMES + 1)]
    people = draw.choices(range(NAMES), weights, k=PEOPLE)
    ways: dict[str, Callable[[int], int]] = {
        "one token a name": lambda _: 1,
        f"{frequency.LEAST} tokens a name": lambda _: frequency.LEAST,
        "ours: more for names known to be frequent": _ours,
    }
    lines = ["| | people whose name is told | of those with one of the 100 most frequent names |", "|---|---|---|"]
    for way, spread in ways.items():
        tokens = [(name, draw.randrange(spread(name))) for name in people]
        told = _told(tokens, weights, spread)
        common = [right for right, name in zip(told, people, strict=True) if name < 100]
        lines.append(f"| {way} | {sum(told) / PEOPLE:.1%} | {sum(common) / len(common):.1%} |")
    pairs, seen = (sum(n * (n - 1) // 2 for n in Counter(which).values()) for which in (people, tokens))
    return (
        "\n".join(lines) + f"\n\nOf {pairs:,} pairs of people with the same name, {seen / pairs:.1%} share a token.\n"
    )


def _ours(name: int) -> int:
    """Return how many tokens the name of this rank has, if the 140 first ranks are known, roughly, and the rest not."""
    return frequency.tokens_for_share(frequency.share_of_rank(name + 1)) if name < 140 else frequency.LEAST


def _told(tokens: Sequence[tuple[int, int]], weights: Sequence[float], spread: Callable[[int], int]) -> list[bool]:
    """Say of each person whether ranking their token beside the expected ones gives their name."""
    expected = sorted((weights[name] / spread(name), name) for name in range(NAMES) for _ in range(spread(name)))
    counted = [token for token, _ in Counter(tokens).most_common()]
    guessed = dict(zip(counted, (name for _, name in reversed(expected)), strict=False))
    return [guessed[token] == token[0] for token in tokens]


def sizes() -> str:
    """Return how many tokens a person has."""
    tokeniser, draw = Tokeniser(Key.random()), random.Random(3)  # noqa: S311
    lists = spellings.frequent()
    counts = Counter()
    for _ in range(2000):
        forms = stored(Kind.NAME, f"{draw.choice(lists['given'])} {draw.choice(lists['family'])}")
        forms |= stored(Kind.BORN, "2012-05-04") | stored(Kind.HANDLE, "sk8rboi")
        counts[len(tokeniser.to_store(forms))] += 1
    shown = ", ".join(f"{count} for {number / 2000:.0%}" for count, number in sorted(counts.items()))
    return f"Tokens of a person with a name of two words, a date of birth and a handle: {shown}.\n"


PAGE = """# How well people are found

`.venv/bin/python benchmarks/search_quality.py > docs/evidence/search-quality.md`. The lists stand in
`tests/keys/spellings`; they are our own, of names that are frequent in the United Kingdom, and small. The second list
was written down after the rules were chosen, and nothing was changed after it was measured.

## Single names

Which share of the pairs is found, the first name standing in the record and the second being looked for. What is found
is shown with the likest first: the same name before the same words, those before the same sound, and among names that
sound alike the likest in spelling.

{single}
Sounds go by consonants, so names that differ in a vowel (Daniel and Danielle) are mostly alike. That is meant: a search
proposes, a person decides, and nothing is merged by itself.

## Full names

{full}
## What a thief can count

Somebody who has the database and no key ranks tokens by how often they stand there, and names by how frequent they are,
and matches the two. They know exactly how frequent each of {names:,} invented family names is among {people:,} people
(Zipf's law), how many tokens each name has, and even which tokens are of family names, which the database does not say.
The share that we take a frequent name to have is off here by a factor of up to two and a half, on purpose.

{counting}
{sizes}"""


if __name__ == "__main__":
    draw = random.Random(20261124)  # noqa: S311 - the same each time
    page = PAGE.format(
        single=single_names(), full=full_names(draw), counting=counting(draw), sizes=sizes(), names=NAMES, people=PEOPLE
    )
    print(page, end="")
