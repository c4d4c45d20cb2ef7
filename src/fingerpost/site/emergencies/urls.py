"""The addresses of looks in an emergency."""

from __future__ import annotations

from django.urls import path

from fingerpost.site.emergencies import views

urlpatterns = [
    path("emergency/", views.ask, name="break_glass"),
    path("concerns/<uuid:matter_id>/emergencies/", views.of_matter, name="emergency_looks"),
]
