"""Producing a document: asked for, made by the worker in its asker's name, fetched, and checked by its fingerprint."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from fingerpost.access import audit, compartments, context
from fingerpost.access.compartments import SOURCES
from fingerpost.access.embargo import releases
from fingerpost.access.errors import AccessError, refuse
from fingerpost.access.models import Compartment, Concern, Release
from fingerpost.documents import outgoing, papers, recipients
from fingerpost.documents.models import Copy, Ended, Ending, Format, Mark, Production
from fingerpost.documents.outgoing import OutgoingPaper
from fingerpost.documents.paper import Origin, Paper
from fingerpost.documents.papers import HeldError, NothingToShowError
from fingerpost.documents.pdf import pdf
from fingerpost.documents.pdf_password import new_password, protect
from fingerpost.documents.word import word
from fingerpost.duties.models import source_of
from fingerpost.duties.sentences import moment, person
from fingerpost.keys import services as keys
from fingerpost.keys.envelope import OwnerKind
from fingerpost.ledger import recording, words
from fingerpost.ledger.entry import Digest
from fingerpost.ledger.words import Words
from fingerpost.record.errors import NothingToldError
from fingerpost.record.services.cases import case_of

KEPT: Final = timedelta(days=1)
"""How long a document waits to be fetched."""
AFTER: Final = timedelta(minutes=10)
"""How long after that: a download that broke off can be tried again."""
_FINGERPRINT: Final = "fingerprint"
WORDS: Final = Words(
    actions={"produced": "produced", "downloaded": "downloaded", "revealed": "was shown the password of"},
    payload_names=[_FINGERPRINT],
)
"""What is done with documents, as the ledger says it."""


@dataclass(frozen=True, slots=True, repr=False)
class DocumentRequest:
    """Which document, of what, and who for. `outside`: who that is in words, if they are not on the list.

    `headings`: which sections somebody outside the agencies gets.
    """

    kind: str
    key: str
    format: Format
    compartment: str
    recipient: str
    outside: str = ""
    headings: tuple[str, ...] = ()


@transaction.atomic
def ask(concern: Concern, asked: DocumentRequest, *, release: Release | None = None) -> Production:
    """Ask for a document, which the worker makes. Raises `AccessError` where it may not be made, or not for them.

    `release`: what lets exactly this document go to them, although an embargo holds it; it is used up.
    """
    from fingerpost.documents.tasks import make

    actor, now = context.required(), timezone.now()
    for_whom = _recipient_of(concern, asked, now, is_released=release is not None)
    is_outside = recipients.is_outside(asked.recipient)
    production = Production(
        concern=concern,
        compartment=asked.compartment,
        source=source_of(asked.compartment),
        kind=asked.kind,
        key=asked.key,
        format=asked.format,
        recipient=asked.recipient,
        for_whom=for_whom,
        by_id=actor.membership_id,
        recorded_at=now,
    )
    if release is not None:
        releases.use(release, production=production.pk)
    if is_outside and not _is_decided(asked.kind):
        headings = asked.headings if release is None else _all_that_may_go(concern, asked, now)
        if not headings:
            raise refuse("document", "nothing of it is chosen", "Choose what its recipient needs.")
        production.only = "\n".join(headings)
    production.save()
    make.enqueue(str(concern.pk), str(production.pk), str(actor.membership_id))
    return production


def preview(concern: Concern, asked: DocumentRequest) -> OutgoingPaper:
    """Return what may go to somebody outside the agencies, and what is held back. Nothing is made or kept.

    Raises `AccessError` as `ask` does, `NothingToShowError`, and `papers.HeldError`.
    """
    now = timezone.now()
    _recipient_of(concern, asked, now)
    kind = papers.kind(asked.kind)
    return _going(_built(concern, kind, asked.compartment, asked.key, is_outside=True, now=now), asked.recipient)


def _all_that_may_go(concern: Concern, asked: DocumentRequest, now: datetime) -> tuple[str, ...]:
    """Return the sections of what was released: two people agreed to all of it that may go. Raises `AccessError`."""
    kind = papers.kind(asked.kind)
    try:
        paper = _built(concern, kind, asked.compartment, asked.key, is_outside=True, now=now)
    except (NothingToShowError, HeldError):
        raise refuse("document", "there is nothing of it that may go", "Say it to them instead.") from None
    return tuple(outgoing.of_paper(paper).headings)


def _recipient_of(concern: Concern, asked: DocumentRequest, now: datetime, *, is_released: bool = False) -> str:
    """Return who it is for in words. Raises `AccessError` where it may not be made, or not for them."""
    seen = _may_see(concern, asked.compartment)
    kind = papers.kind(asked.kind)
    is_editable = asked.format == Format.DOCX and recipients.is_outside(asked.recipient)
    if kind is None or asked.format not in kind.formats or is_editable:
        raise refuse("document", "there is no such document in this format", "Choose another format.")
    listed = {one.word: one.text for one in recipients.of_concern(concern, seen, now)}
    if asked.recipient not in listed:
        raise refuse("document", "there is nobody here it could be for", "Choose who it is for.")
    if recipients.only_for(asked.recipient) not in ("", f"{asked.kind}:{asked.key}"):
        raise refuse("recipient", "only their referral can go to them", "Choose that referral.")
    if not is_released:
        _require_that_it_may_go(concern, asked.recipient)
    return asked.outside if asked.recipient == recipients.OUTSIDE else listed[asked.recipient]


def produce(production: Production) -> Ended:
    """Make a document in the name of the person who asked for it, who is acting. Done twice it changes nothing.

    If something is in the way by now, that is recorded as its ending.
    """
    ended = ended_of([production]).get(production.pk)
    if ended is not None:
        return ended
    if not _may_go(production):
        return end(production, Ending.HELD)
    try:
        paper = _paper_of(production, timezone.now())
    except NothingToShowError:
        return end(production, Ending.GONE)
    except HeldError:
        return end(production, Ending.HELD)
    return _keep(production, paper, timezone.now())


def end(production: Production, ending: Ending, **others: object) -> Ended:
    """Record what came of a production."""
    ended = Ended(
        production=production,
        concern_id=production.concern_id,
        compartment=production.compartment,
        source=production.source,
        ending=ending,
        by_id=context.required().membership_id,
        **others,
    )
    ended.save()
    return ended


def ended_of(productions: Iterable[Production]) -> dict[UUID, Ended]:
    """Return what came of these productions, by their ids: one query."""
    rows = Ended.objects.visible().filter(production__in=[one.pk for one in productions])
    return {row.production_id: row for row in rows}


def of_concern(concern: Concern, seen: Iterable[str], at: datetime | None = None) -> list[Production]:
    """Return the documents asked for in these compartments by `at` (None: now), the newest first: one query."""
    rows = Production.objects.visible().filter(concern=concern, compartment__in=list(seen))
    if at is not None:
        rows = rows.filter(recorded_at__lte=at)
    return list(rows.select_related("by__user", "by__organisation").order_by("-recorded_at", "-pk"))


def is_waiting(production: Production) -> bool:
    """Whether the file waits for the person acting: they asked for it, and it is not dropped yet."""
    return Copy.objects.filter(pk=production.pk, user=context.required().user_id).exists()


@transaction.atomic
def reveal(production: Production) -> str:
    """Return the password of the file to the person who asked for it, once: it is kept no longer. Empty: it was shown.

    Raises `AccessError`.
    """
    _require_that_it_may_go(production.concern, production.recipient)
    copies = Copy.objects.select_for_update().filter(pk=production.pk, user=context.required().user_id)
    copy = copies.first()
    password = copy.password if copy is not None else None
    if copy is not None and password:
        copy.password = None
        copy.save(update_fields=["password"])
        _note("revealed", production, None)
    return str(password or "")


def has_password(production: Production) -> bool:
    """Whether the password of the file is still to be shown to the person acting."""
    mine = Copy.objects.filter(pk=production.pk, user=context.required().user_id)
    return mine.filter(password__isnull=False).exists()


@transaction.atomic
def fetch(production: Production) -> bytes | None:
    """Return the file, for the person who asked, and note that. None: it is no longer kept. Raises `AccessError`."""
    if not _may_go(production):
        raise _held(production.concern, production.recipient)
    if not _still_goes(production):
        raise _held()
    copy = Copy.objects.filter(pk=production.pk, user=context.required().user_id).first()
    if copy is None:
        return None
    content = b64decode(copy.content)
    copy.fetched_at = copy.fetched_at or timezone.now()
    copy.save(update_fields=["fetched_at"])
    _note("downloaded", production, sha256(content).digest())
    return content


def drop(now: datetime) -> None:
    """Drop the files that were fetched, or that nobody fetched in a day. What they were stays known by its digest.

    A file whose password is still to be shown stays for the day: without it, what was sent can never be opened.
    """
    Copy.objects.filter(made_at__lt=now - KEPT).delete()
    Copy.objects.filter(fetched_at__lt=now - AFTER, password__isnull=True).delete()


def is_genuine(number: UUID, digest: str) -> datetime | None:
    """Return when the document with this number and this fingerprint was made here; None: there is none such."""
    return Mark.objects.filter(pk=number, sha256=digest.lower()).values_list("made_at", flat=True).first()


def file_name(production: Production) -> str:
    """Return what a file is called: of what kind it is, and the concern's reference. It names nobody."""
    return f"{production.kind.replace('_', '-')}-{production.concern.reference.lower()}.{production.format}"


def title_of(production: Production) -> str:
    """Return what a document is, in words."""
    kind = _kind(production)
    return f"{kind.title}, a part of it" if kind.is_narrowed and production.key else kind.title


def _kind(production: Production) -> papers.DocumentKind:
    kind = papers.kind(production.kind)
    if kind is None:
        raise NothingToShowError
    return kind


def _paper_of(production: Production, now: datetime) -> Paper:
    """Build a production's paper: for somebody outside, what may go of the sections that were chosen."""
    is_outside = recipients.is_outside(production.recipient)
    kind = papers.kind(production.kind)
    is_chosen = is_outside and not _is_decided(production.kind)
    at = production.recorded_at if is_chosen else now  # what its maker read, and nothing that came since
    paper = _built(production.concern, kind, production.compartment, production.key, is_outside=is_outside, now=at)
    if not is_chosen:
        return paper
    going = outgoing.chosen(_going(paper, production.recipient), str(production.only or "").split("\n"))
    if not going.sections:
        raise NothingToShowError
    return going


def _going(paper: Paper, recipient: str) -> OutgoingPaper:
    """Return what of a paper may go outside. An agency is told of an embargo: it has to keep to it."""
    return OutgoingPaper(paper, ()) if recipients.is_an_agency(recipient) else outgoing.of_paper(paper)


def _is_decided(name: str) -> bool:
    kind = papers.kind(name)
    return kind is not None and kind.is_decided


def _built(
    concern: Concern, kind: papers.DocumentKind | None, compartment: str, key: str, *, is_outside: bool, now: datetime
) -> Paper:
    if kind is None:
        raise NothingToShowError
    build = kind.outside if is_outside and kind.outside else kind.build
    paper = build(concern, _may_see(concern, compartment), key, now)
    headed = (replace(one, heading=" ".join(one.heading.split())) for one in paper.sections)
    return replace(paper, sections=tuple(headed)) if is_outside else paper


def _keep(production: Production, paper: Paper, now: datetime) -> Ended:
    """Set the document; keep it sealed for its asker, with its fingerprint for everybody who is given it."""
    user_id = context.required().user_id
    procedure = _procedure(production)
    origin = _origin(production, procedure, now)
    if production.format == Format.PDF:
        made = pdf(paper, origin, now)
        content, pages = made.content, made.pages
    else:
        content, pages = word(paper, origin, now), None
    password = None
    if recipients.is_outside(production.recipient):
        password = new_password()
        content = protect(content, password)
    digest = sha256(content)
    keys.ensure_key(user_id, OwnerKind.USER)
    kept = b64encode(content).decode("ascii")
    Copy(id=production.pk, user_id=user_id, content=kept, password=password, made_at=now).save()
    Mark(id=production.pk, sha256=digest.hexdigest(), made_at=now).save(force_insert=True)
    _note("produced", production, digest.digest())
    return end(production, Ending.MADE, sha256=digest.hexdigest(), pages=pages, procedure=procedure, at=now)


def _origin(production: Production, procedure: str, now: datetime) -> Origin:
    parts = [str(Compartment(one).label) for one in Compartment if one in SOURCES[production.compartment]]
    return Origin(
        number=str(production.pk),
        reference=production.concern.reference,
        for_whom=str(production.for_whom),
        produced=moment(now),
        by=person(production.by),
        parts=" and ".join(parts),
        procedure=procedure or "none: nothing was told in this part of the record",
        check=f"{settings.FINGERPOST_ADDRESS}{reverse('check_document')}",
        is_protected=recipients.is_outside(production.recipient),
        is_chosen=not _is_decided(production.kind),
    )


def _procedure(production: Production) -> str:
    try:
        return case_of(production.concern, production.compartment).pack.name
    except NothingToldError:
        return ""


def _may_see(concern: Concern, compartment: str) -> frozenset[str]:
    """Return what a document of a compartment is made from. Raises `AccessError` if any of it is not seen."""
    seen = compartments.view_of(context.required(), concern.pk)
    if compartment not in compartments.decisions_for(seen):
        raise refuse("document", "this part of the record is not yours to see", "Choose another part.")
    return SOURCES[compartment]


def _may_go(production: Production) -> bool:
    """Whether nothing holds a document from its recipient, or it was released to them, and in time."""
    if recipients.may_have_it(production.concern, production.recipient):
        return True
    release = releases.of_production(production.pk)
    return release is not None and releases.lets_go(release, timezone.now())


def _still_goes(production: Production) -> bool:
    kind, ended = papers.kind(production.kind), ended_of([production]).get(production.pk)
    if kind is None or kind.still_goes is None or ended is None:
        return True
    return kind.still_goes(production.concern, production.key, ended.at)


def _require_that_it_may_go(concern: Concern, recipient: str) -> None:
    if not recipients.may_have_it(concern, recipient):
        raise _held(concern, recipient)


def _held(concern: Concern | None = None, recipient: str = "") -> AccessError:
    """Return why nothing goes to them: they must not be told, or somebody is asked first, as the decision has it."""
    if concern is not None and recipients.is_asked_first(concern, recipient):
        return refuse(
            "recipient",
            "ask first whether they may be told: an adult who is not listed may be behind it",
            "Ask the police. Where they may be told, let it go with a second person.",
        )
    return refuse(
        "recipient",
        "they must not be told yet: an embargo is in force",
        "The strategy meeting or the police decide. Ask the police.",
    )


def _note(action: str, production: Production, digest: bytes | None) -> None:
    recording.note(
        action,
        audit.kind_of(production),
        production.pk,
        within=production.concern_id,
        compartment=words.word(production.compartment),
        payload={} if digest is None else {_FINGERPRINT: Digest(digest)},
    )
