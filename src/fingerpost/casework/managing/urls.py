"""The addresses of what managers look at."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.managing import views

urlpatterns = [
    path("managing/", views.managing, name="managing"),
    path("managing/samples/", views.dip_samples, name="dip_samples"),
    path("managing/samples/<uuid:sample_id>/", views.dip_sample, name="dip_sample"),
    path("concerns/<uuid:concern_id>/casework/samples/<uuid:sampled_id>/", views.dip_answer, name="dip_answer"),
]
