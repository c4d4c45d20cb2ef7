"""A model's field whose text is sealed in the database, and open only on the row that it belongs to.

    class InitialAccount(CaseData):
        narrative = SecretText()

    concern.narrative = "…"      # sealed by save(), under the key of concern.concern_id, for this table, row and column
    concern.narrative            # opened when it is read
    InitialAccount.objects.values()     # has `Sealed` objects
    InitialAccount.objects.filter(narrative="…")    # FieldError: search by tokens

What does not read as words is refused with NotWordsError when it is saved (`fingerpost.wording`).

An empty text is sealed like any other. With null=True, None stays NULL, and the database shows that nothing is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, cast
from uuid import UUID

from django.core import checks
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from fingerpost.keys import services, words
from fingerpost.keys.secret import Sealed, Secret
from fingerpost.rooms import Room, rooms

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    _Field = models.Field[str | None, Any]
else:
    _Field = models.Field


@dataclass(frozen=True, kw_only=True)
class WithOpened(Room):
    """The room that notes that somebody was shown a text: called with the row, whenever one that came sealed from the
    database is opened on it."""

    text_opened: Callable[[models.Model], None] | None = None


def one_text(text: str) -> Iterable[str]:
    """Return what is to read as words: the text itself."""
    return [text]


def made_here(_text: str) -> Iterable[str]:
    """Return nothing that is to read as words: the text is a file that the service made of words that it has."""
    return []


class SecretText(_Field):
    """Text, sealed under the key of `owner`: the name of the attribute that has the id of a concern or a user.

    `holds` says which texts in it are to read as words.
    """

    description = "Text that is sealed in the database"

    def __init__(
        self,
        *args: Any,
        owner: str = "concern_id",
        holds: Callable[[str], Iterable[str]] = one_text,
        **kwargs: Any,
    ) -> None:
        self.owner = owner
        self.holds = holds
        kwargs["editable"] = False  # forms and admin pages that make themselves leave it out
        super().__init__(*args, **kwargs)

    # ---- the instance ----

    @property
    def descriptor_class(self) -> type[DeferredAttribute]:  # type: ignore[override]
        """What reads and writes the attribute."""
        return _Attribute

    def place(self, instance: models.Model) -> str:
        """Return where the text is in the database: what its ciphertext is bound to."""
        return f"{instance._meta.db_table}:{instance.pk}:{self.column}"

    def owner_id(self, instance: models.Model) -> UUID:
        """Return whose key seals the text."""
        owner_id = getattr(instance, self.owner)
        if not isinstance(owner_id, UUID):
            raise ValueError(f"{instance._meta.label}.{self.owner} is not set: nobody’s key seals {self.name}")
        return owner_id

    def open(self, instance: models.Model, sealed: Sealed) -> Secret:
        """Return the text of the row. Raises as `services.decrypt` does."""
        owner_id, place = self.owner_id(instance), self.place(instance)
        return Secret(services.decrypt(owner_id, place, sealed.box), (owner_id, place, sealed))

    def seal(self, instance: models.Model, text: Secret) -> tuple[Secret, Sealed]:
        """Return the text and its box: the one that it has, if that opens on this row, or else a new one.

        Raises NotWordsError.
        """
        owner_id, place = self.owner_id(instance), self.place(instance)
        if text.sealed and text.sealed[:2] == (owner_id, place):
            return text, text.sealed[2]
        words.check_all(self.holds(text))
        sealed = Sealed(services.encrypt(owner_id, place, text))
        return Secret(text, (owner_id, place, sealed)), sealed

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        """Return what is written: a text that is new here sealed, and one that is not as it was."""
        held = model_instance.__dict__.get(self.attname)
        if isinstance(held, Sealed):
            if add:
                self.open(model_instance, held)  # a box from another row would never open here
            return held
        if isinstance(held, Secret):
            model_instance.__dict__[self.attname], sealed = self.seal(model_instance, held)
            return sealed
        return None

    # ---- the database ----

    def get_internal_type(self) -> str:
        """Return the kind of column: bytes."""
        return "BinaryField"

    def from_db_value(self, value: bytes | memoryview | None, *_: Any) -> Sealed | None:
        """Return the ciphertext; the instance opens it when the text is read."""
        return None if value is None else Sealed(bytes(value))

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: ARG002
        """Return the ciphertext for the database, and refuse a text in clear: only an instance can seal it."""
        if value is None:
            return None
        if isinstance(value, Sealed):
            return cast(Any, connection).Database.Binary(value.box)
        raise FieldError(
            f"{self} is sealed: set it on an instance and save that, instead of update() or an expression."
        )

    def value_to_string(self, obj: models.Model) -> NoReturn:  # noqa: ARG002
        """Refuse: a dump would carry the text in clear."""
        raise FieldError(f"{self} is sealed and is not exported in clear. Make a backup of the database instead.")

    def get_lookup(self, lookup_name: str) -> Any:
        """Return `isnull`, and refuse the others: equal texts have different ciphertexts."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(
            f"{self} is sealed: the database cannot compare it. Search with fingerpost.record.services.search, and ask"
            " whether anything is there with __isnull."
        )

    # ---- migrations and checks ----

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Return how a migration makes the field."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        if self.owner != "concern_id":
            kwargs["owner"] = self.owner
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Find a field that can never be read, or that is asked to be compared."""
        return [*super().check(**kwargs), *self._check_owner(), *self._check_comparing()]

    def _check_owner(self) -> list[checks.CheckMessage]:
        try:
            self.model._meta.get_field(self.owner.removesuffix("_id"))
        except FieldDoesNotExist:
            hint = f"Add it, or name another with SecretText(owner=…): a {self.owner} is whose key seals the text."
            return [checks.Error(f"{self} is sealed, and its model has no {self.owner}.", hint, self, "keys.E001")]
        return []

    def _check_comparing(self) -> list[checks.CheckMessage]:
        ordering = {str(name).lstrip("-") for name in self.model._meta.ordering or ()}
        if self.unique or cast(Any, self).db_index or self.name in ordering:
            hint = "A sealed text is neither unique, nor indexed, nor ordered by."
            return [checks.Error(f"{self} is sealed, and the database cannot compare it.", hint, self, "keys.E002")]
        return []


class _Attribute(DeferredAttribute):
    """Reads and writes a `SecretText`: opened when it is read, sealed when it is saved."""

    field: SecretText

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        held = super().__get__(instance, cls)
        if isinstance(held, Sealed):
            held = instance.__dict__[self.field.attname] = self.field.open(instance, held)
            for room in rooms(WithOpened):
                if room.text_opened is not None:
                    room.text_opened(instance)
        return held

    def __set__(self, instance: models.Model, value: Sealed | str | None) -> None:
        if isinstance(value, str) and not isinstance(value, Secret):
            value = Secret(value)
        if not isinstance(value, Sealed | Secret | None):
            raise TypeError(f"{self.field} takes text, not a {type(value).__name__}")
        instance.__dict__[self.field.attname] = value
