"""The addresses of the guide. None says anything of an answer."""

from __future__ import annotations

from django.urls import path

from fingerpost.guide import ending, recording, views

urlpatterns = [
    path("guide/", views.start, name="guide"),
    path("guide/people/", views.people, name="guide_people"),
    path("guide/people/remove/", views.remove_person, name="guide_remove_person"),
    path("guide/question/<int:number>/", views.question, name="guide_question"),
    path("guide/aware/", views.aware, name="guide_aware"),
    path("guide/since/", views.events, name="guide_events"),
    path("guide/since/remove/", views.remove_event, name="guide_remove_event"),
    path("guide/answers/", views.answers, name="guide_answers"),
    path("guide/answers/again/", views.ask_again, name="guide_ask_again"),
    path("guide/plan/", ending.plan, name="guide_plan"),
    path("guide/plan/plan.pdf", ending.plan_pdf, name="guide_pdf"),
    path("guide/plan/plan.ics", ending.plan_calendar, name="guide_calendar"),
    path("guide/record/", recording.record, name="guide_record"),
    path("guide/leave/", ending.leave, name="guide_leave"),
    path("guide/start-again/", ending.start_again, name="guide_start_again"),
]
