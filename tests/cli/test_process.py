"""The command as a process: its exit status, its streams, and that no traceback reaches anybody."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.running import CASE, EXAMPLES, process

COMMAND = [sys.executable, "-c", "from fingerpost.cli import main; main()"]
ONE = json.dumps(CASE).encode()


def test_decides_from_standard_input_and_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(ONE)
    piped, read = process("decide", "-", "--json", stdin=ONE), process("decide", path, "--json")
    assert piped.returncode == read.returncode == 0
    assert piped.stdout == read.stdout
    assert piped.stderr == b""


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    answers = {
        process("decide", "-", "--json", stdin=ONE, env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(answers) == 1


def test_what_is_no_case_is_status_2_with_nothing_on_standard_output() -> None:
    done = process("decide", "-", "--json", stdin=b'{"reported_at": 1}')
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"reported_at (line 1): 1 is not a time" in done.stderr


def test_a_terminal_without_our_letters_still_shows_the_rest() -> None:
    done = process("decide", EXAMPLES / "10-foster-carer.yaml", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert b"call 999" in done.stdout


def test_a_reader_who_leaves_early_is_no_fault() -> None:
    with subprocess.Popen(
        [*COMMAND, "decide", "-", "--lines"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdin.write(ONE + b"\n")
        running.stdin.flush()
        assert running.stdout.readline().startswith(b'{"procedure"')
        running.stdout.close()
        try:
            for _ in range(200):
                running.stdin.write(ONE + b"\n")
            running.stdin.close()
        except BrokenPipeError:
            pass
        assert running.wait(20) != 0
        assert running.stderr.read() == b""


def test_answers_come_one_by_one_while_lines_are_still_coming() -> None:
    with subprocess.Popen(
        [*COMMAND, "decide", "-", "--lines"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin
        assert running.stdout
        for _ in range(2):
            running.stdin.write(ONE + b"\n")
            running.stdin.flush()
            assert running.stdout.readline().startswith(b'{"procedure"')
        running.stdin.close()
        assert running.wait(20) == 0


def test_an_interruption_is_no_traceback() -> None:
    with subprocess.Popen(
        [*COMMAND, "decide", "-", "--lines"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdin.write(ONE + b"\n")
        running.stdin.flush()
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        assert running.wait(20) != 0
        assert b"Traceback" not in running.stderr.read()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, "decide", "-"], input=ONE, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr == b"fingerpost could not go on: No space left on device\n"


def test_closed_streams_are_no_traceback() -> None:
    for closing in ("<&-", ">&-", "2>&-"):
        command = f'"{sys.executable}" -c "from fingerpost.cli import main; main()" decide - --json {closing}'
        done = subprocess.run(command, shell=True, input=ONE, capture_output=True, check=False)  # noqa: S602
        assert b"Traceback" not in done.stderr
        assert done.returncode == (2 if closing == "<&-" else 0 if closing == "2>&-" else 1)


def test_a_fault_of_our_own_is_told_without_a_traceback() -> None:
    broken = "import fingerpost.cli as cli, fingerpost.cli.app as a\na.app = dict().pop\ncli.main()"
    told = subprocess.run([sys.executable, "-c", broken], capture_output=True, check=False)
    assert told.returncode == 70
    assert b"it is not your doing: TypeError" in told.stderr
    assert b"Traceback" not in told.stderr
    environment = {**os.environ, "FINGERPOST_TRACEBACK": "1"}
    shown = subprocess.run([sys.executable, "-c", broken], capture_output=True, check=False, env=environment)
    assert b"Traceback" in shown.stderr


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What the command writes to a terminal."""
    ours, theirs = pty.openpty()
    base = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    written = b""
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env={**base, **environment}
    ) as running:
        os.close(theirs)
        try:
            while data := os.read(ours, 65536):
                written += data
        except OSError:  # on Linux the end of a terminal is an error
            pass
        os.close(ours)
        assert running.wait(20) == 0
    return written.decode()


def test_bold_headings_on_a_terminal_that_wants_them() -> None:
    example = str(EXAMPLES / "30-nothing-of-concern.yaml")
    assert "\x1b[1mAbout this plan\x1b[0m" in on_a_terminal("decide", example, TERM="xterm")
    assert "\x1b" not in on_a_terminal("decide", example, TERM="xterm", NO_COLOR="1")
    assert "\x1b" not in on_a_terminal("decide", example, TERM="dumb")


def test_a_progress_bar_on_a_terminal_for_a_long_file_only(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    small = b'{"reported_at": "2026-11-24T14:05:00Z"}'
    path.write_bytes((small + b" " * 40_000 + b"\n") * 30)
    assert "Deciding" in on_a_terminal("decide", str(path), TERM="xterm")
    path.write_bytes(small + b"\n")
    assert "Deciding" not in on_a_terminal("decide", str(path), TERM="xterm")


def test_help_and_one_decision_bring_in_no_more_than_they_need() -> None:
    listing = (
        "import sys; from fingerpost.cli import main; sys.argv = ['fingerpost', *{}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sorted({{m.partition('.')[0] for m in sys.modules}} & {{'rich', 'yaml', 'django', 'requests'}}))"
    )

    def modules(*arguments: str) -> str:
        script = listing.format(list(arguments))
        done = subprocess.run([sys.executable, "-c", script], input=ONE, capture_output=True, check=True)
        return done.stdout.splitlines()[-1].decode()

    assert modules("--help") == ""
    decided = modules("decide", "-", "--json")
    assert "rich" not in decided
    assert "django" not in decided


def test_completion_knows_commands_rules_and_sections() -> None:
    environment = {
        **os.environ,
        "_FINGERPOST_COMPLETE": "complete_bash",
        "COMP_WORDS": "fingerpost manual 2.1-sa",
        "COMP_CWORD": "2",
    }
    done = process(env=environment)
    assert b"2.1-same-day" in done.stdout
