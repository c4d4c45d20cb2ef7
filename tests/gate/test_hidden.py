"""However a picture is hidden in a document, the document is refused, or nothing of the picture is in what is kept."""

from __future__ import annotations

import base64
import random
import re

import pytest

from fingerpost.gate import Heading, Item, Kind, Paragraph, Refused, Table, Words, budget, read
from fingerpost.wording import not_words
from gate.hiding import TEXTS, WAYS, written
from gate.insertions import insert
from gate.making import MORE, NOISE, PROSE, docx, letter, p, pdf, png, remains, rtf
from wording.subtle import SUBTLE

FORMATS = ["docx", "odt", "rtf", "mail", "text"]


def keeps_nothing(document: bytes, *pictures: bytes, says: str = "") -> bool:
    """Whether a document is refused, or of what is kept nothing is of the pictures and little is no word.

    `says`: what the document says without them; where it says just that, there is nothing to look for.
    """
    found = read(document)
    if isinstance(found, Refused) or found.text == says:
        return True
    assert not_words(found.text) is None
    assert budget.is_within(found.blocks)
    return not any(remains(found.text, picture) for picture in pictures)


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


def test_what_says_nothing_carries_nothing_by_how_it_stands() -> None:
    """Each of these texts is words, and no code; how the blocks stand is what would carry the picture."""
    order = [Item("yes") if one & 1 else Paragraph("yes") for one in NOISE * 5]
    levels = [Heading(1 + one % 6, "yes") for one in NOISE * 3]
    table = [
        Table(tuple(("name", *("yes" if one >> shift & 1 else "" for shift in range(8))) for one in NOISE[:1_500]))
    ]
    lines = [Paragraph("".join(f"yes{' ' if one & 1 else chr(10)}" for one in NOISE * 6) + "yes")]
    for blocks in (order, levels, table, lines):
        assert not budget.is_within(blocks)
        assert budget.in_shape(blocks) > budget.LEAST
    assert budget.is_within([Paragraph("yes")] * 3_000)
    assert budget.is_within([Heading(1 + number // 10 % 3, PROSE) for number in range(60)])


def test_there_are_ways_enough() -> None:
    assert len(WAYS) + len(TEXTS) > 150


@pytest.mark.parametrize("way", TEXTS)
def test_it_is_refused_between_many_words_too(way: str) -> None:
    """Words before and after pay for nothing. In a letter, as somebody would send it."""
    text = f"{(PROSE + ' ' + MORE + ' ') * 12}\r\n\r\n{TEXTS[way](NOISE)}\r\n\r\n{MORE * 12}"
    assert keeps_nothing(letter(("Content-Type: text/plain; charset=utf-8", text.encode())), NOISE)


# What of these is kept cannot be looked for: it has to be refused.
CODES = ["a byte a word", "syllables", "ideographs that people write", "bytes said as numbers", "hex said as names",
         "bits as a register", "decimal in sentences", "capitals", "letters of other scripts", "emoji"]  # fmt: skip


@pytest.mark.parametrize("way", CODES)
def test_a_code_that_nobody_could_find_again_is_refused_or_left_out(way: str) -> None:
    found = read(written(way, "docx", NOISE))
    assert isinstance(found, Refused) or found.text == f"{PROSE}\n{MORE}"


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


@pytest.mark.parametrize("seed", range(12))
def test_a_picture_put_anywhere_is_not_kept(seed: int) -> None:
    """Bytes put into, or over, a document at random places. `script/campaign gate` does so by the thousand."""
    source = random.Random(seed)  # noqa: S311
    for _ in range(25):
        name, document, noise, says = insert(source)
        assert keeps_nothing(document, noise, says=says), (name, seed)


# What of these is taken out of every text; the words that it stands between are kept.
TAKEN_OUT = {
    "separators of lines",
    "one space or two",
    "spaces of eight kinds",
    "joiners between letters",
    "signs inside words",
}


@pytest.mark.parametrize("way", SUBTLE)
def test_a_small_picture_that_looks_like_words_is_refused_or_taken_out(way: str) -> None:
    """600 bytes, a fifth of what stands in the others: the smallest in which anything could be seen."""
    text = SUBTLE[way](NOISE[:600])
    found = read(docx("".join(map(p, text.split("\n")))))
    if way in TAKEN_OUT:
        assert isinstance(found, Words)
        assert not re.search("[\u00a0\u2000-\u200f\u2028-\u202e]|  |[-\u00b7]", found.text)
    else:
        assert found == Refused(Kind.NOT_WORDS)


SENTENCES = [f"{one.strip()}." for one in f"{PROSE} {MORE}".split(".") if one.strip()]


def pieces(noise: bytes) -> list[tuple[str, str]]:
    """Base64, nine characters beside each of some sentences."""
    text = base64.b64encode(noise).decode()
    return [(text[n : n + 9], SENTENCES[n // 9 % len(SENTENCES)]) for n in range(0, len(text), 9)]


SMALL = {
    "docx: in each heading": lambda noise: docx(
        "".join(p(piece, '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>') + p(said) for piece, said in pieces(noise))
    ),
    "pdf: at the end of each line": lambda noise: pdf(
        b"BT /F1 6 Tf 8 TL 50 650 Td "
        + b"".join(b"(%s %s) Tj T* " % (said[:60].encode(), piece.encode()) for piece, said in pieces(noise))
        + b"ET"
    ),
    "rtf: ideographs by their bytes": lambda noise: rtf(
        r"\ansicpg932 " + "".join(rf"\'{0x88 + (one >> 5):02x}\'{0x9F + (one & 31):02x}" for one in noise)
    ),
}


@pytest.mark.parametrize("way", SMALL)
def test_a_small_picture_in_plain_sight_is_refused(way: str) -> None:
    assert read(SMALL[way](NOISE[:600])) == Refused(Kind.NOT_WORDS)
