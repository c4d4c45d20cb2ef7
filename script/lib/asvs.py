"""Prints docs/asvs.md: a table for each chapter of OWASP ASVS 5.0, from docs/asvs.yaml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
STATUSES = ("met", "not met", "not applicable")


def chapters() -> list[dict[str, Any]]:
    """Return the chapters with their requirements."""
    read: list[dict[str, Any]] = yaml.safe_load((ROOT / "docs/asvs.yaml").read_text(encoding="utf-8"))
    return read


def page(read: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of the page."""
    yield "# OWASP ASVS 5.0, levels 1 and 2"
    yield ""
    yield "Made by `script/asvs` from `docs/asvs.yaml`. The numbers are the standard's, the words are ours."
    yield ""
    yield "| | " + " | ".join(STATUSES) + " |"
    yield "| --- | " + " | ".join("---:" for _ in STATUSES) + " |"
    for level in (1, 2):
        count = Counter(
            entry["status"] for chapter in read for entry in chapter["requirements"] if entry["level"] == level
        )
        yield f"| level {level} | " + " | ".join(str(count[status]) for status in STATUSES) + " |"
    for chapter in read:
        yield ""
        yield f"## {chapter['chapter']}"
        yield ""
        yield "| | Level | About | | Shown by, or why not |"
        yield "| --- | --- | --- | --- | --- |"
        for entry in chapter["requirements"]:
            yield f"| {entry['id']} | {entry['level']} | {entry['about']} | {entry['status']} | {_why(entry)} |"


def _why(entry: dict[str, Any]) -> str:
    if entry["status"] != "met":
        return str(entry["because"])
    file, _, test = entry["shown"].partition("::")
    shown = f"[{file}](../{file})" + (f" `{test}`" if test else "")
    return f"{shown}: {entry['note']}" if "note" in entry else shown


if __name__ == "__main__":
    print("\n".join(page(chapters())))
