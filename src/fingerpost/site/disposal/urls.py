"""The addresses of keeping and disposal."""

from __future__ import annotations

from django.urls import path

from fingerpost.site.disposal import views

urlpatterns = [
    path("managing/disposal/", views.due, name="due_for_disposal"),
    path("concerns/<uuid:concern_id>/disposal/", views.disposal, name="disposal"),
]
