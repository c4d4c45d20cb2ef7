"""What is kept has the order and the structure of the document, and nothing that nobody sees."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.gate import Heading, Item, Paragraph, Table, Words, read
from fingerpost.gate.tidy import tidy
from gate.making import MORE, PROSE
from gate.ordinary import DOCUMENTS
from wording.ordinary import LANGUAGES

WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


def blocks(name: str) -> tuple[object, ...]:
    """The blocks of an ordinary document."""
    found = read(DOCUMENTS[name]()[0])
    assert isinstance(found, Words)
    return found.blocks


def test_minutes_have_headings_a_table_and_items() -> None:
    rows = (("Name", "Agency", "There"), ("Dawid Nowak", "Police", "yes"), ("Efua Mensah", "Health", "by telephone"))
    assert blocks("docx: minutes with a table") == (
        Heading(1, "Strategy discussion"),
        Heading(1, "Who was there"),
        Table(rows),
        Heading(1, "What was agreed"),
        Item("Both children are seen at home."),
        Item("Nobody speaks to the uncle before then."),
        Item("The next meeting is on 10 March."),
    )


def test_an_odt_has_them_too() -> None:
    assert blocks("odt: lists")[1:-1] == (Item("first"), Item("within it", 2), Item("second"))
    assert blocks("odt: a table")[1] == Table((("Name", "Agency"), ("Huw Morgan", "Health")))
    assert blocks("odt: as LibreOffice saves it")[1] == Heading(1, "The visit")


def test_an_rtf_has_them_too() -> None:
    assert blocks("rtf: Word")[1:-1] == (
        Heading(1, "What was agreed"),
        Item("Both children are seen."),
        Item("2. A visit."),
    )
    assert blocks("rtf: a table")[1] == Table((("Name", "Agency"), ("Ben Okafor", "Police")))


def test_a_reply_is_quoted() -> None:
    assert blocks("mail: Gmail")[-2:] == (Paragraph(MORE, 1), Paragraph("Deeper.", 2))
    assert blocks("mail: a chain of replies")[-1] == Paragraph(PROSE, 5)
    assert Table((("Name", "Agency"), ("Ines Duarte", "School"))) in blocks("mail: Outlook")
    assert Item("another") in blocks("mail: Gmail")


def test_a_pdf_has_headings_items_and_paragraphs_of_lines() -> None:
    found = blocks("pdf: Typst, minutes")
    assert found[0] == Heading(1, "Strategy discussion")
    assert Item("Both children are seen") in found
    assert any(isinstance(one, Paragraph) and one.text.replace("\n", " ") == PROSE for one in found)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200))
def test_what_is_tidy_stays_as_it_is(text: str) -> None:
    once, _ = tidy(text)
    assert tidy(once) == (once, 0)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\u200bb\u2060c\ufeff", "abc"),
        ("a\u202eb\u2066c\u2069", "abc"),
        ("\U0001f3f4\U000e0067\U000e0062", "\U0001f3f4"),
        (f"a{WALES}\u200bb", f"a{WALES}b"),
        (f"{WALES}{WALES[:-1]}", f"{WALES}\U0001f3f4"),
        ("\ue000x\U000f0000", "x"),
        ("e\u0301", "é"),
        ("ﬁrst oﬃce", "first office"),
        ("a\u00a0 \u2003b", "a b"),
        ("one \r\n\r\n two\u2028three", "one\ntwo\nthree"),
        ("می\u200cترسد", "می\u200cترسد"),
        ("m\u200ci", "mi"),
        ("a\u0300\u0301\u0302\u0303\u0304", "à\u0301\u0302\u0303"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("⤩\u200d\u2800x", "⤩x"),  # what goes leaves a joiner that joins nothing
        ("\u2126\u200d⤩", "\u03a9⤩"),  # so does what is composed
        ("a\ufe0f", "a"),
        ("co\u00adoperate", "cooperate"),
    ],
)
def test_what_nobody_sees_is_gone(text: str, kept: str) -> None:
    assert tidy(text)[0] == kept


def test_a_form_of_a_mail_in_a_charset_that_is_none_is_read_as_it_looks() -> None:
    head = b"From: a@example.org\r\nSubject: x\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
    part = b'--b\r\nContent-Type: text/plain; charset="utf-8\0"\r\n\r\nZo\xc3\xab rang.\r\n--b--\r\n'
    found = read(head + part)
    assert isinstance(found, Words)
    assert found.blocks[-1] == Paragraph("Zoë rang.")


def test_joiners_that_carry_bits_are_gone() -> None:
    """In Persian a few words have one; one behind every other letter is no spelling."""
    assert "\u200c" not in tidy("".join(one + "\u200c" for one in LANGUAGES["Persian"] * 10))[0]
