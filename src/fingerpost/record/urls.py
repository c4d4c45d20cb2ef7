"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from fingerpost.record.views import concern, drafts

urlpatterns = [
    path("concerns/new/", concern.new_concern, name="new_concern"),
    path("concerns/new/check/", concern.check_concern, name="check_concern"),
    path("drafts/", drafts.all_drafts, name="drafts"),
    path("drafts/save/", drafts.save_draft, name="save_draft"),
    path("drafts/<uuid:draft_id>/discard/", drafts.discard_draft, name="discard_draft"),
]
