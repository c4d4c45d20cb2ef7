"""The addresses of support and safeguards."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.support import views

_OF_CONCERN = "concerns/<uuid:concern_id>/casework/support/"

urlpatterns = [
    path(_OF_CONCERN, views.support, name="concern_support"),
    path(f"{_OF_CONCERN}<slug:what>/", views.record, name="record_support"),
]
