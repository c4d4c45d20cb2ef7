"""Markdown into the HTML of a page, with GOV.UK's classes. A rule in brackets, as [2.1-same-day], leads to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token
from markupsafe import Markup

_CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "blockquote_open": "govuk-inset-text",
    "table_open": "govuk-table",
    "thead_open": "govuk-table__head",
    "tbody_open": "govuk-table__body",
    "tr_open": "govuk-table__row",
    "th_open": "govuk-table__header",
    "td_open": "govuk-table__cell",
    "link_open": "govuk-link",
    "hr": "govuk-section-break govuk-section-break--visible govuk-section-break--m",
}
_HEADINGS = {"h2": "govuk-heading-l", "h3": "govuk-heading-m", "h4": "govuk-heading-s"}

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_beside = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).disable(["heading", "lheading", "image"])


def html(text: str, rules: Mapping[str, str]) -> Markup:
    """Return a run of a section's Markdown as HTML. `rules` are the addresses of rules, by name. The title is left out.

    A table scrolls by itself on a narrow screen, and can be reached with the keyboard for that.
    """
    references = {normalizeReference(rule): {"title": "", "href": address} for rule, address in rules.items()}
    tokens = _dressed(_without_title(_markdown.parse(text, {"references": references})))
    made = _markdown.renderer.render(tokens, _markdown.options, {})
    made = made.replace("<table", '<div class="fp-scroll" tabindex="0" role="region" aria-label="Table"><table')
    return Markup(made.replace("</table>", "</table></div>"))  # noqa: S704 - the renderer has escaped what is in it


def beside(text: str) -> Markup:
    """Return a partnership's own Markdown as HTML: no heading, no picture, no table, nothing but words and links."""
    tokens = _dressed(_beside.parse(text))
    return Markup(_beside.renderer.render(tokens, _beside.options, {}))  # noqa: S704 - the renderer has escaped it


def plain(text: str) -> str:
    """Return the words of Markdown without its marks, for a search."""
    words: list[str] = []
    for token in _without_title(_markdown.parse(text)):
        for part in token.children or []:
            words.append(" " if part.type in ("softbreak", "hardbreak") else part.content)
        words.append(" ")
    return " ".join("".join(words).split())


def slug(heading: str) -> str:
    """Return an anchor for a heading."""
    return "part-" + re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def headings(text: str) -> list[str]:
    """Return the headings of the second degree."""
    tokens = _markdown.parse(text)
    return [after.content for token, after in pairwise(tokens) if _opens(token, "h2")]


def _opens(token: Token, tag: str) -> bool:
    return token.type == "heading_open" and token.tag == tag


def _without_title(tokens: list[Token]) -> list[Token]:
    place = next((place for place, token in enumerate(tokens) if _opens(token, "h1")), None)
    return tokens if place is None else tokens[:place] + tokens[place + 3 :]


def _dressed(tokens: list[Token]) -> list[Token]:
    for place, token in enumerate(tokens):
        _each(token, _dress)
        if token.type == "heading_open":
            token.attrSet("class", _HEADINGS.get(token.tag, "govuk-heading-s"))
            if token.tag == "h2":
                token.attrSet("id", slug(tokens[place + 1].content))
        if token.type == "th_open":
            token.attrSet("scope", "col")
    return tokens


def _each(token: Token, do: Callable[[Token], None]) -> None:
    do(token)
    for child in token.children or []:
        _each(child, do)


def _dress(token: Token) -> None:
    if token.type in _CLASSES:
        token.attrSet("class", _CLASSES[token.type])
