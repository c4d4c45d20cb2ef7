"""The repository itself: what may be in it, and that its parts agree with each other."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE = 400
SCRIPTS = sorted(path for path in (ROOT / "script").iterdir() if path.is_file())
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))

# Spelled in pieces, so that this file is not a finding of its own.
REGISTRY_HOST = re.compile(
    "|".join(
        name + r"\.(?:" + ending + ")"
        for name, ending in [
            ("py" + "pi", "org"),
            ("python" + "hosted", "org"),
            ("npm" + "js", "org|com"),
            ("yarn" + "pkg", "com"),
        ]
    )
)
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|tmp|root|home|Users)/")


def repository_files() -> list[Path]:
    """Every file that is in the repository or would be with the next commit, but for what is ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    return [path for name in sorted(set(listed.split("\0"))) if name and (path := ROOT / name).is_file()]


FILES = repository_files()
MARKDOWN = [path for path in FILES if path.suffix == ".md"]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def found_in_files(pattern: re.Pattern[str]) -> list[str]:
    """`file:line: text` for each line of the repository that the pattern is found in."""
    return [
        f"{name_of(path)}:{number}: {line.strip()[:120]}"
        for path in FILES
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_registry() -> None:
    assert found_in_files(REGISTRY_HOST) == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert found_in_files(MACHINE_PATH) == []


def test_the_two_patterns_find_what_they_are_for() -> None:
    assert REGISTRY_HOST.search("--index-url https://" + "py" + "pi.org/simple")
    assert MACHINE_PATH.search("cd /" + "work/main")
    assert not MACHINE_PATH.search("requirements/work/x, src/root/x and ../home/x")


@pytest.mark.parametrize("script", [*SCRIPTS, ROOT / ".ci" / "run"], ids=name_of)
def test_a_script_can_be_run_and_stops_at_its_first_error(script: Path) -> None:
    lines = script.read_text(encoding="utf-8").splitlines()
    assert os.access(script, os.X_OK), "not executable: chmod +x"
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert any(line.startswith('cd "$(dirname') for line in lines), "does not go to the repository's root by itself"


@pytest.mark.parametrize("script", SCRIPTS, ids=name_of)
def test_the_readme_tells_of_each_script(script: Path) -> None:
    assert f"`script/{script.name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def sessions() -> Iterator[tuple[str, str]]:
    """Each command that the README shows at a prompt, with what it shows as printed."""
    for token in MarkdownIt("commonmark").parse((ROOT / "README.md").read_text(encoding="utf-8")):
        if token.type == "fence" and token.info == "console":
            for part in re.split(r"(?m)^\$ ", token.content)[1:]:
                command, _, printed = part.partition("\n")
                yield command, printed


@pytest.mark.parametrize(("command", "shown"), list(sessions()))
def test_what_the_readme_shows_is_what_is_printed(command: str, shown: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == ".venv/bin/fingerpost"
    printed = subprocess.run(
        [Path(sys.executable).parent / "fingerpost", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    read = 0
    for part in shown.split("[…]\n"):
        found = printed.find(part.strip("\n"), read)
        assert found >= 0, f"not printed, or not in this order; printed was:\n{printed}"
        read = found + len(part.strip("\n"))


@pytest.mark.parametrize("path", REQUIREMENTS, ids=name_of)
def test_each_requirement_is_one_exact_version_with_its_hashes(path: Path) -> None:
    entries = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    requirements = [entry for entry in entries if entry.strip() and not entry.lstrip().startswith("#")]
    assert requirements
    exact = re.compile(r"[a-z0-9][a-z0-9._-]*==\S+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+")
    assert [entry[:60] for entry in requirements if not exact.fullmatch(entry.strip())] == []


def test_what_the_package_needs_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pinned = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    needed = [re.split(r"[\[<>=!~; ]", entry)[0] for entry in project["project"]["dependencies"]]
    assert [name for name in needed if not re.search(rf"(?m)^{re.escape(name)}==", pinned)] == [], "run script/lock"


def test_every_module_can_be_read_in_one_sitting() -> None:
    long = {
        name_of(path): lines
        for path in FILES
        if path.suffix == ".py" and path.is_relative_to(ROOT / "src") and path.parent.name != "migrations"
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    }
    assert long == {}, f"longer than {LONGEST_MODULE} lines"


def test_the_changelog_has_a_place_for_what_is_not_released() -> None:
    assert "\n## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def links(tokens: list[Token]) -> Iterator[str]:
    """The targets of all links and pictures in parsed Markdown."""
    for token in tokens:
        target = token.attrs.get("href") or token.attrs.get("src")
        if target is not None:
            yield str(target)
        yield from links(token.children or [])


def anchors(path: Path) -> set[str]:
    """The names under which a page's headings can be linked to."""
    tokens = MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8"))
    headings = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", MARKDOWN, ids=name_of)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    broken = []
    for target in links(MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        linked = (page.parent / name).resolve() if name else page
        if not linked.exists() or (anchor and linked.suffix == ".md" and anchor not in anchors(linked)):
            broken.append(target)
    assert broken == []


def test_decision_records_are_numbered_and_say_what_else_was_considered() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    # Each room numbers its decisions from a round number on, so that two people can write at once.
    numbers = [path.name[:4] for path in records]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"[0-9]{4}", number) for number in numbers), numbers
    for path in records:
        headings = re.findall(r"(?m)^## (.+)$", path.read_text(encoding="utf-8"))
        assert headings == ["Context", "Decision", "Alternatives", "Consequences"], path.name
