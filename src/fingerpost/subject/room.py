"""What this room does for those beneath it: answers as documents, and what a request keeps from being destroyed."""

from __future__ import annotations

from fingerpost.disposal.above import AboveDisposal
from fingerpost.documents.models import Format
from fingerpost.documents.papers import Kind
from fingerpost.subject import blocking, paper
from fingerpost.subject.services import preparing

SUBJECT_ACCESS = AboveDisposal(
    name="subject",
    papers=(
        Kind(
            preparing.KIND,
            paper.TITLE,
            (Format.PDF,),
            paper.build,
            things=lambda _concern, _seen: (),
            still_goes=paper.still_goes,
            is_decided=True,
        ),
    ),
    keeps=blocking.waiting_for,
    requests=blocking.ended,
    notice=blocking.notice,
)
