"""PDFs as a browser prints them: pages with a picture, columns, tables, lists, and letters of many scripts."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from fingerpost.gate import Heading, Words, read
from gate.making import MORE, NOISE, PROSE, png, remains
from gate.test_ordinary import words
from wording.ordinary import LANGUAGES

PICTURE = f'<img src="data:image/png;base64,{base64.b64encode(png(NOISE)).decode()}" width="200">'
PAGES = {
    "a letter": (
        f"{PICTURE}<p>Hillside Primary School</p><p>{PROSE}</p><p>{MORE}</p><p>Gwen Rees</p>",
        f"Hillside Primary School {PROSE} {MORE} Gwen Rees",
    ),
    "minutes": (
        f"<h1>Strategy discussion</h1><p>{PROSE}</p><ul><li>seen at home</li><li>seen at school</li></ul>"
        "<table><tr><th>Name</th><th>Agency</th></tr><tr><td>Efua Mensah</td><td>Health</td></tr></table>",
        f"Strategy discussion {PROSE} seen at home seen at school Name Agency Efua Mensah Health",
    ),
    "two columns": (
        f'<div style="columns: 2"><p>{PROSE}</p><p>{MORE}</p><p>{PROSE}</p></div>',
        f"{PROSE} {MORE} {PROSE}",
    ),
    "many pages": (f"<p>{PROSE}</p>" * 60, f"{PROSE} " * 60),
    **{
        language: (f"<p>{LANGUAGES[language]}</p>", LANGUAGES[language])
        for language in ("Welsh", "Polish", "Romanian", "French", "Turkish", "Vietnamese", "Russian", "Greek")
    },
}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.mark.parametrize("name", PAGES)
def test_all_words_of_a_printed_page_are_kept_in_order(page: Page, name: str) -> None:
    body, says = PAGES[name]
    page.set_content(f'<meta charset="utf-8"><body style="font-family: sans-serif">{body}</body>')
    found = read(page.pdf())
    assert isinstance(found, Words), found
    assert words(found.text) == words(says)
    assert not remains(found.text, NOISE)
    if name == "minutes":
        assert found.blocks[0] == Heading(1, "Strategy discussion")
