"""The list of an organisation's pupils: keeping it, and choosing somebody from it for a concern."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from fingerpost.access import permissions
from fingerpost.access.clock import today
from fingerpost.access.middleware import concern_of
from fingerpost.access.rules import LIST_KEEPING_ROLES
from fingerpost.record.services import pupils
from fingerpost.web.fields import Words, WordsField
from fingerpost.web.pasted import ListError, PastedField


class PupilListForm(forms.Form):
    """The pasted list."""

    use_required_attribute = False
    pupils = PastedField(error_messages={"required": "Paste the list"})


class ChoosingForm(Words, forms.Form):
    """Whom somebody looks for in the list."""

    sought = WordsField("Write the beginning of a name", label="Name")


@permissions.roles(*LIST_KEEPING_ROLES)
@require_http_methods(["GET", "POST"])
def pupil_list(request: HttpRequest) -> HttpResponse:
    """Take a list of pupils in the place of the one before, or delete it."""
    if "delete" in request.POST:
        pupils.delete()
        messages.success(request, "The list of pupils is deleted. What was recorded in concerns stays.")
        return redirect("pupil_list")
    form = PupilListForm(request.POST or None)
    if form.is_valid():
        try:
            read = pupils.read(form.cleaned_data["pupils"], today())
        except ListError as error:
            form.add_error("pupils", str(error))
        else:
            pupils.keep(read)
            messages.success(request, f"The list is kept. Pupils in it: {len(read)}.")
            return redirect("pupil_list")
    return render(request, "record/pupil-list.html", {"form": form, "kept": pupils.kept(), "most": pupils.MOST})


@permissions.works_on_concern
@require_http_methods(["GET", "POST"])
def choose_pupil(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has it
    """Look for somebody in the list of pupils. What is sought is sent in the body, so that no address has it."""
    concern, _ = concern_of(request)
    kept = pupils.kept()
    if kept is None:
        raise Http404
    form = ChoosingForm(request.POST or None)
    found = pupils.named(pupils.pupils_of(kept), form.cleaned_data["sought"]) if form.is_valid() else []
    context = {
        "concern": concern,
        "form": form,
        "list": kept,
        "found": found[: pupils.SHOWN],
        "more": len(found) > pupils.SHOWN,
    }
    return render(request, "record/choose-pupil.html", context)
