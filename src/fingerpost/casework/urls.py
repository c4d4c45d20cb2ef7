"""The addresses of this room's pages, subject by subject."""

from __future__ import annotations

from django.urls import include, path

from fingerpost.casework import views

urlpatterns = [
    path("concerns/<uuid:concern_id>/casework/", views.casework, name="concern_casework"),
    path("", include("fingerpost.casework.referrals.urls")),
    path("", include("fingerpost.casework.suspect_bypass.urls")),
    path("", include("fingerpost.casework.cross_border.urls")),
    path("", include("fingerpost.casework.managing.urls")),
    path("", include("fingerpost.casework.conflicts.urls")),
    path("", include("fingerpost.casework.police.urls")),
    path("", include("fingerpost.casework.support.urls")),
    path("", include("fingerpost.casework.risk.urls")),
    path("", include("fingerpost.casework.enquiries.urls")),
    path("", include("fingerpost.casework.agreements.urls")),
    path("", include("fingerpost.casework.meetings.urls")),
]
