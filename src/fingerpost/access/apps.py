"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register


class AccessConfig(AppConfig):
    name = "fingerpost.access"
    label = "access"
    verbose_name = "Who is who, and who may see what"

    def ready(self) -> None:
        """Let database and ledger be told who acts, and refuse to start with a view that declares nothing."""
        from fingerpost.access import checks, context, noting
        from fingerpost.access.guard import session
        from fingerpost.access.models.case_data import noted_models
        from fingerpost.access.models.identifiers import Identifier
        from fingerpost.access.models.people import Absence, Contact, Membership, Organisation, Role, User
        from fingerpost.keys import fields, words
        from fingerpost.ledger import recording

        context.tell_through(session.entered)
        recording.told_by(noting.who_acts)
        noting.register_words(Role.values, map(noting.kind_of, noted_models()))
        noting.note_changes_of(User, Membership, Absence, Organisation, Contact, Identifier)
        fields.watched_by(noting.shown)
        words.refused_by(noting.not_words)
        for check in (
            checks.views_declare_their_access,
            checks.context_is_set,
            checks.case_data_has_no_way_round,
        ):
            register(check, Tags.security)
