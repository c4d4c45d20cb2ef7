"""The file as the command writes it: its signature, what a changed one is told, and that nothing is loaded."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from jinja2 import DictLoader

from cli.running import run
from fingerpost.ledger.note import Signer
from fingerpost.ledger.signing import write_new_key
from fingerpost.pocket import templates_as_js as compiling
from fingerpost.pocket.page import PAGES
from fingerpost.pocket.templates_as_js import UnknownSyntaxError, templates_as_js

RUNTIME = Path(compiling.__file__).parent / "runtime" / "templates.js"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A signed file, and the key to check it by."""
    folder = tmp_path_factory.mktemp("signed")
    verifier = write_new_key(folder / "key", "school.example/guide")
    done = run("pocket", "e-safety@2026", folder / "guide.html", "--sign", folder / "key")
    assert done.exit_code == 0, done.output
    assert f"signed by {verifier}" in done.output
    return folder / "guide.html", str(verifier)


def test_a_signed_file_is_as_it_was_signed(made: tuple[Path, str]) -> None:
    file, key = made
    done = run("pocket", file, "--verify", "--key", key)
    assert (done.exit_code, done.output.startswith(f"{file} is as it was signed: e-safety@2026, sha256:")) == (0, True)
    assert "school.example/guide" in file.read_text(encoding="utf-8")[-300:]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda content: content[:2000] + b"x" + content[2001:], "something in it was changed"),
        (lambda content: content.replace(b"ring <a", b"Ring <a", 1), "something in it was changed"),
        (lambda content: content + b"<script>alert(1)</script>\n", "it has no signature at its end"),
        (lambda content: content[: content.rindex(b"<!--")], "it has no signature at its end"),
        (lambda content: content.replace(b"\ne-safety@2026\n", b"\ne-safety@2017\n"), "does not belong to this text"),
    ],
)
def test_a_changed_file_is_refused(made: tuple[Path, str], tmp_path: Path, change: object, told: str) -> None:
    file, key = made
    assert callable(change)
    (tmp_path / "guide.html").write_bytes(change(file.read_bytes()))
    done = run("pocket", tmp_path / "guide.html", "--verify", "--key", key)
    assert done.exit_code == 1
    assert told in done.output


def test_another_key_of_the_same_name_is_refused(made: tuple[Path, str]) -> None:
    other = Signer.generate("school.example/guide").verifier
    done = run("pocket", made[0], "--verify", "--key", str(other))
    assert done.exit_code == 1
    assert "none of the given keys has signed it" in done.output


def test_what_was_not_begun_is_said(tmp_path: Path) -> None:
    for words, told in (
        (["e-safety@2026"], "no file is named to write it to"),
        ([str(tmp_path / "guide.html"), "--verify"], "no key is named to check it by"),
        (["e-safety@2026", str(tmp_path / "none" / "guide.html")], "it cannot be written"),
    ):
        done = run("pocket", *words)
        assert (done.exit_code, told in done.output) == (2, True), done.output


def test_its_policy_lets_in_what_is_in_it_and_nothing_else(made: tuple[Path, str]) -> None:
    page = made[0].read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    boot = re.search(r"<script>(.*?)</script>", page, re.S)
    assert policy
    assert boot
    kinds = dict(one.split(" ", 1) for one in policy[1].split("; "))
    assert kinds.keys() == {"default-src", "script-src", "style-src", "base-uri", "form-action"}
    assert (kinds["default-src"], kinds["base-uri"], kinds["form-action"]) == ("'none'",) * 3
    assert all(
        re.fullmatch(r"'sha256-[\w+/=]+'", one) for one in [*kinds["script-src"].split(), *kinds["style-src"].split()]
    )
    assert f"'sha256-{b64encode(sha256(boot[1].encode()).digest()).decode()}'" in kinds["script-src"]


def test_every_filter_and_test_of_a_template_is_there() -> None:
    written = templates_as_js(PAGES, {"layout.html": "pocket/layout.html"})
    runtime = RUNTIME.read_text(encoding="utf-8")
    for kind in ("FILTERS", "TESTS"):
        known = re.search(rf"const {kind} = {{(.*?)^}};", runtime, re.S | re.M)
        assert known
        has = set(re.findall(r"^  (\w+)(?=[:(])", known[1], re.M))
        assert set(re.findall(rf"{kind}\.(\w+)\(", written)) <= has


def test_what_is_not_known_of_a_template_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = compiling._environment()
    environment.loader = DictLoader({"one.html": "a\n{% filter upper %}b{% endfilter %}"})
    monkeypatch.setattr(compiling, "_environment", lambda: environment)
    with pytest.raises(UnknownSyntaxError, match=r"one\.html:2: FilterBlock is not known here"):
        templates_as_js(["one.html"], {})
