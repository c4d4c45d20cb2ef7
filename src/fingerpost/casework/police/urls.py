"""The addresses of the police’s pages."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.police import views

_OF_MATTER = "concerns/<uuid:matter_id>/casework/police/"

urlpatterns = [
    path(_OF_MATTER, views.police, name="matter_police"),
    path(f"{_OF_MATTER}<slug:what>/", views.record, name="record_police"),
]
