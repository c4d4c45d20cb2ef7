"""The addresses of enquiries, assessments and conferences."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.enquiries import views

_OF_CONCERN = "concerns/<uuid:concern_id>/casework/enquiries/"

urlpatterns = [
    path(f"{_OF_CONCERN}new/", views.new_stage, name="new_stage"),
    path(f"{_OF_CONCERN}<uuid:stage_id>/", views.stage, name="stage"),
    path(f"{_OF_CONCERN}<uuid:stage_id>/factors/<uuid:appearance_id>/", views.judge_factors, name="judge_factors"),
]
