"""The addresses of support and safeguards."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.support import views

_OF_MATTER = "concerns/<uuid:matter_id>/casework/support/"

urlpatterns = [
    path(_OF_MATTER, views.support, name="matter_support"),
    path(f"{_OF_MATTER}<slug:what>/", views.record, name="record_support"),
]
