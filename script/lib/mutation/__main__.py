"""How many small mistakes in the engine, need to know, duties and referrals the tests notice."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from mutants import Mutant, mutants
from running import BROKEN, ENDED, KILLED, SURVIVED, Tests, run_tests, verdicts

ROOT = Path(__file__).resolve().parents[3]
RESULTS = ROOT / ".cache" / "mutation.jsonl"
PACKAGE = "src/fingerpost"

# Drawn without a database and without making a failing example smaller: whether one fails is all that is asked.
CONFTEST = """
from hypothesis import HealthCheck, Phase, settings
settings.register_profile("mutation", max_examples={examples}, derandomize=True, deadline=None, database=None,
                          phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
settings.load_profile("mutation")
"""
INI = """
[pytest]
pythonpath = src tests tests/procedure
filterwarnings = error
addopts = --deselect=tests/test_examples.py::test_the_command_gives_the_same_plan
  --deselect=tests/test_examples.py::test_any_one_error_in_the_expected_plan_would_be_noticed
  --deselect=tests/procedure/test_calendar.py::TestWorkingDays::test_needs_neither_network_nor_an_http_client
"""
"""Left out: two tests that start a program, which would not be the mutant, and one that tests the examples' test."""

INI_SERVED = """
[pytest]
pythonpath = src tests tests/access tests/duties tests/casework
DJANGO_SETTINGS_MODULE = support.settings
addopts = -k "not postgresql and not guard and not raw_sql and not database"
"""
"""Left out: what asks PostgreSQL, whose policies no mutant of a module changes once they are in a database."""

EXAMPLES = ["tests/test_examples.py"]
DECIDING = ["tests/procedure/test_deciding.py", "tests/procedure/test_deciding_conditions.py"]
EXPLAINING = ["tests/procedure/test_explaining.py"]
CALENDAR = ["tests/procedure/test_calendar.py", "tests/procedure/test_calendar_errors.py"]
ORACLE = [
    "tests/procedure/test_against_oracle_any_conditions.py",
    "tests/procedure/test_against_oracle.py::test_the_engine_answers_as_the_oracle",
]
EXACT = ["tests/procedure/test_exactness.py"]
READING = ["tests/procedure/test_pack_reading.py", "tests/procedure/test_published.py"]
CASES = ["tests/procedure/test_case_reading.py", "tests/procedure/test_case_contradictions.py"]
SOURCES = ["tests/procedure/test_source_yaml.py", "tests/procedure/test_source_json.py"]

NEED_TO_KNOW = [
    "tests/access/test_rules.py",
    "tests/access/test_visibility_sql.py",
    "tests/access/test_compartments.py",
    "tests/access/test_embargo.py",
    "tests/access/test_releases.py",
    "tests/access/test_read_once.py",
    "tests/access/test_kept_queries.py",
    "tests/access/test_hours.py",
]
WORLDS = ["tests/access/test_agreement.py", "tests/access/test_involving.py", "tests/access/test_ledger_visibility.py"]
EMERGENCIES = ["tests/access/test_emergencies.py"]
DUTIES = ["tests/duties"]
REFERRALS = [
    "tests/casework/test_referral_rules.py",
    "tests/casework/test_strands.py",
    "tests/casework/test_what_a_referral_carries_out.py",
    "tests/casework/test_who_works_on_it_already.py",
    "tests/casework/test_referrals.py",
    "tests/casework/test_referrals_filled.py",
]
BYPASS = ["tests/casework/test_suspect_bypass.py", "tests/casework/test_losing_sight.py"]


@dataclass(frozen=True)
class Part:
    """Modules that can be examined, and with which tests, in groups: those that end soonest first."""

    modules: list[str]
    groups: list[list[str]]
    served: bool = False
    """Whether the tests need the service: its settings, and a database, which is SQLite."""


_ANSWERS = ("__init__", "dues", "embargoes", "engine", "questions", "statuses", "view")
_CONDITIONS = ("formula", "ground", "knowledge", "layout", "literals", "primes", "program")
_SIGHT = ("rules", "queries", "visibility_sql", "compartments", "read_once", "kept_queries", "concern_rows", "presence")
PARTS = {
    "calendar": Part(["procedure/calendar.py"], [CALENDAR, EXAMPLES, DECIDING, ORACLE]),
    "answers": Part([f"procedure/deciding/{name}.py" for name in _ANSWERS], [EXAMPLES, DECIDING, ORACLE, EXPLAINING]),
    "conditions": Part(
        [f"procedure/deciding/{name}.py" for name in _CONDITIONS], [EXAMPLES, DECIDING, ORACLE, EXPLAINING, EXACT]
    ),
    "explaining": Part(["procedure/explaining/*.py"], [EXPLAINING]),
    "reading": Part(
        [f"procedure/{name}/*.py" for name in ("case", "pack", "language", "source")],
        [SOURCES, READING, CASES, EXAMPLES],
    ),
    "need-to-know": Part(
        [*(f"access/{name}.py" for name in _SIGHT), "access/embargo/*.py", "access/services/*.py"],
        [NEED_TO_KNOW, WORLDS, EMERGENCIES],
        served=True,
    ),
    "duties": Part(["duties/rules.py", "duties/services/*.py", "duties/requested_duties.py"], [DUTIES], served=True),
    "referrals": Part(["casework/referrals/*.py", "casework/suspect_bypass/*.py"], [REFERRALS, BYPASS], served=True),
}
HOW = (KILLED, BROKEN, ENDED, SURVIVED)


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True).stdout  # noqa: S603, S607


def snapshot(folder: Path, examples: int, *, served: bool = False) -> None:
    """Put the last commit's sources and tests into `folder`: what others write meanwhile changes nothing."""
    commit = _git("rev-parse", "HEAD").decode().strip()
    with tarfile.open(fileobj=BytesIO(_git("archive", commit))) as archive:
        archive.extractall(folder, filter="data")
    if served:
        (folder / "mutation.ini").write_text(INI_SERVED, encoding="utf-8")
        return
    (folder / "tests" / "conftest.py").write_text(CONFTEST.format(examples=examples), encoding="utf-8")
    (folder / "mutation.ini").write_text(INI, encoding="utf-8")


def all_mutants(root: Path, patterns: list[str], only: str) -> Iterator[Mutant]:
    for pattern in patterns:
        for path in sorted((root / PACKAGE).glob(pattern)):
            if only in module_name(root, path):
                yield from mutants(module_name(root, path), str(path), path.read_text(encoding="utf-8"))


def sample(mutants: Iterator[Mutant], size: int) -> Iterator[Mutant]:
    """Return as many of them, drawn by their keys, or all where `size` is 0: the same of the same sources."""
    if not size:
        return mutants
    return iter(sorted(mutants, key=lambda mutant: mutant.key.split()[1])[:size])


def module_name(root: Path, path: Path) -> str:
    return ".".join(path.relative_to(root / "src").with_suffix("").parts).removesuffix(".__init__")


def prepare(root: Path, part: str) -> None:
    """Import what the tests need and no mutant touches."""
    sys.path[:0] = [str(root / "src"), str(root / "tests")]
    for name in ("hypothesis.strategies", "orjson", "yaml"):
        import_module(name)
    import_module("register.reading").register()
    if PARTS[part].served:
        for name in ("django.contrib.auth.hashers", "playwright.sync_api"):
            import_module(name)
        os.environ["FAKETIME"] = "+0"  # the machine's own day: beginning again on another would leave the mutant behind
    if part in ("answers", "conditions", "explaining"):
        import_module("fingerpost.procedure.pack.library").load_pack()


def clean(tests: Tests) -> int:
    """Run the tests without a mistake; the processor time they take. They must pass."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status, _ = run_tests(tests)
        finally:
            os._exit(bool(status))
    _, ended, used = os.wait4(child, 0)
    if ended:
        sys.exit("The tests fail without any mistake put in: nothing could be learned.")
    return int(used.ru_utime + used.ru_stime)


def examine(part: str, options: argparse.Namespace) -> None:
    """Run the part's mutants and write each verdict down as it comes."""
    what = PARTS[part]
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        snapshot(root, options.examples, served=what.served)
        prepare(root, part)
        seconds = clean(Tests(root, what.groups, 0))
        print(f"{part}: the tests take {seconds} s of processor time", flush=True)
        left = sample(all_mutants(root, what.modules, options.only), options.sample)
        if options.survivors:
            done = {key for key, record in recorded().items() if record["how"] != SURVIVED}
            left = (mutant for mutant in left if mutant.key not in done)
        for verdict in verdicts(left, Tests(root, what.groups, 3 * seconds + 30), options.at_once):
            mutant = verdict.mutant
            with RESULTS.open("a", encoding="utf-8") as file:
                record: dict[str, Any] = {"key": mutant.key, "how": verdict.how, "test": verdict.test}
                record |= {"module": mutant.module, "line": mutant.line, "was": mutant.was, "now": mutant.now}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
            if verdict.how == SURVIVED:
                print(f"  {mutant.module}:{mutant.line}: {mutant.was}  →  {mutant.now}", flush=True)


def recorded() -> dict[str, dict[str, Any]]:
    """The last verdict on each mutant, by its key."""
    if not RESULTS.exists():
        return {}
    records = map(json.loads, RESULTS.read_text(encoding="utf-8").splitlines())
    return {record["key"]: record for record in records}


def report() -> None:
    """The score of every module that was examined as it is now, and what nobody noticed."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        snapshot(root, 1)
        known = recorded()
        rows, survivors = [], []
        for path in sorted((root / PACKAGE).rglob("*.py")):
            modules = {record["module"] for record in known.values()}
            if module_name(root, path) not in modules:
                continue
            made = list(mutants(module_name(root, path), str(path), path.read_text(encoding="utf-8")))
            found = [known[mutant.key] for mutant in made if mutant.key in known]
            count = Counter(record["how"] for record in found)
            noticed = len(found) - count[SURVIVED]
            score = f"{100 * noticed / len(found):.1f} %" if found else "–"
            cells = [path.relative_to(root / PACKAGE), len(made), len(found), *(count[how] for how in HOW), score]
            rows.append("| " + " | ".join(map(str, cells)) + " |")
            survivors += [record for record in found if record["how"] == SURVIVED]
    print(f"| module | mistakes | tried | {' | '.join(HOW)} | noticed |")
    print("|---|" + "---:|" * (len(HOW) + 3))
    print("\n".join(rows))
    for record in survivors:
        print(f"\n{record['module']}:{record['line']}\n  - {record['was']}\n  + {record['now']}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/campaign mutation", description=__doc__)
    parser.add_argument("part", choices=[*PARTS, "report"], help="what to examine, or `report`: the scores so far")
    parser.add_argument("--only", default="", help="only modules with this in their name")
    parser.add_argument("--examples", type=int, default=15, help="how many examples each property draws")
    parser.add_argument("--sample", type=int, default=0, help="only so many mutants of the part, drawn by their hash")
    parser.add_argument("--at-once", type=int, default=2, help="how many mutants run at the same time")
    parser.add_argument("--survivors", action="store_true", help="only those not noticed, or not tried, before")
    options = parser.parse_args()
    RESULTS.parent.mkdir(exist_ok=True)
    if options.part == "report":
        report()
    else:
        examine(options.part, options)


if __name__ == "__main__":
    main()
