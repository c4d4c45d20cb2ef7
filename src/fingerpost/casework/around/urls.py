"""The address of whom a concern goes round."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.around import views

urlpatterns = [
    path("concerns/<uuid:concern_id>/casework/round/", views.around, name="go_round"),
]
