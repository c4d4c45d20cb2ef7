"""What a suspected link waits for, as a duty: that it is reported, on the day on which it was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from fingerpost.access.models import Concern
from fingerpost.duties.requested_duties import Carried, RequestedDuty
from fingerpost.intake import queries
from fingerpost.intake.models import LinkKind, LinkReport
from fingerpost.intake.rules import ACTS
from fingerpost.procedure.calendar import london_day
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.procedures import under

_WHERE = {
    LinkKind.IMAGERY: "to the police, the Internet Watch Foundation or CEOP",
    LinkKind.TERRORISM: "on the national page for terrorist material, or to the police",
    LinkKind.OTHER: "to the police or the platform",
}


def of_concern(concern: Concern, compartment: str, at: datetime | None = None) -> Iterator[RequestedDuty]:
    """Return a duty for each link: it is done with the first report to somebody who can act on it."""
    found = queries.links(concern, [compartment], at)
    if not found:
        return
    pack = pack_of(concern, compartment)
    for one in found:
        link, ended = one.link, one.ended
        kind = LinkKind(link.kind)
        yield RequestedDuty(
            work=link.pk,
            provision=under(ACTS[kind], pack),
            what=f"Report a suspected link {_WHERE[kind]}. Do not open it.",
            since=link.recorded_at,
            due=london_day(link.recorded_at),
            party="practitioner",
            organisation=link.by.organisation_id,
            membership=link.by_id,
            page=reverse("suspected_links", args=[link.concern_id]),
            carried=_carried(ended),
        )


def _carried(ended: LinkReport | None) -> Carried | None:
    if ended is None:
        return None
    return Carried.by(ended, "The link was reported.")
