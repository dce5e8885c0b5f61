"""Totals against an earlier run: a list that has grown or shrunk by much is what an inspector finds first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from chatcalc.extracts.extract import Extract, Finding
from chatcalc.extracts.findings import finding
from chatcalc.reports.report import TableRows
from chatcalc.tables.rounding import round_half_up

MOVED: Final = Fraction(1, 5)
"""A change of a fifth or more is worth a look."""
SMALL: Final = 20
"""Below so many rows, before and now, a fifth is chance."""


def table_rows(extracts: Iterable[Extract]) -> tuple[TableRows, ...]:
    """Rows of every table of every extract."""
    return tuple(
        TableRows(extract.source, name, frame.height)
        for extract in extracts
        for name, frame in sorted(extract.tables.items())
    )


def totals_moved(now: Sequence[TableRows], then: Sequence[TableRows], file: str) -> list[tuple[str, Finding]]:
    """A finding, with its source, for each table with a fifth more or fewer rows than in an earlier report.

    Args:
        now: Tables of this run.
        then: Tables of the earlier one; a source that either lacks is not compared.
        file: Name of the earlier report.
    """
    latest = {(each.source, each.table): each.rows for each in now}
    sources = {each.source for each in now}
    return [
        (each.source, _finding(each, latest.get((each.source, each.table), 0), file))
        for each in then
        if each.source in sources and _moved(each.rows, latest.get((each.source, each.table), 0))
    ]


def _moved(then: int, now: int) -> bool:
    return max(then, now) >= SMALL and abs(now - then) >= MOVED * then


def _finding(then: TableRows, now: int, file: str) -> Finding:
    table, change = then.table.replace("_", " "), abs(now - then.rows)
    more = "more" if now > then.rows else "fewer"
    share = f"{round_half_up(Fraction(100 * change, then.rows), 0)}% {more}" if then.rows else more
    message = (
        f"{table}: {now:,} rows, {share} than the {then.rows:,} of the earlier report; is the extract whole?"
    )
    return finding("cross-check-total", file, f"{then.table} of {then.source}", message, change, then.table)
