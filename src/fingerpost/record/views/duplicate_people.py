"""Whether two are the same person, and who looked for somebody in a hidden record."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import permissions
from fingerpost.access.middleware import concern_of
from fingerpost.record.forms.duplicate_people import HitForm, SameForm
from fingerpost.record.models import Appearance, Detail, HitAnswer, Likeness, SameAnswer
from fingerpost.record.people_presentation import in_words
from fingerpost.record.services import duplicate_people
from fingerpost.record.services.people_names import names_of
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts


@permissions.sees_concern
@require_GET
def same_people(request: HttpRequest, concern_id: UUID, appearance_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Show who may be the same as a person of this concern, with the answers so far."""
    person = _person(request, appearance_id)
    found = [
        (likeness, _other(likeness, person), answers) for likeness, answers in duplicate_people.likenesses_of(person)
    ]
    shown = {
        "concern": person.concern,
        "person": person,
        "found": found,
        "names": names_of([person.pk, *(other.pk for _, other, _ in found)]),
    }
    return render(request, "record/same-people.html", shown)


@permissions.works_on_concern
@keeps_drafts("Whether two are the same person")
@require_http_methods(["GET", "POST"])
def same_person(request: HttpRequest, concern_id: UUID, appearance_id: UUID, likeness_id: UUID) -> HttpResponse:
    """Ask whether two are the same person, side by side, and record the answer. It can be answered again."""
    person = _person(request, appearance_id)
    found = {likeness.pk: (likeness, answers) for likeness, answers in duplicate_people.likenesses_of(person)}
    if likeness_id not in found:
        raise Http404
    likeness, answers = found[likeness_id]
    other = _other(likeness, person)
    draft = FormDraft(request)
    form = draft.form(SameForm, standing=answers)

    def record(sent: SameForm) -> str:
        duplicate_people.answer(likeness, SameAnswer(sent.cleaned_data["answer"]), why=sent.cleaned_data["why"])
        return reverse("same_people", args=[concern_id, appearance_id])

    answer = handle_post(draft, form, record, "Your answer is recorded.")
    if answer is not None:
        return answer
    shown = {
        "concern": person.concern,
        "form": form,
        "draft": draft,
        "person": person,
        "other": other,
        "sides": [_known_of(person), _known_of(other)],
        "answers": answers,
        "in_words": in_words,
    }
    return render(request, "record/same-person.html", shown)


@permissions.sees_concern
@require_GET
def hits(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Show who looked for people of this concern without seeing it."""
    concern, seen = concern_of(request)
    found = duplicate_people.hits_of(concern, seen)
    names = names_of(hit.appearance_id for hit, _ in found if hit.appearance_id)
    return render(request, "record/hits.html", {"concern": concern, "hits": found, "names": names})


@permissions.works_on_concern
@keeps_drafts("What was done about a search")
@require_http_methods(["GET", "POST"])
def answer_hit(request: HttpRequest, concern_id: UUID, hit_id: UUID) -> HttpResponse:
    """Record what was done about somebody's having looked for a person of this concern."""
    concern, seen = concern_of(request)
    found = {hit.pk: (hit, answers) for hit, answers in duplicate_people.hits_of(concern, seen)}
    if hit_id not in found:
        raise Http404
    hit, answers = found[hit_id]
    who = hit.appearance_id
    draft = FormDraft(request)
    form = draft.form(HitForm, standing=answers)

    def record(sent: HitForm) -> str:
        duplicate_people.answer_hit(hit, HitAnswer(sent.cleaned_data["answer"]), words=sent.cleaned_data["words"])
        return reverse("hits", args=[concern_id])

    answer = handle_post(draft, form, record, "What you did is recorded.")
    if answer is not None:
        return answer
    shown = {"hit": hit, "answers": answers, "name": names_of([who])[who] if who else ""}
    return render(request, "record/answer-hit.html", {"concern": concern, "form": form, "draft": draft, **shown})


def _person(request: HttpRequest, appearance_id: UUID) -> Appearance:
    concern, seen = concern_of(request)
    there = Appearance.objects.visible().filter(concern=concern, compartment__in=seen).select_related("concern")
    return get_object_or_404(there, pk=appearance_id)


def _other(likeness: Likeness, person: Appearance) -> Appearance:
    return likeness.other if likeness.one_id == person.pk else likeness.one


def _known_of(person: Appearance) -> list[Detail]:
    rows = list(Detail.objects.visible().filter(appearance=person))
    replaced = {row.replaces_id for row in rows}
    return [row for row in rows if row.pk not in replaced]
