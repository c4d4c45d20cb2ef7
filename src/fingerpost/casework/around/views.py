"""The page on which it stands round whom a concern goes, and is recorded."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fingerpost.access import context, declare
from fingerpost.access.middleware import matter_of
from fingerpost.access.models import Compartment, Organisation, User
from fingerpost.casework.around import recording, showing
from fingerpost.casework.around.forms import AroundForm, BackForm
from fingerpost.casework.models import GoneRound, Post
from fingerpost.record import drafting
from fingerpost.record.models import Appearance
from fingerpost.record.services.naming import names_of
from fingerpost.record.views.adding import Adding, add


@declare.works_on_matter
@drafting.keeps("Whom a concern goes round")
@require_http_methods(["GET", "POST"])
def around(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """Show round whom it goes and whom to go to instead; record it, or with `back` in the address that it does not."""
    matter, _ = matter_of(request)
    rows = recording.of_matter(matter)
    names = names_of({*showing.suspected_in(matter), *(one.about_id for one in rows)}, [Compartment.COMMON])
    page = reverse("go_round", args=[matter_id])
    shown = {"rows": [(one, names[one.about_id]) for one in rows], "adults": names}
    chosen = next((one for one in rows if str(one.pk) == request.GET.get("back")), None)
    if chosen is not None:

        def take_back(form: BackForm) -> GoneRound:
            return recording.take_back(chosen, text=form.cleaned_data["text"])

        shown |= {"back": (chosen, names[chosen.about_id])}
        return add(
            request, Adding(BackForm, "casework/around/back.html", take_back, "It is recorded.", {}, shown, page)
        )
    accounts = [one for one in recording.accounts_at(matter) if one.user != context.required().user_id]
    places = Organisation.objects.filter(pk__in={one.organisation for one in accounts} | {_own()})

    def record(form: AroundForm) -> GoneRound:
        data = form.cleaned_data
        about = Appearance.objects.visible().select_related("matter").get(pk=data["about"])
        return recording.go_round(
            about,
            Organisation.objects.get(pk=data["organisation"]),
            Post(data["post"]),
            user=User.objects.get(pk=data["user"]) if data["user"] else None,
            text=data["text"],
        )

    options = {"adults": names, "organisations": list(places), "accounts": accounts}
    options["initial"] = {"organisation": str(_own())}
    return add(
        request, Adding(AroundForm, "casework/around/around.html", record, "It is recorded.", options, shown, page)
    )


def _own() -> UUID:
    return context.required().organisation_id
