"""Many cases, one a line: each is read, decided and written before the next is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import orjson

from fingerpost.cli.inputs import LARGEST, decode
from fingerpost.cli.problems import refuse, tell
from fingerpost.cli.procedures import Procedures
from fingerpost.procedure.case.contradictions import contradictions
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.errors import FingerpostError, PackError
from fingerpost.procedure.source.json import parse_json


class Stream:
    """Turns lines into answers. A line that is no case is told in its place, and on standard error."""

    def __init__(self, procedures: Procedures, out: BinaryIO, *, prompt: bool = False) -> None:
        self._procedures = procedures
        self._out = out
        self._prompt = prompt
        self._good = True

    def run(self, lines: Iterable[bytes]) -> bool:
        """Answer every line; return whether all were cases. Blank lines at the very end are no lines."""
        blank = 0
        for number, line in enumerate(lines, 1):
            if line.isspace():
                blank += 1
                continue
            for empty in range(number - blank, number):
                self._refuse(empty, refuse("", "the line is empty", "One case a line"))
            blank = 0
            self._answer(number, line)
        return self._good

    def _answer(self, number: int, line: bytes) -> None:
        try:
            answer = self._decide(number, line)
        except PackError:
            raise
        except FingerpostError as error:
            self._refuse(number, error)
        else:
            self._write(answer)

    def _decide(self, number: int, line: bytes) -> bytes:
        if len(line) > LARGEST:
            raise refuse("", f"the line is longer than {LARGEST // 1024 // 1024} MB")
        document = parse_json(decode(line, first_line=number), first_line=number)
        pack = self._procedures.of_case(document)
        case = case_from(document, pack)
        answer = decide(pack, case).json()
        for sentence in contradictions(pack, case):
            tell(f"line {number}: note: {sentence}")
        return answer

    def _refuse(self, number: int, error: FingerpostError) -> None:
        self._good = False
        text = "; ".join(map(str, error.problems))
        tell(text if text.startswith(f"line {number}") else f"line {number}: {text}")
        self._write(orjson.dumps({"line": number, "error": text}))

    def _write(self, answer: bytes) -> None:
        self._out.write(answer + b"\n")
        if self._prompt:
            self._out.flush()
