"""What judging a document of 5 MB costs: elapsed, and the memory of the process that reads it, as shares of a limit.

.venv/bin/python benchmarks/gate_bench.py     prints a table in Markdown; the median of five
"""

from __future__ import annotations

import base64
import io
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fingerpost.gate import Refused, judge
from gate.making import MORE, PROSE, docx, letter, odt, p, pdf, png, rtf, stream

SIZE = 5_000_000
SECONDS, MEBIBYTES, ROUNDS = 2.0, 200, 5
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
    print(
        f"| document | MB | answer | s | of {SECONDS:.0f} s | MiB | of {MEBIBYTES} MiB |\n"
        "|---|---:|---|---:|---:|---:|---:|"
    )
    for name, make in DOCUMENTS.items():
        document = make()
        elapsed, peak, answer = [], 0.0, ""
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            found = judge(document)
            elapsed.append(time.perf_counter() - begun)
            peak = max(peak, peak_of(document))
            answer = found.kind if isinstance(found, Refused) else f"{len(found.text):,} characters"
        took = median(elapsed)
        print(
            f"| {name} | {len(document) / 1e6:.1f} | {answer} | {took:.2f} | {took / SECONDS:.2f} | {peak:.0f} "
            f"| {peak / MEBIBYTES:.2f} |",
            flush=True,
        )


def peak_of(document: bytes) -> float:
    """Judge once more in a process that has no other child, and return the most memory of the one that reads."""
    reads, writes = os.pipe()
    if (child := os.fork()) == 0:
        import resource

        judge(document)
        os.write(writes, str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss).encode())
        os._exit(0)
    os.waitpid(child, 0)
    found = int(os.read(reads, 20)) / 1024
    os.close(reads)
    os.close(writes)
    return found


if __name__ == "__main__":
    main()
