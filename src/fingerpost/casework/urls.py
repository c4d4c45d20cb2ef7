"""The addresses of this room's pages, subject by subject."""

from __future__ import annotations

from django.urls import include, path

from fingerpost.casework import views

urlpatterns = [
    path("concerns/<uuid:matter_id>/casework/", views.casework, name="matter_casework"),
    path("", include("fingerpost.casework.referrals.urls")),
    path("", include("fingerpost.casework.meetings.urls")),
]
