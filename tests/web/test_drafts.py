"""Drafts: whatever happens to savings on their way, no word is lost, and nobody else reads any."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.anywhere import Anywhere
from fingerpost.keys.models import DataKey
from fingerpost.ledger.models import LedgerEntry
from fingerpost.web import drafts
from fingerpost.web.drafts import Showing
from fingerpost.web.models import Draft

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PATH = "/concerns/new/"


def showing(draft_id: UUID | None = None, opened: int = 0) -> Showing:
    return Showing(PATH, draft_id or uuid4(), uuid4(), opened)


def save(page: Showing, changes: int, text: str, now: datetime = NOW) -> Draft:
    return drafts.save(page, changes, text, now=now)


def end(page: Showing, changes: int, text: str, became: str, now: datetime = NOW) -> None:
    drafts.end(drafts.sending(page, changes, text), page, changes, text, became=became, now=now)


def texts() -> list[str]:
    return sorted(draft.text for draft in drafts.mine())


# ---- one page, over a bad line ---------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    typed=st.lists(st.text(max_size=8), min_size=1, max_size=6),
    arrivals=st.lists(st.integers(0, 5), max_size=14),
)
def test_savings_repeated_lost_and_out_of_order_end_in_the_last_text(
    anywhere_teacher: None,  # noqa: ARG001 - acts for the teacher
    typed: list[str],
    arrivals: list[int],
) -> None:
    """The page sends its last text until it is heard; everything before may come at any time, twice or never."""
    page = showing()
    for arrival in arrivals:
        if arrival < len(typed):
            save(page, arrival + 1, typed[arrival])
    save(page, len(typed), typed[-1])
    for arrival in arrivals:
        if arrival < len(typed):
            save(page, arrival + 1, typed[arrival])
    (mine,) = drafts.mine().filter(path=PATH)
    assert mine.pk == page.draft_id
    assert mine.text == typed[-1]
    drafts.finish(mine, now=NOW)


# ---- the same draft open twice ---------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(turns=st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=12))
def test_of_a_draft_open_in_several_windows_each_windows_last_words_are_there(
    anywhere_teacher: None,  # noqa: ARG001 - acts for the teacher
    turns: list[tuple[int, bool]],
) -> None:
    """Windows are opened on the draft as it is, type by turns, and some savings come late once more."""
    begun = save(showing(), 1, "the beginning")
    windows: dict[int, Showing] = {}
    shown = set()
    last: dict[int, str] = {}
    sent: list[tuple[Showing, int, str]] = []
    for changes, (window, is_repeated) in enumerate(turns, start=1):
        if window not in windows:
            standing = Draft.objects.get(pk=begun.pk)
            windows[window] = showing(begun.pk, standing.revision)
            shown.add(standing.text)
        last[window] = f"change {changes}, in window {window}"
        sent.append((windows[window], changes, last[window]))
        save(*sent[-1])
        if is_repeated:
            save(*sent[len(sent) // 2])
    there = set(texts())
    assert set(last.values()) <= there | shown  # whoever went on from a text has seen it
    assert len(there) <= len(windows)
    for draft in drafts.mine():
        drafts.finish(draft, now=NOW)


def test_what_was_typed_in_a_window_that_another_went_on_from_is_kept_beside_it(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        first = showing()
        draft = save(first, 1, "she told me")
        second = showing(draft.pk, draft.revision)
        save(second, 1, "she told me at break")
        save(first, 1, "she told me")  # late, and known: the second window went on from it
        assert texts() == ["she told me at break"]
        save(first, 2, "she told me on Monday")
        save(first, 3, "she told me on Monday, crying")
        assert texts() == ["she told me at break", "she told me on Monday, crying"]


# ---- the end ---------------------------------------------------------------------------------------------------------


def test_what_was_sent_is_gone_and_comes_not_back(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        page = showing()
        save(page, 3, "narrative=told")
        assert drafts.sending(page, 4, "narrative=told+all").became == ""
        end(page, 4, "narrative=told+all", "/concerns/1/")
        save(page, 3, "narrative=told")
        save(page, 4, "narrative=told+all")
        assert texts() == []
        assert drafts.sending(page, 4, "narrative=told+all").became == "/concerns/1/"
        assert drafts.became(page.draft_id) == "/concerns/1/"
        assert drafts.sending(page, 4, "narrative=something+else").became == ""
        assert Draft.objects.get(pk=page.draft_id).text is None
        save(page, 5, "and this, typed after it was sent")
        assert texts() == ["and this, typed after it was sent"]


def test_sending_one_window_leaves_the_words_of_another(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        first = showing()
        draft = save(first, 1, "begun")
        second = showing(draft.pk, draft.revision)
        save(second, 1, "begun, and more")
        end(first, 1, "begun", "/concerns/1/")
        assert texts() == ["begun, and more"]


def test_what_a_draft_became_is_forgotten_after_a_week(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        for age in (8, 6):
            page = showing()
            save(page, 1, "words")
            end(page, 1, "words", "/concerns/1/", NOW - timedelta(days=age))
        old = Draft.objects.get(ended_at=NOW - timedelta(days=8))
        kept = save(showing(), 1, "a draft that waits", NOW - timedelta(days=400))
        page = showing()
        end(page, 0, "", "/")
        assert not Draft.objects.filter(pk=old.pk).exists()
        assert set(Draft.objects.values_list("pk", flat=True)) >= {kept.pk, page.draft_id}


# ---- whose it is -----------------------------------------------------------------------------------------------------


def test_a_draft_is_its_users_alone_and_sealed_under_their_key(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        before = LedgerEntry.objects.count()
        page = showing()
        save(page, 1, "what only the teacher knows")
        draft = Draft.objects.get(pk=page.draft_id)
        assert DataKey.objects.filter(pk=draft.user_id, kind="user").exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT text FROM record_draft")
            assert b"teacher" not in bytes(cursor.fetchone()[0])
        assert LedgerEntry.objects.count() == before
    for who in ("lead", "manager-east", "council-auditor", "administrator", "other-teacher"):
        with anywhere.acting(who):
            assert drafts.held(page.draft_id) is None
            assert drafts.became(page.draft_id) == ""
            assert texts() == []
            with pytest.raises(PermissionDenied):
                save(page, 2, "somebody else’s")
            assert Draft.objects.filter(pk=page.draft_id).exists() == (connection.vendor == "sqlite")


@pytest.fixture
def anywhere_teacher(anywhere: Anywhere) -> object:
    with anywhere.acting("teacher"):
        yield
