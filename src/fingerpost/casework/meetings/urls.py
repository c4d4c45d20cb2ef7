"""The addresses of meetings."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.meetings import views

_OF_CONCERN = "concerns/<uuid:concern_id>/casework/meetings/"

urlpatterns = [
    path(_OF_CONCERN, views.of_concern, name="concern_meetings"),
    path(f"{_OF_CONCERN}call/", views.call, name="call_meeting"),
    path(f"{_OF_CONCERN}<uuid:meeting_id>/", views.meeting, name="meeting"),
    path(f"{_OF_CONCERN}<uuid:meeting_id>/minutes/", views.minute, name="minute_meeting"),
    path(f"{_OF_CONCERN}<uuid:meeting_id>/<slug:topic>/", views.record, name="record_in_meeting"),
]
