"""What outsiders are given, as files that `standalone_verify` checks: the log, and proofs from it.

The log is JSON lines, one entry a line in the order of the indices: `{"index": 0, "leaf": "…", "hash": "…"}`, the leaf
as the text it is, the hash as recorded when it was appended, in hex, or null where that record is gone.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence

from fingerpost.ledger.merkle import node_count
from fingerpost.ledger.verify import StoredEntry, StoredNode


def log_lines(entries: Iterable[StoredEntry], nodes: Iterable[StoredNode]) -> Iterator[str]:
    """Yield the log's lines, as it is: nothing is verified, and nothing left out or mended."""
    rows = iter(nodes)
    row = next(rows, None)
    for index, leaf, _ in entries:
        position = node_count(index)
        while row is not None and row[0] < position:
            row = next(rows, None)
        hashed = row[1].hex() if row is not None and row[0] == position else None
        yield json.dumps({"index": index, "leaf": leaf.decode("utf-8", "surrogateescape"), "hash": hashed}) + "\n"


def inclusion_file(index: int, proof: Sequence[bytes], checkpoint: str) -> str:
    """Return the proof that the entry at `index` is in the log of `checkpoint`, a signed note (C2SP tlog-proof)."""
    return f"c2sp.org/tlog-proof@v1\nindex {index}\n{_hash_lines(proof)}\n{checkpoint}"


def consistency_file(old_size: int, proof: Sequence[bytes], checkpoint: str) -> str:
    """Return the proof that the log of the signed `checkpoint` continues the one of `old_size` entries.

    The form is that in which C2SP tlog-witness hands a witness a new checkpoint.
    """
    return f"old {old_size}\n{_hash_lines(proof)}\n{checkpoint}"


def _hash_lines(proof: Sequence[bytes]) -> str:
    return "".join(b64encode(hashed).decode("ascii") + "\n" for hashed in proof)
