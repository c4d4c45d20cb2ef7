"""The addresses of risk assessments."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.risk import sheets, views

_OF_CONCERN = "concerns/<uuid:concern_id>/casework/risk/"
_ONE = f"{_OF_CONCERN}<uuid:risk_assessment_id>/"

urlpatterns = [
    path(f"{_OF_CONCERN}new/", views.begin, name="begin_risk_assessment"),
    path(_ONE, views.assessment, name="risk_assessment"),
    path(f"{_ONE}headings/<str:heading>/", views.heading, name="risk_heading"),
    path(f"{_ONE}<slug:sheet>/", sheets.sheet, name="risk_sheet"),
]
