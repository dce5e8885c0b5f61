"""What a report is: finished, plain data that every renderer reads and none recalculates.

The attribute names are those of the JSON, so this module is its reference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from chatcalc.comparison.comparison import PastYear, PublishedFigures
from chatcalc.comparison.direction import Direction
from chatcalc.comparison.quartiles import Position
from chatcalc.extracts.extract import InputFile, Severity
from chatcalc.indicators.results import Comparable, Period, Polarity, ResultStatus, Unit
from chatcalc.specs.describe import Description

Number = int | float
Interval = tuple[float, float]
TargetRating = Literal["green", "amber", "red"]
Classification = Literal["not for publication", "internal", "public"]
Layout = Literal["chat", "scorecard", "region", "pack", "return"]
Ago = Literal["quarter", "year"]
ChangeUnit = Literal["percent", "percentage_points", "unit"]
TREND_LAYOUTS: Final = frozenset({"scorecard", "pack"})
"""The layouts that show a trend whether one was asked for or not."""
NO_AUTHORITY: Final = "local"
SEVERAL: Final = "several"


@dataclass(frozen=True)
class Report:
    """One run: what went in, every indicator in the order of the layout, and what was wrong in the data.

    `regional` has a figure for each indicator and part over all authorities, where there are several.
    """

    run: Run
    indicators: tuple[Line, ...]
    findings: tuple[ReportFinding, ...] = ()
    regional: tuple[Regional, ...] = ()

    @property
    def has_published(self) -> bool:
        """Whether any published figure stands beside the results."""
        return any(line.published is not None for line in self.indicators)


@dataclass(frozen=True)
class Authority:
    """A local authority: its three-digit code and its name.

    The code is `local` where the extracts name none, and `several` where they hold more than one.
    """

    code: str
    name: str | None = None


@dataclass(frozen=True)
class PublishedSource:
    """A published file from which something in the report is.

    Attributes:
        kind: `lait`, `ees`, `population`, `neighbours` or `small_csv`; `published` for a file given by hand.
        table: What it holds.
        edition: The newest year it holds; of a list of neighbours its day; empty where it says none.
        imported: The day it came into the store; None for a file given by hand.
    """

    file: str
    kind: str
    table: str
    edition: str
    sha256: str
    imported: str | None = None


@dataclass(frozen=True)
class TableRows:
    """How many rows a canonical table got from a source."""

    source: str
    table: str
    rows: int


@dataclass(frozen=True)
class ReturnColumn:
    """A column of a return: its head, and the field that stands in it, or what stands in every row."""

    head: str
    field: str = ""
    constant: str = ""


@dataclass(frozen=True)
class ReturnTemplate:
    """What a return in long form holds.

    Attributes:
        periods: As they were asked for: `quarters`, `8 quarters`, or a period of a report.
        indicators, families: What stands in it; all of the run where both are empty.
        columns: In their order; chatcalc's own where empty.
        refs: What the region calls an indicator, or a part of one as `indicator|part`.
        date_format: How its dates are written, with %d, %m, %Y and %y.
    """

    periods: tuple[str, ...] = ("quarters",)
    indicators: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    columns: tuple[ReturnColumn, ...] = ()
    refs: Mapping[str, str] = field(default_factory=dict)
    date_format: str = "%Y-%m-%d"


@dataclass(frozen=True)
class NamedPeriod:
    """A period by the name it was asked for: `month`, `quarter`, `ytd`, `rolling-12` or its days."""

    name: str
    period: Period


@dataclass(frozen=True)
class Run:
    """What was asked, and of what.

    Attributes:
        as_at: The snapshot.
        la: The authority whose published figures stand beside.
        notes: What a reader of the whole report should know.
        published: The published files it draws on.
        classification: Who may see the report; said on the face of every file. A report is `not for
            publication` where it holds, or lets be worked out, a count below 6.
        suppressed_below: Counts from 1 to below this number are hidden; None where nothing is.
        prints_published_years: Whether terminal and Markdown show them, since they were asked for; the other
            formats always do.
        layout: How a file is laid out: as ChAT's table, as a scorecard, as one table of all authorities, as a
            pack to be printed, or as a return in long form. Every file of a run may have its own.
        tables: Rows of the canonical tables, by which the next run sees what has grown or shrunk.
        specs_sha256: Of the specifications of what is reported; manifest and history have it.
        periods: The periods that stand side by side, the report's own first; empty where it has one only.
        returned: The periods of a return in long form; empty where none is written.
        template: What that return holds, and in which columns.
    """

    as_at: dt.date
    period: Period
    la: Authority
    inputs: tuple[InputFile, ...]
    version: str
    notes: tuple[str, ...] = ()
    published: tuple[PublishedSource, ...] = ()
    classification: Classification = "internal"
    suppressed_below: int | None = None
    layout: Layout = "chat"
    prints_published_years: bool = False
    tables: tuple[TableRows, ...] = ()
    specs_sha256: str = ""
    periods: tuple[NamedPeriod, ...] = ()
    returned: tuple[NamedPeriod, ...] = ()
    template: ReturnTemplate = field(default_factory=ReturnTemplate)


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


@dataclass(frozen=True)
class Regional:
    """A figure over the authorities of a run that have one; `part` names the part it is of, if any.

    Attributes:
        numerator, denominator, value, display: Of all together, as if they were one authority.
        status: `partial` where one of theirs is, `not_computed` where there is no figure of all together.
        mean, mean_display: The mean of their values, each counting once.
        n: How many have a value.
        own_neighbours: The means of authorities' statistical neighbours, where they were asked for.
    """

    id: str
    title: str
    unit: Unit
    numerator: Number | None
    denominator: Number | None
    value: float | None
    display: str
    status: ResultStatus
    mean: float | None
    mean_display: str
    n: int
    part: str | None = None
    own_neighbours: tuple[OwnNeighbours, ...] = ()


@dataclass(frozen=True)
class OwnNeighbours:
    """The mean of an authority's statistical neighbours in the same run.

    Attributes:
        la_code: Whose neighbours; its own figure is no part of the mean.
        used: How many of them have a figure; never fewer than two.
        neighbours_list: Which list they are on.
    """

    la_code: str
    value: float
    display: str
    used: int
    neighbours_list: str


@dataclass(frozen=True)
class ReportFinding:
    """Something wrong in the data, and the indicators it may touch. Never holds a child's data."""

    code: str
    severity: Severity
    file: str
    where: str
    message: str
    count: int
    indicators: tuple[str, ...] = ()
