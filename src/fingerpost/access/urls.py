"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from fingerpost.access import views

urlpatterns = [
    path("concerns/", views.matters, name="matters"),
]
