"""The addresses of the ledger's pages."""

from __future__ import annotations

from django.urls import path

from fingerpost.site.ledger_pages import views
from fingerpost.site.unusual import views as unusual

urlpatterns = [
    path("concerns/<uuid:concern_id>/looks/", views.of_concern, name="concern_looks"),
    path("account/looks/", views.own, name="my_looks"),
    path("ledger/", views.audit, name="audit"),
    path("ledger/unusual/", unusual.unusual_looks, name="unusual_looks"),
    path("ledger/checkpoint", views.checkpoint, name="ledger_checkpoint"),
]
