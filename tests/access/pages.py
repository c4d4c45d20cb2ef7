"""Addresses that the tests of the middleware ask: one declares nothing, others change something, fail or refuse.

Those of the service are there too, since its error pages refer to them.
"""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from access import worlds
from fingerpost.access import context, permissions
from fingerpost.access.models import Contact, Involvement
from fingerpost.access.models.people import Role
from fingerpost.access.services.concerns import involve_organisation
from fingerpost.site import urls


def forgotten(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("nobody said who may see this")


@permissions.public(because="a test")
def anybody(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(context.current()))


@permissions.signed_in
def who(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(context.required().membership_id))


def _write() -> None:
    Contact.objects.create(organisation_id=worlds.name("school"), purpose="written by a test")


@permissions.signed_in
def writes(_request: HttpRequest) -> HttpResponse:
    _write()
    return HttpResponse("written")


@permissions.signed_in
def writes_and_answers_500(_request: HttpRequest) -> HttpResponse:
    _write()
    return HttpResponse("broken", status=500)


@permissions.signed_in
def writes_and_raises(_request: HttpRequest) -> HttpResponse:
    _write()
    raise RuntimeError("broken")


@permissions.signed_in
def writes_and_refuses(_request: HttpRequest) -> HttpResponse:
    _write()
    raise PermissionDenied


@permissions.signed_in
def writes_and_finds_nothing(_request: HttpRequest) -> HttpResponse:
    _write()
    raise Http404


@permissions.public(because="a test", changes_on_get="a test")
def comes_back(_request: HttpRequest) -> HttpResponse:
    _write()
    return HttpResponse("written")


@permissions.roles(Role.AUDITOR)
def for_auditors(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("for auditors")


@permissions.sees_concern
def adds(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Let the trust in, and then answer as the form says."""
    involve_organisation(concern_id, worlds.name("trust"), compartment="health", reason=request.POST.get("reason", ""))
    match request.POST.get("then"):
        case "fail":
            raise RuntimeError("broken")
        case "refuse":
            raise PermissionDenied
        case "find nothing":
            raise Http404
    return HttpResponse("added")


@permissions.sees_concern
def refuses_in_concern(_request: HttpRequest, concern_id: UUID) -> HttpResponse:
    raise PermissionDenied(str(concern_id))


@permissions.signed_in
def reasons(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("".join(str(row.reason) for row in Involvement.objects.visible()))


@permissions.signed_in
def reasons_as_they_are_sent(_request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(str(row.reason) for row in Involvement.objects.visible().order_by("pk"))


urlpatterns = [
    path("of/<uuid:concern_id>/add/", adds, name="adds"),
    path("of/<uuid:concern_id>/refuse/", refuses_in_concern, name="refuses-in-concern"),
    path("reasons/", reasons, name="reasons"),
    path("reasons/sent/", reasons_as_they_are_sent, name="reasons-sent"),
    path("forgotten/", forgotten, name="forgotten"),
    path("anybody/", anybody, name="anybody"),
    path("who/", who, name="who"),
    path("writes/", writes, name="writes"),
    path("500/", writes_and_answers_500, name="answers-500"),
    path("raises/", writes_and_raises, name="raises"),
    path("refuses/", writes_and_refuses, name="refuses"),
    path("nothing/", writes_and_finds_nothing, name="nothing"),
    path("back/", comes_back, name="back"),
    path("auditors/", for_auditors, name="auditors"),
    *urls.urlpatterns,
]

handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
