"""The key of what one's own browser kept without a connection, after a crash: as long as that session has not ended."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from fingerpost.access import permissions
from fingerpost.site.people import signed_in_user
from fingerpost.site.signin.sessions import is_over, places
from fingerpost.web.device import key_of, name_of


@permissions.works_with_cases
@require_GET
def device_key(request: HttpRequest) -> HttpResponse:
    """Return the key of this name, of a session of whoever asks that has not ended: a crash took it from the browser.

    Answers "not found" for any other, so that its words are deleted from the device.
    """
    user, wanted = signed_in_user(request), request.GET.get("name", "")
    for place in places(user):
        key = key_of(user.pk, place.session_key)
        if name_of(key) == wanted and not is_over(place, timezone.now()):
            return JsonResponse({"key": key})
    raise Http404
