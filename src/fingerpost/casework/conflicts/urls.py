"""The address of the page of a concern's conflicts."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.conflicts import views

urlpatterns = [path("concerns/<uuid:concern_id>/conflicts/", views.conflicts, name="concern_conflicts")]
