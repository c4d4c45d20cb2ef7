"""The address of one's own calendar of deadlines: made, made anew, revoked; and what a program reads there."""

from __future__ import annotations

from allauth.core.ratelimit import consume_or_429
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.access import acting_membership, context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.clock import today
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.site import calendars
from fingerpost.site.errors import not_found
from fingerpost.site.models import Calendar
from fingerpost.site.people import signed_in_user
from fingerpost.site.reauthentication import confirmed


@require_http_methods(["GET", "POST"])
@confirmed
def calendar(request: HttpRequest) -> HttpResponse:
    """Show for which roles there is an address; make one, which is shown once, or revoke it."""
    held = list(acting_membership.memberships_on(signed_in_user(request), today()).filter(role__in=WORKING_ROLES))
    address, of = "", None
    if request.method == "POST":
        of = next((one for one in held if str(one.pk) == request.POST.get("membership")), None)
        if of is None:
            raise Http404
        if request.POST.get("what") != "make":
            calendars.revoke(of)
            return redirect("account_calendar")
        secret = calendars.make(of, timezone.now(), says_what="says_what" in request.POST)
        address = request.build_absolute_uri(reverse("calendar_feed", args=[secret]))
    made = {one.membership_id: one for one in Calendar.objects.filter(membership__in=held)}
    shown = {"roles": [(one, made.get(one.pk)) for one in held], "address": address, "of": of}
    return render(request, "account/calendar.html", shown)


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar program. A wrong secret, one that was revoked, and one of somebody who left are the same.

    Whatever is answered, the address goes no further with it: a page that is opened from it does not learn it.
    """
    answer = _fed(request, secret)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _fed(request: HttpRequest, secret: str) -> HttpResponse:
    refused: HttpResponse | None = consume_or_429(
        request, action="calendar", key=calendars.limited_by(secret), limit_get=True
    )
    if refused is not None:
        return refused
    day = today()
    found = calendars.find(secret, day)
    if found is None:
        return not_found(request, Http404())
    with context.acting(actor_in(found.membership)):
        content = calendars.written(found.pk, calendars.deadlines(day, says_what=found.says_what))
        calendars.note_reading(found, day)
    tag = calendars.etag(content)
    headers = {"Cache-Control": "private, no-cache", "ETag": tag, "Content-Disposition": 'inline; filename="due.ics"'}
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
    unchanged: HttpResponse | None = get_conditional_response(request, etag=tag, response=answer)
    return answer if unchanged is None else unchanged
