"""Risk assessments that managers keep an eye on: by the concern's reference, and with nobody's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.urls import reverse

from fingerpost.casework.managing.watch_lists import WatchedItem, WatchList
from fingerpost.casework.overview import StatusTag
from fingerpost.casework.risk import queries
from fingerpost.casework.risk.rules import Order

_SAID: Final = {
    Order.OUT_OF_ORDER: ("the alleged abuser was interviewed before the partner", StatusTag("Out of order", "red")),
    Order.NOT_SEPARATE: (
        "the partner was not interviewed apart from the alleged abuser",
        StatusTag("Not separately", "red"),
    ),
    Order.DEPENDS: (
        "the alleged abuser was interviewed, and it is not known whether there is a partner",
        StatusTag("To check", "yellow"),
    ),
}


def out_of_order(_day: date) -> Iterator[WatchedItem]:
    """Yield a row for each assessment in which the partner was not first, or not apart."""
    for one in queries.out_of_order():
        concern = one.assessment.concern
        words, tag = _SAID[one.order]
        href = reverse("risk_assessment", args=[concern.pk, one.assessment.pk])
        yield WatchedItem(f"Concern {concern.reference}: risk assessment, {words}", href, tag)


OUT_OF_ORDER: Final = WatchList(
    "Risk assessments in which the partner was not interviewed first and separately", out_of_order
)
