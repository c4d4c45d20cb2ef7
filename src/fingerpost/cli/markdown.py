"""Markdown on a page of text: headings, paragraphs, lists and quotations; a table becomes a list, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from fingerpost.cli.page import Page

_STEP = 2


def add_markdown(page: Page, markdown: str) -> None:
    """Add a run of Markdown to the page."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    _blocks(page, SyntaxTreeNode(tokens).children, 0)
    page.gap()


def _blocks(page: Page, nodes: Sequence[SyntaxTreeNode], indent: int) -> None:
    for node in nodes:
        match node.type:
            case "heading":
                page.heading(_words(node))
            case "paragraph":
                page.text(_words(node), indent=indent)
                page.gap()
            case "bullet_list" | "ordered_list":
                _items(page, node, indent)
            case "table":
                _table(page, node, indent)
            case "code_block" | "fence":
                for line in node.content.splitlines():
                    page.text(line, indent=indent + 2 * _STEP)
                page.gap()
            case "hr":
                page.gap()
            case _:
                _blocks(page, node.children, indent + _STEP)


def _items(page: Page, node: SyntaxTreeNode, indent: int) -> None:
    ordered = node.type == "ordered_list"
    for number, item in enumerate(node.children, int(node.attrs.get("start", 1))):
        mark = f"{number}. " if ordered else "- "
        inner = indent + _STEP + len(mark)
        first, *rest = item.children
        page.text(_words(first), indent=inner, first=mark)
        _blocks(page, rest, inner)
    page.gap()


def _table(page: Page, node: SyntaxTreeNode, indent: int) -> None:
    """Add each row as `- first cell: second cell; third cell`. What the columns are called is said first."""
    rows = [[_words(cell) for cell in row.children] for part in node.children for row in part.children]
    titles, *body = rows
    page.text(f"{titles[0]}: {'; '.join(titles[1:])}", indent=indent)
    for first, *rest in body:
        page.text(f"{first}: {'; '.join(rest)}", indent=indent + 2 * _STEP, first="- ")
    page.gap()


def _words(node: SyntaxTreeNode) -> str:
    """Return the text of a node without its marks."""
    inline = node.children[0] if node.children else node
    return "".join(map(_word, inline.to_tokens()[0].children or [])) if inline.type == "inline" else node.content


def _word(token: Token) -> str:
    return " " if token.type in ("softbreak", "hardbreak") else token.content
