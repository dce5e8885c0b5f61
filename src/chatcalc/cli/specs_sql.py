"""`chatcalc specs sql`: an indicator as a query for a warehouse."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from chatcalc.cli import options as shared
from chatcalc.cli.streams import write_text

if TYPE_CHECKING:
    from chatcalc.cli.config import Options
    from chatcalc.indicators.sql.naming import Given
    from chatcalc.specs.definition import Definition, Indicator

Dialect = Annotated[
    Literal["duckdb", "tsql", "oracle", "postgres", "spark", "databricks"],
    typer.Option("--dialect", help="The SQL to write; our tests run no T-SQL, Oracle or Databricks."),
]
AsAt = Annotated[
    str | None,
    typer.Option(
        "--as-at", metavar="DATE", help="The snapshot, e.g. 2024-03-31. Default: the last 31 March."
    ),
]
Population = Annotated[
    int | None, typer.Option("--population", metavar="N", help="Children aged 0 to 17, for rates.")
]
KnownFrom = Annotated[
    str | None,
    typer.Option(
        "--known-from",
        metavar="DATE",
        help="The first day the tables speak of, for conditions that ask. Default: unknown; Annex A: the "
        "period's first day.",
    ),
]
RowOrder = Annotated[
    str | None,
    typer.Option(
        "--row-order",
        metavar="COLUMN",
        help="A column that numbers the rows of each table as the extract has them; it settles which of a "
        "child's rows of one date is the last. Default: source_file, then source_row.",
    ),
]


def sql(
    indicator: Annotated[str, typer.Argument(metavar="ID", help="An indicator.")],
    dialect: Dialect,
    *,
    as_at: AsAt = None,
    months: shared.Months = None,
    source: shared.Source = None,
    population: Population = None,
    known_from: KnownFrom = None,
    row_order: RowOrder = None,
    specs: shared.Specs = None,
    config: shared.Config = None,
) -> None:
    """Print an indicator as one query over the canonical tables.

    It gives la_code, period_start, period_end, numerator and denominator, and for each part of an indicator
    that has them a row with its `part`. `chatcalc convert` writes the tables; a flag is 1 or 0 where SQL has
    no Booleans, and a list of codes is text with commas where it has no lists.
    """
    from chatcalc.cli.config import options
    from chatcalc.expressions.to_sql_functions import NotInSqlError
    from chatcalc.indicators.sql.query import FILE_ORDER, sql_query
    from chatcalc.reports.asking import sound_specs, wanted_ids
    from chatcalc.reports.request import Request, RequestError

    given = {"as_at": as_at, "months": months, "source": source, "population": population, "specs": specs}
    chosen = options(given, config)
    loaded = sound_specs(Request((), specs=tuple(chosen.specs), parameters=dict(chosen.parameters)))
    wanted_ids(Request((), indicators=(indicator,)), loaded.indicators)
    definition = _definition(loaded.indicators[indicator], chosen.source)
    start = _day(known_from, "--known-from")
    order = FILE_ORDER if row_order is None else (_column(row_order),)
    try:
        query = sql_query(definition, _given(definition, chosen, start), dialect, row_order=order)
    except NotInSqlError as error:
        raise RequestError(f"{indicator}: {error}") from error
    write_text(query)


def _definition(indicator: Indicator, source: str | None) -> Definition:
    """The definition for a source, or for the first that has one: statutory returns come before Annex A."""
    from chatcalc.reports.request import RequestError

    if source is None:
        return next(iter(indicator.definitions.values()))
    if source not in indicator.definitions:
        raise RequestError(f"{indicator.id} from {source}: {indicator.unavailable[source]}")
    return indicator.definitions[source]


def _given(definition: Definition, chosen: Options, known_from: dt.date | None) -> Given:
    from chatcalc.indicators.jobs import Request
    from chatcalc.indicators.sql.naming import Given
    from chatcalc.tables.catalogue import TABLES
    from chatcalc.tables.columns import ANNEX_A

    as_at = chosen.as_at or _last_year_end(dt.date.today())
    period = Request(as_at, chosen.months).first_period(definition.source)
    start = known_from or (period.start if definition.source == ANNEX_A else None)
    return Given([period], chosen.population, dict.fromkeys(TABLES, start) if start else {})


def _day(text: str | None, option: str) -> dt.date | None:
    from chatcalc.reports.request import RequestError

    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise RequestError(f"{option}: write the date as 2024-03-31") from None


def _column(name: str) -> str:
    """A column's name, which goes into the query as it is written."""
    from chatcalc.reports.request import RequestError

    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise RequestError("--row-order: write the name of one column: letters, digits and _")
    return name


def _last_year_end(today: dt.date) -> dt.date:
    ended = dt.date(today.year, 3, 31)
    return ended if ended <= today else ended.replace(year=today.year - 1)
