"""The addresses of the manual: they can be quoted, and lead to the same words as long as the version is kept."""

from __future__ import annotations

from django.urls import path

from fingerpost.manual import approving_views, local_views, look_views, procedure_move_views, provision_views, views
from fingerpost.manual import publishing_views as publishing

_DRAFT = "procedures/drafts/<uuid:draft_id>/"

urlpatterns = [
    path("manual/", views.manual, name="manual"),
    path("manual/<slug:procedure>/<str:named>/", views.contents, name="manual_contents"),
    path("manual/<slug:procedure>/<str:named>/search/", views.search, name="manual_search"),
    path("manual/<slug:procedure>/<str:named>/sources/", views.sources, name="manual_sources"),
    path("manual/<slug:procedure>/<str:named>/reviews/", views.reviews, name="manual_reviews"),
    path("manual/<slug:procedure>/<str:named>/reviews/<slug:name>/", views.review, name="manual_review"),
    path("manual/<slug:procedure>/<str:named>/<str:name>/", views.section, name="manual_section"),
    path("procedures/", publishing.procedures, name="procedures"),
    path("procedures/drafts/new/", publishing.begin, name="begin_procedure"),
    path(_DRAFT, publishing.draft, name="procedure_draft"),
    path(f"{_DRAFT}sections/<str:file>/", publishing.section, name="procedure_section"),
    path(f"{_DRAFT}provisions/<str:provision_id>/", provision_views.provision, name="procedure_provision"),
    path(f"{_DRAFT}checks/", publishing.checks, name="procedure_checks"),
    path(f"{_DRAFT}impact/", publishing.impact, name="procedure_impact"),
    path(f"{_DRAFT}approve/", approving_views.approve, name="approve_procedure"),
    path(f"{_DRAFT}count/", approving_views.count, name="count_procedure"),
    path("procedures/versions/<uuid:version_id>/", publishing.version, name="procedure_version"),
    path(
        "procedures/sources/<slug:procedure>/<str:named>/<slug:source>/",
        look_views.look_at_source,
        name="procedure_source",
    ),
    path("procedures/impact/", procedure_move_views.impact_on_concerns, name="impact_on_concerns"),
    path("procedures/local/<slug:procedure>/<str:place>/", local_views.local_text, name="local_text"),
    path("concerns/<uuid:concern_id>/procedure/", procedure_move_views.concern_procedure, name="concern_procedure"),
]
