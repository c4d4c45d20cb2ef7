"""A document is judged in a process that can do nothing else, and whose answer nobody believes unseen."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fingerpost.gate import Item, Kind, Left, Limits, Paragraph, Refused, Table, Words, confining, judge, judging, read
from fingerpost.gate.passing import heard, said
from gate.hiding import WAYS
from gate.making import NOISE, PROSE, docx, pdf, png, stream
from gate.ordinary import DOCUMENTS

ONE_OF_EACH = [
    "docx: minutes with a table",
    "odt: a table",
    "rtf: Word",
    "mail: Outlook",
    "text: notes",
    "pdf: Typst, minutes",
]


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_it_finds_what_is_found_here(name: str) -> None:
    document, _ = DOCUMENTS[name]()
    assert judge(document) == read(document)


def test_it_refuses_what_is_refused_here() -> None:
    assert judge(png(NOISE)) == Refused(Kind.IMAGERY)
    assert judge(WAYS["docx: after its end"](NOISE)) == Refused(Kind.POLYGLOT)
    assert judge(bytes(10 * 2**20 + 1)) == Refused(Kind.TOO_LARGE)


def test_it_ends_in_time() -> None:
    begun = time.monotonic()
    assert judge(docx(), limits=Limits(seconds=0.01)) == Refused(Kind.TOO_SLOW)
    assert time.monotonic() - begun < 5


_STEP = b"BT /F1 9 Tf 9 9 Td (a) Tj ET\n"
_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
_TEN = stream(b"/A Do " * 10, _FORM + b" /Resources << /XObject << /A %d 0 R >> >>")
COSTLY = {
    "packed twice": pdf(
        b"/A Do",
        [
            stream(
                zlib.compress(zlib.compress(_STEP * 4_000_000, 9), 9),
                _FORM + b" /Filter [/FlateDecode /FlateDecode]",
            )
        ],
        resources=b"/XObject << /A 6 0 R >>",
    ),
    "a loop of forms": pdf(
        b"/A Do", [_TEN % number for number in (7, 8, 9, 10, 11, 6)], resources=b"/XObject << /A 6 0 R >>"
    ),
}
"""A few hundred bytes to two thousand, of which each took seconds and hundreds of megabytes to read."""


@pytest.mark.parametrize("name", COSTLY)
def test_what_needs_more_time_or_memory_than_there_is_for_one_is_refused_in_words(name: str) -> None:
    """Two at once, as in the service: neither takes from the other what it has."""
    with ThreadPoolExecutor(2) as two:
        costly, ordinary = two.submit(judge, COSTLY[name]), two.submit(judge, docx())
        assert costly.result() in (Refused(Kind.TOO_SLOW), Refused(Kind.BOMB))
        assert isinstance(ordinary.result(), Words)


def answering(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Put another program in the place of the one that reads."""
    monkeypatch.setattr(judging, "command", lambda _limits: [sys.executable, "-I", "-c", program])


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        ("import sys; sys.stdin.buffer.read(); print('a picture')", Kind.UNREADABLE),
        ("import os; os.abort()", Kind.TOO_SLOW),
        ("import os; os.close(0); os.write(1, b'{}')", Kind.UNREADABLE),
        ("import os\nwhile True: os.write(1, b'a' * 65536)", Kind.TOO_SLOW),
        ("import os, time; os.write(1, b'{'); time.sleep(60)", Kind.TOO_SLOW),
        ("import time; time.sleep(60)", Kind.TOO_SLOW),
    ],
)
def test_whatever_the_process_does_there_is_an_answer(
    monkeypatch: pytest.MonkeyPatch, program: str, kind: Kind
) -> None:
    answering(monkeypatch, program)
    assert judge(docx() + bytes(200_000), limits=Limits(seconds=1.5)) == Refused(kind)


PARAGRAPH = ["paragraph", 0, PROSE]
NOT_BELIEVED = {
    "no object": [],
    "nothing": {},
    "another key": {"format": "pdf", "blocks": [PARAGRAPH], "left": {}, "more": 1},
    "another format": {"format": "png", "blocks": [PARAGRAPH], "left": {}},
    "no blocks": {"format": "pdf", "blocks": [], "left": {}},
    "too many blocks": {"format": "pdf", "blocks": [PARAGRAPH] * 50, "left": {}},
    "another block": {"format": "pdf", "blocks": [["picture", 0, PROSE]], "left": {}},
    "a block of two": {"format": "pdf", "blocks": [["paragraph", PROSE]], "left": {}},
    "a level of another type": {"format": "pdf", "blocks": [["heading", True, PROSE]], "left": {}},
    "a level too deep": {"format": "pdf", "blocks": [["heading", 99, PROSE]], "left": {}},
    "a number for a text": {"format": "pdf", "blocks": [["paragraph", 0, 5]], "left": {}},
    "a text that is not tidy": {"format": "pdf", "blocks": [["paragraph", 0, f"{PROSE}\u200b"]], "left": {}},
    "a cell that is not tidy": {"format": "pdf", "blocks": [["table", 0, [["a", "b\u2060"]]]], "left": {}},
    "a table of texts": {"format": "pdf", "blocks": [["table", 0, ["a"]]], "left": {}},
    "a text of nothing": {"format": "pdf", "blocks": [["paragraph", 0, ""]], "left": {}},
    "something left that has no name": {"format": "pdf", "blocks": [PARAGRAPH], "left": {"secret": 1}},
    "a number that is none": {"format": "pdf", "blocks": [PARAGRAPH], "left": {"picture": "1"}},
    "a number below one": {"format": "pdf", "blocks": [PARAGRAPH], "left": {"picture": -1}},
    "a refusal that has no name": {"refused": "because", "line": ""},
    "a refusal that says more": {"refused": "imagery", "line": "", "hash": "abc"},
    "a refusal whose line is not tidy": {"refused": "not words", "line": "a\u200bb"},
    "a text that does not read as words": {"format": "pdf", "blocks": [["paragraph", 0, NOISE.hex()]], "left": {}},
}


@pytest.mark.parametrize("what", NOT_BELIEVED)
def test_what_is_not_as_it_should_be_is_not_believed(what: str) -> None:
    answer = heard(json.dumps(NOT_BELIEVED[what]).encode(), Limits(blocks=40))
    is_code = "read as words" in what
    assert answer == Refused(Kind.NOT_WORDS if is_code else Kind.UNREADABLE, f"{NOISE.hex()[:59]}…" if is_code else "")


def test_what_is_as_it_should_be_is() -> None:
    found = Words(
        "pdf", (Paragraph(PROSE, 1), Item(PROSE, 2), Table((("a word", ""), ("another",)))), {Left.PICTURE: 2}
    )
    assert heard(said(found), Limits()) == found
    assert heard(said(Refused(Kind.SOUND)), Limits()) == Refused(Kind.SOUND)
    assert heard(said(Refused(Kind.NOT_WORDS, "abc")), Limits()) == Refused(Kind.NOT_WORDS, "abc")
    assert heard(b"\xff", Limits()) == Refused(Kind.UNREADABLE)
    assert heard(b"[" * 100_000, Limits()) == Refused(Kind.UNREADABLE)


CONFINED = """
import json, os, socket, subprocess, sys
import ctypes, fcntl
from fingerpost.gate import confining
from fingerpost.gate.blocks import Limits
libc = ctypes.CDLL(None, use_errno=True)
tgkill = {"x86_64": 234, "aarch64": 131}.get(os.uname().machine, -1)
def told(*call):
    if libc.syscall(*call) < 0:
        raise OSError(ctypes.get_errno(), "refused")
confining.limit(Limits())
filtered = confining.shut_in()
def tried(what):
    try:
        what()
    except BaseException as error:
        return type(error).__name__
    return "done"
import mmap
found = {
    "filtered": filtered,
    "write": tried(lambda: open("gate-test", "w")),
    "read": tried(lambda: open("/etc/hostname")),
    "socket": tried(socket.socket),
    "fork": tried(os.fork) if filtered else "OSError",
    "signal": tried(lambda: os.kill(os.getppid(), 0)) if filtered else "OSError",
    "signal by thread": tried(lambda: told(tgkill, os.getppid(), os.getppid(), 0)) if filtered else "OSError",
    "signal of a pipe": tried(lambda: fcntl.fcntl(1, 8, os.getppid())) if filtered else "OSError",
    "memory": tried(lambda: bytearray(2**31)),
    "executable": tried(lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC)) if filtered else "OSError",
}
os.write(1, json.dumps(found).encode())
"""


def test_the_process_can_open_write_and_send_nothing() -> None:
    program = CONFINED.replace("import mmap\n", "").replace("import json,", "import mmap, json,")
    answer = subprocess.run([sys.executable, "-I", "-B", "-c", program], capture_output=True, check=True, timeout=30)
    found = json.loads(answer.stdout)
    if sys.platform == "linux":
        assert found.pop("filtered"), "no filter of system calls: see the guide, “What stands where there is none”"
    assert set(found.values()) <= {"OSError", "PermissionError", "MemoryError"}, found


AUDITED = """
import os, sys
opened = []
def heard(event, arguments):
    if event == "open":
        flags = arguments[2] if isinstance(arguments[2], int) else 0
        mode = arguments[1] or ""
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) or any(one in str(mode) for one in "wax+"):
            opened.append(str(arguments[0]))
    elif event.startswith(("socket.", "subprocess.", "os.fork", "os.exec", "tempfile.", "os.rename", "os.mkdir")):
        opened.append(event)
sys.addaudithook(heard)
def ended(code):
    os.write(2, repr(opened).encode())
    real(code)
real, os._exit = os._exit, ended
from fingerpost.gate.__main__ import main
main()
"""


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_no_file_is_opened_to_write_and_nothing_else_is_begun(name: str) -> None:
    document, _ = DOCUMENTS[name]()
    command = [sys.executable, "-I", "-B", "-c", AUDITED, judging.command(Limits())[-1]]
    answer = subprocess.run(command, input=document, capture_output=True, check=True, timeout=30)
    assert answer.stderr == b"[]"
    assert heard(answer.stdout, Limits()) == read(document)


def test_the_process_is_isolated_and_writes_no_bytecode() -> None:
    command = judging.command(Limits())
    assert command[0] == sys.executable
    assert command[1:5] == ["-I", "-B", "-m", "fingerpost.gate"]


def test_the_filter_allows_what_it_lists_on_each_machine() -> None:
    for architecture, calls, mmap, mprotect in confining._CALLS.values():
        program = confining.program_of(architecture, calls, mmap, mprotect)
        assert len(program) == 8 * (4 + 2 * len(calls) + 6)
        assert len(set(calls) | {mmap, mprotect}) == len(calls) + 2


def test_no_module_of_the_gate_writes_a_file() -> None:
    folder = Path(judging.__file__).parent
    for path in folder.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "tempfile" not in text
        assert "write_bytes" not in text
        assert not any(f"open({mode}" in text for mode in ("'w", '"w'))
