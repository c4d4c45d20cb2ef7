"""What has to be in place before the first concern is recorded, and what of it is."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from fingerpost.access.models.people import Contact, Membership, Organisation, OrganisationKind, Role
from fingerpost.site import scope
from fingerpost.site.administration import assurances, services
from fingerpost.site.models import Assurance, Assured

_LEADS = (Role.SAFEGUARDING_LEAD, Role.TEAM_MANAGER, Role.DESIGNATED_OFFICER)
_NO_CASES = (Role.ADMINISTRATOR, Role.POLICY_OFFICER, Role.AUDITOR)
_AT_ANY_HOUR = (OrganisationKind.SOCIAL_CARE, OrganisationKind.POLICE)
_TWO = 2


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One thing to be done. `lacking` says in a sentence what is not there yet; empty: it is done.

    `page`: where it is done. `asked`: which it is of those that nobody sees from here; `said_by`: who said that it is.
    """

    title: str
    lacking: str
    page: str = ""
    asked: str = ""
    said_by: Assurance | None = None


def of_administrator(me: Membership, today: datetime.date) -> list[FirstStep]:
    """Return the steps for an administrator's organisations, in the order in which they are taken."""
    organisations = list(scope.organisations(me))
    members = list(scope.memberships(me).on(today))
    contacts = list(Contact.objects.filter(organisation__in=organisations).select_related("organisation"))
    at_work = [one for one in organisations if any(_works_in(one, member) for member in members)]
    nobody = [one.name for one in services.nobody_takes_in(me, today)]
    return [*_steps(organisations, at_work, members, contacts, nobody), *_asked()]


def _steps(
    organisations: Sequence[Organisation],
    at_work: Sequence[Organisation],
    members: Sequence[Membership],
    contacts: Sequence[Contact],
    without: Sequence[str],
) -> Iterator[FirstStep]:
    administration, directory = reverse("administration"), reverse("directory")
    yield FirstStep(
        "Add the organisations, and the people who work in them",
        "" if at_work else "Nobody works on concerns yet.",
        reverse("new_organisation") if len(organisations) == 1 else administration,
    )
    yield FirstStep(
        "Say who takes in concerns, in each organisation",
        f"Nobody takes in concerns at {_listed(without)}: what is recorded or sent there is seen by nobody."
        if without
        else ("" if at_work else "Nobody does yet."),
        administration,
    )
    alone = [one.name for one in at_work if len({m.user_id for m in members if _leads(one, m)}) < _TWO]
    yield FirstStep(
        "Name a lead or manager, and a deputy",
        f"{_listed(alone)}: fewer than two. What two people decide waits, and nobody is there when one is away."
        if alone
        else ("" if at_work else "Nobody is named yet."),
        administration,
    )
    unreached = [one.name for one in at_work if not any(c.organisation_id == one.pk and c.phone for c in contacts)]
    yield FirstStep(
        "Write the numbers to ring into the directory",
        f"No number is there for {_listed(unreached)}." if unreached else ("" if at_work else "There are none yet."),
        directory,
    )
    closed = [
        one.name
        for one in organisations
        if one.kind in _AT_ANY_HOUR and not any(c.organisation_id == one.pk and c.out_of_hours_phone for c in contacts)
    ]
    yield FirstStep(
        "And those that answer out of hours",
        f"{_listed(closed)}: none. Somebody who looks at 16:45 on a Friday finds no number that answers."
        if closed
        else "",
        directory,
    )
    administrators = {member.user_id for member in members if member.role == Role.ADMINISTRATOR}
    yield FirstStep(
        "Make somebody else an administrator too",
        "" if len(administrators) >= _TWO else "You are the only one: nobody can help you if you cannot sign in.",
        administration,
    )


_LACKING = {
    Assured.KEYS: "Without its keys nothing in a backup can be read, by nobody. Keep a copy apart from the backups,"
    " at a place that a fire or a thief does not reach with them.",
    Assured.RESTORE: "A backup that nobody has restored may be none. Ask whoever runs the service to restore one"
    " beside it.",
}


def _asked() -> Iterator[FirstStep]:
    """The steps that nobody can see from here: an administrator says that they are done."""
    said = assurances.newest()
    for one in Assured:
        last = said.get(one)
        holds = last is not None and last.holds
        yield FirstStep(one.label, "" if holds else _LACKING[one], asked=one, said_by=last if holds else None)


def _works_in(organisation: Organisation, member: Membership) -> bool:
    return member.organisation_id == organisation.pk and member.role not in _NO_CASES


def _leads(organisation: Organisation, member: Membership) -> bool:
    return member.organisation_id == organisation.pk and member.role in _LEADS


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:3])
    return ", ".join([*shown, f"{len(names) - 3} more"] if len(names) > len(shown) else shown)
