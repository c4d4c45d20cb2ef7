"""The symbol of somebody's sex, one line for an act and its recipient, and tables that are lists on a telephone."""

from __future__ import annotations

import re

import pytest

from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.record.models import DetailKind, PersonKind
from fingerpost.record.models.appearances import Sex
from fingerpost.record.services.people import add_appearance
from fingerpost.web.jinja import as_rows


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_the_symbol_is_of_the_sex_that_is_recorded_and_nothing_is_assumed(anywhere: Anywhere) -> None:
    """Square, circle, diamond, as genograms have them; who is not known to be either has a diamond."""
    shapes = {Sex.MALE: "rect", Sex.FEMALE: "circle", Sex.OTHER: "path", None: "path"}
    with anywhere.acting("teacher"):
        concern = making.concern()
        people = {}
        for sex in shapes:
            details = [(DetailKind.NAME, "Noor Invented"), *([(DetailKind.SEX, str(sex))] if sex else [])]
            people[sex] = add_appearance(concern, PersonKind.CHILD, details=details)
    with anywhere.serving():
        page = client_of("teacher").get(f"/concerns/{concern.pk}/people/").content.decode()
    for sex, shape in shapes.items():
        card = re.search(rf'<a href="/concerns/{concern.pk}/people/{people[sex].pk}/">(.*?)</a>', page, re.S)
        assert card is not None
        assert re.findall(r'<(\w+) class="fp-symbol"', card[1]) == [shape], sex


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_an_act_to_one_recipient_is_one_line_with_its_grounds_folded(anywhere: Anywhere) -> None:
    # Three grounds of section 2.1 ask for the same referral on the same day
    grounds = {"violent_or_developmentally_unusual": True, "adult_involved": True}
    with anywhere.acting("teacher"):
        concern = making.concern(youth_produced_imagery=True, **grounds)
        making.told(concern, about=making.child(concern), coerced_blackmailed_or_groomed=True)
    with anywhere.serving():
        page = client_of("teacher").get(f"/concerns/{concern.pk}/").content.decode()
    due = page.partition('id="due"')[2].partition("</section>")[0]
    outside = re.sub(r"<details.*?</details>", "", due, flags=re.S)
    line = r'<li>\s*<a class="govuk-link" href="/duties/[^"]+">([^<]+)</a>(?: <strong>([^<]+)</strong>)?'
    sent = [one for one in re.findall(line, outside) if one[1]]
    assert sent
    assert len(sent) == len(set(sent))
    # All three grounds are there, folded under that line
    folded = re.findall(r"<details.*?</details>", due, flags=re.S)
    rules = {"2.1-refer-content", "2.1-refer-adult", "2.1-refer-coercion"}
    assert any(all(f"Rule {rule}." in one for rule in rules) for one in folded), due
    assert all(f"Rule {rule}." not in outside for rule in rules)


def test_a_table_on_a_telephone_says_of_each_cell_which_column_it_is_of() -> None:
    table = (
        '<table class="govuk-table"><thead><tr><th scope="col">Who</th><th scope="col">By when</th></tr></thead>'
        '<tbody><tr><th scope="row">Noor</th><td class="x">Friday</td></tr></tbody></table>'
    )
    shown = as_rows(table)
    assert '<table class="govuk-table fp-rows">' in shown
    assert '<th scope="row">Noor</th>' in shown
    assert '<td data-name="By when" class="x">Friday</td>' in shown
