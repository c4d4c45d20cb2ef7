"""The addresses of enquiries, assessments and conferences."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.enquiries import views

_OF_MATTER = "concerns/<uuid:matter_id>/casework/enquiries/"

urlpatterns = [
    path(f"{_OF_MATTER}new/", views.new_stage, name="new_stage"),
    path(f"{_OF_MATTER}<uuid:stage_id>/", views.stage, name="stage"),
    path(f"{_OF_MATTER}<uuid:stage_id>/factors/<uuid:appearance_id>/", views.judge_factors, name="judge_factors"),
]
