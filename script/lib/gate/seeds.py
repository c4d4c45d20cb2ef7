"""Writes small ordinary documents of a format, and some that hide something, as the corpus that a fuzzer begins
with."""

from __future__ import annotations

import sys
from pathlib import Path

from gate import hiding, ordinary
from gate.making import NOISE


def main() -> None:
    """Write them."""
    format, folder = sys.argv[1], Path(sys.argv[2])
    made = {name: data for name, data in ordinary.by_hand().items() if name.startswith(format)}
    made |= {name: make(NOISE[:300]) for name, make in hiding.WAYS.items() if name.startswith(format)}
    if format == "page":
        made["page: as Outlook writes one"] = ordinary.OUTLOOK.encode()
    for number, data in enumerate(made.values()):
        if len(data) < 20_000:
            (folder / f"seed-{number:03}").write_bytes(data)


main()
