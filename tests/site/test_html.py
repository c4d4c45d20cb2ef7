"""The checker that reads every page as HTML (`test_choices`) finds what it is there for."""

from __future__ import annotations

from pathlib import Path

from support import nu


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    page = "<!DOCTYPE html><html lang=en><title>x</title><p id=a><time>soon</time><p id=a></p>"
    found = nu.errors({"/": page}, tmp_path)
    assert [one.partition(":")[0] for one in found] == ["/"] * len(found)
    assert "Duplicate ID" in " ".join(found)
    assert "time" in " ".join(found)
