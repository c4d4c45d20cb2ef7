"""A queryset's question, answered from rows at hand with SQL's three values; refused where it asks for more."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from django.db import models
from django.db.models import ForeignKey, QuerySet
from django.db.models.expressions import Col
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, In, IsNull, LessThan, LessThanOrEqual
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable
from django.db.models.sql.where import AND, OR, NothingNode, WhereNode

from fingerpost.access.visibility_sql import AmongOwn, Sees

type Values = Mapping[str, Any]
"""Of a row, by the names of its columns' attributes."""


class Rows(Protocol):
    """The rows of one concern, and whom they refer to. Both raise `NotAnswered` for what is not among them."""

    concern: models.Model
    since: datetime
    is_shared: bool

    def of(self, model: Any) -> Mapping[UUID, Values]:
        """Return the rows of a table, by their keys."""
        ...

    def other(self, model: Any, key: Any) -> models.Model:
        """Return somebody, or an organisation, to whom rows refer."""
        ...


class NotAnswered(Exception):  # noqa: N818 - no error: the database is asked
    """The question has to be asked of the database."""


_COMPARING: Final[Mapping[type, Callable[[Any, Any], bool]]] = {
    Exact: operator.eq,
    LessThan: operator.lt,
    LessThanOrEqual: operator.le,
    GreaterThan: operator.gt,
    GreaterThanOrEqual: operator.ge,
}


class Question:
    """What a queryset asks of rows of one concern."""

    def __init__(self, asked: QuerySet[Any], rows: Rows) -> None:
        self.asked: Any = asked
        self.rows = rows
        self.query: Any = asked.query
        self.model: Any = asked.model
        self.base = self.model._meta.db_table

    def answered(self) -> list[Any]:
        """Return what is asked for. Raises `NotAnswered`."""
        query = self.query
        plain = not (
            query.annotation_select
            or query.combinator
            or query.extra
            or query.group_by is not None
            or query.deferred_loading[0]
            or query.select_for_update
            or self.asked._prefetch_related_lookups
            or self.asked._sticky_filter
        )
        if not plain or not self._is_of_the_concern(query.where):
            raise NotAnswered
        found = [row for row in self.rows.of(self.model).values() if self._holds(query.where, row) is True]
        found = self._ordered(found)
        found = found[query.low_mark : query.high_mark]
        return self._shaped(found)

    # ---- which rows ----

    def _is_of_the_concern(self, node: WhereNode) -> bool:
        """Whether one of the conditions keeps the question within the rows that are at hand."""
        if node.connector != AND or node.negated:
            return False
        return any(
            self._is_of_the_concern(child) if isinstance(child, WhereNode) else self._keeps_within(child)
            for child in node.children
        )

    def _keeps_within(self, child: Any) -> bool:
        if not isinstance(child, Exact | In) or not self._is_own(child.lhs):
            return False
        values = self._values(child)
        target = child.lhs.target
        if target.attname == "concern_id":
            return values <= {self.rows.concern.pk}
        held = self.model if target.primary_key else target.related_model
        if held is None or held._meta.label == "access.Concern":
            return False
        return values <= self.rows.of(held).keys()

    def _is_own(self, column: Any) -> bool:
        return isinstance(column, Col) and column.alias == self.base

    def _values(self, child: Any) -> set[Any]:
        """Return the values that a column is compared with, each as a row has it."""
        if getattr(child, "bilateral_transforms", None):
            raise NotAnswered
        given = child.rhs if isinstance(child, In) else [child.rhs]
        if not isinstance(given, list | tuple | set | frozenset):
            raise NotAnswered
        return {self._value(child.lhs, one) for one in given}

    def _value(self, column: Any, given: Any) -> Any:
        if hasattr(given, "resolve_expression") or hasattr(given, "as_sql"):
            raise NotAnswered
        if isinstance(given, models.Model):
            given = given.pk
        target = column.target
        while isinstance(target, ForeignKey):
            target = target.target_field
        return target.to_python(given)

    def _holds(self, node: Any, row: Values) -> bool | None:
        if isinstance(node, WhereNode):
            return self._joined(node, row)
        if isinstance(node, NothingNode):
            return False
        if isinstance(node, Exact) and isinstance(node.lhs, Sees):
            if node.rhs is not True or (node.lhs.at is not None and node.lhs.at < self.rows.since):
                raise NotAnswered
            return True  # the rows at hand are those that are seen
        if isinstance(node, Exact) and isinstance(node.lhs, AmongOwn):
            return True
        if isinstance(node, IsNull) and isinstance(node.lhs, Col):
            return (self._of(node.lhs, row) is None) is bool(node.rhs)
        if not (isinstance(node, Exact | In) or type(node) in _COMPARING) or not isinstance(node.lhs, Col):
            raise NotAnswered
        value = self._of(node.lhs, row)
        if isinstance(node, In):
            wanted = self._values(node)
            return None if value is None else value in wanted
        other = self._of(node.rhs, row) if isinstance(node.rhs, Col) else self._value(node.lhs, node.rhs)
        if value is None or other is None:
            return None
        compare = operator.eq if isinstance(node, Exact) else _COMPARING[type(node)]
        return compare(value, other)

    def _joined(self, node: WhereNode, row: Values) -> bool | None:
        if node.connector not in (AND, OR):
            raise NotAnswered
        settles = node.connector == OR
        found: bool | None = not settles
        for child in node.children:
            one = self._holds(child, row)
            if one is settles:
                found = settles
                break
            if one is None:
                found = None
        return found if found is None else found is not node.negated

    def _of(self, column: Col, row: Values) -> Any:
        """Return a column's value: of the row itself, or of one that it refers to."""
        return self._joined_row(column.alias, row).get(column.target.attname)

    def _joined_row(self, alias: str, row: Values) -> Values:
        if alias == self.base:
            return row
        join = self.query.alias_map[alias]
        through = getattr(join, "join_field", None)
        if not isinstance(through, ForeignKey):
            raise NotAnswered
        key = self._joined_row(join.parent_alias, row).get(through.attname)
        return {} if key is None else self._held(through.related_model, key)

    def _held(self, model: Any, key: UUID) -> Values:
        found = self.rows.of(model).get(key)
        if found is None:
            raise NotAnswered
        return found

    # ---- in which order, and as what ----

    def _ordered(self, rows: list[Values]) -> list[Values]:
        query = self.query
        if query.extra_order_by:
            raise NotAnswered
        names = query.order_by or (query.default_ordering and self.model._meta.ordering) or ()
        for name in reversed(names):
            if not isinstance(name, str) or name == "?":
                raise NotAnswered
            path, descends = name.lstrip("-"), name.startswith("-") is query.standard_ordering
            for key in reversed(list(self._order_paths(self.model, path))):
                keyed = [(self._by_path(self.model, key, row), row) for row in rows]
                if any(value is None for value, _ in keyed):
                    raise NotAnswered
                rows = [row for _, row in sorted(keyed, key=lambda one: one[0], reverse=descends)]
        return rows

    def _order_paths(self, model: Any, path: str) -> Iterable[str]:
        """Yield the columns that an order is by: one that names a row is by the order of those."""
        name, _, rest = path.partition("__")
        if name == "pk":
            yield "pk"
            return
        one = model._meta.get_field(name)
        if not isinstance(one, ForeignKey) or name == one.attname:
            yield name
            return
        for further in [rest] if rest else one.related_model._meta.ordering or ["pk"]:
            if not isinstance(further, str) or further.startswith("-"):
                raise NotAnswered
            for found in self._order_paths(one.related_model, further):
                yield f"{name}__{found}"

    def _by_path(self, model: Any, path: str, row: Values) -> Any:
        name, _, rest = path.partition("__")
        if name == "pk":
            return row[model._meta.pk.attname]
        one = model._meta.get_field(name)
        if not rest:
            return row[one.attname]
        key = row[one.attname]
        return None if key is None else self._by_path(one.related_model, rest, self._held(one.related_model, key))

    def _shaped(self, rows: list[Values]) -> list[Any]:
        kind, query = self.asked._iterable_class, self.query
        if kind is ModelIterable and not query.select and not query.distinct:
            related = query.select_related
            if related is True:
                raise NotAnswered
            return [self._instance(self.model, row, related or {}) for row in rows]
        if kind not in (ValuesListIterable, FlatValuesListIterable) or not query.select:
            raise NotAnswered
        if any(not isinstance(one, Col) or one.target.get_internal_type() == "BinaryField" for one in query.select):
            raise NotAnswered
        found: list[Any] = [tuple(self._of(one, row) for one in query.select) for row in rows]
        if query.distinct:
            found = list(dict.fromkeys(found))
        return [one for (one,) in found] if kind is FlatValuesListIterable else found

    def _instance(self, model: Any, row: Values, related: Mapping[str, Any]) -> models.Model:
        columns = [one.attname for one in model._meta.concrete_fields]
        values = [row[name] for name in columns]
        if not self.rows.is_shared:
            values = [deepcopy(value) if isinstance(value, list | dict) else value for value in values]
        made: models.Model = model.from_db("default", columns, values)
        for name, further in related.items():
            one = model._meta.get_field(name)
            key = row[one.attname]
            setattr(made, name, None) if key is None else one.set_cached_value(made, self._related(one, key, further))
        return made

    def _related(self, one: Any, key: Any, further: Mapping[str, Any]) -> models.Model:
        model = one.related_model
        try:
            row = self._held(model, key)
        except NotAnswered:
            return self.rows.other(model, key)
        return self._instance(model, row, further)
