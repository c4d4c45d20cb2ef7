"""The words of a document after the gate and before they are confirmed: in its sender's drafts, sealed, and signed.

Its sender finds it among their drafts. The signature says that these words came through the gate for this user:
a draft that somebody saved by hand has none.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.core.signing import Signer
from django.http import QueryDict
from django.utils.crypto import constant_time_compare

from fingerpost.access import context
from fingerpost.gate import Block, Words, left_out
from fingerpost.intake.block_text import decoded, encoded
from fingerpost.intake.models import FileFormat
from fingerpost.web import drafts
from fingerpost.web.drafts import Showing
from fingerpost.web.models import Draft


@dataclass(frozen=True, slots=True, repr=False)
class PendingText:
    """A document that waits to be confirmed: `left_out` is what the gate left out, in a sentence."""

    draft: Draft
    format: FileFormat
    left_out: str
    blocks: list[Block]


def put(path: str, words: Words, now: datetime) -> Draft:
    """Keep the words of a document among the drafts of the person acting. Raises NotWordsError, and keeps nothing."""
    said = {"words": encoded(words.blocks), "format": words.format, "left": left_out(words.left_out)}
    text = urlencode({**said, "signature": _signature(path, **said)})
    return drafts.save(Showing(path, uuid.uuid4(), uuid.uuid4()), 1, text, now=now)


def of(draft: Draft | None, path: str) -> PendingText | None:
    """Return the document in a draft of the page at `path`; None where there is none that came through the gate."""
    if draft is None or draft.path != path:
        return None
    said = QueryDict(draft.text).dict()
    signature = str(said.pop("signature", ""))
    if set(said) != {"words", "format", "left"}:
        return None
    if not constant_time_compare(signature, _signature(path, **{name: str(text) for name, text in said.items()})):
        return None
    return PendingText(draft, FileFormat(said["format"]), str(said["left"]), decoded(str(said["words"])))


def find(draft_id: UUID, path: str) -> PendingText | None:
    """Return one's own document that waits, to be shown."""
    return of(drafts.mine().filter(pk=draft_id).first(), path)


def hold(draft_id: UUID, path: str) -> PendingText | None:
    """Return one's own document that waits, and let nobody else confirm it until the transaction ends."""
    return of(drafts.held(draft_id), path)


def _signature(path: str, **said: str) -> str:
    text = urlencode([("path", path), ("user", context.required().user_id.hex), *sorted(said.items())])
    return Signer(salt="fingerpost.intake").signature(text)
