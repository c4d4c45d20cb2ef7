"""Answers that are none of their fact's: found in whole columns, told by concern."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as of_type

from fingerpost.procedure.errors import Problem, nearest
from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.model import Fact, Pack
from fingerpost_bulk.tables import ID, TABLES, TableError

Batch = Any


def checked(table: Batch, scope: Scope, pack: Pack) -> Batch:
    """The table with texts as codes. Raises TableError for a number or a text that is no answer to its fact."""
    for fact in pack.facts_of(scope):
        if fact.type == "bool" or fact.id not in table.schema.names:
            continue
        column = table.column(fact.id)
        if of_type.is_null(column.type):
            continue
        if fact.type == "int":
            _check_numbers(table, column, fact)
            continue
        if not of_type.is_dictionary(column.type):
            column = column.cast(pa.string()).dictionary_encode()
            table = table.set_column(table.schema.get_field_index(fact.id), fact.id, column)
        _check_texts(table, column, fact)
    return table


def _check_numbers(table: Batch, column: Any, fact: Fact) -> None:
    numbers = [value for value in fact.values if isinstance(value, int)]
    least, most = pc.min_max(column).values()
    if least.as_py() is None or (least.as_py() >= numbers[0] and most.as_py() <= numbers[-1]):
        return
    wrong = pc.or_(pc.less(column, numbers[0]), pc.greater(column, numbers[-1]))
    place = pc.index(wrong, True).as_py()
    raise _wrong(table, place, fact, column[place].as_py(), f"It is a whole number from {numbers[0]} to {numbers[-1]}.")


def _check_texts(table: Batch, column: Any, fact: Fact) -> None:
    for code, text in enumerate(column.dictionary.to_pylist()):
        if text not in fact.values and (place := pc.index(column.indices, code).as_py()) >= 0:
            texts = [str(value) for value in fact.values]
            raise _wrong(table, place, fact, text, nearest(str(text), texts) or f"It is one of {', '.join(texts)}.")


def _wrong(table: Batch, place: int, fact: Fact, value: object, right: str) -> TableError:
    where = f"{TABLES[fact.scope]}, concern {table.column(ID)[place].as_py()}"
    return TableError([Problem(where, f"“{value}” is no answer to {fact.id}", right)])
