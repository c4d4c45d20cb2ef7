"""Signs of the fonts that have signs where others have letters: ticks and boxes, arrows, a few letters of Greek."""

from __future__ import annotations

from typing import Final

_WINGDINGS: Final = {
    0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x78: "☒",
    0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔",
    0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2: Final = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "☐"}
_SYMBOL: Final = {
    0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x44: "Δ", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x53: "Σ",
    0x57: "Ω", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±",
    0xB2: "″", 0xA2: "′", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD6: "√", 0xDE: "⇒",
}  # fmt: skip
_FONTS: Final = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
TICKS: Final = {
    **{0xF000 + code: _WINGDINGS[code] for code in (0x6F, 0x71, 0x72, 0x78, 0xA8, 0xFB, 0xFC, 0xFD, 0xFE)},
    **{0xF000 + code: _WINGDINGS_2[code] for code in (0x50, 0x51, 0x52, 0x53, 0x54, 0xA3)},
}
"""Ticks and boxes by the private characters that stand for them where the font is not known."""


def symbol(font: str, code: str) -> str:
    """Return the sign of a font, by its code in hexadecimal; nothing where it is not known."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return _FONTS.get(font.casefold(), {}).get(number & 0xFF, "")
