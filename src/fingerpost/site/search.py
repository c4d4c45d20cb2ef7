"""The search in the head of every page: a concern by its reference, people by name or date of birth, one's own words.

Everything goes through need to know: what is not seen is not found, not counted, and said of in no other way. What is
looked for is sent in the body of the request, so that no address, history or log has it, and is noted in the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from fingerpost.access import permissions, references
from fingerpost.access.models import Concern
from fingerpost.record import audit
from fingerpost.record.services.children import children_of, in_short
from fingerpost.record.services.own_words import Own, own_with
from fingerpost.record.services.people_names import names_of
from fingerpost.record.services.search import Query, search
from fingerpost.web.fields import Words

_DATE: Final = re.compile(r"\b(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2} [A-Za-z]{3,9} \d{4})\b")
_FORMS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")


class SearchForm(Words, forms.Form):
    """What somebody looks for, in one line."""

    sought = forms.CharField(
        max_length=200,
        label="What do you look for?",
        help_text="A reference, a name, a date of birth as 4 May 2012, or words that you wrote",
        error_messages={"required": "Enter what you look for"},
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A concern that was found, and why: who was found in it, and which words of one's own."""

    concern: Concern
    name: str
    why: list[str]


@permissions.works_with_cases
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Look for what was entered among what may be seen."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    shown: dict[str, object] = {"form": form}
    if form.is_bound and form.is_valid():
        shown |= {"found": found(form.cleaned_data["sought"]), "sought": form.cleaned_data["sought"]}
    return render(request, "search.html", shown)


@transaction.atomic
def found(sought: str) -> list[Line]:
    """Return what is found: by reference, if it is one; else people, the likeliest first, and then one's own words."""
    reference = references.read(sought)
    # Many a name has ten letters too, as Abel Sample.
    if reference is not None and (sought.strip().upper().startswith("FP") or any(one.isdigit() for one in sought)):
        audit.searched({"reference": reference}, "concern")
        return _lines((one, "") for one in Concern.objects.visible().filter(reference=reference))
    name, born = parts_of(sought)
    matches = search(Query(name=name, born=born)).matches
    called = names_of(one.appearance.pk for one in matches)
    people = [(one.appearance.concern, called[one.appearance.pk]) for one in matches]
    return _lines([*people, *((own.concern, _around(own, name)) for own in own_with(name))])


def parts_of(sought: str) -> tuple[str, date | None]:
    """Return the name or words of what was entered, and the date in it, which is taken as one of birth."""
    for match in _DATE.finditer(sought):
        for form in _FORMS:
            try:
                born = datetime.strptime(match[0], form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
            return f"{sought[: match.start()]} {sought[match.end() :]}".strip(" ,"), born
    return sought.strip(), None


def _lines(pairs: Iterable[tuple[Concern, str]]) -> list[Line]:
    why: dict[Concern, list[str]] = {}
    for concern, reason in pairs:
        why.setdefault(concern, []).append(reason)
    called = {pk: in_short(children) for pk, children in children_of([one.pk for one in why]).items()}
    return [
        Line(one, called[one.pk], [it for it in found if it and it not in called[one.pk]]) for one, found in why.items()
    ]


def _around(own: Own, words: str) -> str:
    """Return the words of one's own around what was looked for."""
    at = own.words.casefold().find(words.casefold().split()[0])
    start = max(0, at - 60)
    part = own.words[start : at + 100].strip()
    return f"You wrote: {'…' if start else ''}{part}{'…' if at + 100 < len(own.words) else ''}"
