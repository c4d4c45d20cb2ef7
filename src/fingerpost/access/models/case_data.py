"""What every table with case data has: a matter, a compartment, and one way to be read."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from fingerpost.access import context, noting
from fingerpost.access.context import Actor
from fingerpost.access.errors import no_such_matter


class Compartment(models.TextChoices):
    """The parts of a matter that are known to different people. None of them includes another."""

    COMMON = "common", "Common record"
    POLICE = "police", "Police"
    DESIGNATED_OFFICER = "designated_officer", "Designated officer’s strand"
    HEALTH = "health", "Health"


Row = TypeVar("Row", bound=models.Model)


class ScopedManager(models.Manager[Row]):
    """Reads through need to know. Outside the room `access`, tests allow `visible` and the making of rows only."""

    def visible(self, actor: Actor | None = None, *, at: datetime | None = None) -> models.QuerySet[Row]:
        """Return what `actor` may see, or who is acting now. Raises `NoActorError` when nobody is.

        `at`: as involvements, exclusions and memberships stand at that moment; now when left out.
        """
        from fingerpost.access import queries

        return queries.visible(self.model, actor or context.required(), at)


class CaseData(models.Model):
    """A row of a matter, in one compartment. Who may see it follows from these two, and from nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey("access.Matter", models.PROTECT, related_name="+", editable=False)
    compartment = models.CharField(max_length=20, choices=Compartment, default=Compartment.COMMON, editable=False)

    objects: ClassVar[ScopedManager[Self]] = ScopedManager()

    # What the application's role on PostgreSQL may do with the rows of compartments that the actor acts in.
    application_may: ClassVar[str] = "SELECT, INSERT, UPDATE"
    # Further pairs of columns, a matter and a compartment, that the row is also about: whoever sees it sees those too.
    also_in: ClassVar[tuple[tuple[str, str], ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and note it. Raises `NoActorError` when nobody acts, `AccessError` when they may not."""
        self.see_that_it_may_be_written(context.required())
        is_new = self._state.adding
        super().save(*args, **kwargs)
        noting.written(self, is_new=is_new)

    def see_that_it_may_be_written(self, actor: Actor) -> None:
        """Raise `AccessError` unless the actor acts in the row's compartment, and sees what else it is about.

        PostgreSQL's policies say the same; here it is said in words, and on SQLite too.
        """
        from fingerpost.access import queries

        places = [(getattr(self, f"{matter}_id"), getattr(self, part)) for matter, part in self.also_in]
        if not queries.may_write(actor, (self.matter_id, self.compartment), places):
            raise no_such_matter()


def case_models(models_: Iterable[type[models.Model]] | None = None) -> list[type[CaseData]]:
    """Return every model with case data, in the order in which Django knows them."""
    from django.apps import apps

    return [model for model in models_ or apps.get_models() if issubclass(model, CaseData)]
