"""The addresses of looks in an emergency."""

from __future__ import annotations

from django.urls import path

from fingerpost.site.emergencies import views

urlpatterns = [
    path("emergency/", views.ask, name="break_glass"),
    path("concerns/<uuid:concern_id>/emergencies/", views.of_concern, name="emergency_looks"),
]
