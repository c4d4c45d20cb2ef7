"""The addresses of subject access."""

from __future__ import annotations

from django.urls import path

from fingerpost.site.subject import items, views

urlpatterns = [
    path("subject-access/", views.requests, name="subject_requests"),
    path("subject-access/new/", views.new, name="new_subject_request"),
    path("subject-access/<uuid:concern_id>/<uuid:request_id>/", views.request_page, name="subject_request"),
    path(
        "subject-access/<uuid:concern_id>/<uuid:request_id>/<uuid:held_id>/<int:number>/",
        items.items,
        name="subject_items",
    ),
]
