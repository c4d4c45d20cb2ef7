"""What happens to a file that somebody sends: none is kept, not even for a moment on a disk.

Every page refuses files but the one that takes a document (`intake.document_upload`). There it is held in memory while
it comes, judged, and dropped before the request's transaction begins.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import Resolver404, resolve

from fingerpost.access import permissions
from fingerpost.access.models import Membership
from fingerpost.gate import Limits
from fingerpost.intake import document_upload
from fingerpost.site.errors import page

DRAINED: Final = 64 * 2**20
"""Bytes of a request that are read to their end, so that its answer arrives. What is larger is not read at all."""


class FileRefused(SuspiciousOperation):
    """A form came with a file where no page takes one, or with more than one."""


class RefuseFiles(FileUploadHandler):
    """Stops reading a request at its first file."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Refuse, before the first byte of the file is read."""
        raise FileRefused("a file was sent, and this page takes none")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep nothing: `new_file` has refused before it comes to this."""

    def file_complete(self, file_size: int) -> None:
        """Keep nothing."""


class OneDocument(FileUploadHandler):
    """Holds one document in memory. What is beyond the limit is counted while it comes, and dropped."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.is_too_large = False
        self._held: bytearray | None = None

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        """Begin with the document; of its name and what it says of itself nothing is kept. Raises FileRefused."""
        if field_name != document_upload.FIELD or self._held is not None:
            raise FileRefused("more than one document was sent, or not in its field")
        self._held = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Hold a piece, while there is no more than the limit."""
        assert self._held is not None  # noqa: S101 - `new_file` comes first
        if self.is_too_large or len(self._held) + len(raw_data) > self.limit:
            self.is_too_large = True
            self._held.clear()
        else:
            self._held += raw_data

    def file_complete(self, file_size: int) -> None:
        """Make no file of it: the view never has one."""

    def taken(self) -> bytes:
        """Return the document, and hold it no longer."""
        held, self._held = bytes(self._held or b""), None
        return held


def documents(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Judge the document that comes to the one view for it. Stands before the request's transaction."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _has_a_document(request):
            if _length(request) > DRAINED:
                return page(request, "too-large", 413)
            try:
                document_upload.keep(request, _judged(request))
            except UnreadablePostError:
                return page(request, "bad-request", 400)
        return get_response(request)

    return middleware


def _has_a_document(request: HttpRequest) -> bool:
    """Whether a form with files comes to the view that takes one, from somebody who may open such pages."""
    if request.method != "POST" or request.content_type != "multipart/form-data":
        return False
    membership = getattr(request, "membership", None)
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    access = permissions.of_view(view)
    return (
        document_upload.is_taken_by(view)
        and isinstance(membership, Membership)
        and access is not None
        and access.admits(membership.role)
    )


def _length(request: HttpRequest) -> int:
    """Return how many bytes a request says that it has; without a number Django reads none."""
    said = str(request.META.get("CONTENT_LENGTH") or "")
    return int(said) if said.isascii() and said.isdecimal() else 0


def _judged(request: HttpRequest) -> document_upload.Received:
    membership: Membership = request.membership  # type: ignore[attr-defined]
    is_one_too_many = document_upload.is_one_too_many(membership.user_id)
    handler = OneDocument(0 if is_one_too_many else Limits().size)
    request.upload_handlers = [handler]
    _ = request.POST  # reads it
    data = handler.taken()
    if is_one_too_many:
        return document_upload.NotNow.TOO_MANY
    if handler.is_too_large:
        return document_upload.too_large()
    return document_upload.judge(data) if data else document_upload.NotNow.NONE
