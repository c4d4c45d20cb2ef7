"""The address of the page on who a concern bypasses."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.suspect_bypass import views

urlpatterns = [
    path("concerns/<uuid:concern_id>/casework/bypass/", views.suspect_bypass, name="suspect_bypass"),
]
