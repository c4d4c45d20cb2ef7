"""One mutant at a time: a process of its own, in which the module's source is the mutant's, runs the tests.

The process is forked from one that has imported the libraries and, where it makes no difference, the pack; never the
module under examination: that is checked. So everything that a module makes when it is imported, and every cache above
it, is made by the mutant.
"""

from __future__ import annotations

import importlib.util
import os
import resource
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import pytest
from mutants import Mutant

KILLED, BROKEN, ENDED, SURVIVED = "killed", "broken", "ended", "survived"
"""A test failed; tests could not even be collected; the process was ended, out of time or memory; nothing noticed."""

_MEMORY = 1 << 30


@dataclass(frozen=True)
class Tests:
    """What is run for a mutant: these groups of files one after another, at most `seconds` of processor time."""

    root: Path
    groups: Sequence[Sequence[str]]
    seconds: int


class Verdict(NamedTuple):
    """How one mutant ended, and the test that noticed it (empty where none did)."""

    mutant: Mutant
    how: str
    test: str


class _Loader(SourceFileLoader):
    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, mutant.path)
        self._source = mutant.source

    def get_code(self, fullname: str) -> CodeType:
        del fullname
        return compile(self._source, self.path, "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        del path, target
        if fullname != self._mutant.module:
            return None
        file = Path(self._mutant.path)
        inside = [str(file.parent)] if file.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(
            fullname, file, loader=_Loader(self._mutant), submodule_search_locations=inside
        )


class _FirstFailure:
    """A pytest plugin that keeps the first test (or file) that failed."""

    name = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.name:
            self.name = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and not self.name:
            self.name = report.nodeid


def run_tests(tests: Tests) -> tuple[int, str]:
    """Run them in this process until one fails: pytest's exit status, and the test that failed."""
    first = _FirstFailure()
    os.chdir(tests.root)
    how = ["-x", "-q", "-p", "no:cacheprovider", "--assert=plain", "-c", "mutation.ini"]
    for files in tests.groups:
        status = pytest.main([*how, *files], plugins=[first])
        if status:
            return int(status), first.name
    return 0, ""


def verdicts(mutants: Iterable[Mutant], tests: Tests, at_once: int) -> Iterator[Verdict]:
    """Run every mutant, so many at once; verdicts come as they are reached."""
    running: dict[int, tuple[Mutant, int]] = {}
    for mutant in mutants:
        if len(running) >= at_once:
            yield _next(running)
        if mutant.module in sys.modules:
            raise RuntimeError(f"{mutant.module} is imported already: its mutants would not run")
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _run(mutant, tests, writing)
        os.close(writing)
        running[child] = mutant, reading
    while running:
        yield _next(running)


def _run(mutant: Mutant, tests: Tests, writing: int) -> None:
    """In the child: never returns."""
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (tests.seconds, tests.seconds + 5))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        sys.meta_path.insert(0, _Finder(mutant))
        status, test = run_tests(tests)
        imported = getattr(sys.modules.get(mutant.module), "__loader__", None)
        ran = isinstance(imported, _Loader)
        os.write(writing, f"{status} {ran} {test}".encode())
    finally:
        os._exit(0)


def _next(running: dict[int, tuple[Mutant, int]]) -> Verdict:
    child, ended = os.wait()
    mutant, reading = running.pop(child)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    if os.WIFSIGNALED(ended) or not said:
        return Verdict(mutant, ENDED, "")
    status, ran, test = said.split(" ", 2)
    if status == "0" and ran == "True":
        return Verdict(mutant, SURVIVED, "")
    if status == "1":
        return Verdict(mutant, KILLED, test)
    if status == "3":  # An error within pytest itself, which there is none of without the mistake.
        return Verdict(mutant, ENDED, test)
    if status == "2" and test:
        return Verdict(mutant, BROKEN, test)
    raise RuntimeError(f"pytest ended with {said!r} for {mutant.module}, line {mutant.line}: {mutant.now}")
