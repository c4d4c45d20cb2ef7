# ruff: noqa: S311, E501, RUF001, PT012, SIM117, RUF005, RUF100
"""Ways to write bytes as text. The bytes are noise: no picture is ever made, not even for a test."""

from __future__ import annotations

import base64
import binascii
import quopri
import random
from collections.abc import Callable
from typing import Final

NOISE: Final = random.Random(52).randbytes(1_200)


def cut(text: str, size: int, between: str = " ") -> str:
    """Cut a text into pieces."""
    return between.join(text[start : start + size] for start in range(0, len(text), size))


def _bits(noise: bytes) -> str:
    return "".join(f"{byte:08b}" for byte in noise)


def _in(alphabet: str, noise: bytes, width: int = 24) -> str:
    """Write the bytes as numbers in a base: as many digits as there are letters in the alphabet."""
    number, digits = int.from_bytes(noise), []
    while number:
        number, digit = divmod(number, len(alphabet))
        digits.append(alphabet[digit])
    return cut("".join(digits), width, "\n")


def _of(noise: bytes, bits: int) -> list[int]:
    """The noise as numbers of so many bits."""
    text = _bits(noise)
    return [int(text[place : place + bits], 2) for place in range(0, len(text) - bits + 1, bits)]


def _drawn(noise: bytes, marks: str) -> str:
    """A drawing of as many signs as there are."""
    bits = (len(marks) - 1).bit_length()
    return cut("".join(marks[one] for one in _of(noise, bits)), 60, "\n")


def _in_words(noise: bytes, letters: str) -> str:
    """Words of three to seven of the letters."""
    source, spelt, found = random.Random(1), "".join(letters[one] for one in _of(noise, 4)), []
    while spelt:
        size = source.randint(3, 7)
        found.append(spelt[:size])
        spelt = spelt[size:]
    return " ".join(found)


def _range(start: int, number: int) -> str:
    return "".join(map(chr, range(start, start + number)))


def _b64(noise: bytes) -> str:
    return base64.b64encode(noise).decode()


def _grid(noise: bytes, marks: str, width: int = 40) -> str:
    return cut("".join(marks[byte % len(marks)] for byte in noise), width, "\n")


_SIGNS: Final = "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~£"

WRITINGS: Final[dict[str, Callable[[bytes], str]]] = {
    "data URL": lambda noise: f"data:image/png;base64,{_b64(noise)}",
    "data URL in capitals": lambda noise: f"See DATA:IMAGE/JPEG;BASE64,{_b64(noise)}",
    "data URL, percent": lambda noise: "data:image/gif," + "".join(f"%{byte:02X}" for byte in noise),
    "data URL without a type": lambda noise: f"data:;base64,{_b64(noise)}",
    "base64": _b64,
    "base64 in lines": lambda noise: cut(_b64(noise), 76, "\n"),
    "base64 in fours": lambda noise: cut(_b64(noise), 4),
    "base64 in twos": lambda noise: cut(_b64(noise), 2),
    "base64, spaced": lambda noise: cut(_b64(noise), 1),
    "base64 quoted": lambda noise: "> " + cut(_b64(noise), 60, "\n> "),
    "base64 backwards": lambda noise: _b64(noise)[::-1],
    "base64url": lambda noise: base64.urlsafe_b64encode(noise).decode(),
    "base64url with dots": lambda noise: cut(base64.urlsafe_b64encode(noise).decode(), 10, "."),
    "base64 as paths": lambda noise: cut(base64.urlsafe_b64encode(noise).decode(), 12, "/"),
    "base64 in JSON": lambda noise: '{"note": "' + _b64(noise) + '"}',
    "base64 in full width": lambda noise: "".join(chr(ord(one) + 0xFEE0) for one in _b64(noise)),
    "base32": lambda noise: base64.b32encode(noise).decode(),
    "base32 in fives": lambda noise: cut(base64.b32encode(noise).decode(), 5),
    "base32, small, in sevens": lambda noise: cut(base64.b32encode(noise).decode().lower(), 7),
    "base58": lambda noise: _in("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", noise),
    "base62 with hyphens": lambda noise: _in(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", noise
    ).replace("\n", "-"),
    "base85": lambda noise: base64.b85encode(noise).decode(),
    "ascii85": lambda noise: base64.a85encode(noise, adobe=True, wrapcol=72).decode(),
    "ascii85 in fives": lambda noise: cut(base64.a85encode(noise).decode(), 5),
    "base91": lambda noise: _in(_range(35, 91), noise, 70),
    "uuencode": lambda noise: (
        "begin 644 a\n" + "".join(binascii.b2a_uu(noise[at : at + 45]).decode() for at in range(0, len(noise), 45))
    ),
    "uuencode without its head": lambda noise: "".join(
        binascii.b2a_uu(noise[at : at + 45]).decode() for at in range(0, len(noise), 45)
    ),
    "quoted-printable": lambda noise: quopri.encodestring(noise).decode(),
    "percent": lambda noise: "".join(f"%{byte:02x}" for byte in noise),
    "hex": lambda noise: noise.hex(),
    "hex in capitals, lines": lambda noise: cut(noise.hex().upper(), 64, "\n"),
    "hex in twos": lambda noise: noise.hex(" "),
    "hex in fours": lambda noise: cut(noise.hex(), 4),
    "hex, spaced": lambda noise: cut(noise.hex(), 1),
    "hex with colons": lambda noise: noise.hex(":"),
    "hex with \\x": lambda noise: "".join(f"\\x{byte:02x}" for byte in noise),
    "hex with 0x": lambda noise: ", ".join(f"0x{byte:02X}" for byte in noise),
    "hex with U+": lambda noise: " ".join(f"U+{byte:04X}" for byte in noise),
    "hex as entities": lambda noise: "".join(f"&#x{byte:02x};" for byte in noise),
    "hex as identifiers": lambda noise: cut(noise.hex(), 32, "\n"),
    "hex dump": lambda noise: "\n".join(f"{at:08x}  {noise[at : at + 16].hex(' ')}" for at in range(0, len(noise), 16)),
    "hex in the letters a to p": lambda noise: cut("".join(chr(97 + int(one, 16)) for one in noise.hex()), 5),
    "numbers": lambda noise: " ".join(map(str, noise)),
    "numbers with commas": lambda noise: ",".join(map(str, noise)),
    "numbers, one a line": lambda noise: "\n".join(map(str, noise)),
    "numbers as entities": lambda noise: "".join(f"&#{byte};" for byte in noise),
    "one long number": lambda noise: str(int.from_bytes(noise)),
    "octal": lambda noise: "".join(f"\\{byte:03o}" for byte in noise),
    "bits": lambda noise: cut(_bits(noise), 8),
    "bits, spaced": lambda noise: cut(_bits(noise), 1),
    "bits, in one": _bits,
    "JSON of pixels": lambda noise: str([list(noise[at : at + 20]) for at in range(0, len(noise), 20)]),
    "JSON of colours": lambda noise: str([[*noise[at : at + 3]] for at in range(0, len(noise), 3)]),
    "PBM": lambda noise: f"P1\n60 80\n{cut(_bits(noise), 60, chr(10))}",
    "PGM with a remark": lambda noise: f"P2\n# from home\n20 30\n255\n{' '.join(map(str, noise))}",
    "PPM": lambda noise: f"P3 10 20 255 {' '.join(map(str, noise))}",
    "XPM": lambda noise: "/* XPM */ static char *a[] = {" + _grid(noise, '.#o"') + "}",
    "PEM": lambda noise: f"-----BEGIN CERTIFICATE-----\n{cut(_b64(noise), 64, chr(10))}\n-----END CERTIFICATE-----",
    "MIME": lambda noise: f"Content-Transfer-Encoding: base64\n\n{_b64(noise)}",
    "SVG": lambda noise: f'<svg xmlns="http://www.w3.org/2000/svg"><path d="M{noise[0]} 4L5 6"/></svg>',
    "a path": lambda noise: " ".join(f"{'MLQT'[at % 4]} {noise[at]},{noise[at + 1]}" for at in range(0, len(noise), 2)),
    "PostScript": lambda noise: "%!PS\n" + " ".join(f"{byte} {byte} lineto" for byte in noise),
    "PostScript without its head": lambda noise: "\n".join(f"{byte} {byte % 7} lineto" for byte in noise),
    "TikZ": lambda noise: f"\\draw[red] ({noise[0]},{noise[1]}) -- (3,4);",
    "canvas": lambda noise: "\n".join(f"c.lineTo({byte}, {byte % 9});" for byte in noise),
    "turtle": lambda noise: "\n".join(f"forward({byte}); left({byte % 9})" for byte in noise),
    "G-code": lambda noise: "\n".join(f"G1 X{byte} Y{byte % 9}" for byte in noise),
    "plotter": lambda noise: "".join(f"PD{byte},{byte % 9};" for byte in noise),
    "shadows": lambda noise: ", ".join(f"{byte}px {byte % 9}px #{byte:02x}4455" for byte in noise),
    "colours": lambda noise: " ".join(f"#{noise[at : at + 3].hex()}" for at in range(0, len(noise), 3)),
    "terminal colours": lambda noise: "".join(f"\x1b[48;5;{byte}m " for byte in noise),
    "blocks": lambda noise: _grid(noise, "█▓▒░ "),
    "half blocks": lambda noise: _grid(noise, "▀▄█ "),
    "braille of eight dots": lambda noise: cut("".join(chr(0x2800 + byte) for byte in noise), 40, "\n"),
    "squares": lambda noise: _grid(noise, "🟥🟦⬛⬜"),
    "emoji": lambda noise: "".join(chr(0x1F300 + byte) for byte in noise),
    "grey signs": lambda noise: _grid(noise * 3, " .:-=+*#%@", 60),
    "dark letters": lambda noise: _grid(noise * 3, "MX8d. ", 60),
    "hashes and gaps": lambda noise: _grid(noise * 5, "##   ", 60),
    "variation selectors": lambda noise: "A" + "".join(chr(0xE0100 + byte % 240) for byte in noise),
    "small variation selectors": lambda noise: "A" + "".join(chr(0xFE00 + byte % 14) for byte in noise),
    "tags": lambda noise: "Hello" + "".join(chr(0xE0020 + byte % 95) for byte in noise),
    "zero width": lambda noise: "Hello " + "".join("\u200b\u200c"[int(bit)] for bit in _bits(noise)),
    "private use": lambda noise: "".join(chr(0xE000 + byte) for byte in noise),
    "tabs and spaces": lambda noise: "Hello" + "".join(" \t"[int(bit)] for bit in _bits(noise)),
    "Latin-1": lambda noise: noise.decode("latin-1"),
    "Chinese characters": lambda noise: "".join(
        chr(0x4E00 + int.from_bytes(noise[at : at + 2]) % 20000) for at in range(0, len(noise), 2)
    ),
    "rarer Chinese characters": lambda noise: "".join(
        chr(0x20000 + int.from_bytes(noise[at : at + 2]) % 40000) for at in range(0, len(noise), 2)
    ),
    "Korean syllables": lambda noise: "".join(
        chr(0xAC00 + int.from_bytes(noise[at : at + 2]) % 11172) for at in range(0, len(noise), 2)
    ),
    "Cyrillic letters": lambda noise: cut("".join(chr(0x430 + byte % 32) for byte in noise), 6),
    "Greek and Cyrillic": lambda noise: cut("".join("αβγδεζηθабвгдежз"[byte % 16] for byte in noise), 6),
    "small letters": lambda noise: cut("".join(chr(97 + byte % 26) for byte in noise), 5),
    "capitals": lambda noise: cut("".join(chr(65 + byte % 26) for byte in noise), 6),
    "consonants": lambda noise: cut("".join("bcdfghjklmnpqrst"[byte % 16] for byte in noise), 4),
    "stacked marks": lambda noise: "".join("a" + "".join(chr(0x300 + byte % 64) for _ in "123") for byte in noise),
    "three signs at a time": lambda noise: cut("".join(_SIGNS[one] for one in _of(noise, 5)), 3),
    "signs between two @": lambda noise: "@" + cut("".join(_SIGNS[one] for one in _of(noise, 5)), 3, "@ @") + "@",
    "a drawing of two signs": lambda noise: _drawn(noise, "#."),
    "a drawing of a sign and gaps": lambda noise: _drawn(noise, "# "),
    "a drawing of a letter and gaps": lambda noise: _drawn(noise, "X "),
    "a drawing of letters and signs": lambda noise: _drawn(noise, " .:-=+*#%@MWNQ&$"),
    "boxes to tick": lambda noise: " ".join("☐☑"[one] for one in _of(noise, 1)),
    "yes and no": lambda noise: " ".join(("no", "yes")[one] for one in _of(noise, 1)),
    "X and O": lambda noise: cut("".join("XO"[one] for one in _of(noise, 1)), 8),
    "Morse": lambda noise: cut("".join(".-"[one] for one in _of(noise, 1)), 5),
    "kana": lambda noise: cut("".join(chr(0x3042 + one) for one in _of(noise, 6)), 40, "\n"),
    "Thai letters": lambda noise: cut("".join(chr(0xE01 + one) for one in _of(noise, 5)), 10),
    "Indic letters, one by one": lambda noise: " ".join(chr(0x905 + one) for one in _of(noise, 6)),
    "Russian letters, one by one": lambda noise: " ".join(chr(0x430 + one) for one in _of(noise, 5)),
    "syllables of Yi": lambda noise: "".join(chr(0xA000 + byte) for byte in noise),
    "characters of all planes": lambda noise: "".join(chr(0x10000 + one) for one in _of(noise, 16)),
    "letters of many scripts": lambda noise: "".join(chr(0x100 + one) for one in _of(noise, 11)),
    "ideographs in a row": lambda noise: "".join(chr(0x4E00 + one) for one in random.Random(noise).randbytes(1_500)),
    "joiners between letters": lambda noise: "".join(f"a{chr(0x200C + one)}" for one in _of(noise, 1)),
    "words of sixteen letters": lambda noise: _in_words(noise, "abcdefghilmnopry"),
    "words of sixteen Polish letters": lambda noise: _in_words(noise, "aąbcćdeęfghijklł"),
    "words of sixteen Greek letters": lambda noise: _in_words(noise, "αβγδεζηθικλμνξοπ"),
    "words of sixteen kana": lambda noise: _in_words(noise, "あいうえおかきくけこさしすせそた"),
}
