"""The addresses of a concern's pages."""

from __future__ import annotations

from django.urls import path

from fingerpost.site.concern import allocating, views

urlpatterns = [
    path("concerns/", views.concerns, name="concerns"),
    path("concerns/<uuid:concern_id>/", views.concern, name="concern"),
    path("concerns/<uuid:concern_id>/allocate/", allocating.allocate, name="allocate"),
    path("concerns/<uuid:concern_id>/people/", views.people, name="concern_people"),
    path("concerns/<uuid:concern_id>/chronology/", views.chronology, name="concern_chronology"),
    path("concerns/<uuid:concern_id>/decisions/", views.decisions, name="concern_decisions"),
    path("concerns/<uuid:concern_id>/access/", views.access, name="concern_access"),
]
