"""What every table with case data has: a concern, a compartment, and one way to be read."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from django.db import models

from fingerpost.access import audit, context, looking, queries
from fingerpost.access.actor import Actor
from fingerpost.access.compartments import SOURCES
from fingerpost.access.errors import AccessError, no_such_concern, refuse
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf


class Compartment(models.TextChoices):
    """The parts of a concern that are known to different people. None of them includes another."""

    COMMON = "common", "Common record"
    POLICE = "police", "Police"
    DESIGNATED_OFFICER = "designated_officer", "Designated officer’s strand"
    HEALTH = "health", "Health"


type ConcernCompartment = tuple[uuid.UUID, str]

Row = TypeVar("Row", bound=models.Model)


class CaseRows(models.QuerySet[Row]):
    """Rows to be read. What would change many at once, past the check that `save` makes of each, is refused.

    Where a request only looks at a concern, they come from its rows that were read at once (`concern_rows`).
    """

    def _fetch_all(self) -> None:
        self._at_hand()
        super()._fetch_all()

    def exists(self) -> bool:
        """Whether there is any."""
        return bool(self) if self._at_hand() else super().exists()

    def count(self) -> int:
        """Return how many there are."""
        return len(self) if self._at_hand() else super().count()

    def _at_hand(self) -> bool:
        if self._result_cache is None and (rows := looking.rows()) is not None:
            self._result_cache = rows.answer(self)
        return self._result_cache is not None

    def update(self, **_: Any) -> NoReturn:
        """Refuse."""
        raise _one_by_one()

    def delete(self) -> NoReturn:
        """Refuse."""
        raise _one_by_one()

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse."""
        raise _one_by_one()

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        """Add rows after the check that `save` makes, once for each place they stand in; each place is noted.

        Raises as `CaseData.save` does.
        """
        rows: list[Any] = list(objs)
        for row in {(row.concern_id, row.compartment, *row.also_at()): row for row in rows}.values():
            row.require_may_be_written(context.required())
        for row in rows:
            row.require_own_references()
        added = super().bulk_create(rows, *args, **kwargs)
        audit.note_written_many(self.model, sorted({(row.concern_id, row.compartment) for row in rows}))
        return added


class ScopedManager(models.Manager[Row]):
    """Reads through need to know. Outside the room `access`, tests allow `visible` and the making of rows only."""

    def get_queryset(self) -> CaseRows[Row]:
        """Return the rows."""
        return CaseRows(self.model, using=self._db)

    def visible(self, actor: Actor | None = None, *, at: datetime | None = None) -> models.QuerySet[Row]:
        """Return what `actor` may see, or who is acting now. Raises `NoActorError` when nobody is.

        `at`: as involvements, exclusions and memberships stand at that moment; now when left out.
        """
        places = self.model.places() if issubclass(self.model, CaseData) else (("pk",),)
        return self.get_queryset().filter(*queries.sees(actor or context.required(), at, places))


class CaseData(models.Model):
    """A row of a concern, in one compartment. Who may see it follows from these two, and from nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey("access.Concern", models.PROTECT, related_name="+", editable=False)
    compartment = OneOf(max_length=20, choices=Compartment, default=Compartment.COMMON, editable=False)

    objects: ClassVar[ScopedManager[Self]] = ScopedManager()

    # What the application's role on PostgreSQL may do with the rows of compartments that the actor acts in.
    application_may: ClassVar[str] = "SELECT, INSERT, UPDATE"
    # Further pairs of columns, a concern and a compartment, that the row is also about: whoever sees it sees those too.
    also_in: ClassVar[tuple[tuple[str, str], ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and note it. Raises `NoActorError` when nobody acts, `AccessError` when they may not."""
        self.require_may_be_written(context.required())
        self.require_own_references()
        is_new = self._state.adding
        super().save(*args, **kwargs)
        audit.note_written(self, is_new=is_new)

    def require_may_be_written(self, actor: Actor) -> None:
        """Raise `AccessError` unless the actor acts in the row's compartment, and sees what else it is about.

        PostgreSQL's policies say the same; here it is said in words, and on SQLite too.
        """
        if not queries.may_write(actor, (self.concern_id, self.compartment), self.also_at()):
            raise no_such_concern()

    @classmethod
    def places(cls) -> tuple[tuple[str, str], ...]:
        """Return the columns by which a row is about a place: its own, and those that `also_in` names."""
        return (("concern", "compartment"), *cls.also_in)

    def also_at(self) -> list[ConcernCompartment]:
        """Return the further concerns and compartments that the row is about, as `also_in` names them."""
        return [(getattr(self, f"{concern}_id"), getattr(self, part)) for concern, part in self.also_in]

    def joins(self) -> bool:
        """Whether it is about a place too of which those who see its own one may know nothing."""
        own = {(self.concern_id, part) for part in SOURCES[self.compartment]}
        return not own.issuperset(self.also_at())

    def require_own_references(self) -> None:
        """Raise `AccessError` where the row refers to one of another concern, or of a compartment that is closed to it.

        Its own and the common compartment of its own concern are open to it, and what `also_in` says. Anything else
        would tell its readers that there is something which they may not see.
        """
        open_to_it = {(self.concern_id, self.compartment), (self.concern_id, Compartment.COMMON), *self.also_at()}
        for field in self._meta.concrete_fields:
            target = field.related_model
            if not (isinstance(target, type) and issubclass(target, CaseData)) or getattr(self, field.attname) is None:
                continue
            if self._place_of(field.name, target, getattr(self, field.attname)) not in open_to_it:
                raise no_such_concern()

    def _place_of(self, name: str, target: type[CaseData], key: Any) -> ConcernCompartment | None:
        """Return where a row stands that this one refers to; None when it is not there, or not to be seen."""
        row = self._state.fields_cache.get(name)
        if isinstance(row, CaseData) and row.pk == key:
            return (row.concern_id, row.compartment)
        return target._base_manager.filter(pk=key).values_list("concern_id", "compartment").first()


def _one_by_one() -> AccessError:
    return refuse("case data", "rows are not changed many at once", "Change each on its own, and save() it.")


def case_models(models_: Iterable[type[models.Model]] | None = None) -> list[type[CaseData]]:
    """Return every model with case data, in the order in which Django knows them."""
    from django.apps import apps

    return [model for model in models_ or apps.get_models() if issubclass(model, CaseData)]


def noted_models() -> list[type[models.Model]]:
    """Return every model whose rows the ledger has entries about: with case data, or with sealed texts."""
    from django.apps import apps

    return [
        model
        for model in apps.get_models()
        if issubclass(model, CaseData) or any(isinstance(field, SecretText) for field in model._meta.fields)
    ]
