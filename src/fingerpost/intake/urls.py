"""The addresses of what comes in."""

from __future__ import annotations

from django.urls import path

from fingerpost.intake import views

_OF_MATTER = "concerns/<uuid:matter_id>/documents/in/"

urlpatterns = [
    path(f"{_OF_MATTER}new/", views.take_in, name="take_in_document"),
    path(f"{_OF_MATTER}held/", views.held, name="held_elsewhere"),
    path(f"{_OF_MATTER}links/", views.links, name="suspected_links"),
    path(f"{_OF_MATTER}<uuid:document_id>/", views.document, name="taken_in"),
]
