"""In the demonstration only: its invented people by role, and to be any of them with one click."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from fingerpost.access import acting_membership, permissions
from fingerpost.access.clock import today
from fingerpost.access.models.people import Membership, Role
from fingerpost_demo.only import only_in_the_demonstration

_BACKEND: Final = settings.AUTHENTICATION_BACKENDS[0]
_INVENTED: Final = r"[@.]example\.org$"
"""Nobody's address ends so, but those of `people.yaml`: an account of anybody else is nobody's to be."""


@permissions.public(because="in the demonstration anybody may be anybody; live settings have no such page")
@require_http_methods(["GET", "POST"])
def switch(request: HttpRequest) -> HttpResponse:
    """List the people by role, and sign one of them in. Raises NotADemonstrationError elsewhere."""
    only_in_the_demonstration()
    invented = Membership.objects.on(today()).filter(user__email__iregex=_INVENTED)
    held = invented.select_related("user", "organisation").order_by("user__name", "pk")
    if request.method == "POST":
        chosen = held.filter(pk=_uuid(request.POST.get("membership", ""))).first()
        if chosen is None:
            raise Http404
        login(request, chosen.user, backend=_BACKEND)
        acting_membership.choose(request.session, chosen.user, chosen.pk, today())
        return redirect("home")
    by_role = [(role.label, [one for one in held if one.role == role]) for role in Role]
    return render(
        request, "demonstration/switch.html", {"by_role": [(label, people) for label, people in by_role if people]}
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
