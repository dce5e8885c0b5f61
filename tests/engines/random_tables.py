"""Random tables in which conditions of the built-in specifications are met, missed, unknown, just met."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from random import Random
from typing import Any

import polars as pl

from chatcalc.expressions.tree import Aggregate, Column, In, Literal, Name, Node, Operation, Type, walk
from chatcalc.extracts.extract import Extract
from chatcalc.specs.definition import Definition, RelatedRows, Value
from chatcalc.tables.catalogue import PROVENANCE, TABLES

AS_AT = dt.date(2024, 3, 31)
LA_CODES = ("878", "301")
_DAY = dt.timedelta(days=1)
_EDGES = [
    dt.date.fromisoformat(day)
    for day in (
        "2021-03-31", "2021-04-01", "2022-03-31", "2022-04-01", "2023-02-28", "2023-03-31", "2023-04-01",
        "2023-09-30", "2023-10-01", "2023-12-25", "2024-02-29", "2024-03-28", "2024-03-30", "2024-03-31",
        "2024-04-01",
    )
]  # fmt: skip
_BIRTHDAYS = [
    dt.date(year, *day) for year in range(1998, 2025) for day in ((2, 28), (3, 31), (4, 1), (11, 30))
]
_BIRTHDAYS += [dt.date(2004, 2, 29), dt.date(2008, 2, 29), dt.date(2024, 2, 29)]

Codes = Mapping[tuple[str, str], list[str]]


def random_extract(rng: Random, codes: Codes, source: str, rows: int = 80) -> Extract:
    """All tables at random, their rows in no order, with a child on several rows of every table."""
    days = [*_EDGES, *(AS_AT - rng.randint(0, 1400) * _DAY for _ in range(25))]
    tables = {name: _table(rng, name, codes, days, rows) for name in TABLES}
    known = {name: rng.choice(days) for name in TABLES if rng.random() < 0.8}
    return Extract(source, tables, known, AS_AT, la_codes=LA_CODES)


def codes_of(definitions: Iterable[Definition]) -> Codes:
    """The codes that conditions compare with each column, by table and column."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for definition in definitions:
        tables = {step.name: step.table for step in definition.steps if isinstance(step, RelatedRows)}
        tables["child"] = "children"
        called = {step.name: step.node for step in definition.steps if isinstance(step, Value)}
        pooled = {str(n.value) for node in definition.nodes for n in walk(node) if _is_code(n)}
        for node in definition.nodes:
            for inner in walk(node):
                for column in _columns(inner, definition.table, tables, called):
                    found[column] |= _compared(inner) or set(sorted(pooled)[:3])
    return {column: sorted(values) for column, values in found.items()}


def _is_code(node: Node) -> bool:
    return isinstance(node, Literal) and node.type is Type.TEXT


def _compared(node: Node) -> set[str]:
    if isinstance(node, In):
        return {str(option.value) for option in node.options if _is_code(option)}
    if isinstance(node, Operation):
        return {str(o.value) for o in node.operands if isinstance(o, Literal) and _is_code(o)}
    return set()


def _columns(
    node: Node, table: str, tables: Mapping[str, str], called: Mapping[str, Node]
) -> list[tuple[str, str]]:
    """The columns that a node is about; a value that only gives a column another name is that column."""
    inside = (
        node.operands if isinstance(node, Operation) else (node.operand,) if isinstance(node, In) else (node,)
    )
    found = []
    for each in (called.get(one.name, one) if isinstance(one, Name) else one for one in inside):
        if isinstance(each, Name):
            found.append((table, each.name))
        elif isinstance(each, Column):
            found.append((tables[each.owner], each.name))
        elif isinstance(each, Aggregate) and each.column:
            found.append((tables[each.related], each.column))
    return found


def _table(rng: Random, name: str, codes: Codes, days: list[dt.date], rows: int) -> pl.DataFrame:
    table = TABLES[name]
    children = [(la, f"C{number}") for la in LA_CODES for number in range(8)]
    columns = {
        column: _Column(rng, name, column, codes.get((name, column), []), days)
        for column in table.dtypes
        if column not in PROVENANCE
    }
    data = []
    for line in range(rows):
        la_code, child_id = rng.choice(children)
        row: dict[str, Any] = {"la_code": la_code, "child_id": child_id}
        row |= {"source_file": "a.csv", "source_row": line}
        data.append(row | {column: values.draw(rng) for column, values in columns.items()})
    return pl.DataFrame(data, schema=table.dtypes, orient="row")


class _Column:
    """What a column of one random table holds: often missing or not, and half the time the same value.

    Conditions joined by AND are met only where their columns have a bias; each extract has another.
    """

    def __init__(self, rng: Random, table: str, column: str, codes: list[str], days: list[dt.date]) -> None:
        dtype = TABLES[table].dtypes[column]
        self.missing = rng.choice((0.2, 0.6)) if column == TABLES[table].end else rng.choice((0, 0.1, 0.3))
        self.pool: list[Any]
        if column == "date_of_birth":
            first = rng.randint(-3, 18)  # children of about one age, so that an age asked for is common
            self.pool = [day for day in _BIRTHDAYS if 2001 + first <= day.year <= 2005 + first]
        elif dtype == pl.Date:
            self.pool = [*days, *[AS_AT] * (len(days) if column == "year_end" else 2)]
        elif dtype == pl.Boolean:
            self.pool = [True, False]
        elif dtype == pl.Int64:
            self.pool = [0, 1, 2, 3, 14, 17, 20]
        elif dtype == pl.Float64:
            self.pool = [0.0, 0.5, 20.0, 20.1, 35.0]
        elif isinstance(dtype, pl.List):
            self.pool = [rng.sample([*codes, "other", "else"], rng.randint(0, 2)) for _ in range(4)]
        else:
            self.pool = [*codes, *codes, *codes, "other", "else"]
        self.often = rng.choice(self.pool)
        self.share = 0.0 if dtype == pl.Date else 0.5

    def draw(self, rng: Random) -> Any:
        if rng.random() < self.missing:
            return None
        return self.often if rng.random() < self.share else rng.choice(self.pool)
