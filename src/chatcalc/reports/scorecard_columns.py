"""The columns of a scorecard: those in which anything stands, and for each group of a breakdown its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from chatcalc.reports.further import some_changes, some_periods
from chatcalc.reports.lines import Line
from chatcalc.reports.report import NamedPeriod
from chatcalc.reports.scorecard import NO_GROUP, GroupKey, ScorecardRow, breakdowns_of
from chatcalc.reports.wording import CHANGE_HEADS, period_head, short_month

MOST_GROUPS: Final = 8
"""Of so many groups each has a column of its own; of more, the gap names the lowest and the highest."""


@dataclass(frozen=True)
class ScorecardColumn:
    """A column: its head and its cell.

    Attributes:
        words: Whether it is read from the left; figures are read from the right.
        kind: What it shows: `rating` and `trend` are drawn where a format can.
        by: The breakdown that it is a group of, if any; its groups stand together or not at all.
    """

    head: str
    cell: Callable[[ScorecardRow], str]
    words: bool = False
    kind: Literal["figure", "rating", "trend", "gap"] = "figure"
    by: str = ""


def scorecard_columns(
    rows: Sequence[ScorecardRow], lines: Sequence[Line], *, bars: bool = True
) -> list[ScorecardColumn]:
    """The columns in which anything stands, the most needed first.

    Args:
        rows: The rows.
        lines: What they are of.
        bars: Whether bars can be printed.
    """
    since = next((short_month(line.baseline.as_at) for line in lines if line.baseline), "Earlier")
    columns = [
        ScorecardColumn("Latest", lambda row: row.value),
        ScorecardColumn("Target", lambda row: row.target),
        ScorecardColumn("Rating", lambda row: row.rating, words=True, kind="rating"),
        ScorecardColumn("Trend", lambda row: row.spark if bars else row.ends, words=True, kind="trend"),
        *_further(lines),
        ScorecardColumn(since, lambda row: row.earlier),
        ScorecardColumn("Change", lambda row: row.change),
        *_changes(lines),
        *(_gap_column(by) for by in breakdowns_of(lines)),
        *_group_columns(lines),
    ]
    return [column for column in columns if any(column.cell(row) for row in rows)]


def _further(lines: Sequence[Line]) -> Iterator[ScorecardColumn]:
    for place, each in enumerate(some_periods(lines)):
        yield ScorecardColumn(period_head(NamedPeriod(each.name, each.period)), _nth_period(place))


def _nth_period(place: int) -> Callable[[ScorecardRow], str]:
    return lambda row: row.periods[place] if row.periods else ""


def _changes(lines: Sequence[Line]) -> Iterator[ScorecardColumn]:
    for place, each in enumerate(some_changes(lines)):
        yield ScorecardColumn(CHANGE_HEADS[each.ago], _nth_change(place))


def _nth_change(place: int) -> Callable[[ScorecardRow], str]:
    return lambda row: row.changes[place] if row.changes else ""


def _gap_column(by: str) -> ScorecardColumn:
    return ScorecardColumn(f"Gap by {_spoken(by)}", lambda row: row.gaps.get(by, ""), words=True, kind="gap")


def _group_columns(lines: Sequence[Line]) -> Iterator[ScorecardColumn]:
    """A column for each group of a breakdown that has few; named with it where there are several."""
    asked = breakdowns_of(lines)
    for by in asked:
        groups = dict.fromkeys(each.group for line in lines for each in line.breakdowns if each.by == by)
        if len(groups) <= MOST_GROUPS:
            named = sorted(groups, key=lambda group: group in NO_GROUP)
            for group in named:
                head = group if len(asked) == 1 else f"{_spoken(by)}: {group}"
                yield ScorecardColumn(head[:1].upper() + head[1:], _nth_group((by, group)), by=by)


def _nth_group(key: GroupKey) -> Callable[[ScorecardRow], str]:
    return lambda row: row.groups.get(key, "")


def _spoken(by: str) -> str:
    return by.replace("_", " ").replace(",", " and ")
