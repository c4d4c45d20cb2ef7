"""The addresses of a concern's pages."""

from __future__ import annotations

from django.urls import path

from fingerpost.site.concern import views

urlpatterns = [
    path("concerns/", views.matters, name="matters"),
    path("concerns/<uuid:matter_id>/", views.matter, name="matter"),
    path("concerns/<uuid:matter_id>/people/", views.people, name="matter_people"),
    path("concerns/<uuid:matter_id>/chronology/", views.chronology, name="matter_chronology"),
    path("concerns/<uuid:matter_id>/decisions/", views.decisions, name="matter_decisions"),
    path("concerns/<uuid:matter_id>/access/", views.access, name="matter_access"),
]
