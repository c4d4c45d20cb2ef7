"""Recording a viewing decision that was made."""

from __future__ import annotations

from fingerpost.record.forms.compartment_form import CompartmentForm
from fingerpost.web.fields import PastMoment, WordsField


class ViewingForm(CompartmentForm, PastMoment):
    """Who decided, who viewed, when, where, who was present, and why: each has to be said."""

    what = "it was viewed"

    decided_by = WordsField("Say who decided", label="Who decided it?")
    viewed_by = WordsField("Say who viewed it", label="Who viewed it?")
    place = WordsField("Say where it was viewed", label="Where?")
    present = WordsField("Say who was present, or that nobody else was", label="Who was present?")
    why = WordsField("Write why it was viewed", rows=4, label="Why?")
