"""The page that shows who a concern bypasses, and records it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fingerpost.access import context, permissions
from fingerpost.access.middleware import concern_of
from fingerpost.access.models import Compartment, Organisation, User
from fingerpost.casework.models import BypassedPost
from fingerpost.casework.suspect_bypass import presentation, services
from fingerpost.casework.suspect_bypass.forms import BypassForm, EndBypassForm
from fingerpost.record.models import Appearance
from fingerpost.record.services.people_names import names_of
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts


@permissions.works_on_concern
@keeps_drafts("Who a concern must not go through")
@require_http_methods(["GET", "POST"])
def suspect_bypass(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Show who it bypasses and who to go to instead; record it, or with `back` in the address that it does not."""
    concern, _ = concern_of(request)
    rows = services.of_concern(concern)
    names = names_of({*presentation.suspected_in(concern), *(one.about_id for one in rows)}, [Compartment.COMMON])
    page = reverse("suspect_bypass", args=[concern_id])
    shown: dict[str, Any] = {"rows": [(one, names[one.about_id]) for one in rows], "adults": names}
    draft = FormDraft(request)
    chosen = next((one for one in rows if str(one.pk) == request.GET.get("back")), None)
    if chosen is not None:
        back = draft.form(EndBypassForm)

        def take_back(sent: EndBypassForm) -> str:
            services.end_bypass(chosen, text=sent.cleaned_data["text"])
            return page

        shown |= {"concern": concern, "form": back, "draft": draft, "back": (chosen, names[chosen.about_id])}
        return handle_post(draft, back, take_back, "It is recorded.") or render(
            request, "casework/suspect_bypass/end-bypass.html", shown
        )
    accounts = [one for one in services.accounts_at(concern) if one.user != context.required().user_id]
    places = Organisation.objects.filter(pk__in={one.organisation for one in accounts} | {_own()})
    form = draft.form(
        BypassForm,
        adults=names,
        organisations=list(places),
        accounts=accounts,
        initial={"organisation": str(_own())},
    )

    def record(sent: BypassForm) -> str:
        data = sent.cleaned_data
        about = Appearance.objects.visible().select_related("concern").get(pk=data["about"])
        services.bypass(
            about,
            Organisation.objects.get(pk=data["organisation"]),
            BypassedPost(data["post"]),
            user=User.objects.get(pk=data["user"]) if data["user"] else None,
            text=data["text"],
        )
        return page

    shown |= {"concern": concern, "form": form, "draft": draft}
    return handle_post(draft, form, record, "It is recorded.") or render(
        request, "casework/suspect_bypass/bypass.html", shown
    )


def _own() -> UUID:
    return context.required().organisation_id
