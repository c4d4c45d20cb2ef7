"""What went wrong in a piece of work is kept without a word of what it was about."""

from __future__ import annotations

import logging
import traceback

import pytest

from fingerpost.access.worker_errors import WorkFailedError, quietly

MARKED = "Marked Words Of A Concern"


@quietly
def work(text: str) -> str:
    if text == MARKED:
        raise ValueError(f"the row is ({text})")
    return text


def test_work_that_succeeds_is_as_it_was() -> None:
    assert work("done") == "done"
    assert work.__name__ == "work"


def test_an_error_has_its_kind_and_no_word(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(WorkFailedError) as raised:
        work(MARKED)
    assert MARKED not in "".join(traceback.format_exception(raised.value))
    assert "ValueError" in str(raised.value)
    assert [record.getMessage() for record in caplog.records] == ["work failed: work"]
