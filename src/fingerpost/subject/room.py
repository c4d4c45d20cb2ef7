"""What this room does for those beneath it: answers as documents, and what a request keeps from being destroyed."""

from __future__ import annotations

from importlib import resources

from fingerpost.access.guard.additions import Addition
from fingerpost.disposal.hooks import DisposalHooks
from fingerpost.documents.models import Format
from fingerpost.documents.papers import DocumentKind
from fingerpost.subject import blocking, paper
from fingerpost.subject.services import preparation

SUBJECT_ACCESS = DisposalHooks(
    name="subject",
    papers=(
        DocumentKind(
            preparation.KIND,
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
    guard=Addition(
        sql=(resources.files("fingerpost.subject") / "sql" / "checking.sql").read_text(encoding="utf-8"),
        callable=("guard.may_check_answer(uuid, uuid)",),
        reads=("subject_requeststep",),
    ),
    second_persons={"subject_requeststep": "kind <> 'checked' OR guard.may_check_answer(of_id, request_id)"},
)
