"""The gate between calculating and showing: renderers take a `Publishable` and nothing else.

A report for the people who hold the records shows every count, and says on its face that it is not for
publication. With a limit its small counts are hidden. A public report has them hidden always, and holds no
more than a table that is published needs: one period, one breakdown, and nothing about the data it is from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from chatcalc.indicators.breakdowns import DIMENSIONS
from chatcalc.indicators.results import Unit
from chatcalc.reports.lines import (
    Baseline,
    Change,
    Group,
    Line,
    Number,
    PeriodFigure,
    Point,
)
from chatcalc.reports.report import Classification, Report
from chatcalc.reports.request import RequestError
from chatcalc.reports.return_figures import safe_return
from chatcalc.reports.sentences import with_sentences
from chatcalc.reports.suppression import Counts, is_small
from chatcalc.reports.suppression_symbols import suppressed
from chatcalc.reports.uncertainty import without_intervals
from chatcalc.reports.wording import classification_note

Audience = Literal["internal", "public"]
PUBLIC_LIMIT: Final = 6
"""Counts from 1 to 5 are hidden in DfE's tables of children looked after and in need."""
SMALLEST_LIMIT: Final = 3
"""Below it a hidden count could be 1 alone, and would be known."""

# Groups of these share nothing but the total; any other, such as team, may lie within a second one.
_APART: Final = frozenset(DIMENSIONS) - {"team"}


@dataclass(frozen=True)
class Publishable:
    """A report that has passed disclosure control, even where that hid nothing."""

    report: Report


def control_disclosure(
    report: Report, *, suppress: int | None = None, audience: Audience = "internal"
) -> Publishable:
    """The report as it may be shown.

    Args:
        report: The finished report.
        suppress: Counts from 1 to below this number are hidden; None hides nothing for an internal audience,
            and counts below 6 for the public.
        audience: Who will read it.

    Raises:
        RequestError: The number is too low to hide anything.
    """
    limit = limit_of(suppress, audience)
    if limit is not None:
        report = _of_one_period(_without_regional(report))
        report = safe_return(report, one_period=audience == "public")
    if audience == "public":
        report = _for_the_public(report)
    if limit is not None:
        report = _with_small_counts_hidden(report, limit)
    kind = _classification(report, audience)
    run = replace(report.run, classification=kind, suppressed_below=limit)
    said = classification_note(run)
    run = replace(run, notes=(*([said] if said else []), *run.notes))
    return Publishable(replace(report, run=run, indicators=with_sentences(report.indicators)))


def limit_of(suppress: int | None, audience: Audience) -> int | None:
    """The limit below which counts are hidden, None where none are.

    Raises:
        RequestError: It is too low to hide anything, or too low for the public.
    """
    lowest = PUBLIC_LIMIT if audience == "public" else SMALLEST_LIMIT
    if suppress is not None and suppress < lowest:
        why = "for the public" if audience == "public" else "a hidden 1 would be known to be 1"
        raise RequestError(f"--suppress {suppress}: is below {lowest}, the lowest there is ({why})")
    return PUBLIC_LIMIT if suppress is None and audience == "public" else suppress


def _without_regional(report: Report) -> Report:
    """Without the table of all authorities: its sums less those of the others give a hidden count away."""
    if not report.regional:
        return report
    said = "No table of all authorities: its sums would let hidden counts be worked out."
    layout = "chat" if report.run.layout == "region" else report.run.layout
    run = replace(report.run, layout=layout, notes=(*report.run.notes, said))
    return replace(report, run=run, regional=())


def _of_one_period(report: Report) -> Report:
    """Without further periods: a year less its quarter is a count too, and may be a small one."""
    own, further = report.run.periods[:1], report.run.periods[1:]
    if not further:
        return report
    names = " and ".join(each.name for each in further)
    said = f"Not beside {names}: the periods less one another would let hidden counts be worked out."
    lines = tuple(
        replace(line, periods=(), parts=tuple(replace(part, periods=()) for part in line.parts))
        for line in report.indicators
    )
    run = replace(report.run, periods=own, notes=(*report.run.notes, said))
    return replace(report, run=run, indicators=lines)


def _for_the_public(report: Report) -> Report:
    lines = tuple(_public_line(line) for line in report.indicators)
    return Report(report.run, lines)


def _public_line(line: Line) -> Line:
    """The line of one period, with its first breakdown only and no intervals."""
    first = next((group.by for group in line.breakdowns), None)
    line = without_intervals(line)
    return replace(
        line,
        trend=(),
        baseline=None,
        changes=(),
        parts=tuple(replace(part, baseline=None, changes=()) for part in line.parts),
        breakdowns=tuple(group for group in line.breakdowns if group.by == first),
    )


def _with_small_counts_hidden(report: Report, limit: int) -> Report:
    """Small counts hidden, and without inputs and findings: how many rows they hold may be how many children.

    A file of adoptions has a row for each child who was adopted.
    """
    asked = list(dict.fromkeys(group.by for line in report.indicators for group in line.breakdowns))
    kept = _unrelated(asked)
    lines = tuple(
        replace(line, breakdowns=tuple(group for group in line.breakdowns if group.by in kept))
        for line in report.indicators
    )
    notes = tuple(
        f"Not broken down by {by}: beside {' and '.join(kept)} it would let hidden counts be worked out."
        for by in asked
        if by not in kept
    )
    run = replace(report.run, inputs=(), tables=(), notes=(*report.run.notes, *notes))
    return Report(run, suppressed(lines, limit))


def _unrelated(breakdowns: Sequence[str]) -> list[str]:
    """Those of the breakdowns that share nothing but the total with one before them."""
    kept: list[str] = []
    used: set[str] = set()
    for by in breakdowns:
        dimensions = set(by.split(","))
        nested = bool(dimensions - _APART) and bool(used - _APART)
        if not dimensions & used and not nested:
            kept.append(by)
            used |= dimensions
    return kept


def _classification(report: Report, audience: Audience) -> Classification:
    if any(is_small(count, PUBLIC_LIMIT) for line in report.indicators for count in _counts(line)):
        return "not for publication"
    return audience


def _counts(line: Line) -> Iterator[Number | None]:
    """Every count that a line shows or lets be worked out."""
    yield line.unknown
    yield from (each.count for each in line.excluded)
    units = {part.id: part.unit for part in line.parts}
    for figure in line.figures:
        yield from _within(Counts(figure.unit, figure.numerator, figure.denominator))
        yield from _within_all(figure.unit, filter(None, [figure.baseline]))
        yield from _within_all(figure.unit, figure.changes)
        yield from _within_all(figure.unit, (*figure.periods, *figure.returned))
    others: tuple[Group | Point, ...] = (*line.breakdowns, *line.trend)
    for each in others:
        unit = line.unit if each.part is None else units[each.part]
        yield from _within(Counts(unit, each.numerator, each.denominator))


def _within_all(unit: Unit, figures: Iterable[Baseline | Change | PeriodFigure]) -> Iterator[Number | None]:
    for each in figures:
        yield from _within(Counts(unit, each.numerator, each.denominator))


def _within(counts: Counts) -> tuple[Number | None, ...]:
    return (counts.numerator, counts.cases, counts.rest)
