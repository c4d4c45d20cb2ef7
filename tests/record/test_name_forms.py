"""Whether two names may be one person's: on a list that was made without the matcher, and by hand."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from fingerpost.record.name_forms import Names, compare
from record.name_pairs import pairs

# The least share of one person's pairs by which somebody is asked by the name alone, and that with one strong mark
# shuts out; then the greatest share of two people's by which somebody is asked by the name alone.
ONE = {
    "a short form": (0.93, 0.99),
    "another script or spelling": (0.90, 0.99),
    "letters that look alike": (0.97, 0.99),
    "another order": (1.0, 1.0),
    "more or fewer words": (0.99, 1.0),
    "a slip of the pen": (0.99, 1.0),
    "a marriage": (0.45, 0.99),
}
TWO = {
    "nothing in common": 0.0,
    "one family name": 0.01,
    "one given name": 0.01,
    "near given names": 0.01,
    "near given names, one family name": 0.5,
}


def test_one_persons_names_are_held_together_and_two_peoples_are_not() -> None:
    made = pairs()
    assert len(made) >= 2000
    found: dict[str, Counter[Names]] = defaultdict(Counter)
    for pair in made:
        assert (pair.kind in ONE) is pair.is_one
        found[pair.kind][compare(pair.one, pair.other)] += 1
    assert found.keys() == ONE.keys() | TWO.keys()
    for kind, counts in found.items():
        asked = (counts[Names.SAME] + counts[Names.ALIKE]) / counts.total()
        with_a_mark = 1 - counts[Names.OTHER] / counts.total()
        if kind in ONE:
            assert (asked, with_a_mark) >= ONE[kind], (kind, asked, with_a_mark)
            assert with_a_mark >= ONE[kind][1], kind
        else:
            assert asked <= TWO[kind], (kind, asked)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Robin Example", "Example, Robin", Names.SAME),
        ("Robin Ann Example", "Robin Example", Names.SAME),
        ("Dr Robin Example", "robin example", Names.SAME),
        ("Jon Smyth", "John Smith", Names.SAME),
        ("Jon Smyth", "Jonathan Smyth", Names.SAME),
        ("Robin Example", "R\N{CYRILLIC SMALL LETTER O}bin Ex\N{CYRILLIC SMALL LETTER A}mple", Names.SAME),
        ("Robin Example", "Rob\N{ZERO WIDTH SPACE}in Example", Names.SAME),
        ("Robin Example", "R0bin Examp1e", Names.ALIKE),
        ("Robin Example", "R. Example", Names.ALIKE),
        ("Mary Jane Example", "Maryjane Example", Names.SAME),
        ("Omar al-Example", "Omar Alexample", Names.SAME),
        ("Robin Example", "Robin Sample", Names.PART),
        ("Robin Example", "Robin", Names.PART),
        ("Robin", "Robin", Names.SAME),
        ("Robin Example", "Sam Example", Names.PART),
        ("Robin Example", "Kofi Sample", Names.OTHER),
        ("Robin Example", "", Names.OTHER),
        ("", "", Names.OTHER),
        ("!", "?", Names.OTHER),
    ],
)
def test_by_hand(one: str, other: str, how: Names) -> None:
    assert compare(one, other) is how
    assert compare(other, one) is how
