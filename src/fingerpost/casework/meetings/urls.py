"""The addresses of meetings."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.meetings import views

_OF_MATTER = "concerns/<uuid:matter_id>/casework/meetings/"

urlpatterns = [
    path(_OF_MATTER, views.of_matter, name="matter_meetings"),
    path(f"{_OF_MATTER}call/", views.call, name="call_meeting"),
    path(f"{_OF_MATTER}<uuid:meeting_id>/", views.meeting, name="meeting"),
    path(f"{_OF_MATTER}<uuid:meeting_id>/<slug:topic>/", views.record, name="record_in_meeting"),
]
