"""However a picture is hidden in a document, the document is refused, or nothing of the picture is in what is kept."""

from __future__ import annotations

import base64
import random

import pytest

from fingerpost.gate import Kind, Paragraph, Refused, Words, read
from gate.hiding import TEXTS, WAYS, written
from gate.insertions import FEW, insert
from gate.making import MORE, NOISE, PROSE, docx, letter, p, png, remains

FORMATS = ["docx", "odt", "rtf", "mail", "text"]


def keeps_nothing(document: bytes, *pictures: bytes) -> bool:
    """Whether a document is refused, or of what is kept nothing is of the pictures."""
    found = read(document)
    return isinstance(found, Refused) or not any(remains(found.text, picture) for picture in pictures)


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_a_picture_is_kept(way: str) -> None:
    assert keeps_nothing(WAYS[way](NOISE), NOISE, png(NOISE))


@pytest.mark.parametrize("way", TEXTS)
def test_a_picture_written_as_text_is_refused_or_gone_in_every_format(way: str) -> None:
    assert [format for format in FORMATS if not keeps_nothing(written(way, format, NOISE), NOISE)] == []


# Of these the words around are kept, since the picture stands where nothing is taken from.
LEFT_OUT = [
    "docx: a picture", "docx: an object", "docx: hidden text", "docx: deleted text", "docx: a comment",
    "docx: a thumbnail",
    "odt: a picture", "odt: a thumbnail", "odt: an annotation", "odt: a hidden section", "odt: a hidden style",
    "rtf: a picture", "rtf: an object", "rtf: hidden text", "mail: an attachment", "mail: a picture in its place",
    "mail: a data URL in its page", "mail: what is not shown of its page", "mail: a message in it, with another in it",
    "pdf: a picture", "pdf: an attachment", "pdf: text beside the page", "pdf: a note on the page",
]  # fmt: skip


@pytest.mark.parametrize("way", LEFT_OUT)
def test_the_words_beside_it_are_kept_and_that_it_was_left_out_is_said(way: str) -> None:
    found = read(WAYS[way](NOISE))
    assert isinstance(found, Words), found
    assert PROSE in found.text.replace("\n", " ")
    assert sum(found.left_out.values()) > 0


def test_headings_carry_nothing_by_their_levels() -> None:
    levels = "".join(p("yes", f'<w:pPr><w:outlineLvl w:val="{one % 6}"/></w:pPr>') for one in NOISE)
    found = read(docx(levels))
    assert isinstance(found, Words)
    assert set(map(type, found.blocks)) == {Paragraph}


def test_there_are_ways_enough() -> None:
    assert len(WAYS) + len(TEXTS) > 160


@pytest.mark.parametrize("way", TEXTS)
def test_it_is_refused_between_many_words_too(way: str) -> None:
    """Words before and after pay for nothing. In a letter, as somebody would send it."""
    text = f"{(PROSE + ' ' + MORE + ' ') * 12}\r\n\r\n{TEXTS[way](NOISE)}\r\n\r\n{MORE * 12}"
    assert keeps_nothing(letter(("Content-Type: text/plain; charset=utf-8", text.encode())), NOISE)


def test_what_is_measured_for_would_be_seen() -> None:
    """A control: were a picture kept, the tests above would say so."""
    for text in (
        base64.b64encode(NOISE).decode(), base64.b85encode(NOISE).decode(), NOISE.hex(), " ".join(map(str, NOISE)),
        NOISE[::-1].hex(" "), bytes(one ^ 0x5A for one in NOISE).decode("latin-1"),
        " ".join(str(one ^ 7) for one in NOISE),
        NOISE[100:130].hex(), base64.b64encode(NOISE[7:40]).decode(),
    ):  # fmt: skip
        assert remains(f"{PROSE} {text} {MORE}", NOISE)
    assert not remains(f"{PROSE} {MORE}", NOISE)


@pytest.mark.parametrize("seed", range(8))
def test_a_picture_put_anywhere_is_not_kept(seed: int) -> None:
    """Bytes put into, or over, a document at random places. `script/campaign gate` does so by the thousand."""
    source = random.Random(seed)  # noqa: S311
    for _ in range(20):
        name, document, noise, says = insert(source)
        found = read(document)
        assert isinstance(found, Refused) or found.text == says or remains(found.text, noise) <= FEW, (name, seed)


def test_codes_in_headings_of_a_document_are_refused_and_the_first_is_shown() -> None:
    lines = base64.encodebytes(NOISE).decode().split()
    found = read(docx("".join(p(line, '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>') for line in lines)))
    assert isinstance(found, Refused)
    assert (found.kind, found.line) == (Kind.NOT_WORDS, f"{lines[0][:59]}…")
