"""The scorecard that scrutiny committees read each month: value, target, trend, change, and gap.

The gap is that between the groups of whatever the figures are broken down by: teams, localities, sexes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chatcalc.indicators.results import Unit
from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.lines import Group, Line, Part
from chatcalc.reports.plain import number_of
from chatcalc.reports.published_history import sparkline
from chatcalc.reports.rows import readable

NO_GROUP: Final = frozenset({"not recorded", "not known", "unknown", "other or unknown"})
GroupKey = tuple[str, str]
"""A breakdown and one of its groups."""


@dataclass(frozen=True)
class ScorecardRow:
    """The cells of an indicator, or of a part of one that has no figure itself; empty where nothing is known.

    Attributes:
        part: The part it is of, if any.
        trend: The values of the trend, oldest first; None where a value is absent, hidden or partial.
        periods: The figures of the further periods.
        changes: The changes since a quarter and a year earlier.
        gaps: By breakdown: what lies between the lowest and the highest group, and which they are.
        groups: The figures of the groups.
    """

    title: str
    value: str = ""
    part: str | None = None
    target: str = ""
    rating: str = ""
    trend: tuple[float | None, ...] = ()
    earlier: str = ""
    change: str = ""
    periods: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    gaps: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[GroupKey, str] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        """0 for an indicator, 1 for a part."""
        return 0 if self.part is None else 1

    @property
    def spark(self) -> str:
        """The trend as bars."""
        return sparkline(self.trend).rstrip()

    @property
    def ends(self) -> str:
        """The trend where bars cannot be printed: its first and last values."""
        known = [each for each in self.trend if each is not None]
        return f"{known[0]:.0f} to {known[-1]:.0f}" if len(known) > 1 else ""


def scorecard_rows(line: Line, footnotes: Footnotes) -> Iterator[ScorecardRow]:
    """The row of an indicator; of a mix, which has no figure, its title and a row for each part."""
    mix = bool(line.parts) and line.value is None and line.numerator is None and line.status != "suppressed"
    title = line.title + footnotes.mark(line)
    yield ScorecardRow(title) if mix else _row(line, line, title)
    if mix:
        yield from (_row(line, part, part.title) for part in line.parts)


def _row(line: Line, figure: Line | Part, title: str) -> ScorecardRow:
    part = figure.id if isinstance(figure, Part) else None
    target = line.target if part is None else None
    then = figure.baseline
    return ScorecardRow(
        title=title,
        value=readable(figure.display),
        part=part,
        target=f"{target.target:g}" if target else "",
        rating=(target.rating or "") if target else "",
        trend=_trend(line, part),
        earlier=readable(then.display) if then else "",
        change=then.change_display if then else "",
        periods=tuple(readable(each.display) for each in figure.periods),
        changes=tuple(each.change_display for each in figure.changes),
        gaps={by: _gap(line, part, by) for by in breakdowns_of([line])},
        groups={
            (each.by, each.group): _shown(each, figure.unit) for each in line.breakdowns if each.part == part
        },
    )


def _shown(group: Group, unit: Unit) -> str:
    """A group's figure; of a rate, which a group has no population for, the number of its cases."""
    if unit == "rate_per_10000" and group.value is None and group.numerator is not None:
        return f"n={group.numerator:,}"
    return readable(group.display)


def breakdowns_of(lines: Sequence[Line]) -> list[str]:
    """By what the lines are broken down, in the order asked for."""
    return list(dict.fromkeys(group.by for line in lines for group in line.breakdowns))


def _trend(line: Line, part: str | None) -> tuple[float | None, ...]:
    points = sorted((p for p in line.trend if p.part == part), key=lambda point: point.period_end)
    return tuple(point.value if point.status == "ok" else None for point in points)


def _gap(line: Line, part: str | None, by: str) -> str:
    """The lowest and the highest group, as displayed; those whose figure is hidden are not among them."""
    if (line.unit == "count" and part is None) or line.unit == "rate_per_10000":
        return ""  # of a larger group there is more of everything
    groups = [
        (number, group.group)
        for group in line.breakdowns
        if group.by == by
        and group.part == part
        and group.group not in NO_GROUP
        and (number := number_of(group.display)) is not None
    ]
    if len(groups) < 2:
        return ""
    (low, lowest), (high, highest) = min(groups), max(groups)
    return f"{high - low}: {lowest} {low}, {highest} {high}" if high > low else "0"
