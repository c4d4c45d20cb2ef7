"""The addresses of documents."""

from __future__ import annotations

from django.urls import path

from fingerpost.documents import release_views, views

urlpatterns = [
    path("concerns/<uuid:concern_id>/documents/", views.documents, name="concern_documents"),
    path("concerns/<uuid:concern_id>/documents/<uuid:production_id>/", views.document, name="document"),
    path("concerns/<uuid:concern_id>/releases/", release_views.releases, name="releases"),
    path("documents/check/", views.check, name="check_document"),
]
