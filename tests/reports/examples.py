"""A made-up report with everything a renderer must show."""

from __future__ import annotations

import datetime as dt
from typing import Any

from chatcalc.comparison.comparison import PastYear, PublishedFigures, Shown
from chatcalc.extracts.extract import InputFile
from chatcalc.indicators.results import Period
from chatcalc.reports.disclosure import Publishable, control_disclosure
from chatcalc.reports.lines import (
    Excluded,
    Group,
    Line,
    Part,
    Point,
)
from chatcalc.reports.report import (
    Authority,
    Report,
    ReportFinding,
    Run,
)

PERIOD = Period(dt.date(2018, 1, 1), dt.date(2018, 12, 31))
RUN = Run(
    as_at=PERIOD.end,
    period=PERIOD,
    la=Authority("878", "Devon"),
    inputs=(InputFile("cin_2018.xml", "cin_census", "ab12", 900),),
    version="0.0.1",
)


def line(id_: str, **changes: Any) -> Line:
    """A line of no particular kind, with changes."""
    facts: dict[str, Any] = {
        "title": f"Title of {id_} (%)",
        "family": "referrals",
        "unit": "percent",
        "polarity": "low",
        "la_code": "878",
        "source": "cin_census",
        "comparable": "yes",
        "period": PERIOD,
        "numerator": 1,
        "denominator": 8,
        "value": 12.5,
        "display": "13",
        "status": "ok",
    }
    return Line(id=id_, **{**facts, **changes})


def shown(text: str) -> Shown:
    return Shown(float(text) if text[0].isdigit() else None, text)


def published(la: str = "12", position: Any = "Higher", is_good: bool | None = False) -> PublishedFigures:
    return PublishedFigures(
        period="2017-18",
        year=2018,
        la=shown(la),
        statistical_neighbours=shown("14"),
        neighbours_used=9,
        neighbours_list="made_up",
        england=shown("15"),
        lower_quartile=9.5,
        upper_quartile=11.25,
        position=position,
        position_is_good=is_good,
        rank=140,
        of=150,
    )


def past_year(year: int, *texts: str) -> PastYear:
    """What the authority, its neighbours and England published of a year."""
    return PastYear(f"{year - 1}-{year % 100:02}", year, *map(shown, texts))


PAST_YEARS = (
    past_year(2015, "8", "9", "10"),
    past_year(2016, "c", "9", "12"),
    past_year(2017),
    past_year(2018, "12", "14", "15"),
)
REREFERRALS = line(
    "rereferrals_12m_pct",
    title="Referrals within 12 months of a previous referral (%)",
    chat_row=2,
    display="≥13",
    status="partial",
    notes=("partial: the data are known from 2018-01-01 only", "a remark on the definition"),
    caveats=("partial: the data are known from 2018-01-01 only",),
    unknown=2,
    excluded=(Excluded("a reason", 3),),
    published=published(),
    published_trend=PAST_YEARS,
    trend=(
        Point(dt.date(2017, 12, 1), dt.date(2018, 11, 30), 2, 8, 25.0, "25", "ok"),
        Point(PERIOD.start, PERIOD.end, 1, 8, 12.5, "≥13", "partial"),
    ),
)
DENTAL = line(
    "cla_dental_pct",
    family="health",
    polarity="high",
    chat_row=15,
    comparable="proxy",
    notes=("dates stand in for flags",),
    caveats=("dates stand in for flags",),
    direction="Increase",
    direction_is_good=True,
    latest_position="In range",
    published=published("[c]", None, None),
)
REFERRALS = line(
    "referrals_rate",
    title="Referrals received (annual rate per 10,000 of children)",
    unit="rate_per_10000",
    polarity="none",
    chat_row=1,
    numerator=5341,
    denominator=144700,
    value=369.1085,
    display="369",
    direction="Decrease",
    published=published("400", "Lower", None),
)
BY_SOURCE = line(
    "referrals_by_source_pct",
    polarity="none",
    numerator=None,
    denominator=None,
    value=None,
    display="-",
    parts=(
        Part("individual", "From individuals (%)", 2, 8, 25.0, "25", "percent"),
        Part(
            "school",
            "From schools [x] (%)",
            6,
            8,
            75.0,
            "75",
            "percent",
            direction="No change",
            published=published(),
            published_trend=PAST_YEARS[2:],
        ),
    ),
)
COUNT = line(
    "referrals_count",
    unit="count",
    polarity="none",
    numerator=5341,
    denominator=None,
    value=5341.0,
    display="5341",
    breakdowns=(
        Group("sex", "female", 2341, None, 2341.0, "2341"),
        Group("sex", "male", 3000, None, 3000.0, "3000"),
    ),
)
NOT_COMPUTED = line(
    "cla_rate",
    family="cla",
    chat_row=12,
    source=None,
    comparable="no",
    numerator=None,
    denominator=None,
    value=None,
    display="-",
    status="not_computed",
    notes=("the CIN census does not hold periods of care",),
    caveats=("the CIN census does not hold periods of care",),
)
FINDING = ReportFinding(
    "date-in-future",
    "warning",
    "cin_2018.xml",
    "line 23",
    "a date is later than the return",
    2,
    ("cla_rate",),
)
REPORT = Report(RUN, (REFERRALS, REREFERRALS, DENTAL, NOT_COMPUTED, BY_SOURCE, COUNT), (FINDING,))


def publishable(report: Report = REPORT) -> Publishable:
    return control_disclosure(report)
