"""Where the picture of a household puts people: whoever they are, nobody covers anybody."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from fingerpost.site.concern.household_picture import Box, Joined, Picture, PictureTie, Somebody, draw

PLACES = (PictureTie.WORKS, PictureTie.VOLUNTEERS)


@st.composite
def households(draw_: st.DrawFn) -> tuple[list[Somebody], list[Joined]]:
    """Up to twelve people, with any ties among them: circles and contradictions too."""
    people = [
        Somebody(f"p{number}", is_child) for number, is_child in enumerate(draw_(st.lists(st.booleans(), max_size=12)))
    ]
    if len(people) < 2:
        return people, []
    ids = st.sampled_from([person.id for person in people])
    between = st.builds(Joined, st.sampled_from([tie for tie in PictureTie if tie not in PLACES]), ids, ids)
    at_work = st.builds(Joined, st.sampled_from(PLACES), ids, st.sampled_from(["a school", "a club", "a shop"]))
    ties = draw_(st.lists(between.filter(lambda tie: tie.one != tie.other) | at_work, max_size=20))
    return people, ties


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width and other.x < one.x + one.width and one.y < other.bottom and other.y < one.bottom
    )


def within(inner: Box, outer: Box) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.bottom <= outer.bottom
    )


def whole(picture: Picture) -> Box:
    return Box(0, 0, picture.width, picture.height)


@given(households())
def test_nobody_covers_anybody_and_everything_is_on_the_drawing(given_: tuple[list[Somebody], list[Joined]]) -> None:
    people, ties = given_
    picture = draw(people, ties)
    assert set(picture.people) == {person.id for person in people}
    cards = [*picture.people.values(), *picture.places.values()]
    assert not any(overlap(one, other) for one, other in combinations(cards, 2))
    assert all(within(box, whole(picture)) for box in [*cards, *picture.households])
    assert not any(overlap(one, other) for one, other in combinations(picture.households, 2))


@given(households())
def test_a_line_encloses_those_who_live_together_and_nobody_else(given_: tuple[list[Somebody], list[Joined]]) -> None:
    people, ties = given_
    picture = draw(people, ties)
    together = {person.id: {person.id} for person in people}
    for tie in ties:
        if tie.tie is PictureTie.LIVES_WITH:
            joined = together[tie.one] | together[tie.other]
            for one in joined:
                together[one] = joined
    drawn = [{one for one, box in picture.people.items() if within(box, home)} for home in picture.households]
    assert sorted(map(sorted, drawn)) == sorted(
        {tuple(sorted(home)) for home in together.values() if len(home) > 1}
        and [sorted(home) for home in {frozenset(home) for home in together.values()} if len(home) > 1]
    )
    # What the line encloses it encloses whole: nobody stands half inside
    for home in picture.households:
        assert all(within(box, home) for box in picture.people.values() if overlap(box, home))


def test_a_parent_stands_above_a_child_and_partners_side_by_side() -> None:
    people = [
        Somebody("a", False),
        Somebody("x", False),
        Somebody("b", False),
        Somebody("c", True),
        Somebody("d", True),
    ]
    ties = [
        Joined(PictureTie.PARENT, "a", "c"),
        Joined(PictureTie.PARENT, "c", "d"),
        Joined(PictureTie.PARTNER, "a", "b"),
    ]
    placed = draw(people, ties).people
    assert placed["a"].y == placed["b"].y < placed["c"].y < placed["d"].y
    assert placed["b"].x - placed["a"].x == placed["x"].x - placed["b"].x > 0


def test_the_same_people_are_drawn_the_same() -> None:
    people = [Somebody("a", False), Somebody("c", True)]
    ties = [
        Joined(PictureTie.PARENT, "a", "c"),
        Joined(PictureTie.WORKS, "a", "a school"),
        Joined(PictureTie.CONTACT, "nobody", "c"),
    ]
    assert draw(people, ties) == draw(people, ties)
    assert [tie.tie for tie, _ in draw(people, ties).lines] == [PictureTie.PARENT, PictureTie.WORKS]
    assert draw([], []).people == {}
