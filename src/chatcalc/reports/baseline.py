"""The same figures at an earlier point: of an earlier report, or calculated from the same extracts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from chatcalc.extracts.extract import Extract
from chatcalc.reports.earlier_report import figures_of, reading_report
from chatcalc.reports.lines import Baseline, Line, Part
from chatcalc.reports.plain import number_of
from chatcalc.reports.report import TableRows
from chatcalc.reports.request import RequestError
from chatcalc.reports.wording import long_date
from chatcalc.specs.definition import Definition, Indicator
from chatcalc.tables.columns import ANNEX_A

Key = tuple[str, str, str | None]
"""Authority, indicator, part."""


@dataclass(frozen=True)
class Earlier:
    """The figures of an earlier snapshot, and of how many rows where they were read from a report."""

    as_at: dt.date
    figures: Mapping[Key, Baseline]
    tables: tuple[TableRows, ...] = ()
    file: str = ""


def read_baseline(path: Path) -> Earlier:
    """The figures of an earlier report in JSON.

    Raises:
        RequestError: The file is none.
    """
    missing = "no such file, and no date such as 2023-03-31"
    with reading_report(path, f"--baseline {path}", missing) as (content, as_at):
        tables = tuple(TableRows(**each) for each in content["run"].get("tables", ()))
        figures = {
            (line["la_code"], line["id"], part): _read(figure, line["status"], as_at)
            for line in content["indicators"]
            for part, figure in figures_of(line)
        }
    return Earlier(as_at, figures, tables, path.name)


def earlier_of(as_at: dt.date, lines: Iterable[Line]) -> Earlier:
    """The figures of lines that were calculated for an earlier snapshot."""
    figures: dict[Key, Baseline] = {}
    for line in lines:
        for each in line.figures:
            key = (line.la_code, line.id, None if isinstance(each, Line) else each.id)
            figures[key] = Baseline(
                as_at, each.numerator, each.denominator, each.value, each.display, status=line.status
            )
    return Earlier(as_at, figures)


def check_earlier(as_at: dt.date, snapshot: dt.date) -> None:
    """Refuse a baseline that is not before the snapshot.

    Raises:
        RequestError: It is not.
    """
    if as_at >= snapshot:
        raise RequestError(f"--baseline {as_at}: is not before the snapshot, {snapshot}")


def can_answer(line: Line, indicators: Mapping[str, Indicator], extracts: Sequence[Extract]) -> bool:
    """Whether the extract that a line is from holds all that a line of that day counts.

    Annex A lists what happened lately and what is open now, so it knows nothing of an earlier day. A
    statutory return knows of the time since its tables begin.
    """
    definition = indicators[line.id].definitions.get(line.source or "")
    if definition is None or line.source == ANNEX_A:
        return False
    starts = [e.known_from.get(definition.table) for e in extracts if e.source == line.source]
    return any(start is not None and start <= _first_day(definition, line) for start in starts)


def _first_day(definition: Definition, line: Line) -> dt.date:
    return line.period.start if definition.period.kind in ("during", "overlapping") else line.period.end


def with_baseline(lines: Iterable[Line], earlier: Earlier) -> tuple[Line, ...]:
    """The lines with their earlier figures and the change since, where an earlier figure is known."""
    return tuple(_line(line, earlier) for line in lines)


def _line(line: Line, earlier: Earlier) -> Line:
    def then(figure: Line | Part, part: str | None) -> Baseline | None:
        return _beside(figure, line.status, earlier.figures.get((line.la_code, line.id, part)))

    parts = tuple(replace(part, baseline=then(part, part.id)) for part in line.parts)
    return replace(line, baseline=then(line, None), parts=parts)


def _beside(latest: Line | Part, status: str, then: Baseline | None) -> Baseline | None:
    if then is None or then.status == "not_computed":
        return None
    change = change_of(latest.display, then.display) if status == then.status == "ok" else None
    if change is None:
        return then
    return replace(then, change=float(change), change_display=f"{change:+}" if change else f"{abs(change)}")


def baseline_note(lines: Sequence[Line], earlier: Earlier) -> tuple[str, ...]:
    """A line for the reader where nothing is known of the earlier point."""
    if any(line.baseline or any(part.baseline for part in line.parts) for line in lines):
        return ()
    day = long_date(earlier.as_at)
    return (f"There are no figures at {day} to compare with: the extracts do not reach back so far.",)


def change_of(latest: str, earlier: str) -> Decimal | None:
    """The difference of two figures as displayed, so that the columns of a table add up.

    >>> str(change_of("68", "71")), change_of("c", "71")
    ('-3', None)
    """
    now, then = number_of(latest), number_of(earlier)
    return None if now is None or then is None else now - then


def _read(figure: Mapping[str, Any], status: str, as_at: dt.date) -> Baseline:
    return Baseline(
        as_at=as_at,
        numerator=figure["numerator"],
        denominator=figure["denominator"],
        value=figure["value"],
        display=figure["display"],
        status=figure.get("status", status),
    )
