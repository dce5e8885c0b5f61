"""The sentences at the head of a printed report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from chatcalc.indicators.results import Period
from chatcalc.reports.lines import Ago
from chatcalc.reports.marks import Symbols
from chatcalc.reports.report import (
    NO_AUTHORITY,
    SEVERAL,
    Authority,
    NamedPeriod,
    Report,
    Run,
)

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
CHANGE_HEADS: Final[Mapping[Ago, str]] = {"quarter": "On a quarter earlier", "year": "On a year earlier"}
CHANGES_MEAN: Final = (
    "Changes are since the same length of time a quarter and a year earlier: % of counts, percentage points "
    "(pp) of percentages, else in the figure's unit; - where either figure is missing or partial, or the "
    "earlier count is 0."
)
SOURCE_NAMES: Final = {"cin_census": "CIN census", "ssda903": "SSDA903", "annex_a": "Annex A"}


def heading(run: Run) -> str:
    """Whose figures, and the snapshot: `Devon (878) at 31 March 2024`."""
    return f"{authority_name(run.la)} at {long_date(run.as_at)}"


def authority_name(la: Authority) -> str:
    """Name and code, or what can be said where the extract carries no authority."""
    if la.code == SEVERAL:
        return la.name or "Several authorities"
    if la.code == NO_AUTHORITY:
        return "The authority"
    return f"{la.name} ({la.code})" if la.name else f"Authority {la.code}"


def long_period(period: Period) -> str:
    """`1 April 2023 to 31 March 2024`."""
    return f"{long_date(period.start)} to {long_date(period.end)}"


def long_date(day: dt.date) -> str:
    """A date as a committee paper writes it, whatever the machine's locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def classification_note(run: Run) -> str:
    """Who may see the report, and what is hidden from them; empty where there is nothing to say."""
    hidden = ""
    if run.suppressed_below:
        hidden = (
            f"Counts from 1 to {run.suppressed_below - 1}, and whatever would give them away, are hidden: c. "
            "Not 0 but rounded to it: low. Does not apply: z."
        )
    if run.classification == "not for publication":
        return f"Not for publication: holds counts below 6, or figures that give them away. {hidden}".strip()
    return hidden


def tells_of_data(run: Run) -> bool:
    """Whether findings have a place: they count rows, so they are left out where counts are hidden."""
    return run.classification != "public" and run.suppressed_below is None


def lead(report: Report) -> str:
    """The first sentences: the period, what stands beside it, and where the figures are from."""
    return " ".join(
        [
            f"{long_period(report.run.period)}.",
            *_beside(report.run.periods),
            *_since(report),
            computed_from(report),
        ]
    )


def period_head(asked: NamedPeriod) -> str:
    """What a period is called at the head of its column: `Year to date`; days by their months."""
    if asked.name.startswith("rolling-"):
        return f"{asked.name.removeprefix('rolling-')} months"
    named = {"month": "Month", "quarter": "Quarter", "ytd": "Year to date"}
    return named.get(asked.name, f"{short_month(asked.period.start)} to {short_month(asked.period.end)}")


def _beside(periods: Sequence[NamedPeriod]) -> Iterator[str]:
    """Which days the periods side by side have."""
    if len(periods) > 1:
        others = "; ".join(f"{period_head(each)}, {long_period(each.period)}" for each in periods[1:])
        yield f"Latest is {_called(periods[0])}. Beside it: {others}."


def _called(asked: NamedPeriod) -> str:
    known = {"month": "the month", "quarter": "the quarter", "ytd": "the year to date"}
    if asked.name.startswith("rolling-"):
        return f"of {period_head(asked)}"
    return f"of {known.get(asked.name, 'these days')}"


def _since(report: Report) -> Iterator[str]:
    if any(line.changes or any(part.changes for part in line.parts) for line in report.indicators):
        yield CHANGES_MEAN


def computed_from(report: Report) -> str:
    """Which extracts the figures came from, and how many files they were."""
    sources = sorted(
        {SOURCE_NAMES.get(line.source, line.source) for line in report.indicators if line.source}
    )
    files = len(report.run.inputs)
    number = f" ({files} {'file' if files == 1 else 'files'})" if files else ""
    return f"From {', '.join(sources) or 'no extract'}{number}."


def legend(symbols: Symbols) -> str:
    """What the columns beside published figures mean."""
    return (
        f"Direction ({symbols.increase} up, {symbols.decrease} down, {symbols.no_change} no change): the "
        "latest figure against the authority's last published one. Position: its published figure against "
        "the middle 50% of all authorities. Where an indicator has a polarity, + is better and ! is worse."
    )


def short_month(day: dt.date) -> str:
    """`Mar 2024`."""
    return f"{_MONTHS[day.month - 1][:3]} {day.year}"
