"""The page on which one provision of a draft is changed by a form, beside the text that the form writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from fingerpost.manual import provision_text, texts
from fingerpost.manual.models import ProcedureDraft
from fingerpost.manual.provision_form import ProvisionForm, added, initial
from fingerpost.manual.publishing_views import manual_of, officers, saved
from fingerpost.manual.services import publishing
from fingerpost.procedure.pack.blocks import Block


@officers
@require_http_methods(["GET", "POST"])
def provision(request: HttpRequest, draft_id: UUID, provision_id: str) -> HttpResponse:
    """Change one provision. “Show what it says” and “Add to the condition” keep nothing; “Save” keeps a revision."""
    draft = get_object_or_404(ProcedureDraft, pk=draft_id)
    newest = publishing.newest_of(draft)
    file, block = _written_in(newest.files, provision_id)
    pack = texts.read(newest.files).pack
    if pack is None:
        messages.error(request, "The text cannot be read now. Put that right first.")
        return redirect("procedure_section", draft.pk, file)
    begun = {**initial(provision_text.values_of(block)), "after": newest.number}
    sent = _with_the_part(request.POST) if request.method == "POST" else None
    form = ProvisionForm(sent, initial=begun, pack=pack, about=str((sent or begun).get("about", "")))
    text = newest.files[file]
    if form.is_valid():
        text = provision_text.with_values(text, provision_id, form.values)
        if request.POST.get("do") == "save" and (answer := saved(request, form, draft, file, text)):
            return answer
    shown = {
        "draft": draft,
        "newest": newest,
        "file": file,
        "id": provision_id,
        "form": form,
        "block": provision_text.written(text, provision_id),
        "is_changed": text != newest.files[file],
    }
    return render(
        request, "manual/publishing/provision.html", shown | _read(draft, {**newest.files, file: text}, block)
    )


def _with_the_part(sent: QueryDict) -> dict[str, Any]:
    """Return what was sent, with the part added to the condition where that was asked for."""
    data = sent.copy()
    if data.get("do") == "add" and data.get("part"):
        data["condition"] = added(str(data.get("condition", "")), str(data.get("joined", "and")), str(data["part"]))
        data["part"] = ""
    return data


def _read(draft: ProcedureDraft, files: Mapping[str, str], block: Block) -> dict[str, object]:
    """Return the provision as the manual would show it, or what is wrong with the text."""
    found = texts.read(files)
    if found.pack is None:
        return {"wrong": found.problems}
    made = manual_of(draft, found.pack)
    return {"part": made.rule(found.pack.provisions[str(block.values["id"])]), "addresses": made.addresses}


def _written_in(files: Mapping[str, str], provision_id: str) -> tuple[str, Block]:
    """Return the file and the block in which a provision is. Raises Http404 where there is none of this id."""
    for name, text in files.items():
        block = provision_text.block_of(text, provision_id)
        if block is not None:
            return name, block
    raise Http404
