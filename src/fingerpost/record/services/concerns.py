"""Recording a concern."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from fingerpost.access import context
from fingerpost.access.do_now import setting_of
from fingerpost.access.models import Concern, Organisation
from fingerpost.access.services.concerns import open_concern
from fingerpost.procedure.pack.model import Tick
from fingerpost.record.errors import refuse
from fingerpost.record.models import AbuseForm, DetailKind, InitialAccount, PersonKind, Reporter, Setting
from fingerpost.record.services.changes import change
from fingerpost.record.services.facts import FactAnswer, assert_fact, assert_many, pack_of
from fingerpost.record.services.people import add_appearance
from fingerpost.record.services.timestamps import now


@dataclass(frozen=True, slots=True, repr=False)
class ConcernInput:
    """Whatever else is told of a concern. What is empty was not said.

    `child`: the child's name or initials. `ticks`: ids of what was ticked (`Pack.ticks`); what a tick says outright is
    stated as a fact, of whoever it lists.
    `device`, `platform` and `handles` are the means: on what, where, and under which names online. `reported_by` names
    whoever told the person who records.
    """

    child: str = ""
    ticks: Collection[str] = ()
    setting: Setting | None = None
    forms: Iterable[AbuseForm] = ()
    device: str = ""
    platform: str = ""
    handles: str = ""
    reporter: Reporter | None = None
    reported_by: str = ""


_NOTHING = ConcernInput()

SETTING: Final = "setting"
"""The fact of the procedure that where somebody works is stated as."""


def record_concern(
    *,
    became_aware_at: datetime,
    narrative: str,
    childs_voice: str = "",
    how: str = "",
    told: ConcernInput = _NOTHING,
    tell_intake: bool = True,
) -> Concern:
    """Record a concern with its initial account and under a key of its own.

    `childs_voice`: in the child's words. `tell_intake`: see `open_concern`. Raises `AccessError` when somebody in this
    role records no concerns, `MasterKeyError` when nothing can be sealed; then nothing is saved.
    """
    actor = context.required()
    with transaction.atomic():
        concern = open_concern(tell_intake=tell_intake)
        with change(concern):
            account = InitialAccount(
                concern=concern,
                narrative=narrative,
                childs_voice=childs_voice,
                how=how,
                became_aware_at=became_aware_at,
                setting=told.setting or "",
                forms=[str(form) for form in told.forms],
                device=told.device,
                platform=told.platform,
                handles=told.handles,
                reporter=told.reporter or "",
                reported_by=told.reported_by,
                recorded_at=now(),
                recorded_by_id=actor.membership_id,
            )
            account.save()
            if told.setting:
                assert_fact(concern, SETTING, str(told.setting), reason="Said when the concern was recorded.")
            _list_people(concern, told)
    return concern


def works_in() -> Setting | None:
    """Return where whoever is acting works; None where their organisation does not tell."""
    found = setting_of(Organisation.objects.get(pk=context.required().organisation_id))
    return Setting(found) if found else None


def _list_people(concern: Concern, told: ConcernInput) -> None:
    """List the child, and whoever else was ticked, and state what each tick says outright of the first of them."""
    pack = pack_of(concern)
    ticks: list[Tick] = [pack.ticks[one] for one in told.ticks if one in pack.ticks]
    kinds = {PersonKind(kind) for tick in ticks for kind in tick.lists}
    if told.child:
        kinds.add(PersonKind.CHILD)
    named = {PersonKind.CHILD: [(DetailKind.NAME, told.child)]} if told.child else {}
    people = {kind: add_appearance(concern, kind, details=named.get(kind, ())) for kind in PersonKind if kind in kinds}
    facts = dict.fromkeys(fact for tick in ticks for fact in tick.answers)
    answers = [
        FactAnswer(fact, True, None if scope == "concern" else people[PersonKind(scope)])
        for fact, scope in ((fact, pack.facts[fact].scope) for fact in facts)
    ]
    if answers:
        assert_many(concern, answers, reason="Ticked when the concern was recorded.")


def tell(
    concern: Concern,
    compartment: str,
    *,
    became_aware_at: datetime,
    narrative: str,
    childs_voice: str = "",
    how: str = "",
) -> InitialAccount:
    """Tell in another part of a concern's record what happened, as it became known there.

    Where that part's decision stands by itself, as the designated officer's does, its days are counted from here.
    Raises `RecordError` if it was told there before, `AccessError` if whoever is acting may not add to it.
    """
    actor = context.required()
    with change(concern, compartment):
        if InitialAccount.objects.visible().filter(concern=concern, compartment=compartment).exists():
            raise refuse("concern", "it was told in this part of the record already", "Add a note to it.")
        account = InitialAccount(
            concern=concern,
            compartment=compartment,
            narrative=narrative,
            childs_voice=childs_voice,
            how=how,
            became_aware_at=became_aware_at,
            recorded_at=now(),
            recorded_by_id=actor.membership_id,
        )
        account.save()
    return account
