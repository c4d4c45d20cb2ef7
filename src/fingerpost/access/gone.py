"""What is left of a concern that was disposed of: a room above says so, when it starts.

    gone.answered_by(answer)      # `answer(request, matter_id)`: a page, or None

It is asked only where a matter is not to be seen: whoever never saw it gets None, and so the answer for what never was.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest, UUID], HttpResponse | None]

_answers: list[Answer] = []


def answered_by(answer: Answer) -> None:
    """Let `answer` say what is left of a matter, in the place of what said so before."""
    _answers[:] = [answer]


def answer_for(request: HttpRequest, matter_id: UUID) -> HttpResponse | None:
    """Return the page that tells whoever is acting what became of a matter that is not there any more."""
    for answer in _answers:
        return answer(request, matter_id)
    return None
