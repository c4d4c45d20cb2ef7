"""National services beside the rules that name them: each is whole, and leads to rules that there are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fingerpost.procedure.errors import PackError
from fingerpost.procedure.pack.library import available, load_pack
from fingerpost.procedure.pack.services import FILE, services, services_for

RULES = {rule for name in available() for rule in load_pack(name).provisions}
RECIPIENTS = {one for name in available() for one in load_pack(name).recipients}


def test_each_service_says_how_to_reach_it_and_is_beside_rules_that_there_are() -> None:
    assert len(services()) >= 10
    for one in services():
        assert one.phone or one.address.startswith("https://"), one.name
        assert set(one.rules) <= RULES
        assert one.rules or one.recipient in RECIPIENTS
        assert date(2026, 12, 1) < one.checked
        assert not one.phone or one.link.removeprefix("tel:") == one.phone.replace(" ", "")


def test_the_chapters_own_number_is_the_one_that_is_shown() -> None:
    """The chapter has the number of Stop It Now; the draft that of Childline."""
    for pack in map(load_pack, available()):
        for rule in ("0-stop-it-now", "0-childline"):
            if rule in pack.provisions:
                (service,) = services_for(rule)
                assert service.phone in f"{pack.provisions[rule].title} {pack.provisions[rule].text}"


@pytest.mark.parametrize(
    "text",
    ["- name: One\n", "- {name: One, what: a, whom: b, checked: 2026-12-02, fax: '1'}\n", "- one\n"],
    ids=["not whole", "a key too many", "no service"],
)
def test_a_file_that_is_not_as_it_should_be_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(PackError):
        services(tmp_path)


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert services(tmp_path) == ()
