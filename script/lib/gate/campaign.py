# ruff: noqa: S603, S607
"""Documents by the thousand: hidden in, ordinary, mutated; and what their reader asks for: `script/campaign gate`."""

from __future__ import annotations

import random
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import ordinary

from fingerpost.gate import Limits, Refused, judge, read
from fingerpost.gate.judging import ENVIRONMENT, command
from gate.hiding import WAYS
from gate.insertions import FEW, insert
from gate.making import NOISE, png, remains
from gate.ordinary import by_hand

_KEPT = "KEPT MORE OF THE PICTURE"
_OPENS = re.compile(r"(?:openat|open|creat)\(.*(?:O_WRONLY|O_RDWR|O_CREAT)")
_WORSE = ("socket(", "connect(", "execve(", "fork(", "clone", "unlink", "rename", "mkdir", "ftruncate", "sendto(")


def insertions(number: int, seed: int) -> bool:
    """Insert so many pictures; print what became of the documents. Returns whether nothing of any picture was kept."""
    source = random.Random(seed)  # noqa: S311
    became: Counter[str] = Counter()
    begun = time.monotonic()
    for count in range(number):
        name, document, noise, says = insert(source)
        found = read(document)
        if isinstance(found, Refused):
            became[f"refused: {found.kind}"] += 1
        elif found.text == says:
            became["kept: its words, none changed"] += 1
        elif there := remains(found.text, noise):
            became[f"kept: up to {FEW} bytes of it, as a code" if there <= FEW else _KEPT] += 1
            print(f"insertion {count}: {name}, {there} of {len(noise)} bytes", flush=True)
        else:
            became["kept: its words, some changed or gone"] += 1
    print(f"{number} insertions, seed {seed}, {time.monotonic() - begun:.0f} s")
    for what, times in became.most_common():
        print(f"  {times:6}  {what}")
    return _KEPT not in became


def traced() -> bool:
    """Trace the process over every third document; print what it asked for once shut in. Whether that was little."""
    documents = [*by_hand().values(), *(make(NOISE) for make in WAYS.values())][::3]
    after: Counter[str] = Counter()
    wrong = []
    shut = 0
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        for document in documents:
            subprocess.run(["strace", "-f", "-o", log, *command(Limits())], input=document, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, env=ENVIRONMENT, check=False, timeout=60)  # fmt: skip
            before, _, rest = log.read_text(errors="replace").partition("SECCOMP_MODE_FILTER")
            shut += bool(rest)
            calls = [line.split(" ", 1)[-1].strip() for line in before.splitlines()[1:]]
            wrong += [call for call in calls if _OPENS.match(call) or call.startswith(_WORSE)]
            for line in rest.splitlines()[1:]:
                call = line.split(" ", 1)[-1].strip()
                after[re.split(r"[(\s]", call)[0] + (" (refused)" if "EPERM" in call else "")] += 1
    print(f"{len(documents)} documents traced, {shut} of them read behind the filter (the others were refused before)")
    print("  after it: " + ", ".join(f"{name} {times}" for name, times in after.most_common() if name.strip("+-")))
    print(f"  files opened to write, connections, programs begun: {len(wrong)}")
    for call in wrong[:10]:
        print(f"    {call[:150]}")
    return not wrong and not any(name in after for name in ("openat", "socket", "execve", "clone", "clone3"))


def hidden() -> bool:
    """Read every way to hide a picture; print how many kept something of it. Whether none did."""
    kept = [
        name
        for name, make in WAYS.items()
        if not isinstance(found := read(make(NOISE)), Refused)
        and (remains(found.text, NOISE) or remains(found.text, png(NOISE)))
    ]
    print(f"{len(WAYS)} ways to hide a picture in a format: {len(kept)} kept something of it {' '.join(kept)}")
    return not kept


def mutated(number: int, seed: int) -> bool:
    """Judge documents with bytes changed, cut or doubled; print what became of them. Whether each ended in time."""
    source = random.Random(seed)  # noqa: S311
    documents = sorted(by_hand().items())
    became: Counter[str] = Counter()
    most, longest = 0.0, ""
    for _ in range(number):
        name, data = source.choice(documents)
        for _ in range(source.choice((1, 3, 10, 100))):
            place, size = source.randrange(len(data)), source.choice((1, 2, 8, 200))
            piece = source.choice((source.randbytes(size), b"", data[place : place + size] * 2, data[-size:]))
            data = data[:place] + piece + data[place + size :] or b"a"
        before = _used()
        found = judge(data)
        used = _used() - before
        most, longest = max((most, longest), (used, name))
        became[f"refused: {found.kind}" if isinstance(found, Refused) else "kept: words"] += 1
    print(f"{number} mutated documents, seed {seed}; at most {most:.2f} s of the processor ({longest})")
    for what, times in became.most_common():
        print(f"  {times:6}  {what}")
    return most < Limits().processor + 0.5


def _used() -> float:
    of = resource.getrusage(resource.RUSAGE_CHILDREN)
    return of.ru_utime + of.ru_stime


def main() -> None:
    """Do all of it."""
    number, seed = [*map(int, sys.argv[1:]), *(5_000, 59)[len(sys.argv) - 1 :]][:2]
    good = [hidden(), insertions(number, seed), mutated(max(1, number // 10), seed), traced()]
    good.append(ordinary.run(Path(".cache/gate/ordinary")))
    sys.exit(0 if all(good) else 1)


main()
