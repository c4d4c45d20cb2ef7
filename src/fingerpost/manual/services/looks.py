"""Who looked at a source again: added to, never changed, and laid over what the pack's own file says of its sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType

from fingerpost.access import context
from fingerpost.access.errors import refuse
from fingerpost.access.models.people import Role
from fingerpost.manual.models import SourceLook
from fingerpost.procedure.pack.model import Pack, Place
from fingerpost.procedure.pack.sources import FILE, Look, Source, Sources, sources_of


def sources(pack: Pack) -> Sources:
    """Return how each source was last looked at, by the pack's file or by what was recorded since: one query.

    Whoever is signed in reads the name of who recorded it; anybody else reads their organisation alone.
    """
    named = context.current() is not None
    found = dict(sources_of(pack).by_key)
    rows = SourceLook.objects.filter(procedure=pack.id).order_by("looked_on", "recorded_at", "id")
    for row in rows.select_related("organisation", *(["recorded_by__user"] if named else [])):
        if pack.sources.get(row.source) == row.title:
            laid = _laid_over(found.get(row.source), row, _by(row, named=named))
            found |= {row.source: laid} if laid else {}
    return Sources(MappingProxyType({key: found[key] for key in pack.sources if key in found}))


def passages(pack: Pack, source: str) -> list[str]:
    """Return the passages of a source that the rules cite, in the order of the rules."""
    cited = (one.partition(" ") for rule in pack.provisions.values() for one in rule.cites)
    return list(dict.fromkeys(section for key, _, section in cited if key == source and section))


def record(
    pack: Pack,
    source: str,
    *,
    section: str,
    text_of: str,
    looked: date,
    sure: str,
    where: str,
    note: str,
    now: datetime,
) -> SourceLook:
    """Record that the acting policy officer looked at a source, or at one passage of it (`section`).

    Raises AccessError for anybody but a policy officer.
    """
    actor = context.required()
    if actor.role != Role.POLICY_OFFICER:
        raise refuse("procedure", "only a policy officer records this", "Act as a policy officer.")
    return SourceLook.objects.create(
        organisation_id=actor.organisation_id,
        procedure=pack.id,
        source=source,
        title=pack.sources[source],
        section=section,
        text_of=text_of,
        looked_on=looked,
        sure=sure,
        where=where,
        note=note,
        recorded_at=now,
        recorded_by_id=actor.membership_id,
    )


def _laid_over(source: Source | None, row: SourceLook, by: str) -> Source | None:
    """Return the source with what was recorded of it; None where that is a passage of what nobody looked at whole.

    What the pack's file says of a later day counts. A look at the whole is one at each passage.
    """
    new = Look(
        source=row.source,
        section=row.section,
        address=source.whole.address if source else "",
        text_of=row.text_of,
        looked=row.looked_on,
        by=by,
        sure=row.sure,
        where=row.where,
        note=row.note,
        place=Place(FILE, 1),
    )
    if source is None:
        return None if row.section else Source(row.title, new, MappingProxyType({}))
    if row.section:
        before = source.sections.get(row.section, source.whole)
        if before.looked > row.looked_on:
            return source
        return replace(source, sections=MappingProxyType({**source.sections, row.section: new}))
    later = {name: one for name, one in source.sections.items() if one.looked > row.looked_on}
    whole = source.whole if source.whole.looked > row.looked_on else new
    return replace(source, whole=whole, sections=MappingProxyType(later if whole is new else source.sections))


def _by(row: SourceLook, *, named: bool) -> str:
    name = f"{row.recorded_by.user.name}, " if named else ""
    return f"{name}{row.organisation.name}"
