"""The impact of a version as one page that stands alone: no script, nothing from elsewhere, a chart and tables."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from fingerpost.proof.impact import EFFECTS, QUESTIONS, Effect, Impact

MOST = 5000
"""As many changes stand in the table by case; beyond that a page is no longer read."""

_BAR = 22
_WIDEST = 420
_LABEL = 250
_COLOURS: dict[Effect, str] = {
    "gains": "#1d70b8",
    "loses": "#942514",
    "moves": "#594d00",
    "redirects": "#005a30",
    "opens": "#4c2c92",
    "closes": "#505a5f",
}
_SHORT: dict[Effect, str] = {
    "gains": "get it",
    "loses": "lose it",
    "moves": "another date",
    "redirects": "go to others",
    "opens": "newly open",
    "closes": "no longer open",
}


def page_of(found: Impact) -> str:
    """The page as HTML."""
    template = files("fingerpost.cli").joinpath("impact.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    bars = _bars(found)
    return environment.from_string(template).render(
        found=found,
        affected=len(found.affected),
        asked=len(found.asked),
        changes=sorted(found.changes, key=lambda change: change.effect in QUESTIONS),
        effects=EFFECTS,
        most=MOST,
        short=_SHORT,
        bars=bars,
        height=len(bars) * _BAR + 8,
        width=_LABEL + _WIDEST + 60,
        label=_LABEL,
    )


def _bars(found: Impact) -> list[dict[str, object]]:
    """One bar for each rule and effect, duties before questions, as long as its count; the longest fills the chart."""
    most = max((count for counts in found.counts.values() for count in counts.values()), default=1)
    return [
        {
            "name": f"{provision}, {_SHORT[effect]}",
            "count": counts[effect],
            "colour": _COLOURS[effect],
            "y": 4 + place * _BAR,
            "width": max(2, round(_WIDEST * counts[effect] / most)),
        }
        for place, (provision, effect, counts) in enumerate(
            (provision, effect, counts)
            for questions in (False, True)
            for provision, counts in found.counts.items()
            for effect in EFFECTS
            if counts[effect] and (effect in QUESTIONS) == questions
        )
    ]
