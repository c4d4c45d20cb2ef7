"""Compare the engine with its peers on the pack's own conditions, in one run. `script/bench` runs this.

script/bench              everything (a few minutes)
script/bench --quick      a tenth of it: to see that it works, not to quote
script/bench --agree      only see that every peer decides as our engine does
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from speed import lines, ours, report
from speed.agreement import check
from speed.cases import KNOWN, OPEN, SETTLED, Population, Reads
from speed.clock import Contender, Times, time_calls
from speed.openfisca import OpenFisca
from speed.peer import Peer
from speed.peers import Cedar, Cel, ZenList, ZenRules
from speed.writing import targets

from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding import Engine
from fingerpost.procedure.decision import Decision
from fingerpost.procedure.pack.library import load_pack

ROUNDS = 20
CASES = 250
"""Cases a round; slow peers are given a tenth. Every round has cases that no round before it had."""
AGREEING = 5_000
SLOW = (Cedar, OpenFisca)
EVIDENCE = Path(__file__).resolve().parents[1] / "docs" / "evidence" / "speed.md"
HEADING = "## What it printed\n"


class Bench:
    """One run. `scale` is the part of it that is done."""

    def __init__(self, scale: float) -> None:
        self.pack = load_pack()
        self.engine = Engine(self.pack)
        self.targets = targets(self.pack)
        self.reads = Reads(self.pack)
        self.scale = scale
        exact = (False, True)
        self.peers: list[Peer] = [ZenRules(self.pack, self.targets, exact=three) for three in exact]
        self.peers += [ZenList(self.pack, self.targets, exact=three) for three in exact]
        self.peers += [Cel(self.pack, self.targets, context=made) for made in (True, False)]
        self.peers.append(Cedar(self.pack, self.targets))
        self.peers += [OpenFisca(self.pack, self.targets, alone=alone) for alone in exact]

    def agree(self) -> str:
        """Compare every peer's answers with ours. Raises DisagreementError."""
        told = []
        for number, peer in enumerate(self.peers):
            count = round(AGREEING * self.scale / (10 if isinstance(peer, SLOW) else 1))
            cases = Population(self.pack, 100 + number).cases(count, OPEN if peer.exact else KNOWN)
            compared = check(self.engine, self.targets, self.reads, peer, cases)
            told.append(f"- {peer.name}: {compared:,} answers to {count:,} cases, all as ours")
        return "\n".join(told)

    def population(self) -> dict[str, list[Decision]]:
        """What is decided of some cases of each kind."""
        moods = {"known": KNOWN, "settled": SETTLED, "open": OPEN}
        cases = {name: Population(self.pack, 50).cases(round(1000 * self.scale), mood) for name, mood in moods.items()}
        return {name: [self.engine.decide(case) for case in of] for name, of in cases.items()}

    def times(self) -> dict[str, Times]:
        """Time our engine and its peers, in turns."""
        rounds = 1 + max(2, round(ROUNDS * self.scale))
        known, settled, opened = (
            [Population(self.pack, 200 + number).cases(CASES, mood) for number in range(rounds)]
            for mood in (KNOWN, SETTLED, OPEN)
        )
        contenders = ours.answers(self.engine, known, settled, opened, few=5)
        contenders += [self._peer(peer, opened if peer.exact else known) for peer in self.peers]
        documents = [list(Population(self.pack, 300 + n).documents(CASES, SETTLED)) for n in range(rounds)]
        return time_calls([*contenders, *ours.stages(self.engine, documents)])

    def _peer(self, peer: Peer, rounds: list[list[Case]]) -> Contender:
        count = CASES // 10 if isinstance(peer, SLOW) else CASES
        given = [[peer.given(self.reads.inputs(case)) for case in cases[:count]] for cases in rounds]
        return Contender(peer.name, peer.decide, given[1:], given[0], peer.ready)

    def bulk(self) -> tuple[int, float, float]:
        """Many cases in one OpenFisca simulation: how many, and microseconds a case to make it and to calculate."""
        count = round(20_000 * self.scale)
        peer = OpenFisca(self.pack, self.targets, alone=True)
        cases = Population(self.pack, 400).cases(count, KNOWN)
        arrays = peer.arrays([self.reads.inputs(case) for case in cases])
        start = process_time()
        simulation = peer.simulation(arrays)
        made = process_time()
        peer.decide(simulation)
        return count, (made - start) / count * 1e6, (process_time() - made) / count * 1e6

    def lines(self) -> list[lines.Run]:
        """Files through the command."""
        with TemporaryDirectory() as folder:
            return list(lines.runs(self.pack, Path(folder), round(10_000 * self.scale), round(100_000 * self.scale)))


def sections(bench: Bench, *, only_agree: bool) -> Iterator[str]:
    """What is told, one part after the other, as each is measured."""
    yield report.setting()
    yield bench.agree()
    if only_agree:
        return
    yield report.population(bench.population())
    times = bench.times()
    yield report.calls(times)
    yield report.aims(times)
    yield report.bulk(*bench.bulk())
    yield report.lines(bench.lines())


def write(text: str) -> None:
    """Put what was measured into the evidence, in place of what is under its last heading."""
    before, heading, _ = EVIDENCE.read_text(encoding="utf-8").partition(HEADING)
    EVIDENCE.write_text(f"{before}{heading}\n{text}\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare the engine with its peers on the pack's own conditions.")
    parser.add_argument("--write", action="store_true", help="put what is printed into docs/evidence/speed.md")
    parser.add_argument("--quick", action="store_true", help="a tenth of it: to see that it works, not to quote")
    parser.add_argument("--agree", action="store_true", help="only see that every peer decides as our engine does")
    options = parser.parse_args()
    told = []
    for section in sections(Bench(0.1 if options.quick else 1), only_agree=options.agree):
        print(section + "\n", flush=True)
        told.append(section)
    if options.write:
        write("\n\n".join(told))


if __name__ == "__main__":
    main()
