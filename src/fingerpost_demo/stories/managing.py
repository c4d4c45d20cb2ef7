"""Draws the invented dip samples of `samples.yaml` from the invented concerns, and says what was found."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Final

import yaml

from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.casework.managing import samples
from fingerpost.casework.managing.rules import SampleVerdict
from fingerpost.casework.managing.samples import AnswerGiven
from fingerpost.casework.managing.timeliness import Period
from fingerpost.keys.services import keys_at_hand
from fingerpost.procedure.calendar import london_day
from fingerpost_demo.people import member

SAMPLES: Final = Path(__file__).parents[1] / "samples.yaml"


def look_again(now: datetime.datetime) -> int:
    """Draw every sample, each in the name of whoever draws it; return how many were drawn."""
    today = london_day(now)
    told = yaml.safe_load(SAMPLES.read_text(encoding="utf-8"))
    for one in told:
        with context.acting(actor_in(member(one["by"]))), keys_at_hand():
            sample = samples.draw(Period.before(today), one["number"], one["seed"])
            if sample is None:
                raise ValueError(f"{one['by']} sees no concern to draw")
            for looked, found in zip(samples.of_sample(sample), one["found"], strict=False):
                given = [
                    AnswerGiven(question, SampleVerdict(said[0]), "".join(said[1:]))
                    for question, said in found["answers"].items()
                ]
                agreed = found.get("agreed", {})
                due = today + datetime.timedelta(days=agreed["days"]) if agreed else None
                samples.record(looked.sampled, given, agreed=agreed.get("text", ""), due=due)
    return len(told)
