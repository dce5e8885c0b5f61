"""The last published years of an indicator for the HTML report: a chart, and every figure as a table."""

from __future__ import annotations

from dataclasses import dataclass

from chatcalc.reports.charts_published import NAMES, PublishedChart, published_chart
from chatcalc.reports.lines import Line
from chatcalc.reports.past_years import PastYears, Year, past_years, periods


@dataclass(frozen=True)
class PastRow:
    """Of whom, and the figure of each year."""

    whose: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class PastBlock:
    """The rows of an indicator, or of one of its parts with its title."""

    title: str
    rows: tuple[PastRow, ...]


@dataclass(frozen=True)
class PastView:
    """The last published years: a chart where the indicator has figures of its own, and all as tables.

    Attributes:
        heads: The years.
        blocks: The indicator's own, and one for each part.
    """

    chart: PublishedChart | None
    heads: tuple[str, ...]
    blocks: tuple[PastBlock, ...]


def past_view(line: Line, la_name: str) -> PastView | None:
    """The last published years of an indicator; None where nothing is published of it.

    Args:
        line: The indicator.
        la_name: What the authority is called whose figures they are.
    """
    series = past_years([line])
    if not series:
        return None
    years = periods(series)
    return PastView(
        chart=published_chart(line.published_trend, line.unit),
        heads=tuple(period for _, period in years),
        blocks=tuple(_block(each, years, la_name) for each in series),
    )


def _block(series: PastYears, years: list[Year], la_name: str) -> PastBlock:
    called = {**NAMES, "LA": la_name, "SNs": "Statistical neighbours"}
    titles = {part.id: part.title for part in series.line.parts}
    return PastBlock(
        titles[series.part] if series.part else "",
        tuple(
            PastRow(called[whose], tuple(cells.get(year, "") for year in years))
            for whose, cells in series.rows()
        ),
    )
