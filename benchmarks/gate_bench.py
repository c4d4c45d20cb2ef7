"""What judging a document of 5 MB costs: processor and elapsed time, and the reader’s memory, as shares of a limit.

.venv/bin/python benchmarks/gate_bench.py     prints a table in Markdown; the median of three
"""

from __future__ import annotations

import base64
import io
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fingerpost.gate import Refused, judge
from gate.making import MORE, PROSE, docx, letter, odt, p, pdf, png, rtf, stream

SIZE = 5_000_000
SECONDS, MEBIBYTES, ROUNDS = 2.0, 200, 3
NOISE = random.Random(1).randbytes(SIZE)  # noqa: S311
LONG = 250_000  # characters: near the limit of 300,000


def prose(paragraphs: int) -> list[str]:
    """Paragraphs, now of one kind and now of another."""
    return [PROSE if number % 3 else MORE for number in range(paragraphs)]


def long_pdf() -> bytes:
    """Forty pages of words by ReportLab, with a picture."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Image, Paragraph, SimpleDocTemplate

    out, style = io.BytesIO(), getSampleStyleSheet()["BodyText"]
    picture = Image(io.BytesIO(png(NOISE[: SIZE // 60 * 60])), 100, 60)
    SimpleDocTemplate(out).build([picture, *(Paragraph(text, style) for text in prose(LONG // 230))])
    return out.getvalue()


_IMAGE = b"/Type /XObject /Subtype /Image /Width 1000 /Height 1000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
_B = "\r\nContent-Transfer-Encoding: base64"
DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "PDF, a picture": lambda: pdf(
        b"q 9 0 0 9 0 0 cm /I Do Q", [stream(NOISE, _IMAGE)], resources=b"/XObject << /I 6 0 R >>"
    ),
    "PDF, 250,000 characters and a picture": long_pdf,
    "DOCX, pictures": lambda: docx(parts={"word/media/a.png": NOISE}),
    "DOCX, 250,000 characters and a picture": lambda: docx(
        "".join(map(p, prose(LONG // 230))), {"word/media/a.png": NOISE}
    ),
    "ODT, 250,000 characters and a picture": lambda: odt(
        "".join(f"<text:p>{text}</text:p>" for text in prose(LONG // 230)), {"Pictures/a.png": NOISE}
    ),
    "RTF, a picture in hexadecimal": lambda: rtf(f"{{\\pict\\pngblip {NOISE[: SIZE // 2].hex()}}}"),
    "RTF, 250,000 characters and a picture": lambda: rtf(
        "\\par\n".join(prose(LONG // 230)) + f"{{\\pict {NOISE[: SIZE // 2 - LONG].hex()}}}"
    ),
    "E-mail, an attachment": lambda: letter((f"Content-Type: image/png{_B}", NOISE[: SIZE * 3 // 4])),
    "E-mail, a page of 250,000 characters and an attachment": lambda: letter(
        (
            f"Content-Type: text/html; charset=utf-8{_B}",
            "".join(f"<p>{text}</p>" for text in prose(LONG // 230)).encode(),
        ),
        (f"Content-Type: image/png{_B}", NOISE[: SIZE * 3 // 4]),
    ),
    "Plain text, 250,000 characters": lambda: "\n\n".join(prose(LONG // 230)).encode(),
    "Plain text, 5 MB: refused": lambda: "\n\n".join(prose(SIZE // 230)).encode(),
    "Plain text, base64: refused": lambda: base64.encodebytes(NOISE[:200_000]),
}


def main() -> None:
    """Judge each document, and print what it took."""
    print(f"| document | MB | answer | processor, s | of {SECONDS:.0f} s | elapsed, s | MiB | of {MEBIBYTES} MiB |")
    print("|---|---:|---|---:|---:|---:|---:|---:|")
    for name, make in DOCUMENTS.items():
        document = make()
        found = judge(document)
        answer = found.kind if isinstance(found, Refused) else f"{len(found.text):,} characters"
        rounds = [cost_of(document) for _ in range(ROUNDS)]
        used, took, peak = (median(column) for column in zip(*rounds, strict=True))
        print(
            f"| {name} | {len(document) / 1e6:.1f} | {answer} | {used:.2f} "
            f"| {used / SECONDS:.2f} | {took:.2f} | {peak:.0f} | {peak / MEBIBYTES:.2f} |",
            flush=True,
        )
    print(f"\nLoad of the machine at the end, by others too: {os.getloadavg()[0]:.0f} on {os.cpu_count()} processors.")


def cost_of(document: bytes) -> tuple[float, float, float]:
    """Judge in a process that has no other child; return seconds of both processors, elapsed, and the reader's MiB."""
    reads, writes = os.pipe()
    if (child := os.fork()) == 0:
        begun, used = time.perf_counter(), time.process_time()
        judge(document)
        took, own = time.perf_counter() - begun, time.process_time() - used
        of = resource.getrusage(resource.RUSAGE_CHILDREN)
        os.write(writes, f"{own + of.ru_utime + of.ru_stime} {took} {of.ru_maxrss / 1024}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    used, took, peak = map(float, os.read(reads, 100).split())
    os.close(reads)
    os.close(writes)
    return used, took, peak


if __name__ == "__main__":
    main()
