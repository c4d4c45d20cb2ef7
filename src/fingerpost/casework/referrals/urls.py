"""The addresses of referrals."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.referrals import views

_OF_MATTER = "concerns/<uuid:matter_id>/casework/referrals/"

urlpatterns = [
    path("referrals/", views.referrals, name="referrals"),
    path(_OF_MATTER, views.of_matter, name="matter_referrals"),
    path(f"{_OF_MATTER}new/", views.choose, name="choose_referral"),
    path(f"{_OF_MATTER}write/", views.write, name="new_referral"),
    path(f"{_OF_MATTER}<uuid:referral_id>/", views.referral, name="referral"),
]
