"""Rows of a return: text turned into dates, flags and codes, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from chatcalc.extracts import values
from chatcalc.extracts.extract import Finding
from chatcalc.extracts.findings import finding
from chatcalc.extracts.ssda903_files import RawTable, place
from chatcalc.extracts.ssda903_tables import OC3, Field, Kind, Layout


def _postcode(column: pl.Expr) -> pl.Expr:
    """A postcode in capitals, with one space before its last three characters where it is whole."""
    bare = values.text(column).str.to_uppercase().str.replace_all(" ", "")
    return bare.str.replace(r"^(.{2,4})(.{3})$", "$1 $2")


_CLEANED: Final[dict[Kind, Callable[[pl.Expr], pl.Expr]]] = {
    "date": values.date,
    "flag": values.flag,
    "code": values.code,
    "sex": values.sex,
    "score": values.whole_number,
    "miles": values.decimal_number,
    "identifier": values.identifier,
    "postcode": _postcode,
    "text": values.text,
}
_NOT_UNDERSTOOD: Final[dict[Kind, tuple[str, Callable[[pl.Expr], pl.Expr]]]] = {
    "date": ("date-not-understood", values.date_not_understood),
    "flag": ("flag-not-understood", values.flag_not_understood),
    "sex": ("code-unknown", values.sex_not_understood),
    "score": ("number-not-understood", values.whole_number_not_understood),
    "miles": ("number-not-understood", values.decimal_number_not_understood),
}
_WHAT_WAS_DONE: Final = {
    "date-not-understood": "not a date; read as blank",
    "flag-not-understood": "neither yes nor no; read as blank",
    "number-not-understood": "not a number; read as blank",
    "code-unknown": "a code that no year's list holds; kept as it is",
    "value-out-of-range": "a score outside 0 to 40; read as blank",
}
_HIGHEST_SCORE: Final = 40
_DISTANCE_UNKNOWN: Final = 999.0


@dataclass(frozen=True)
class TypedTable:
    """A table of a return with canonical columns.

    `frame` has `la_code`, `child_id`, `source_file`, `source_row` and the columns of the layout's fields.
    """

    raw: RawTable
    frame: pl.DataFrame

    @property
    def layout(self) -> Layout:
        """Which table it is."""
        return self.raw.layout


def typed(raw: RawTable, la_code: str | None) -> tuple[TypedTable, list[Finding]]:
    """The table with its values understood, and a finding a column and kind of fault.

    Rows without a child, and rows without the date that makes them something, are left out.

    Args:
        raw: The table as text.
        la_code: The authority of all rows; None takes the LA column.
    """
    columns: list[pl.Series] = []
    findings: list[Finding] = []
    for field in raw.layout.fields:
        if field.name not in raw.frame.columns:
            columns.append(_blank(field, raw.frame.height))
            continue
        cleaned, faults = _understood(raw.frame, field)
        columns.append(cleaned)
        findings += [_fault(raw, field, code, bad) for code, bad in faults if bad.any()]
    frame = raw.frame.select(
        la_code=values.identifier(pl.col("LA")) if la_code is None else pl.lit(la_code),
        child_id=values.identifier(pl.col("CHILD")),
        source_file=pl.lit(raw.source),
        source_row=pl.col("source_row"),
    ).with_columns(columns)
    if raw.layout is OC3:
        frame = frame.with_columns(_accommodation())
    return _without_incomplete(raw, frame, findings)


def has_authorities(raws: Sequence[RawTable]) -> bool:
    """Whether every table says the authority of every row, in three digits (merged regional files)."""
    code = values.identifier(pl.col("LA")).str.contains(r"^\d{3}$").fill_null(value=False)
    return bool(raws) and all(
        "LA" in raw.frame.columns and raw.frame.select(code.all()).item() for raw in raws
    )


def _understood(text: pl.DataFrame, field: Field) -> tuple[pl.Series, list[tuple[str, pl.Series]]]:
    """A column's values and, by code of finding, the rows with a fault. Each different text is read once."""
    raw = pl.col(field.name)
    cleaned = _CLEANED[field.kind](raw)
    faults: dict[str, pl.Expr] = {}
    if field.kind in _NOT_UNDERSTOOD:
        code, wrong = _NOT_UNDERSTOOD[field.kind]
        faults[code] = wrong(raw)
    if field.codes is not None:
        faults["code-unknown"] = values.code_unknown(raw, field.codes)
    if field.kind == "score":
        possible = cleaned.is_between(0, _HIGHEST_SCORE)
        faults["value-out-of-range"] = ~possible
        cleaned = pl.when(possible).then(cleaned)
    if field.kind == "miles":
        cleaned = pl.when(cleaned < _DISTANCE_UNKNOWN).then(cleaned)
    meanings = text.select(raw.unique()).with_columns(
        cleaned.alias("_value"), **{code: bad.fill_null(value=False) for code, bad in faults.items()}
    )
    found = text.select(raw).join(meanings, on=field.name, how="left", maintain_order="left")
    series = found.get_column("_value").alias(field.column)
    return series, [(code, found.get_column(code).fill_null(value=False)) for code in faults]


def _fault(raw: RawTable, field: Field, code: str, bad: pl.Series) -> Finding:
    rows = raw.frame.get_column("source_row").filter(bad)
    label, where = place(raw.source, rows[0], field.name)
    message = f"{field.name} holds {_WHAT_WAS_DONE[code]}"
    return finding(code, label, where, message, len(rows), raw.layout.table)


def _without_incomplete(
    raw: RawTable, frame: pl.DataFrame, findings: list[Finding]
) -> tuple[TypedTable, list[Finding]]:
    needed = [("child_id", "child-without-id", "the child's identifier")]
    if raw.layout.start is not None:
        start = next(field.name for field in raw.layout.fields if field.column == raw.layout.start)
        needed.append((raw.layout.start, "date-missing", f"a date in {start}"))
    for column, code, what in needed:
        lacking = frame.filter(pl.col(column).is_null())
        if not lacking.is_empty():
            label, where = place(raw.source, lacking["source_row"][0])
            message = f"no {what}; the row was left out"
            findings = [*findings, finding(code, label, where, message, lacking.height, raw.layout.table)]
            frame = frame.filter(pl.col(column).is_not_null())
    return TypedTable(raw, frame), findings


def _blank(field: Field, height: int) -> pl.Series:
    dtype = {"date": pl.Date, "flag": pl.Boolean, "score": pl.Int64, "miles": pl.Float64}.get(
        field.kind, pl.String
    )
    return pl.Series(field.column, [None], dtype=dtype).extend_constant(None, max(height - 1, 0)).head(height)


def _accommodation() -> list[pl.Expr]:
    """ACCOM as its letter and whether it is suitable; 0 (not known, not in touch) is a blank, as in ACTIV."""
    letter = pl.col("accommodation").str.extract(r"^([A-Z])[12]$")
    suitable = pl.col("accommodation").str.extract(r"^[A-Z]([12])$") == "1"
    return [
        pl.when(pl.col("accommodation") != "0")
        .then(pl.coalesce(letter, "accommodation"))
        .alias("accommodation"),
        suitable.alias("accommodation_suitable"),
        pl.when(pl.col("activity") != "0").then("activity").alias("activity"),
    ]
