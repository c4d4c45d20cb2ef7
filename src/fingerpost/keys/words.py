"""Only words are kept: what does not read as words is refused before it is sealed.

Forms, drafts and `SecretText` all ask here, so that there is one answer and one place where a refusal is heard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import parse_qsl
from uuid import UUID

from fingerpost.keys.errors import NotWordsError
from fingerpost.wording import not_words

# Whether a text was refused since somebody began to hear; None where nobody does.
_refused: ContextVar[list[bool] | None] = ContextVar("fingerpost_refused_words", default=None)


@contextmanager
def hearing() -> Iterator[list[bool]]:
    """Yield a list that is empty until a text is refused. Nothing is heard of the text: not its length, nor a hash."""
    heard: list[bool] = []
    token = _refused.set(heard)
    try:
        yield heard
    finally:
        _refused.reset(token)


def check(text: str) -> None:
    """Raise NotWordsError where a text does not read as words."""
    check_all([text])


def check_all(texts: Iterable[str]) -> None:
    """Raise NotWordsError where one of these texts does not read as words."""
    for text in texts:
        if found := not_words(text):
            heard = _refused.get()
            if heard is not None:
                heard[:] = [True]
            raise NotWordsError(found)


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
