"""A report with its small counts hidden, and the symbols that DfE's tables print for them.

`c` stands for a figure that is hidden, `low` for one that is not 0 but rounds to it, `z` for one that does
not apply: a share of nobody.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from chatcalc.reports.lines import (
    Baseline,
    Change,
    Group,
    Line,
    Part,
    PeriodFigure,
    Point,
)
from chatcalc.reports.suppression import SHOWN, Counts, Mask, Row, hidden_totals
from chatcalc.reports.suppression_groups import hidden_groups

HIDDEN: Final = "c"
LOW: Final = "low"
NOT_APPLICABLE: Final = "z"

Figure = TypeVar("Figure", Line, Part, Group, Point, Baseline, Change, PeriodFigure)
Own = TypeVar("Own", Line, Part)
Masks = Mapping[dt.date, Mapping[Row, Mask]]
Groups = Mapping[tuple[str, str], Mapping[tuple[str, str], Mask]]


def suppressed(lines: Sequence[Line], limit: int) -> tuple[Line, ...]:
    """The lines with counts from 1 to below a limit hidden, and whatever would give them away.

    Cases left out and cases whose condition was unknown are counts too: neither is told.
    """
    masks = {code: _masks(own, limit) for code, own in _by_authority(lines).items()}
    groups = {
        (code, by): hidden_groups(own, by, _latest(own, masks[code]), limit)
        for code, own in _by_authority(lines).items()
        for by in dict.fromkeys(group.by for line in own for group in line.breakdowns)
    }
    return tuple(_line(line, masks[line.la_code], groups) for line in lines)


def _by_authority(lines: Sequence[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.la_code].append(line)
    return found


def _masks(lines: Sequence[Line], limit: int) -> Masks:
    """What is hidden of all figures that are no groups, by their last day."""
    rows: dict[dt.date, dict[Row, Counts]] = defaultdict(dict)
    for line in lines:
        units = {part.id: part.unit for part in line.parts}
        for point in line.trend:
            unit = line.unit if point.part is None else units[point.part]
            rows[point.period_end][line.id, point.part] = Counts(unit, point.numerator, point.denominator)
        for figure in line.figures:
            row = (line.id, None if isinstance(figure, Line) else figure.id)
            rows[line.period.end][row] = Counts(figure.unit, figure.numerator, figure.denominator)
            if figure.baseline:
                then = figure.baseline
                rows[then.as_at].setdefault(row, Counts(figure.unit, then.numerator, then.denominator))
            others: tuple[Change | PeriodFigure, ...] = (*figure.changes, *figure.returned)
            for each in others:
                rows[each.period.end].setdefault(row, Counts(figure.unit, each.numerator, each.denominator))
    return {end: hidden_totals(there, limit) for end, there in rows.items()}


def _latest(lines: Sequence[Line], masks: Masks) -> dict[Row, Mask]:
    return {row: mask for line in lines for row, mask in masks[line.period.end].items() if row[0] == line.id}


def _line(line: Line, masks: Masks, groups: Groups) -> Line:
    own = masks[line.period.end]
    shown = _beside(_figure(line, own[line.id, None]), line.id, None, masks)
    if shown.status == "suppressed":
        target = replace(line.target, rating=None) if line.target else None
        shown = replace(shown, direction_is_good=None, latest_position=None, target=target)
    return replace(
        shown,
        unknown=None,
        excluded=(),
        parts=tuple(
            _beside(_figure(part, own[line.id, part.id]), line.id, part.id, masks) for part in line.parts
        ),
        breakdowns=tuple(_group(group, line, own, groups) for group in line.breakdowns),
        trend=tuple(_figure(point, masks[point.period_end][line.id, point.part]) for point in line.trend),
    )


def _group(
    group: Group,
    line: Line,
    totals: Mapping[Row, Mask],
    groups: Groups,
) -> Group:
    if len({each.group for each in line.breakdowns if each.by == group.by}) == 1:
        return _figure(group, totals[line.id, group.part])  # the only group is the total
    return _figure(group, groups[line.la_code, group.by].get((line.id, group.group), SHOWN))


def _beside(figure: Own, line_id: str, part: str | None, masks: Masks) -> Own:
    """What stands beside a figure and would give it away is hidden with it."""
    if figure.status == "suppressed":
        figure = replace(figure, direction=None, direction_within_chance=None)
    moved = tuple(
        _change(each, figure.status, masks[each.period.end][line_id, part]) for each in figure.changes
    )
    returned = tuple(_figure(each, masks[each.period.end][line_id, part]) for each in figure.returned)
    figure = replace(figure, changes=moved, returned=returned)
    then = figure.baseline
    if then is None:
        return figure
    then = _figure(then, masks[then.as_at][line_id, part])
    if "suppressed" in (figure.status, then.status):
        then = replace(then, change=None, change_display=HIDDEN)
    return replace(figure, baseline=then)


def _change(change: Change, latest: str, mask: Mask) -> Change:
    """The change with its earlier figure, hidden with either."""
    change = _figure(change, mask)
    if "suppressed" not in (change.status, latest):
        return change
    return replace(change, change=None, change_display=HIDDEN, note="hidden")


def _figure(figure: Figure, mask: Mask) -> Figure:
    if not mask:
        return replace(figure, display=_symbol(figure))
    shown = replace(
        figure,
        numerator=None if mask.numerator else figure.numerator,
        denominator=None if mask.denominator else figure.denominator,
        value=None,
        display=HIDDEN,
        status="suppressed",
    )
    return shown if isinstance(shown, Baseline | Change | PeriodFigure) else replace(shown, interval=None)


def _symbol(figure: Line | Part | Group | Point | Baseline | Change | PeriodFigure) -> str:
    if figure.value is None and figure.denominator == 0:
        return NOT_APPLICABLE
    rounds_to_nothing = figure.display.strip("≥") in ("0", "0.0", "0.00")
    return LOW if figure.value and rounds_to_nothing else figure.display
