"""The cases behind a number, for the people who hold the records: a terminal table and CSV."""

from __future__ import annotations

from typing import Final, Literal

import polars as pl
from rich.table import Table
from rich.text import Text

from chatcalc.indicators.children import children
from chatcalc.reports.asking import sound_specs, wanted_ids
from chatcalc.reports.authority import known_authority
from chatcalc.reports.making import Tell, question_for, read
from chatcalc.reports.request import Request, RequestError

Only = Literal["numerator", "denominator", "excluded", "all"]

# A case has one status: `denominator` is who counts and did not meet the condition, such as the late ones.
_STATUSES: Final[dict[str | None, tuple[str, ...]]] = {
    None: ("numerator", "denominator", "excluded"),
    "numerator": ("numerator",),
    "denominator": ("denominator",),
    "excluded": ("excluded",),
    "all": ("numerator", "denominator", "excluded", "not counted"),
}


def case_list(request: Request, only: Only | None, tell: Tell = lambda _: None) -> pl.DataFrame:
    """The cases of the one indicator that the request names, a row a case.

    Args:
        request: Names the indicator.
        only: The status wanted; None leaves out only what is not counted.
        tell: Hears what is being done.

    Returns:
        la_code, child_id, status, reason, what decided, source_file and source_row, ordered as the files.

    Raises:
        RequestError: The indicator is unknown, or no extract can compute it; and what `make_report` raises.
    """
    asked = known_authority(request)
    tell("loading specifications")
    specs = sound_specs(request)
    (id_,) = wanted_ids(request, specs.indicators)
    extracts = read(request, asked, tell)
    tell("calculating")
    found = children(specs.indicators[id_], extracts, question_for(request, asked, extracts))
    if isinstance(found, str):
        raise RequestError(f"{id_} cannot be computed: {found}")
    return found.filter(pl.col("status").cast(pl.String).is_in(_STATUSES[only]))


def case_csv(cases: pl.DataFrame) -> str:
    """The cases as CSV; lists of codes are joined by spaces."""
    nested = [name for name, dtype in cases.schema.items() if dtype.base_type() == pl.List]
    return cases.with_columns(pl.col(name).list.join(" ") for name in nested).write_csv()


def case_table(cases: pl.DataFrame) -> Table:
    """The cases as a terminal table, without the columns in which nothing stands."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, pad_edge=False)
    shown = [name for name in cases.columns if cases[name].null_count() < cases.height]
    for name in shown:
        table.add_column(Text(name, style="bold"), overflow="fold")
    for row in cases.select(shown).iter_rows():
        table.add_row(*(Text(_cell(value)) for value in row))
    return table


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(str(each) for each in value)
    return "" if value is None else str(value)
