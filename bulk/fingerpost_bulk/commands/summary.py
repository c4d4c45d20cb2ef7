"""The counts of a run in bulk, as a table."""

from __future__ import annotations

from collections.abc import Set

from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.counts import Count, Counts
from fingerpost_bulk.tables import TABLES


def print_summary(pack: Pack, counts: Counts, only: Set[str]) -> None:
    """Print how often each provision applies, depends and does not, table by table, in the pack's order."""
    width = max(len(provision.id) for provision in pack.decided)
    for scope, table in TABLES.items():
        rows = counts.rows[scope]
        provisions = [p for p in pack.decided if p.about == scope and (not only or p.id in only)]
        if not provisions:
            continue
        print(f"{table:<{width}}  {'applies':>13} {'depends':>13} {'does not':>13}   of {rows:,}")
        for provision in provisions:
            count = counts.provisions.get(provision.id, Count())
            no = rows - count.applies - count.depends
            print(f"{provision.id:<{width}}  {count.applies:>13,} {count.depends:>13,} {no:>13,}")
        print()
