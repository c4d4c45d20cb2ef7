"""The addresses of the pocket guide: the worker answers for what is below its own."""

from __future__ import annotations

from django.urls import path

from fingerpost.pocket import views

urlpatterns = [
    path("pocket/", views.pocket, name="pocket"),
    path("pocket/manifest.webmanifest", views.manifest, name="pocket_manifest"),
    path("pocket/worker.js", views.worker, name="pocket_worker"),
]
