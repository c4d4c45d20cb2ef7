"""The addresses of this room's pages: one's own drafts."""

from __future__ import annotations

from django.urls import path

from fingerpost.web import views

urlpatterns = [
    path("drafts/", views.all_drafts, name="drafts"),
    path("drafts/save/", views.save_draft, name="save_draft"),
    path("drafts/<uuid:draft_id>/discard/", views.discard_draft, name="discard_draft"),
]
