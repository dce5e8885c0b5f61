"""An indicator as one query over the canonical tables: the same steps as `cases` and `counting`, in SQL.

The query reads top to bottom as the calculation does. `periods` holds what is given (days, limits), `cases`
the rows of the counted table in each period, `related_NAME` what other rows of the child come to, `with_NAME`
the cases with values and related rows, `statuses` what became of each case, `counted` those that count.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final

from sqlglot import exp

from chatcalc.expressions.to_sql import DIALECTS
from chatcalc.expressions.to_sql_functions import BANK_HOLIDAYS
from chatcalc.indicators.answers import titled
from chatcalc.indicators.sql.bank_holidays import bank_holidays_cte
from chatcalc.indicators.sql.cases import periods_query, step_queries
from chatcalc.indicators.sql.counts import counted_queries, statuses_query
from chatcalc.indicators.sql.figures import authorities_query, figures
from chatcalc.indicators.sql.naming import Given, Naming
from chatcalc.specs.definition import Definition

FILE_ORDER: Final = ("source_file", "source_row")


def sql_query(
    definition: Definition, given: Given, dialect: str, *, row_order: Sequence[str] = FILE_ORDER
) -> str:
    """One query that gives an indicator for every authority in the tables.

    Args:
        definition: The indicator as computed from one source.
        given: Periods, population, start of the data.
        dialect: A key of `DIALECTS`.
        row_order: Columns that put the rows of a table in the order of the files, which settles ties between
            rows of one child and date. The canonical tables have file and row alone; rows that share both
            (a census gives each child's line) are told apart by their content, so name a column that numbers
            the rows where the tables have one.

    Returns:
        SQL that gives la_code, period_start, period_end, part (of an indicator with parts; missing for its
        own figure), numerator and denominator as a report has them (of a mean the sum and the count, of a
        rate the population), and the `median` or the `largest` of one. An authority that has a row in neither
        the children's nor the counted table has none here.
    """
    naming = Naming(definition, DIALECTS[dialect], tuple(row_order))
    queries = [("periods", periods_query(naming, given)), *step_queries(naming)]
    last = queries[-1][0]
    queries += [
        ("statuses", statuses_query(naming, last)),
        *counted_queries(naming),
        ("authorities", authorities_query(naming)),
    ]
    totals, final = figures(naming)
    if totals is not None:
        queries.append(("totals", totals))
    for name, query in queries:
        final = final.with_(name, as_=query, copy=False)
    text = final.sql(dialect=dialect, pretty=True)
    if BANK_HOLIDAYS in {table.name for table in final.find_all(exp.Table)}:
        text = bank_holidays_cte(dialect) + ",\n" + text.removeprefix("WITH ")
    return f"{_heading(definition)}\n{text}\n"


def _heading(definition: Definition) -> str:
    """What the query says, and what it leaves to its reader, as comments."""
    spec = definition.spec
    texts = [f"{titled(definition)} ({spec.id}), from {definition.source}", spec.summary]
    if definition.needs:
        column = definition.needs.year or definition.needs.column
        texts.append(f"The figure stands only where {definition.needs.table} holds rows with {column}.")
    if definition.look_back:
        months = definition.look_back.months
        texts.append(f"The tables must reach back {months} months before the period, or it is partial.")
    if definition.population:
        texts.append("The denominator is the number of children aged 0 to 17: fill it in below.")
    lines = [line for text in texts for line in textwrap.wrap(" ".join(text.split()), 106)]
    return "\n".join(f"-- {line}" for line in lines)
