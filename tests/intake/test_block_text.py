"""The blocks of a document as one text; who sees an address; what a link waits for."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.gate import Heading, Item, Kind, Paragraph, Table
from fingerpost.gate.passing import FORMATS
from fingerpost.intake import audit, rules
from fingerpost.intake.block_text import NotKeptError, decoded, encoded, shown_levels, texts
from fingerpost.intake.models import FileFormat
from fingerpost.wording import not_words

_words = st.text("aA:0 \n\t", min_size=1, max_size=8)
_cells = st.lists(st.text("aR: \n", max_size=6), min_size=1, max_size=3).map(tuple)
_blocks = st.lists(
    st.builds(Heading, st.integers(1, 6), _words)
    | st.builds(Paragraph, _words, st.integers(0, 6))
    | st.builds(Item, _words, st.integers(1, 6))
    | st.builds(Table, st.lists(_cells, min_size=1, max_size=3).map(tuple)),
    min_size=1,
    max_size=5,
)


@given(_blocks)
def test_what_is_kept_is_what_the_document_said(blocks: list[object]) -> None:
    assert decoded(encoded(blocks)) == blocks  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "And: of nothing", "Cell: of no table", "Heading 7: x", "Heading: x", "no mark"])
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(NotKeptError):
        decoded(text)


def test_each_part_and_all_of_it_have_to_read_as_words() -> None:
    code = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo" * 20
    assert any(not_words(text) for text in texts(encoded([Paragraph("Good."), Paragraph(code)])))
    assert not any(not_words(text) for text in texts(encoded([Heading(1, "Report"), Paragraph("She is well.")])))


def test_headings_miss_no_level() -> None:
    blocks = [Heading(1, "a"), Paragraph("b"), Heading(5, "c"), Heading(6, "d"), Heading(2, "e")]
    assert list(shown_levels(blocks)) == [3, 0, 4, 5, 4]
    assert list(shown_levels([Heading(6, "a")])) == [3]


def test_who_sees_an_address() -> None:
    me, other, school, force = (UUID(int=number) for number in range(4))

    def sees(user: UUID, role: str, organisation: UUID) -> bool:
        return rules.sees_address(rules.Reader(user, role, organisation), me, school)

    assert sees(me, "practitioner", school)
    assert sees(other, "safeguarding_lead", school)
    assert sees(other, "team_manager", school)
    assert sees(other, "police_officer", force)
    assert not sees(other, "practitioner", school)
    assert not sees(other, "safeguarding_lead", force)
    assert not sees(other, "social_worker", force)


def test_a_platform_alone_cannot_act_on_what_is_criminal() -> None:
    assert not rules.is_reported("imagery", ["platform", "national_page", "other"])
    assert rules.is_reported("imagery", ["platform", "iwf"])
    assert rules.is_reported("terrorism", ["national_page"])
    assert not rules.is_reported("terrorism", ["iwf", "platform"])
    assert rules.is_reported("other", ["platform"])
    assert not rules.is_reported("other", [])


def test_each_kind_of_refusal_has_a_word_in_the_ledger_and_each_format_a_name() -> None:
    assert set(audit._CALLED) == set(Kind)
    assert len(set(audit._CALLED.values())) == len(Kind)
    assert set(FileFormat.values) == FORMATS
    assert not rules.FOR_THE_POLICE & {Kind.ENCRYPTED, Kind.TOO_LONG, Kind.UNREADABLE, Kind.NOT_WORDS, Kind.SCRIPT}
