"""An indicator in a report, with every figure that stands with it; plain data, as `report` says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from chatcalc.comparison.comparison import PastYear, PublishedFigures
from chatcalc.comparison.direction import Direction
from chatcalc.comparison.quartiles import Position
from chatcalc.indicators.results import Comparable, Period, Polarity, ResultStatus, Unit
from chatcalc.specs.describe import Description

Number = int | float
Interval = tuple[float, float]
TargetRating = Literal["green", "amber", "red"]
Ago = Literal["quarter", "year"]
ChangeUnit = Literal["percent", "percentage_points", "unit"]


@dataclass(frozen=True)
class Line:
    """One indicator of one authority.

    Attributes:
        chat_row: Its row in the printed ChAT table, 1 to 23; None for the others.
        comparable: `yes`, `period` (another length, annualised), `proxy` (another cohort or field) or `no`
            (clarification 21).
        numerator: Cases counted, or the sum of values for means.
        value: Unrounded.
        display: As printed: rounded once, `-` where there is none, `≥` before a figure that more data can
            only raise (clarification 5).
        unknown: Cases whose condition was unknown; None where that is hidden.
        caveats: Those of the notes that a reader of the figure must see: why it is partial, has no value, or
            is not what the published figure is.
        latest_position: Where the latest value lies against the middle 50% of all authorities.
        published: None where nothing is published, or nothing was given.
        published_trend: The last years published, five unless more or fewer were asked for, oldest first.
        definition: What the indicator means, in plain English; the data formats leave it out.
        interval: The 95% interval of a percentage or rate.
        direction_within_chance: Whether the last published figure lies in that interval; None without both.
        target: What the authority itself aims at; None where it set nothing.
        baseline: The same figure at an earlier point; None where none was asked for or known.
        spec_sha256: Of its specification; the history has it.
        periods: The same figure for the further periods that were asked for, in their order.
        changes: The change since a quarter and a year earlier, where it was asked for.
        commentary: What people wrote of it, else a generated sentence.
        returned: The same figure for the periods of a return.
    """

    id: str
    title: str
    family: str
    unit: Unit
    polarity: Polarity
    la_code: str
    source: str | None
    comparable: Comparable
    period: Period
    numerator: Number | None
    denominator: Number | None
    value: float | None
    display: str
    status: ResultStatus
    chat_row: int | None = None
    unknown: int | None = 0
    excluded: tuple[Excluded, ...] = ()
    notes: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    direction: Direction | None = None
    direction_is_good: bool | None = None
    latest_position: Position | None = None
    published: PublishedFigures | None = None
    published_trend: tuple[PastYear, ...] = ()
    breakdowns: tuple[Group, ...] = ()
    trend: tuple[Point, ...] = ()
    definition: Description | None = None
    interval: Interval | None = None
    direction_within_chance: bool | None = None
    target: Target | None = None
    baseline: Baseline | None = None
    spec_sha256: str = ""
    periods: tuple[PeriodFigure, ...] = ()
    changes: tuple[Change, ...] = ()
    commentary: Commentary | None = None
    returned: tuple[PeriodFigure, ...] = ()

    @property
    def figures(self) -> tuple[Line | Part, ...]:
        """The indicator and its parts, as their rows are printed."""
        return (self, *self.parts)

    def name_of(self, figure: Line | Part) -> str:
        """What files call one of its figures: `id`, or `id|part`."""
        return self.id if isinstance(figure, Line) else f"{self.id}|{figure.id}"

    def title_of(self, figure: Line | Part) -> str:
        """The title of one of its figures where it stands alone."""
        return self.title if isinstance(figure, Line) else f"{self.title}: {figure.title}"


@dataclass(frozen=True)
class Part:
    """A further figure over the same cases, known elsewhere as `indicator|part`."""

    id: str
    title: str
    numerator: Number | None
    denominator: Number | None
    value: float | None
    display: str
    unit: Unit
    direction: Direction | None = None
    published: PublishedFigures | None = None
    published_trend: tuple[PastYear, ...] = ()
    status: ResultStatus = "ok"
    interval: Interval | None = None
    direction_within_chance: bool | None = None
    baseline: Baseline | None = None
    periods: tuple[PeriodFigure, ...] = ()
    changes: tuple[Change, ...] = ()
    commentary: Commentary | None = None
    returned: tuple[PeriodFigure, ...] = ()


@dataclass(frozen=True)
class PeriodFigure:
    """The figure of an indicator or part for a further period; rates are annualised (convention C12).

    Attributes:
        name: As the period was asked for.
        status: `not_computed` where the data do not speak of the period, or the figure is of a year only.
    """

    name: str
    period: Period
    numerator: Number | None
    denominator: Number | None
    value: float | None
    display: str
    status: ResultStatus = "ok"


@dataclass(frozen=True)
class Change:
    """The change of a figure since the same length of time a quarter or a year earlier.

    Attributes:
        ago: How much earlier.
        period: The earlier period; its last day counts for what is counted on a day.
        numerator, denominator, value, display, status: The earlier figure.
        change: In per cent of a count, in percentage points of a percentage, else in the figure's own unit.
        change_display: As printed, with sign and unit: `+12%`, `-3 pp`; `-` where there is none.
        unit: What the change is in.
        note: Why there is none; empty where there is one.
    """

    ago: Ago
    period: Period
    numerator: Number | None
    denominator: Number | None
    value: float | None
    display: str
    status: ResultStatus
    change: float | None = None
    change_display: str = "-"
    unit: ChangeUnit = "unit"
    note: str = ""


@dataclass(frozen=True)
class Commentary:
    """A line about a figure.

    Attributes:
        author, date: Who wrote it and when, where they said so.
        generated: Whether chatcalc made it from the figures.
    """

    text: str
    author: str | None = None
    date: dt.date | None = None
    generated: bool = False


@dataclass(frozen=True)
class Target:
    """What an authority aims at, and how its figure stands to that.

    Attributes:
        target: The figure aimed at, in the indicator's unit.
        tolerance: How far on the wrong side of it is amber, not red.
        rating: None where the figure is absent, partial or hidden.
    """

    target: float
    tolerance: float
    rating: TargetRating | None


@dataclass(frozen=True)
class Baseline:
    """The same figure at an earlier point.

    Attributes:
        as_at: The earlier snapshot.
        change: The latest figure less the earlier one, both as displayed.
        change_display: The change as printed, with its sign.
    """

    as_at: dt.date
    numerator: Number | None
    denominator: Number | None
    value: float | None
    display: str
    change: float | None = None
    change_display: str = "-"
    status: ResultStatus = "ok"


@dataclass(frozen=True)
class Excluded:
    """Cases that the definition leaves out, by reason."""

    reason: str
    count: int


@dataclass(frozen=True)
class Group:
    """A figure of one group of a breakdown; `part` names the part it is of, if any."""

    by: str
    group: str
    numerator: Number | None
    denominator: Number | None
    value: float | None
    display: str
    part: str | None = None
    status: ResultStatus = "ok"
    interval: Interval | None = None


@dataclass(frozen=True)
class Point:
    """A figure of one period of a trend; `part` names the part it is of, if any."""

    period_start: dt.date
    period_end: dt.date
    numerator: Number | None
    denominator: Number | None
    value: float | None
    display: str
    status: ResultStatus
    part: str | None = None
    interval: Interval | None = None
