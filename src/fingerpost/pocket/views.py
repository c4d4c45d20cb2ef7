"""The pocket guide as a page of the service: looked at once, it opens with no network.

`/pocket/` is the file of `fingerpost pocket` with the service's directory in it, made once a day. The worker keeps it
in the browser, answers for it without the network, and takes a newer one over; it answers for nothing else.
"""

from __future__ import annotations

import json
from datetime import datetime, time
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.access import permissions
from fingerpost.access.do_now import RECIPIENTS
from fingerpost.access.models.people import Contact
from fingerpost.pocket.data import Entry
from fingerpost.pocket.page import PocketPage, pocket_page
from fingerpost.procedure.calendar import LONDON, london_day
from fingerpost.record.services.procedures import in_force

anybody = permissions.public(because="the guide is for everybody who is worried about a child, and stores nothing")

_RECIPIENT = {kind: name for name, kind in RECIPIENTS.items()}
_WORKER = """\
const NAME = "pocket-%(version)s";
const KEPT = %(kept)s;
self.addEventListener("install", (event) => {
  const fetched = KEPT.map((address) => new Request(address, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(fetched)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const gone = (names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(gone).then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || !KEPT.includes(address.pathname)) return;
  event.respondWith(caches.match(address.pathname).then((kept) => kept ?? fetch(event.request)));
});
"""


@anybody
@require_safe
def pocket(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view has a request
    """Show the pocket guide of the procedure in force, with the directory."""
    page = _page()
    return HttpResponse(page.html, headers={"Content-Security-Policy": f"{page.policy}; frame-ancestors 'none'"})


@anybody
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view has a request
    """Say what it is called and looks like where it is installed."""
    here = reverse("pocket")
    about = {
        "name": "Fingerpost pocket guide",
        "short_name": "Pocket guide",
        "lang": "en-GB",
        "start_url": here,
        "scope": here,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b0c0c",
        "icons": [{"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(about, content_type="application/manifest+json")


@anybody
@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view has a request
    """Keep the page in the browser. A newer page makes another worker, so that browsers take it over."""
    version = sha256(_page().html.encode()).hexdigest()[:16]
    script = _WORKER % {"version": version, "kept": json.dumps([reverse("pocket"), reverse("pocket_manifest")])}
    policy = "default-src 'none'; connect-src 'self'"
    return HttpResponse(script, content_type="text/javascript", headers={"Content-Security-Policy": policy})


def _page() -> PocketPage:
    """Return the page of today, made once a process as long as nothing in it changes."""
    now = timezone.now()
    pack, directory, day = in_force(now), directory_entries(), london_day(now)
    key = (pack.digest, day, tuple(directory))
    page = _made.get(key)
    if page is None:
        made = datetime.combine(day, time(), LONDON)
        worked_by = reverse("pocket_worker")
        page = pocket_page(pack, made, directory, worker=worked_by, manifest=reverse("pocket_manifest"))
        _made.clear()
        _made[key] = page
    return page


_made: dict[object, PocketPage] = {}


def directory_entries() -> list[Entry]:
    """Return the directory as the pages have it, in its own order."""
    contacts = Contact.objects.select_related("organisation")
    return [
        Entry(
            organisation=contact.organisation.name,
            area=contact.organisation.area,
            recipient=_RECIPIENT.get(contact.organisation.kind, ""),  # type: ignore[call-overload]
            purpose=contact.purpose,
            phone=contact.phone,
            hours=contact.hours,
            out_of_hours_phone=contact.out_of_hours_phone,
            out_of_hours=contact.out_of_hours,
            email=contact.email,
        )
        for contact in contacts
    ]
