"""An administrator's page: the token of the organisation's directory."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fingerpost.access.models.people import Role
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.site import scope
from fingerpost.site.models import DirectoryToken
from fingerpost.site.people import membership_of
from fingerpost.site.reauthentication import confirmed
from fingerpost.site.scim import tokens
from fingerpost.web.fields import Words


class TokenForm(Words, forms.Form):
    """Which role people get whom the directory adds."""

    role = forms.ChoiceField(choices=[(value, label) for value, label in Role.choices if value in WORKING_ROLES])

    required_words: ClassVar = {"role": "Choose a role"}


@require_http_methods(["GET", "POST"])
@confirmed
def directory_token(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Make a token for an organisation's directory, which is shown once, or revoke it."""
    me = membership_of(request)
    organisation = get_object_or_404(scope.organisations(me), pk=organisation_id)
    if "revoke" in request.POST:
        tokens.revoke(organisation)
        messages.success(request, "The token no longer works. Roles that people have stay as they are.")
        return redirect("directory_token", organisation.pk)
    form = TokenForm(request.POST or None, initial={"role": Role.PRACTITIONER})
    secret = tokens.make(organisation, form.cleaned_data["role"], me, timezone.now()) if form.is_valid() else ""
    return render(
        request,
        "administration/directory-token.html",
        {
            "organisation": organisation,
            "form": form,
            "secret": secret,
            "address": request.build_absolute_uri("/scim/v2"),
            "made": DirectoryToken.objects.filter(organisation=organisation).first(),
        },
    )
