"""One name for exactly this content: SHA-256 over a canonical form.

The canonical form is JSON (RFC 8259) in UTF-8 with sorted keys and no white space: each file in reading order, with its
prose and its blocks. White space inside texts counts as one space, so that wrapping a line anew changes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from fingerpost.procedure.pack.blocks import Block, Document


def digest(documents: Iterable[Document]) -> str:
    """Return `sha256:` and 64 hexadecimal digits."""
    content = [
        {
            "file": document.file,
            "parts": [
                {"block": part.kind, "keys": _plain(part.values)} if isinstance(part, Block) else _plain(part.markdown)
                for part in document.parts
            ],
        }
        for document in documents
    ]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: object) -> object:
    match value:
        case str():
            return " ".join(value.split())
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case _:
            return value
