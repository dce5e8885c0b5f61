"""The cases behind a number, for the people who hold the records; `case_list_files` writes them to files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl
from rich.table import Table
from rich.text import Text

from chatcalc.indicators.answers import titled
from chatcalc.indicators.children import children
from chatcalc.indicators.due import Horizon
from chatcalc.reports.asking import sound_specs, wanted_ids
from chatcalc.reports.authority import known_authority
from chatcalc.reports.making import Tell, question_for, read
from chatcalc.reports.request import Request, RequestError
from chatcalc.specs.definition import Indicator

Only = Literal["numerator", "denominator", "excluded", "all"]

# A case has one status: `denominator` is who counts and did not meet the condition, such as the late ones.
_STATUSES: Final[dict[str | None, tuple[str, ...]]] = {
    None: ("numerator", "denominator", "excluded"),
    "numerator": ("numerator",),
    "denominator": ("denominator",),
    "excluded": ("excluded",),
    "all": ("numerator", "denominator", "excluded", "not counted"),
}


@dataclass(frozen=True)
class CaseList:
    """The cases of an indicator.

    Attributes:
        title: What they are cases of.
        as_at: The snapshot.
        cases: A row a case: la_code, child_id, status, reason, what decided, source_file and source_row;
            ordered as the files, or by the day on which they fall due.
    """

    title: str
    as_at: dt.date
    cases: pl.DataFrame


def case_list(
    request: Request, only: Only | None, within: Horizon | None = None, tell: Tell = lambda _: None
) -> CaseList:
    """The cases of the one indicator that the request names.

    Args:
        request: Names the indicator.
        only: The status wanted; None leaves out only what is not counted, and nothing that falls due.
        within: Only what falls due from the snapshot to this horizon.
        tell: Hears what is being done.

    Raises:
        RequestError: The indicator is unknown, no extract can compute it, or it does not say when a case
            falls due; and what `make_report` raises.
    """
    asked = known_authority(request)
    tell("loading specifications")
    specs = sound_specs(request)
    (id_,) = wanted_ids(request, specs.indicators)
    indicator = specs.indicators[id_]
    if within is not None and not _says_due(indicator):
        known = [name for name, each in specs.indicators.items() if _says_due(each)]
        raise RequestError(f"--due: {id_} does not say when a case falls due; these do: {', '.join(known)}")
    extracts = read(request, asked, tell)
    question = question_for(request, asked, extracts)
    tell("calculating")
    found = children(indicator, extracts, question, within)
    if isinstance(found, str):
        raise RequestError(f"{id_} cannot be computed: {found}")
    wanted = _STATUSES["all" if within is not None and only is None else only]
    cases = found.filter(pl.col("status").cast(pl.String).is_in(wanted))
    title = titled(next(iter(indicator.definitions.values())))
    return CaseList(title, question.as_at, cases)


def _says_due(indicator: Indicator) -> bool:
    return any(definition.due for definition in indicator.definitions.values())


def case_table(listed: CaseList) -> Table:
    """The cases as a terminal table, without the columns in which nothing stands."""
    cases = listed.cases
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, pad_edge=False)
    shown = [name for name in cases.columns if cases[name].null_count() < cases.height]
    for name in shown:
        table.add_column(Text(name, style="bold"), overflow="fold")
    for row in cases.select(shown).iter_rows():
        table.add_row(*(Text(cell(value)) for value in row))
    return table


def cell(value: object) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(str(each) for each in value)
    return "" if value is None else str(value)
