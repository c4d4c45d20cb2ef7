"""Checkpoints: what is signed is the log's name, its size and its root, in exactly one form."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.ledger.checkpoint import Checkpoint, open_checkpoint, parse_text, sign_checkpoint
from fingerpost.ledger.errors import LedgerError
from fingerpost.ledger.merkle import EMPTY_ROOT
from fingerpost.ledger.note import Signer, parse_note
from ledger.vectors import ROOTS

SIGNER = Signer.generate("fingerpost.example/ledger")
ROOT_TEXT = b64encode(ROOTS[8]).decode()
# The examples of C2SP tlog-checkpoint and of its proofs, whose keys are not published.
SOFA = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
SOFA_NOTE = (
    SOFA
    + "\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+"
    "zyWE+xeMcTOAYQ8=\n"
)


# What looks like the text of a checkpoint and is none.
NO_CHECKPOINTS = [
    "",
    "origin\n",
    "origin\n8\n",
    f"origin\n8\n{ROOT_TEXT}",
    f"\n8\n{ROOT_TEXT}\n",
    f"origin\n08\n{ROOT_TEXT}\n",
    f"origin\n+8\n{ROOT_TEXT}\n",
    f"origin\n-8\n{ROOT_TEXT}\n",
    f"origin\n 8\n{ROOT_TEXT}\n",
    f"origin\n8 \n{ROOT_TEXT}\n",
    f"origin\n8.0\n{ROOT_TEXT}\n",
    f"origin\n٨\n{ROOT_TEXT}\n",
    f"origin\n8_0\n{ROOT_TEXT}\n",
    f"origin\n{2**63}\n{ROOT_TEXT}\n",
    f"origin\n\n{ROOT_TEXT}\n",
    f"origin\n8\n{ROOT_TEXT[:-1]}\n",
    f"origin\n8\n{ROOT_TEXT} \n",
    f"origin\n8\n{ROOT_TEXT[:-4]}\n",
    f"origin\n8\n{ROOT_TEXT[:-2]}h=\n",
    "origin\n8\né\n",
    f"origin\n0\n{ROOT_TEXT}\n",
    f"origin\n8\n{ROOT_TEXT}\n\n",
    f"origin\n8\n{ROOT_TEXT}\n\nextension\n",
]


def test_the_specification_s_example_is_read() -> None:
    checkpoint = parse_text(parse_note(SOFA_NOTE)[0])
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.root.hex() == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
    assert checkpoint.text() == SOFA


def test_what_is_signed_can_be_read_by_eye() -> None:
    note = sign_checkpoint(8, ROOTS[8], SIGNER)
    assert note.startswith(f"fingerpost.example/ledger\n8\n{ROOT_TEXT}\n\n— fingerpost.example/ledger ")
    assert open_checkpoint(note, [SIGNER.verifier]) == Checkpoint("fingerpost.example/ledger", 8, ROOTS[8])


def test_an_empty_log_has_a_checkpoint_too() -> None:
    note = sign_checkpoint(0, EMPTY_ROOT, SIGNER)
    assert open_checkpoint(note, [SIGNER.verifier]) == Checkpoint(SIGNER.name, 0, EMPTY_ROOT)


@given(st.integers(1, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_every_size_and_root_survives(size: int, root: bytes) -> None:
    opened = open_checkpoint(sign_checkpoint(size, root, SIGNER), [SIGNER.verifier])
    assert (opened.size, opened.root) == (size, root)


@pytest.mark.parametrize("text", NO_CHECKPOINTS)
def test_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(LedgerError):
        parse_text(text)


def test_further_lines_are_kept_as_they_are() -> None:
    text = f"origin\n8\n{ROOT_TEXT}\nextension one\n…\n"
    assert parse_text(text).extensions == ("extension one", "…")
    assert parse_text(text).text() == text


def test_another_log_s_checkpoint_is_not_taken_for_ours() -> None:
    stranger = Signer.generate("elsewhere.example/ledger")
    with pytest.raises(LedgerError, match="none of the given keys"):
        open_checkpoint(sign_checkpoint(8, ROOTS[8], stranger), [SIGNER.verifier])
    posing = Checkpoint("elsewhere.example/ledger", 8, ROOTS[8]).text()
    with pytest.raises(LedgerError, match="it is of the log elsewhere"):
        open_checkpoint(SIGNER.sign(posing), [SIGNER.verifier])


def test_a_log_s_former_key_still_opens_what_it_signed() -> None:
    former = Signer.generate(SIGNER.name)
    keys = [SIGNER.verifier, former.verifier]
    assert open_checkpoint(sign_checkpoint(3, ROOTS[3], former), keys).size == 3
    assert open_checkpoint(sign_checkpoint(8, ROOTS[8], SIGNER), keys).size == 8
