"""Only words are kept: what does not read as words is refused before it is sealed, and who refuses it is told so.

Forms, drafts and `SecretText` all ask here, so that there is one answer and one place where a refusal is heard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import parse_qsl
from uuid import UUID

from fingerpost.keys.errors import NotWordsError
from fingerpost.wording import not_words

_hears: list[Callable[[], None]] = []


def refused_by(hears: Callable[[], None]) -> None:
    """Call `hears()` whenever a text is refused. It is told nothing of the text: not its length, nor a hash of it."""
    _hears[:] = [hears]


def check(text: str) -> None:
    """Raise NotWordsError where a text does not read as words."""
    check_all([text])


def check_all(texts: Iterable[str]) -> None:
    """Raise NotWordsError where one of these texts does not read as words."""
    if any(not_words(text) for text in texts):
        for hears in _hears:
            hears()
        raise NotWordsError


def answers_of(form: str) -> Iterator[str]:
    """Return the texts in a form's answers as they are sent: each by itself, each name, and then all of them.

    All together, so that nobody cuts a picture into pieces and keeps it in a draft with a hundred names. Ids of rows
    that a form offers to choose from are left out of that.
    """
    pairs = parse_qsl(form, keep_blank_values=True)
    for name, answer in pairs:
        yield name
        yield answer
    yield "\n".join(f"{name}\n{answer}" for name, answer in pairs if not _is_id(answer))


def _is_id(answer: str) -> bool:
    try:
        UUID(answer)
    except ValueError:
        return False
    return True
