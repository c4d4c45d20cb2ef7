"""The addresses of this room's pages."""

from __future__ import annotations

from django.urls import path

from fingerpost.record.forms.notes import NOTE_PAGES
from fingerpost.record.views import (
    additions,
    closing,
    concern,
    duplicate_people,
    facts,
    notes,
    people,
    pupils,
    relationships,
    viewing,
)

_PERSON = "concerns/<uuid:concern_id>/people/<uuid:appearance_id>/"

_people = [
    path("concerns/<uuid:concern_id>/people/all/", people.people, name="people"),
    path("concerns/<uuid:concern_id>/people/new/", people.new_person, name="new_person"),
    path("concerns/<uuid:concern_id>/people/from-list/", pupils.choose_pupil, name="choose_pupil"),
    path(_PERSON, people.person, name="person"),
    path(f"{_PERSON}details/<slug:kind>/new/", people.new_detail, name="new_detail"),
    path(f"{_PERSON}details/<uuid:detail_id>/", people.correct_detail, name="correct_detail"),
    path(f"{_PERSON}parts/new/", people.new_parts, name="new_parts"),
    path(f"{_PERSON}parts/<uuid:part_id>/", people.leave_part, name="leave_part"),
]

_relationships = [
    path("concerns/<uuid:concern_id>/people/relationships/", relationships.relationships, name="relationships"),
    path(
        "concerns/<uuid:concern_id>/people/relationships/new/", relationships.new_relationship, name="new_relationship"
    ),
    path(
        "concerns/<uuid:concern_id>/people/relationships/<uuid:relationship_id>/",
        relationships.end_relationship,
        name="end_relationship",
    ),
]

urlpatterns = [
    path("pupils/", pupils.pupil_list, name="pupil_list"),
    path("concerns/new/", concern.new_concern, name="new_concern"),
    path("concerns/<uuid:concern_id>/add/", additions.additions, name="add_to_concern"),
    path("concerns/<uuid:concern_id>/close/", closing.close, name="close_concern"),
    path("concerns/<uuid:concern_id>/reopen/", closing.reopen, name="reopen_concern"),
    path("concerns/<uuid:concern_id>/pass-on/", closing.transfer, name="transfer_concern"),
    path("concerns/<uuid:concern_id>/viewing/new/", viewing.new_viewing, name="new_viewing"),
    *(
        path(f"concerns/<uuid:concern_id>/notes/{page.slug}/", notes.new_note, {"kind": kind}, name=page.route)
        for kind, page in NOTE_PAGES.items()
    ),
    path(
        "concerns/<uuid:concern_id>/people/<uuid:appearance_id>/same/", duplicate_people.same_people, name="same_people"
    ),
    path(
        "concerns/<uuid:concern_id>/people/<uuid:appearance_id>/same/<uuid:likeness_id>/",
        duplicate_people.same_person,
        name="same_person",
    ),
    path("concerns/<uuid:concern_id>/looked-for/", duplicate_people.hits, name="hits"),
    path("concerns/<uuid:concern_id>/looked-for/<uuid:hit_id>/", duplicate_people.answer_hit, name="answer_hit"),
    *_people,
    *_relationships,
    path("concerns/<uuid:concern_id>/facts/", facts.facts, name="facts"),
    path("concerns/<uuid:concern_id>/facts/<str:about>/<int:number>/", facts.answer, name="answer_facts"),
]
