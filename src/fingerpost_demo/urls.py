"""The service's pages, and the one on which somebody is somebody else."""

from __future__ import annotations

from django.urls import path

from fingerpost.site import urls as site
from fingerpost_demo.switching import switch

urlpatterns = [*site.urlpatterns, path("demonstration/", switch, name="demonstration")]

handler400 = site.handler400
handler403 = site.handler403
handler404 = site.handler404
handler429 = site.handler429
handler500 = site.handler500
