"""What a report is: finished, plain data that every renderer reads and none recalculates.

The attribute names are those of the JSON, so this module and `lines`, which holds the figures, are its
reference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from chatcalc.extracts.extract import InputFile, Severity
from chatcalc.indicators.results import Period, ResultStatus, Unit
from chatcalc.reports.lines import Line, Number

Classification = Literal["not for publication", "internal", "public"]
Layout = Literal["chat", "scorecard", "region", "pack", "return"]
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
