"""What a report is asked to be, and what can be wrong with the asking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from chatcalc.indicators.asked_periods import AskedPeriod
from chatcalc.reports.lines import Commentary
from chatcalc.reports.report import ReturnTemplate
from chatcalc.specs.problems import Problem


@dataclass(frozen=True)
class LocalTarget:
    """A target for an indicator, in its unit, and how far on the wrong side of it is amber."""

    target: float
    tolerance: float = 0.0


@dataclass(frozen=True)
class WrittenLine:
    """What people wrote of an indicator, or of a part of it, and where: `commentary.toml, line 4`."""

    indicator: str
    part: str | None
    commentary: Commentary
    place: str


@dataclass(frozen=True)
class Request:
    """The options of a report.

    Attributes:
        extracts: Files or folders.
        as_at: The snapshot; None takes what the extracts say of themselves.
        months: Length of the period; None is 12, or 6 where the events come from Annex A.
        periods: Periods that stand side by side, the report's own first; none where `months` says it.
        change: Set the change since a quarter and a year earlier beside each figure.
        la: Code or name of the authority.
        population: Children aged 0 to 17, for rates; None takes the published estimate where there is one.
        source: The one extract to compute from; None takes the statutory return before Annex A.
        sources: Indicators that are computed from one extract only, each with it.
        parameters: Limits the authority sets, by indicator and name.
        published: Files of published statistics; none takes the store.
        neighbours: Lists of statistical neighbours: files, or names of lists in the store.
        store: Where published statistics were imported to; None is the user's own store.
        compare: Regions, authorities or named groups, together one more group to compare with.
        groups: The groups that have names, each with its authorities or regions.
        published_until: Last published year (ending 31 March) to use.
        published_years: How many published years stand beside each other; None is five, which terminal and
            Markdown leave out.
        chat_compat: Missing published values count as 0 in the quartiles.
        specs: Folders of specifications beside the built-in ones.
        indicators, families: What to report; everything where both are empty.
        trend: Number of month-ends up to the snapshot; 0 for none.
        by: Breakdowns; two are crossed as `sex,age_band`.
        lookup: A CSV with what the authority says of its children, such as their team.
        ids: A CSV with new ids of children for old ones.
        targets: What the authority aims at, by indicator.
        baseline: An earlier snapshot, or the JSON of an earlier report, to compare with.
        layout: How a page is laid out.
        layouts: How the files of the run are laid out.
        own_neighbours: Average statistical neighbours from the extracts of this run.
        commentary: What people wrote of indicators and parts.
        template: The return in long form, where one is written.
    """

    extracts: tuple[Path, ...]
    as_at: dt.date | None = None
    months: int | None = None
    periods: tuple[AskedPeriod, ...] = ()
    change: bool = False
    la: str | None = None
    population: int | None = None
    source: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    published: tuple[Path, ...] = ()
    neighbours: tuple[Path, ...] = ()
    store: Path | None = None
    compare: tuple[str, ...] = ()
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    published_until: int | None = None
    published_years: int | None = None
    chat_compat: bool = False
    specs: tuple[Path, ...] = ()
    indicators: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    trend: int = 0
    by: tuple[str, ...] = ()
    lookup: Path | None = None
    ids: Path | None = None
    targets: Mapping[str, LocalTarget] = field(default_factory=dict)
    baseline: dt.date | Path | None = None
    layout: Literal["chat", "scorecard", "region"] = "chat"
    layouts: tuple[str, ...] = ()
    own_neighbours: bool = False
    commentary: tuple[WrittenLine, ...] = ()
    template: ReturnTemplate | None = None


class RequestError(Exception):
    """The asking is wrong: an argument, a config. Exit code 2."""

    def __init__(self, message: str, option: Sequence[object] = ()) -> None:
        """Keep the key of chatcalc.toml, with its tables, where nothing else can have said it."""
        super().__init__(message)
        self.option = tuple(option)


class SettingsError(RequestError):
    """One or more settings are wrong; all are said, each in a line."""

    def __init__(self, errors: Sequence[RequestError]) -> None:
        """Keep them."""
        super().__init__("\n".join(str(each) for each in errors))
        self.errors = tuple(errors)


class InvalidSpecsError(Exception):
    """Specifications are invalid; nothing was calculated. Exit code 4."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep all problems of all files."""
        super().__init__(f"{len(problems)} problems in specifications")
        self.problems = tuple(problems)
