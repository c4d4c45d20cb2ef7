"""The page about states says what the rules say."""

from __future__ import annotations

from pathlib import Path

from states.page import page as drawn

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_rules_give() -> None:
    assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == drawn(), "run python -m states"


def test_every_step_of_a_duty_that_changes_it_is_drawn() -> None:
    page = drawn()
    for words in ("confirmed by a second person", "done taken back", "no longer follows", "follows again"):
        assert words in page
    for name in ("declined", "disagreed with", "signed off", "closed", "nobody outside may be told"):
        assert name in page


def test_what_casework_records_is_drawn() -> None:
    page = drawn()
    for words in (
        "concluded too early",
        "a manager gives it back",
        "convened",
        "a breach waits",
        "out of order",
        "varied",
    ):
        assert words in page
