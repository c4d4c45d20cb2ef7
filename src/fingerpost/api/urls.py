"""The addresses of the API, each with its version in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path

from fingerpost.api.operations import API, PREFIX
from fingerpost.api.problems import nothing_here, problem


def _in_json(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer with problem details also where a method is not one of the address."""

    @wraps(view)
    def answered(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        answer: HttpResponse = view(request, *arguments, **named)
        if isinstance(answer, HttpResponseNotAllowed):
            refused = problem(HTTPStatus.METHOD_NOT_ALLOWED, "This is not done at this address.")
            refused["Allow"] = answer["Allow"]
            return refused
        return answer

    return answered


_BEFORE = PREFIX.lstrip("/")
urlpatterns = [
    *(
        path(f"{_BEFORE}{one.pattern}", _in_json(one.callback), name=one.name)
        for one in API.urls[0]
        if isinstance(one, URLPattern) and one.name != "api-root"
    ),
    path(f"{_BEFORE}<path:rest>", nothing_here, name="api_nothing_here"),
]
