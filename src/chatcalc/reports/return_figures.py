"""The figures of a return in long form: of every period that was asked for, also of what is not computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from chatcalc.indicators.results import Period, Result
from chatcalc.reports.lines import Line, Part, PeriodFigure
from chatcalc.reports.period_figures import period_figures
from chatcalc.reports.report import NamedPeriod, Report, Run


def returned_figures(result: Result, part: str | None, run: Run) -> tuple[PeriodFigure, ...]:
    """The figures of a result, or of a part of it, for the periods of a return.

    Args:
        result: Its further periods are those that stand side by side, those of the return, earlier ones.
        part: Of which part; None for the result's own figure.
        run: It has both kinds of periods.
    """
    if result.status == "not_computed":
        return tuple(
            PeriodFigure(each.name, each.period, None, None, None, "-", "not_computed")
            for each in run.returned
        )
    of_return = replace(result, further=result.further[len(run.periods[1:]) :])
    return period_figures(of_return, part, run.returned)


def safe_return(report: Report, *, one_period: bool) -> Report:
    """The report with a return in which small counts can be hidden.

    Periods that share days would give hidden counts away, a year less three of its quarters the fourth. They
    stay only where all of them are as long as the report's own period and lie apart from it and from each
    other; otherwise the return is of the report's own period alone.

    Args:
        report: Before anything is hidden.
        one_period: Whether only its own period may be shown.
    """
    run = report.run
    apart = _lie_apart([each.period for each in run.returned], run.period)
    if not run.returned or (apart and not one_period):
        return report
    own = NamedPeriod(run.periods[0].name if run.periods else "report", run.period)
    lines = tuple(_of_own_period(line, own) for line in report.indicators)
    note = "The return is of the report's own period: further ones would let hidden counts be worked out."
    run = replace(run, returned=(own,), notes=(*run.notes, note))
    return replace(report, run=run, indicators=lines)


def _lie_apart(periods: Sequence[Period], own: Period) -> bool:
    """Whether they are all as long as the report's own, and none shares a day with another."""
    if own.whole_months is None or any(each.whole_months != own.whole_months for each in periods):
        return False
    in_order = sorted({own, *periods}, key=lambda each: each.start)
    return all(first.end < then.start for first, then in pairwise(in_order))


def _of_own_period(line: Line, own: NamedPeriod) -> Line:
    def of(figure: Line | Part) -> tuple[PeriodFigure, ...]:
        numbers = (figure.numerator, figure.denominator, figure.value, figure.display)
        return (PeriodFigure(own.name, line.period, *numbers, figure.status),)

    parts = tuple(replace(part, returned=of(part)) for part in line.parts)
    return replace(line, returned=of(line), parts=parts)
