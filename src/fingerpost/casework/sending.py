"""Sending a form of casework that has drafts: recorded once however often it comes, or shown with what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect

from fingerpost.access.errors import AccessError
from fingerpost.record.drafting import Drafting
from fingerpost.record.errors import RecordError
from fingerpost.web.fields import say


def send(
    draft: Drafting, form: Form, record: Callable[[], str], said: str, *, by_field: bool = False
) -> HttpResponse | None:
    """Record what was sent, in one transaction, and lead to the address that `record` returns.

    None where the form is to be shown: opened, or sent with something wrong, which it then says (`by_field`: at the
    field that a refusal names). `said` is shown on the next page; it waits in the session, in clear, so that no word of
    a concern stands in it.
    """
    if draft.was_sent:
        return redirect(draft.was_sent)
    if draft.is_to_wait:
        return draft.put_by()
    if draft.is_sent and form.is_valid():
        try:
            with transaction.atomic():
                page = record()
        except (AccessError, RecordError) as refused:
            say(form, refused, by_field=by_field)
        else:
            draft.end(became=page)
            messages.success(draft.request, said)
            return redirect(page)
    draft.kept()
    return None
