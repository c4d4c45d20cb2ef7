"""The addresses of what comes in."""

from __future__ import annotations

from django.urls import path

from fingerpost.intake import views

_OF_CONCERN = "concerns/<uuid:concern_id>/documents/in/"

urlpatterns = [
    path(f"{_OF_CONCERN}new/", views.take_in, name="take_in_document"),
    path(f"{_OF_CONCERN}held/", views.held, name="held_elsewhere"),
    path(f"{_OF_CONCERN}links/", views.links, name="suspected_links"),
    path(f"{_OF_CONCERN}<uuid:document_id>/", views.document, name="taken_in"),
]
