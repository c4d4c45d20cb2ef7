"""Whether somebody who was added is in the record already: likely so is asked, and nothing is merged by itself.

Among what whoever adds them may see, the likely are found by the search and stand as likenesses, to be answered. Of
what they may not see they learn nothing; a hidden hit tells its owner, who answers it for their own side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from itertools import zip_longest
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from fingerpost.access import concern_lock, context, kept_lists
from fingerpost.access.actor import Actor
from fingerpost.access.errors import refuse
from fingerpost.access.kept_lists import AmongGiven, KeptList
from fingerpost.access.models import Concern, Ground
from fingerpost.access.services import exclusions
from fingerpost.access.services.concerns import involve_member
from fingerpost.record.models import (
    Appearance,
    AppearanceLink,
    Detail,
    DetailKind,
    HiddenHit,
    HitAnswer,
    HitAnswered,
    Likeness,
    LikenessAnswered,
    SameAnswer,
)
from fingerpost.record.services.conflicts import require_nobody_suspected
from fingerpost.record.services.links import link, unlink
from fingerpost.record.services.search import Match, Query, search
from fingerpost.record.services.timestamps import now

MOST: Final = 20
"""So many concerns a home page names in which somebody was looked for."""


@transaction.atomic
def candidates(appearance: Appearance) -> list[Likeness]:
    """Look for others who may be this person, and return those that nobody has answered for yet.

    For whoever has just added the person or what is known of them: a page that is only looked at may not look for
    others, since the owners of hidden records are told of it.
    """
    found: dict[UUID, Match] = {}
    for query in _queries(appearance):
        for match in search(query).matches:
            if match.appearance.pk != appearance.pk:
                found.setdefault(match.appearance.pk, match)
    known = _joined(AppearanceLink.objects.visible().filter(undone_at=None), appearance)
    known |= _joined(Likeness.objects.visible(), appearance)
    for match in found.values():
        if match.appearance.pk not in known:
            _likeness(appearance, match).save()
    return [likeness for likeness, answers in likenesses_of(appearance) if not answers]


def likenesses_of(appearance: Appearance) -> list[tuple[Likeness, list[LikenessAnswered]]]:
    """Return the likenesses of an appearance, the likeliest first, each with the answers to it, the last one last."""
    rows = Likeness.objects.visible().filter(Q(one=appearance) | Q(other=appearance))
    rows = rows.select_related("one__concern", "other__concern")
    answers: dict[UUID, list[LikenessAnswered]] = defaultdict(list)
    for answer in LikenessAnswered.objects.visible().filter(likeness__in=rows).select_related("recorded_by__user"):
        answers[answer.likeness_id].append(answer)
    return [(row, answers[row.pk]) for row in rows]


def open_likenesses(concern: Concern, compartments: Iterable[str]) -> list[Likeness]:
    """Return the likenesses of people of a concern that nobody has answered, as far as both sides are seen."""
    return [one for one in kept_lists.read(open_in(concern)) if one.compartment in compartments]


def open_in(concern: Concern) -> KeptList:
    """Return the list of the likenesses of people of a concern that nobody has answered."""
    return KeptList("open likenesses", _open).of([concern.pk])


def _open(*_: object) -> QuerySet[Any, Any]:
    answered = LikenessAnswered.objects.visible().values("likeness")
    here = Likeness.objects.visible().exclude(pk__in=answered)
    return here.filter(AmongGiven("concern")).select_related("one")


@transaction.atomic
def answer(likeness: Likeness, said: SameAnswer, *, why: str) -> LikenessAnswered:
    """Answer a likeness; the last answer holds. A yes links the two, and another answer after it undoes the link.

    Raises `AccessError` if whoever is acting may not add to where the likeness stands, or does not see both.
    """
    concern_lock.lock(likeness.concern_id)
    before = LikenessAnswered.objects.visible().filter(likeness=likeness).select_related("link").last()
    standing = before.link if before is not None and before.link and before.link.undone_at is None else None
    if standing is not None and said != SameAnswer.YES:
        unlink(standing, why=why)
    if said == SameAnswer.YES and standing is None:
        standing = link(likeness.one, likeness.other, why=why)
    made = LikenessAnswered(
        concern_id=likeness.concern_id,
        compartment=likeness.compartment,
        likeness=likeness,
        other_concern_id=likeness.other_concern_id,
        other_compartment=likeness.other_compartment,
        answer=said,
        why=why,
        link=standing if said == SameAnswer.YES else None,
        recorded_at=now(before),
        recorded_by_id=context.required().membership_id,
    )
    made.save()
    return made


# ---- for the owner of a hidden record --------------------------------------------------------------------------------


def hits_of(concern: Concern, compartments: Iterable[str]) -> list[tuple[HiddenHit, list[HitAnswered]]]:
    """Return who looked for people of this concern without seeing it, the last one first, each with the answers.

    Of one person's looking for somebody several times, the last time stands for all. Whoever was answered for, and
    tries again to read the concern itself, is to be answered for again.
    """
    hits = HiddenHit.objects.visible().filter(concern=concern, compartment__in=compartments)
    answers: dict[tuple[UUID | None, UUID, str], list[HitAnswered]] = defaultdict(list)
    given = HitAnswered.objects.visible().filter(concern=concern, compartment__in=compartments)
    for made in given.select_related("hit", "recorded_by__user"):
        answers[made.hit.appearance_id, made.hit.by_id, made.compartment].append(made)
    last: dict[tuple[UUID | None, UUID, str], HiddenHit] = {}
    for hit in hits.select_related("appearance", "by__user", "by__organisation"):
        last.setdefault((hit.appearance_id, hit.by_id, hit.compartment), hit)
    return [
        (hit, [one for one in answers[place] if place[0] is not None or one.recorded_at >= hit.at])
        for place, hit in last.items()
    ]


def unanswered() -> list[Concern]:
    """Return the concerns of which somebody looked for a person, or which they tried to read in an emergency, who does
    not see them, and nobody has answered that:
    as far as whoever is acting sees the part in which it was found, and it was not they who looked. One query."""
    return kept_lists.read(UNANSWERED)


def _unanswered(actor: Actor, _at: datetime, _day: date) -> QuerySet[Any, Any]:
    answered = HitAnswered.objects.visible().filter(hit__by=OuterRef("by"))
    of_person = answered.filter(hit__appearance=OuterRef("appearance"))
    of_try = answered.filter(
        hit__appearance=None,
        concern=OuterRef("concern"),
        compartment=OuterRef("compartment"),
        recorded_at__gte=OuterRef("at"),
    )
    hits = HiddenHit.objects.visible().exclude(by__user=actor.user_id)
    hits = hits.filter(Q(appearance__isnull=False) & ~Exists(of_person) | Q(appearance=None) & ~Exists(of_try))
    return Concern.objects.visible().filter(pk__in=hits.order_by().values("concern"))[:MOST]


UNANSWERED: Final = KeptList("unanswered hits", _unanswered)
"""The list of them."""


@transaction.atomic
def answer_hit(hit: HiddenHit, said: HitAnswer, *, words: str) -> HitAnswered:
    """Record what the owner of a hidden record did about a hit; where they let them in, that is done here, by name.

    Raises `AccessError` as above, and where whoever looked cannot be let in.
    """
    if said == HitAnswer.LET_IN:
        _let_in(hit, words)
    made = HitAnswered(
        concern_id=hit.concern_id,
        compartment=hit.compartment,
        hit=hit,
        answer=said,
        words=words,
        recorded_at=now(),
        recorded_by_id=context.required().membership_id,
    )
    made.save()
    return made


def _let_in(hit: HiddenHit, reason: str) -> None:
    shut_out = exclusions.in_force(hit.concern_id, [hit.compartment])
    if shut_out.filter(organisation=hit.by.organisation_id).exists():
        raise refuse(
            "answer",
            "where this person works is shut out of this concern",
            "Whether one of its people sees it is decided under “Conflicts”. Choose another answer here.",
        )
    if shut_out.filter(user=hit.by.user_id).exists():
        raise refuse(
            "answer",
            "this person is shut out of this concern, and cannot be let in",
            "Who is shut out is under “Who is involved”. Choose another answer, and telephone the police if "
            "you think that they look for it on purpose.",
        )
    require_nobody_suspected(hit.concern, hit.compartment, hit.by)
    involve_member(hit.concern_id, hit.by_id, ground=Ground.NAMED, compartment=hit.compartment, reason=reason)


# ---- inside ----------------------------------------------------------------------------------------------------------


def _queries(appearance: Appearance) -> Iterator[Query]:
    """Yield what to look for: every name, handle, number and address that is known of a person, and the birthday."""
    known: dict[str, list[str]] = defaultdict(list)
    details = list(Detail.objects.visible().filter(appearance=appearance))
    replaced = {detail.replaces_id for detail in details}
    for detail in details:
        if detail.pk not in replaced:
            known[detail.kind].append(str(detail.value))
    born = next(iter(_dates(known[DetailKind.BORN])), None)
    names = known[DetailKind.NAME] + known[DetailKind.OTHER_NAME]
    kinds = (names, known[DetailKind.HANDLE], known[DetailKind.PHONE], known[DetailKind.EMAIL])
    for name, handle, phone, email in zip_longest(*kinds, fillvalue=""):
        yield Query(name=name, born=born if name else None, handle=handle, phone=phone, email=email)


def _dates(texts: Iterable[str]) -> Iterator[date]:
    for text in texts:
        with suppress(ValueError):
            yield date.fromisoformat(text)


def _joined(rows: QuerySet[Likeness] | QuerySet[AppearanceLink], appearance: Appearance) -> set[UUID]:
    pairs = rows.filter(Q(one=appearance) | Q(other=appearance)).values_list("one", "other")
    return {end for pair in pairs for end in pair}


def _likeness(appearance: Appearance, match: Match) -> Likeness:
    return Likeness(
        concern_id=appearance.concern_id,
        compartment=appearance.compartment,
        one=appearance,
        other=match.appearance,
        other_concern_id=match.appearance.concern_id,
        other_compartment=match.appearance.compartment,
        found=" ".join(sorted(match.strength)),
        strength=sum(match.strength.values()),
        found_at=now(),
    )
