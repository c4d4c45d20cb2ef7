"""The addresses of written agreements."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.agreements import views

_OF_CONCERN = "concerns/<uuid:concern_id>/casework/agreements/"

urlpatterns = [
    path(f"{_OF_CONCERN}new/", views.new_agreement, name="new_agreement"),
    path(f"{_OF_CONCERN}<uuid:agreement_id>/", views.agreement, name="agreement"),
]
