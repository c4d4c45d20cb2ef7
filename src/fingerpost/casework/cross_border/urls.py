"""The address of other areas and countries."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.cross_border import views

urlpatterns = [
    path("concerns/<uuid:concern_id>/casework/cross-border/", views.cross_border, name="cross_border"),
]
