"""From a draft to a version: begun, saved revision by revision, approved by a second policy officer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from fingerpost.access import context
from fingerpost.access.errors import refuse
from fingerpost.access.models.people import Role
from fingerpost.manual import proofs, texts
from fingerpost.manual.models import ProcedureDraft, ProcedureRevision, ProcedureVersion
from fingerpost.procedure.errors import FingerpostError, Problem
from fingerpost.procedure.pack.library import available, procedures_folder
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.reading import files_in

_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.]{0,19}")


class PublishingError(FingerpostError):
    """A text cannot be saved or approved. Nothing was changed."""


def files_of(name: str) -> dict[str, str]:
    """Return the text of a version by its files. Raises PublishingError where there is none of this name."""
    found = ProcedureVersion.objects.filter(name=name).select_related("revision").first()
    if found:
        return dict(found.revision.files)
    return shipped_files(name)


def shipped_files(name: str) -> dict[str, str]:
    """Return the same of a version that the service comes with."""
    if name not in available():
        raise _wrong("base", f"there is no version {name}", "Choose one of the list.")
    identity, _, version = name.partition("@")
    folder: Path = procedures_folder() / identity / version
    checks = folder / texts.CHECKS
    beside = {checks.name: checks.read_text(encoding="utf-8")} if checks.is_file() else {}
    return {**files_in(folder), **beside}


@transaction.atomic
def begin(base: str, version: str, in_force: date, now: datetime) -> ProcedureDraft:
    """Begin a draft from a version. Raises PublishingError, AccessError."""
    author = _officer()
    identity = base.partition("@")[0]
    _require_that_it_is_free(identity, version)
    files = texts.headed(files_of(base), version, in_force)
    draft = ProcedureDraft.objects.create(base=base, begun_at=now, begun_by_id=author)
    _add(draft, 1, files, "", author, now)
    return draft


@transaction.atomic
def save(draft: ProcedureDraft, file: str, text: str, *, after: int, now: datetime) -> ProcedureRevision:
    """Save one file of a draft as a further revision, `after` the one that its author has read.

    A text that cannot be read is saved too. Raises PublishingError where somebody has saved meanwhile, where the file
    is too long, or where the draft was approved.
    """
    author = _officer()
    newest = newest_of(draft)
    if hasattr(newest, "version"):
        raise _wrong("text", f"it was approved as {newest.version.name}", "Begin a new draft from that version.")
    if newest.number != after:
        what = f"{newest.saved_by.user.name} saved revision {newest.number} while you wrote"
        raise _wrong("text", what, "Copy your text, open the section again, and put it in.")
    if file not in newest.files:
        raise _wrong("text", f"there is no file {file}", "Choose one of the draft's.")
    if len(text) > texts.LONGEST or "\0" in text:
        raise _wrong("text", "this is not a text, or it is too long", f"At most {texts.LONGEST:,} characters.")
    return _add(draft, after + 1, {**newest.files, file: texts.written(text)}, file, author, now)


def newest_of(draft: ProcedureDraft) -> ProcedureRevision:
    """Return the newest revision of a draft."""
    revisions = draft.revisions.select_related("saved_by__user", "version")
    return revisions.order_by("-number")[0]


def forbidding(draft: ProcedureDraft, today: date) -> list[Problem]:
    """Return what keeps everybody from approving a draft's newest text."""
    newest = newest_of(draft)
    found = texts.read(newest.files)
    if found.pack is None:
        return list(found.problems)
    problems = list(_of_the_header(found.pack, draft, today))
    verified = proofs.verified(found.pack, newest.files.get(texts.CHECKS, ""))
    return problems + [Problem(str(one.place), f"{one.of}: {one.says.rstrip('.')}") for one in verified.findings]


@transaction.atomic
def approve(draft: ProcedureDraft, digest: str, today: date, now: datetime) -> ProcedureVersion:
    """Put the newest text of a draft in force from the day that it names, if it is still the one of this digest.

    The person who approves did not begin it, and wrote none of its revisions. Raises PublishingError, AccessError.
    """
    officer = _officer()
    newest = newest_of(draft)
    if hasattr(newest, "version"):
        raise _wrong("", f"it is approved already, as {newest.version.name}")
    if is_author(draft):
        raise _wrong("", "you have written in this text yourself", "A second policy officer approves it.")
    if newest.digest != digest:
        raise _wrong("", "this is not the text that you have read: somebody has saved since", "Read it again.")
    problems = forbidding(draft, today)
    if problems:
        raise PublishingError(problems)
    pack = texts.read(newest.files).pack
    if pack is None or pack.digest != digest:
        raise _wrong("", "the text has another digest than was noted when it was saved", "Save it again.")
    return ProcedureVersion.objects.create(
        revision=newest,
        name=pack.name,
        digest=digest,
        in_force=pack.in_force,
        approved_at=now,
        approved_by_id=officer,
    )


def is_author(draft: ProcedureDraft) -> bool:
    """Whether the person acting has begun the draft or saved any revision of it, in any of their memberships."""
    me = context.required().user_id
    return draft.begun_by.user_id == me or draft.revisions.filter(saved_by__user_id=me).exists()


def _of_the_header(pack: Pack, draft: ProcedureDraft, today: date) -> Iterable[Problem]:
    identity = draft.base.partition("@")[0]
    where = "pack.md"
    if pack.id != identity:
        yield Problem(where, f"its id is {pack.id}", f"A version of {identity} keeps that id.")
    if pack.draft:
        yield Problem(where, "it says of itself that it is a draft", "Take out the line `status`.")
    if pack.in_force < today:
        yield Problem(
            where, f"it would be in force from {pack.in_force}, which has passed", "Give it today or a later day."
        )
    yield from _taken(pack.id, pack.version)


def _require_that_it_is_free(identity: str, version: str) -> None:
    problems = list(_taken(identity, version))
    if problems:
        raise PublishingError(problems)


def _taken(identity: str, version: str) -> Iterable[Problem]:
    name = f"{identity}@{version}"
    if not _VERSION.fullmatch(version):
        yield Problem("version", "this cannot be the name of a version", "Use letters, digits and points, at most 20.")
    elif name in available() or ProcedureVersion.objects.filter(name=name).exists():
        yield Problem("version", f"there is a version {name} already", "Give it another name: it never changes.")


def _add(
    draft: ProcedureDraft, number: int, files: dict[str, str], changed: str, author: UUID, now: datetime
) -> ProcedureRevision:
    pack = texts.read(files).pack
    return ProcedureRevision.objects.create(
        draft=draft,
        number=number,
        files=files,
        digest=pack.digest if pack else "",
        changed=changed,
        saved_at=now,
        saved_by_id=author,
    )


def _officer() -> UUID:
    actor = context.required()
    if actor.role != Role.POLICY_OFFICER:
        raise refuse("procedure", "only a policy officer writes or approves one", "Act as a policy officer.")
    return actor.membership_id


def _wrong(where: str, what: str, right: str = "") -> PublishingError:
    return PublishingError([Problem(where, what, right)])
