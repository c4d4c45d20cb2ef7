"""The addresses of the manual: they can be quoted, and lead to the same words as long as the version is kept."""

from __future__ import annotations

from django.urls import path

from fingerpost.manual import views

urlpatterns = [
    path("manual/", views.manual, name="manual"),
    path("manual/<slug:procedure>/<str:named>/", views.contents, name="manual_contents"),
    path("manual/<slug:procedure>/<str:named>/search/", views.search, name="manual_search"),
    path("manual/<slug:procedure>/<str:named>/<str:name>/", views.section, name="manual_section"),
]
