"""The addresses of referrals."""

from __future__ import annotations

from django.urls import path

from fingerpost.casework.referrals import views

_OF_CONCERN = "concerns/<uuid:concern_id>/casework/referrals/"

urlpatterns = [
    path("referrals/", views.referrals, name="referrals"),
    path(_OF_CONCERN, views.of_concern, name="concern_referrals"),
    path(f"{_OF_CONCERN}new/", views.choose, name="choose_referral"),
    path(f"{_OF_CONCERN}write/", views.write, name="new_referral"),
    path(f"{_OF_CONCERN}<uuid:referral_id>/", views.referral, name="referral"),
]
