"""The addresses of the police’s pages."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.police import views

_OF_CONCERN = "concerns/<uuid:concern_id>/casework/police/"

urlpatterns = [
    path(_OF_CONCERN, views.police, name="concern_police"),
    path(f"{_OF_CONCERN}<slug:what>/", views.record, name="record_police"),
]
