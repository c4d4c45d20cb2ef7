"""Signed notes: the published example to the byte, and nothing that only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.ledger.errors import LedgerError
from fingerpost.ledger.note import Signer, Verifier, open_note, parse_note

# The example in the documentation of golang.org/x/mod/sumdb/note.
SECRET_LINE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"  # noqa: S105
PUBLIC_LINE = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
NOTE = (
    TEXT + "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# The example in C2SP signed-note; its key is not published, so that it can be read but not verified.
POEM = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n— quasimodo.example/"
    "salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
)
SIGNER = Signer.parse(SECRET_LINE)
VERIFIER = Verifier.parse(PUBLIC_LINE)
OTHER = Signer.generate("another.example/log")


def test_the_published_example_to_the_byte() -> None:
    assert SIGNER.verifier == VERIFIER
    assert SIGNER.private_line() == SECRET_LINE
    assert str(VERIFIER) == PUBLIC_LINE
    assert SIGNER.sign(TEXT) == NOTE
    assert open_note(NOTE, [VERIFIER]) == TEXT


def test_a_text_may_have_empty_lines() -> None:
    text, [signature] = parse_note(POEM)
    assert text.endswith("\n\ned è subito sera.\n")
    assert (signature.name, signature.key_id.hex(), len(signature.signature)) == (
        "quasimodo.example/salvatore",
        "367ba04b",
        64,
    )


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]) | st.just("\n"), max_size=60))
def test_what_is_signed_is_what_is_read(body: str) -> None:
    text = body + "\n"
    assert open_note(OTHER.sign(text), [OTHER.verifier]) == text


def test_a_key_made_here_can_be_kept_and_read_again() -> None:
    signer = Signer.generate("fingerpost.example/ledger")
    assert Signer.parse(signer.private_line() + "\n") == signer
    assert Verifier.parse(str(signer.verifier)) == signer.verifier
    assert Signer.generate("fingerpost.example/ledger") != signer


def test_a_signing_key_is_not_printed_by_accident() -> None:
    assert repr(SIGNER.secret) not in repr(SIGNER)
    with pytest.raises(LedgerError) as raised:
        Signer.parse(SECRET_LINE.replace("c74f20a3", "c74f20a4"))
    assert "AYEKFALV" not in str(raised.value)


def test_signatures_of_strangers_count_for_nothing() -> None:
    stranger = OTHER.sign(TEXT).removeprefix(TEXT + "\n")
    namesake = Signer("PeterNeumann", OTHER.secret).sign(TEXT).removeprefix(TEXT + "\n")
    both = NOTE + stranger + namesake
    assert open_note(both, [VERIFIER]) == TEXT
    assert open_note(TEXT + "\n" + stranger + NOTE.removeprefix(TEXT + "\n"), [VERIFIER]) == TEXT
    for note in (TEXT + "\n" + stranger, TEXT + "\n" + namesake):
        with pytest.raises(LedgerError, match="none of the given keys"):
            open_note(note, [VERIFIER])
    with pytest.raises(LedgerError, match="none of the given keys"):
        open_note(NOTE, [])


def test_a_wrong_signature_by_a_known_key_spoils_the_note_even_beside_a_right_one() -> None:
    wrong = SIGNER.sign("Something else.\n").removeprefix("Something else.\n\n")
    with pytest.raises(LedgerError, match="does not belong to this text"):
        open_note(NOTE + wrong, [VERIFIER])
    with pytest.raises(LedgerError, match="does not belong to this text"):
        open_note(OTHER.sign(TEXT) + wrong, [VERIFIER, OTHER.verifier])


@given(st.data())
def test_no_altered_character_goes_unseen(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(NOTE) - 1))
    character = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda drawn: drawn != NOTE[place]))
    with pytest.raises(LedgerError):
        open_note(NOTE[:place] + character + NOTE[place + 1 :], [VERIFIER])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        "\n\n",
        TEXT,
        TEXT + "\n",
        NOTE[:-1],
        NOTE + "\n",
        NOTE.replace("— ", "- "),
        NOTE.replace("— ", "—"),
        NOTE.replace("— ", "—  "),
        NOTE.replace("—", "–"),
        NOTE.replace("AM=\n", "AN=\n"),
        NOTE.replace("AM=\n", "AM\n"),
        NOTE.replace("AM=\n", "AM= \n"),
        NOTE.replace("AM=\n", "AM=\r\n"),
        NOTE.replace("x08g", "x0\u00a08g"),
        NOTE.replace("PeterNeumann", "Peter+Neumann"),
        NOTE.replace("PeterNeumann", "Peter\u2003Neumann"),
        NOTE.replace("your problem,", "your\tproblem,"),
        "— PeterNeumann x08goAA=\n",
        TEXT + "\n— PeterNeumann\n",
        TEXT + "\n—  x08go/ZJ\n",
        TEXT + "\n— PeterNeumann x08gow==\n",
        TEXT + "\n" + "— a AAAAAAA=\n" * 101,
        "x" * 1_000_000 + NOTE,
    ],
)
def test_what_only_looks_like_a_note_is_refused(note: str) -> None:
    with pytest.raises(LedgerError):
        parse_note(note)


def test_sixteen_signatures_and_more_are_read() -> None:
    assert len(parse_note(TEXT + "\n" + "— a AAAAAAA=\n" * 100)[1]) == 100


@pytest.mark.parametrize(
    "line",
    [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        PUBLIC_LINE.replace("c74f20a3", "c74f20a4"),
        PUBLIC_LINE.replace("c74f20a3", "C74F20A3"),
        PUBLIC_LINE.replace("PeterNeumann", "Peter"),
        PUBLIC_LINE.replace("PeterNeumann", ""),
        PUBLIC_LINE.replace("ARpc", "Ahpc"),
        PUBLIC_LINE[:-4],
        PUBLIC_LINE + "=",
        PUBLIC_LINE + "é",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_a_key_copied_wrongly_is_refused(line: str) -> None:
    with pytest.raises(LedgerError):
        Verifier.parse(line)
    with pytest.raises(LedgerError):
        Signer.parse("PRIVATE+KEY+" + line)


@pytest.mark.parametrize("text", ["", "no end", "a\tb\n", "a\rb\n", "\x00\n"])
def test_a_text_that_cannot_be_a_note_s_is_not_signed(text: str) -> None:
    with pytest.raises(LedgerError):
        SIGNER.sign(text)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\nb", "a\u00a0b"])
def test_a_name_that_cannot_be_a_key_s_is_refused(name: str) -> None:
    with pytest.raises(LedgerError):
        Signer.generate(name)
