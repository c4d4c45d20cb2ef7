"""What happens to a file that somebody sends: nothing is kept of it, not even for a moment on a disk."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler


class FileRefused(SuspiciousOperation):
    """A form came with a file. No page of the service takes one."""


class RefuseFiles(FileUploadHandler):
    """Stops reading a request at its first file."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Refuse, before the first byte of the file is read."""
        raise FileRefused("a file was sent, and no page takes files")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep nothing: `new_file` has refused before it comes to this."""

    def file_complete(self, file_size: int) -> None:
        """Keep nothing."""
