"""The Django app of this room."""

from __future__ import annotations

from django import forms
from django.apps import AppConfig

_SHOWS_IT_BACK = (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField)


class WebConfig(AppConfig):
    name = "fingerpost.web"
    label = "web"
    verbose_name = "Pages"

    def ready(self) -> None:
        """Let no message of the framework show back what was sent: it may be what was refused."""
        for field in _SHOWS_IT_BACK:
            for name, said in field.default_error_messages.items():
                if "%(" in str(said):
                    field.default_error_messages[name] = "Choose one of those on the page"
