"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from fingerpost.duties import handover_views, views

urlpatterns = [
    path("concerns/<uuid:concern_id>/duties/", views.of_concern, name="duties"),
    path("duties/hand-over/", handover_views.hand_over_all, name="hand_over_duties"),
    path("duties/<uuid:duty_id>/", views.duty, name="duty"),
    path("duties/<uuid:duty_id>/done/", views.done, name="duty_done"),
    path("duties/<uuid:duty_id>/waive/", views.waive, name="waive_duty"),
    path("duties/<uuid:duty_id>/postpone/", views.postpone, name="postpone_duty"),
    path("duties/<uuid:duty_id>/confirm/", views.confirm, name="confirm_duty"),
    path("duties/<uuid:duty_id>/take/", handover_views.take, name="take_duty"),
    path("duties/<uuid:duty_id>/hand-over/", handover_views.hand_over, name="hand_over_duty"),
    path("duties/<uuid:duty_id>/take-back/<uuid:step_id>/", views.withdraw, name="withdraw_step"),
]
