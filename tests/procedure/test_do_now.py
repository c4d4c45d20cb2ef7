"""“Do this now”: what is certain and cannot wait, what to ask, whom to reach, worked out by hand for small cases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.explaining.do_now import DoNow, do_now, do_now_of
from fingerpost.procedure.explaining.requirements import requirements_of
from fingerpost.procedure.pack.library import load_pack

FRIDAY = datetime(2026, 11, 27, 16, 45, tzinfo=UTC)
OLD, NEW = load_pack("e-safety@2017"), load_pack("e-safety@2026")


def now(
    facts: dict[str, Any],
    *people: tuple[str, dict[str, Any]],
    pack: Any = OLD,
    setting: str | None = None,
    is_told: bool = False,
) -> DoNow:
    listed = [{"id": f"{kind[0]}{n}", "kind": kind, "facts": said} for n, (kind, said) in enumerate(people, 1)]
    document = {"reported_at": FRIDAY.isoformat(), "facts": facts, "people": listed, "procedure": pack.name}
    case = case_from(document, pack)
    if not is_told:
        return do_now(pack, case, decide(pack, case), setting=setting)
    return do_now_of(pack, case, requirements_of(pack, case, decide(pack, case)), setting, is_told=True)


def test_a_picture_of_which_nothing_more_is_known_is_something_to_ask_now() -> None:
    made = now({"youth_produced_imagery": True, "setting": "school_or_college"}, ("child", {}))
    assert made.tell.startswith("Ask your safeguarding lead now whether ")
    assert made.acts == ()
    # The five grounds and those of sections 5 and 0 are more than five: each box asks in one
    assert len(made.asks) == 3
    assert made.asks[0].startswith("a sexual picture is part of it, and the child is in danger")
    assert made.ring == ("police", "social_care")


def test_two_open_grounds_are_named_one_by_one() -> None:
    facts = {"youth_produced_imagery": True, "sexual_acts": False, "violent_or_developmentally_unusual": False}
    child = {"coerced_blackmailed_or_groomed": False, "groomed_by_adult": False, "capacity_concern": False}
    made = now(facts | {"adult_involved": False}, ("child", child | {"significant_harm": False}))
    assert made.asks == ("a child is in danger now, or somebody means to meet them",)


def test_what_is_certain_comes_first_and_is_one_act() -> None:
    made = now({"youth_produced_imagery": True}, ("child", {"coerced_blackmailed_or_groomed": True}))
    # Social care has to be told anyway (0-refer), and one of police and social care is enough for the ground of 2.1
    assert [one.provision.id for one in made.acts] == ["0-refer"]
    assert made.ring == ("social_care",)
    assert made.tell.startswith("Tell your organisation's safeguarding lead now. This cannot wait: Refer to children's")
    assert made.asks == ()


def test_an_adult_found_with_images_who_fosters_goes_to_three() -> None:
    made = now({}, ("adult", {"found_in_possession": True, "foster_carer": True}))
    assert set(made.ring) == {"social_care", "police", "lado"}
    assert len(made.acts) == 3
    assert "I have told nobody else" in made.say


@pytest.mark.parametrize(
    ("setting", "first"),
    [
        ("school_or_college", "your safeguarding lead"),
        ("health", "your organisation's safeguarding lead"),
        (None, "your organisation's safeguarding lead"),
    ],
)
def test_who_is_told_first_hangs_on_where_one_works(setting: str | None, first: str) -> None:
    assert now({"online_bullying": True}, setting=setting).first == first
    if setting:
        assert now({"online_bullying": True, "setting": setting}).first == first


def test_who_is_told_first_is_told_the_act_itself_and_to_find_out() -> None:
    sure = now({"youth_produced_imagery": True}, ("child", {"coerced_blackmailed_or_groomed": True}), is_told=True)
    assert sure.tell.startswith("This cannot wait: Refer to children's social care")
    assert (sure.first, sure.ring) == ("", ("social_care",))
    unsure = now({"youth_produced_imagery": True, "setting": "school_or_college"}, ("child", {}), is_told=True)
    assert unsure.tell.startswith("Find out now whether a sexual picture is part of it")
    assert unsure.otherwise == "If it may be so, ring:"
    settled = {"online_bullying": True, "bullying_may_be_crime": False, "youth_produced_imagery": False}
    nothing = now(settled | {"adult_involved": False, "terrorist_material_suspected": False}, is_told=True)
    assert nothing.tell == "Nothing that is known so far is due today."


def test_nobody_refers_to_themselves() -> None:
    adult = ("adult", {"found_in_possession": True, "lives_with_children": True})
    assert set(now({"setting": "police"}, adult).ring) == {"social_care"}


def test_bullying_that_might_be_a_crime_is_asked_and_then_told() -> None:
    nothing_else = {"youth_produced_imagery": False, "adult_involved": False, "terrorist_material_suspected": False}
    open_one = now(nothing_else | {"online_bullying": True})
    assert open_one.asks == ("any of the bullying might be a crime, such as threats, hate or indecent pictures",)
    assert now(nothing_else | {"online_bullying": True, "bullying_may_be_crime": True}).ring == ("police",)
    settled = now(nothing_else | {"online_bullying": True, "bullying_may_be_crime": False})
    assert settled.tell.endswith("Nothing that is known so far is due today.")
    assert (settled.acts, settled.asks, settled.ring) == ((), (), ())


def test_a_child_who_speaks_of_suicide_is_not_left_alone() -> None:
    made = now({}, ("child", {"self_harm_or_suicide": True}), pack=NEW)
    assert "Stay with the child; get help." in made.tell
    assert made.tell.index("Stay with") < len(f"Tell {made.first} now. This cannot wait: ") + 1


@pytest.mark.parametrize("pack", [OLD, NEW], ids=["2017", "2026"])
def test_every_box_is_in_the_manual_as_it_runs(pack: Any) -> None:
    pages = "\n".join(part.markdown for section in pack.sections for part in section.body if hasattr(part, "markdown"))
    for box in pack.boxes:
        assert box.say in pages
        assert all(asked in pages for asked in box.rules.values())
