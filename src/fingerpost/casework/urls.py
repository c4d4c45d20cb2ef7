"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework import views

urlpatterns = [
    path("referrals/", views.referrals, name="referrals"),
    path("concerns/<uuid:matter_id>/referrals/", views.of_matter, name="matter_referrals"),
    path("concerns/<uuid:matter_id>/referrals/new/", views.choose, name="choose_referral"),
    path("concerns/<uuid:matter_id>/referrals/write/", views.write, name="new_referral"),
    path("concerns/<uuid:matter_id>/referrals/<uuid:referral_id>/", views.referral, name="referral"),
]
