"""The page of unusual looking, for auditors, and for managers of their team. It is itself a look."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from fingerpost.access import context, permissions
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern, Membership, User
from fingerpost.access.models.people import Role
from fingerpost.ledger import recording
from fingerpost.site.models import LookOutcome, UnusualOutcome
from fingerpost.site.unusual import outcomes
from fingerpost.site.unusual.outcomes import FindingKey, key_of
from fingerpost.site.unusual.report import UnusualReport, report
from fingerpost.site.unusual.rules import UnusualFinding
from fingerpost.site.unusual.thresholds import thresholds
from fingerpost.web.fields import Words, say

_DAYS: Final = {"7": 7, "28": 28}
_MOST: Final = 100
"""So many are shown; fewer days have fewer."""
_REFERENCES: Final = 5


class OutcomeForm(Words, forms.Form):
    """What came of a finding."""

    required_words: ClassVar = {"outcome": "Choose what came of it"}

    outcome = forms.ChoiceField(choices=UnusualOutcome, label="What came of it?")


@permissions.roles(Role.AUDITOR, Role.TEAM_MANAGER)
@require_http_methods(["GET", "POST"])
def unusual_looks(request: HttpRequest) -> HttpResponse:
    """Show what was unusual in the ledger, and record what came of it."""
    recording.look("looked", "ledger")
    days = _DAYS.get(request.GET.get("days", ""), 7)
    now = timezone.now()
    found = report(days, now, thresholds())
    chosen = _chosen(found, request.GET.get("about", ""))
    if request.method == "POST" and chosen is None:
        raise Http404
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if chosen is not None and form.is_bound and form.is_valid():
        try:
            outcomes.say(chosen, UnusualOutcome(form.cleaned_data["outcome"]), now)
        except AccessError as error:
            say(form, error)
        else:
            messages.success(request, "It is recorded what came of it.")
            return redirect(f"{reverse('unusual_looks')}?{urlencode({'days': days})}")
    shown = found.found[:_MOST]
    said = outcomes.of_findings(shown)
    names = _Names(shown)
    return render(
        request,
        "ledger/unusual.html",
        {
            "form": form,
            "days": days,
            "report": found,
            "more": len(found.found) - len(shown),
            "lines": [names.line(one, said.get(key_of(one))) for one in shown],
            "chosen": names.line(chosen, None) if chosen else None,
            "audits": context.required().role == Role.AUDITOR,
            "kinds": thresholds().kinds,
        },
    )


def _chosen(found: UnusualReport, about: str) -> UnusualFinding | None:
    """Return the finding that an address names, of those that its reader has."""
    return next((one for one in found.found if written(key_of(one)) == about), None)


def written(key: FindingKey) -> str:
    """Return a finding’s key as an address has it."""
    kind, subject, day = key
    return f"{kind}.{subject}.{day.isoformat()}"


class _Names:
    """What findings are called: people by name and role; of concerns the references that the reader sees."""

    def __init__(self, found: list[UnusualFinding]) -> None:
        users = {user for one in found for user in one.users}
        self.users = User.objects.in_bulk(users)
        held = Membership.objects.filter(user__in=users).select_related("organisation").order_by("starts")
        self.works: dict[UUID, Membership] = {row.user_id: row for row in held}
        concerns = {concern for one in found for concern in one.concerns}
        seen = Concern.objects.visible().filter(pk__in=concerns)
        self.references = dict(seen.values_list("pk", "reference"))

    def line(self, one: UnusualFinding, said: LookOutcome | None) -> dict[str, Any]:
        """Return what the page says of a finding."""
        kind = thresholds().kinds[one.kind]
        shown = sorted(self.references[it] for it in one.concerns if it in self.references)
        return {
            "finding": one,
            "key": written(key_of(one)),
            "title": kind["title"],
            "why": kind["why"],
            "who": [self._who(user) for user in one.users],
            "references": shown[:_REFERENCES],
            "others": len(one.concerns) - len(shown[:_REFERENCES]),
            "said": said,
            "is_own": context.required().user_id in one.users,
            "counted": _counted(one),
        }

    def _who(self, user: UUID) -> str:
        works = self.works.get(user)
        name = self.users[user].name if user in self.users else "An account that is gone"
        return f"{name}, {works}" if works else name


_COUNTED: Final = {
    "same_name": "{number} searches for one name",
    "name_of_many": "{number} people",
    "colleague": "{number} looks",
    "out_of_hours": "{number} looks out of hours",
    "no_longer": "{number} times",
    "knocking": "{number} concerns",
    "many": "{number} concerns",
    "leaving": "{number} concerns",
    "glass": "{number} times",
}


def _counted(one: UnusualFinding) -> str:
    text = _COUNTED[one.kind].format(number=one.number)
    return text if one.usual is None else f"{text}; usually {one.usual:g} in a day"
