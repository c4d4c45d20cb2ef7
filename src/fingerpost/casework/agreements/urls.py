"""The addresses of written agreements."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.agreements import views

_OF_MATTER = "concerns/<uuid:matter_id>/casework/agreements/"

urlpatterns = [
    path(f"{_OF_MATTER}new/", views.new_agreement, name="new_agreement"),
    path(f"{_OF_MATTER}<uuid:agreement_id>/", views.agreement, name="agreement"),
]
