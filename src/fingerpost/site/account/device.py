"""The key of what one's own browser kept without a connection, after a crash: as long as that session has not ended."""

from __future__ import annotations

import time
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from fingerpost.access import permissions
from fingerpost.site.middleware import has_run_out
from fingerpost.site.people import signed_in_user
from fingerpost.web.device import key_of, name_of


@permissions.works_with_cases
@require_GET
def device_key(request: HttpRequest) -> HttpResponse:
    """Return the key of this name, of a session of whoever asks that has not ended: a crash took it from the browser.

    Answers "not found" for any other, so that its words are deleted from the device.
    """
    user, wanted, now = signed_in_user(request), request.GET.get("name", ""), int(time.time())
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session_key in UserSession.objects.filter(user=user).values_list("session_key", flat=True):
        key = key_of(user.pk, session_key)
        session = store(session_key)
        if name_of(key) == wanted and session.exists(session_key) and not has_run_out(session, now):
            return JsonResponse({"key": key})
    raise Http404
