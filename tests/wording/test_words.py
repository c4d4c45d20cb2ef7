# ruff: noqa: S311, E501, RUF001, PT012, SIM117, RUF005, RUF100
"""What carries a picture is refused however it is written; what people write is not."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.wording import PROMISE, TELLING, NotWords, Reason, not_words
from wording.ordinary import FORMATS, LANGUAGES
from wording.writings import NOISE, WRITINGS

ROOT = Path(__file__).parents[2]
ORDINARY = LANGUAGES | FORMATS
PROSE = LANGUAGES["English"]
OURS = sorted(
    path
    for folder, names in (
        ("procedures", "*.md"),
        ("src/fingerpost_demo", "*.yaml"),
        ("examples", "*.yaml"),
        ("docs/decisions", "*.md"),
    )
    for path in (ROOT / folder).rglob(names)
)


@pytest.mark.parametrize("way", WRITINGS)
def test_what_is_written_in_one_of_these_ways_is_refused(way: str) -> None:
    written = WRITINGS[way](NOISE)
    assert not_words(written) is not None
    assert not_words(f"{PROSE * 40}\n{written}\n{PROSE * 40}") is not None


@pytest.mark.parametrize("kind", ORDINARY)
def test_what_people_write_is_accepted(kind: str) -> None:
    assert not_words(ORDINARY[kind]) is None


def test_every_language_is_accepted_at_length() -> None:
    refused = {language: not_words(f"{text} " * 60) for language, text in LANGUAGES.items()}
    assert not any(refused.values()), {language: reason for language, reason in refused.items() if reason}


def test_languages_together_are_accepted() -> None:
    assert not_words("\n".join(LANGUAGES.values())) is None


def test_our_own_texts_are_accepted() -> None:
    assert len(OURS) > 80
    refused = {str(path.relative_to(ROOT)): not_words(path.read_text(encoding="utf-8")) for path in OURS}
    assert not any(refused.values()), {path: reason for path, reason in refused.items() if reason}


_PAYLOADS = ["base64", "base64 in lines", "base32", "base85", "hex", "hex in twos", "numbers", "bits", "emoji"]


@settings(deadline=None, max_examples=30)
@given(
    way=st.sampled_from(_PAYLOADS),
    noise=st.integers(0, 2**32).map(lambda seed: random.Random(seed).randbytes(1_000)),
    before=st.integers(0, 200),
    after=st.integers(0, 200),
    language=st.sampled_from(sorted(LANGUAGES)),
)
def test_a_payload_anywhere_in_prose_is_found(way: str, noise: bytes, before: int, after: int, language: str) -> None:
    prose = LANGUAGES[language]
    assert not_words(f"{prose * before} {WRITINGS[way](noise)} {prose * after}") is not None


@settings(deadline=None, max_examples=40)
@given(
    noise=st.binary(min_size=0, max_size=90), way=st.sampled_from(["base64", "base85", "hex", "hex in twos", "numbers"])
)
def test_a_short_code_in_prose_is_no_picture(noise: bytes, way: str) -> None:
    assert not_words(f"{PROSE} The label says {WRITINGS[way](noise)} and nothing else. {PROSE}") is None


@settings(deadline=None, max_examples=80)
@given(st.text(max_size=400))
def test_whatever_is_typed_gets_an_answer(text: str) -> None:
    found = not_words(text)
    assert found is None or found.reason in Reason


def test_long_codes_among_words_stay() -> None:
    """A reference, the token of a link, a list of hashes that says of which files they are."""
    noise = random.Random(5)
    token = noise.randbytes(90).hex()
    assert not_words(f"{PROSE} https://example.org/reset?token={token} {PROSE} Reference {token[:40]}.") is None
    hashes = "\n".join(f"IMG_{n:04}.jpg, found on the telephone, {noise.randbytes(32).hex()}" for n in range(300))
    assert not_words(hashes) is None
    bare = "\n".join(noise.randbytes(32).hex() for _ in range(40))
    assert not_words(bare) == NotWords(Reason.CODE, 1, f"{bare[:59]}…")


def test_the_line_that_is_the_reason_is_told() -> None:
    """Its number, and how it begins: never more, and nothing in it that nobody sees."""
    code = WRITINGS["hex"](NOISE)
    assert not_words(f"{PROSE}\n\n{PROSE}\n{code}\n{PROSE}") == NotWords(Reason.CODE, 4, f"{code[:59]}…")
    assert not_words(f"{PROSE}\ndata:image/png;base64,AAAA") == NotWords(Reason.FILE, 2, "data:image/png;base64,AAAA")
    assert not_words(f"She said so.\n{code}") == NotWords(Reason.CODE, 2, f"{code[:59]}…")
    letters = WRITINGS["small letters"](NOISE)
    found = not_words(f"{PROSE}\n{letters}\n{PROSE}")
    assert found is not None
    assert (found.number, found.line) == (2, f"{letters[:59]}…")


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_is_given(reason: Reason) -> None:
    assert any((found := not_words(write(NOISE))) and found.reason is reason for write in WRITINGS.values())


def test_what_is_told_says_what_happened_and_what_to_do() -> None:
    assert TELLING.startswith("This does not read as words. ")
    assert re.search("do not copy, forward, print or delete .* tell the police; write here who holds it", TELLING)


_PROMISED_IN = [
    "README.md",
    "docs/threat-model.md",
    "docs/guide/documents-in.md",
    "docs/decisions/0052-what-is-typed-reads-as-words.md",
    "docs/decisions/0059-of-a-document-its-words-alone-are-taken.md",
]


@pytest.mark.parametrize("place", _PROMISED_IN)
def test_the_promise_is_in_the_same_words_everywhere(place: str) -> None:
    assert PROMISE in " ".join((ROOT / place).read_text(encoding="utf-8").split())


_CRUEL = [
    "a", " ", "\t ", "a ", "1 ", "0x", "data:", "data:a/b;", "\\draw[", "<path ", "<svg", "begin 644 ", "-----begin ",
    "P1\n#", "1.1.", "12:30 ", "a-", "../", "m 1", "px 1 1 #", "rgb(", "#", "é", "e\u0301", "的", "😂", "\n", ".a", "+44 ",
    "P1 ", "a" * 149 + "b", "{\\pict", "\u200c",
]  # fmt: skip


@pytest.mark.parametrize("unit", _CRUEL)
def test_no_text_takes_long(unit: str) -> None:
    """Whatever is not linear in 100,000 characters takes minutes: five seconds of the processor are generous."""
    text = (unit * 100_000)[:100_000]
    begun = time.process_time()
    not_words(text)
    assert time.process_time() - begun < 5
