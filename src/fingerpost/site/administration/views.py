"""Pages of an administrator: what waits, organisations, and the people in them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.access.clock import today
from fingerpost.access.models.people import Organisation
from fingerpost.site import mail, scope, undelivered
from fingerpost.site.administration import assurances, first_steps, services
from fingerpost.site.administration.forms import MemberForm, OrganisationForm
from fingerpost.site.directory.due import due_contacts
from fingerpost.site.directory.views import kept_by
from fingerpost.site.models import Assured
from fingerpost.site.people import membership_of
from fingerpost.site.reauthentication import confirmed


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show what waits for an administrator, and the organisations."""
    me = membership_of(request)
    steps = first_steps.of_administrator(me, today())
    return render(
        request,
        "administration/overview.html",
        {
            "steps": steps if any(step.lacking for step in steps) else [],
            "organisations": scope.organisations(me).select_related("parent"),
            "due": due_contacts(kept_by(me), today()),
            "undelivered": len(undelivered.of_accounts(scope.users(me))),
            "left": services.left_behind(me, today()),
        },
    )


@require_POST
def assure(request: HttpRequest, what: str) -> HttpResponse:
    """Record that an administrator says that something is so, or that it is so no longer."""
    if what not in Assured.values:
        raise Http404
    assurances.say(Assured(what), timezone.now(), holds="undo" not in request.POST)
    return redirect("administration")


@require_GET
def undelivered_messages(request: HttpRequest) -> HttpResponse:
    """Show the messages to one's own people that did not go, and what becomes of them."""
    rows = undelivered.of_accounts(scope.users(membership_of(request)))
    lines = [
        {
            "row": row,
            "title": mail.WORDS[mail.Template(row.template)].title.format(service=mail.SERVICE),
            "is_invitation": row.template == mail.Template.INVITATION,
        }
        for row in rows
    ]
    return render(request, "administration/messages.html", {"lines": lines})


@require_GET
def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Show an organisation and its members."""
    me = membership_of(request)
    chosen = get_object_or_404(scope.organisations(me), pk=organisation_id)
    members = chosen.memberships.select_related("user")
    return render(
        request,
        "administration/organisation.html",
        {
            "organisation": chosen,
            "members": members.on(today()),
            "coming": members.filter(starts__gt=today()),
            "past": members.filter(ends__lt=today()),
        },
    )


@require_http_methods(["GET", "POST"])
@confirmed
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Add an organisation beneath one's own."""
    me = membership_of(request)
    form = OrganisationForm(request.POST or None, above=scope.organisations(me), initial={"parent": me.organisation_id})
    if form.is_valid():
        saved = form.save()
        messages.success(request, f"{saved} is added.")
        return redirect("administration_organisation", saved.pk)
    return render(request, "administration/organisation-form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@confirmed
def edit_organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Change what is known of an organisation."""
    me = membership_of(request)
    chosen: Organisation = get_object_or_404(scope.organisations(me), pk=organisation_id)
    form = OrganisationForm(request.POST or None, instance=chosen, above=scope.organisations(me))
    if chosen.pk == me.organisation_id:
        # Where one's own organisation stands is decided above it.
        del form.fields["parent"]
    if form.is_valid():
        # Only what was changed: on PostgreSQL the application may not write what else decides who sees what.
        chosen.save(update_fields=form.changed_data)
        messages.success(request, "Saved.")
        return redirect("administration_organisation", chosen.pk)
    return render(request, "administration/organisation-form.html", {"form": form, "organisation": chosen})


@require_http_methods(["GET", "POST"])
@confirmed
def new_member(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Give somebody a role in an organisation, and invite them when they have no account."""
    me = membership_of(request)
    chosen = get_object_or_404(scope.organisations(me), pk=organisation_id)
    form = MemberForm(request.POST or None, initial={"starts": today()})
    if form.is_valid():
        data = form.cleaned_data
        if data["email"] == me.user.email:
            form.add_error("email", "You cannot give a role to yourself. Ask another administrator")
        else:
            post = services.PostInput(data["role"], data["team"], data["intake"], data["starts"])
            services.add_member(chosen, data["name"], data["email"], post, me, request)
            messages.success(request, "Saved. The person is told by e-mail.")
            return redirect("administration_organisation", chosen.pk)
    return render(request, "administration/member-form.html", {"form": form, "organisation": chosen})
