"""Rows of a return: text turned into dates, flags and codes, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import polars as pl

from chatcalc.extracts import values
from chatcalc.extracts.extract import Finding
from chatcalc.extracts.ssda903_checks import note
from chatcalc.extracts.ssda903_files import RawTable
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
_DTYPES: Final[dict[Kind, type[pl.DataType]]] = {
    "date": pl.Date,
    "flag": pl.Boolean,
    "score": pl.Int64,
    "miles": pl.Float64,
}
_CHILD: Final = Field("CHILD", "child_id", "identifier")
_HIGHEST_SCORE: Final = 40
_DISTANCE_UNKNOWN: Final = 999.0


def typed(
    layout: Layout, raws: Sequence[RawTable], la_code: str | None
) -> tuple[pl.DataFrame, list[Finding]]:
    """The rows of one table in all files, with canonical columns, and a finding a file, column and fault.

    Rows have `folder` (the number of the return they belong to), `la_code`, `child_id`, `source_file`,
    `source_row` and the columns of the layout's fields. Rows without a child, and rows without the date
    that makes them something, are left out. Each different text is read once, however often it occurs.

    Args:
        layout: Which table.
        raws: Its files as text.
        la_code: The authority of all rows; None takes the LA column.
    """
    text = pl.concat([_with_source(raw) for raw in raws], how="diagonal")
    columns = [_understood(text, _CHILD)[0]]
    findings: list[Finding] = []
    for field in layout.fields:
        if field.name not in text.columns:
            columns.append(
                pl.Series(field.column, [None] * text.height, dtype=_DTYPES.get(field.kind, pl.String))
            )
            continue
        cleaned, faults = _understood(text, field)
        columns.append(cleaned)
        for code, bad in faults:
            if bad.any():
                message = f"{field.name} holds {_WHAT_WAS_DONE[code]}"
                rows = text.with_columns(bad.alias("_bad"))
                bad_rows, touched = pl.col("_bad"), (field.column,)
                findings += note(
                    rows, bad_rows, code, message, layout.table, column=field.name, columns=touched
                )
    frame = text.select(
        "folder",
        "source_file",
        "source_row",
        la_code=values.identifier(pl.col("LA")) if la_code is None else pl.lit(la_code),
    ).with_columns(columns)
    if layout is OC3:
        frame = frame.with_columns(_accommodation())
    frame, incomplete = _without_incomplete(layout, frame)
    return frame, findings + incomplete


def has_authorities(raws: Sequence[RawTable]) -> bool:
    """Whether every table says the authority of every row, in three digits (merged regional files)."""
    code = values.identifier(pl.col("LA")).str.contains(r"^\d{3}$").fill_null(value=False)
    return bool(raws) and all(
        "LA" in raw.frame.columns and raw.frame.select(code.all()).item() for raw in raws
    )


def _with_source(raw: RawTable) -> pl.DataFrame:
    return raw.frame.with_columns(
        pl.lit(raw.source).alias("source_file"), pl.lit(raw.folder, dtype=pl.Int64).alias("folder")
    )


def _understood(text: pl.DataFrame, field: Field) -> tuple[pl.Series, list[tuple[str, pl.Series]]]:
    """A column's values and, by code of finding, the rows with a fault."""
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
    # Lazily, for then the steps that a value and its faults share are taken once.
    meanings = (
        text.select(raw.unique())
        .lazy()
        .with_columns(
            cleaned.alias("_value"), **{code: bad.fill_null(value=False) for code, bad in faults.items()}
        )
        .collect(engine="in-memory")
    )
    told = [code for code in faults if meanings.get_column(code).any()]  # most columns have no fault at all
    found = text.select(raw).join(
        meanings.select(field.name, "_value", *told), on=field.name, how="left", maintain_order="left"
    )
    series = found.get_column("_value").alias(field.column)
    return series, [(code, found.get_column(code).fill_null(value=False)) for code in told]


def _without_incomplete(layout: Layout, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding]]:
    needed = [("child_id", "child-without-id", "the child's identifier")]
    if layout.start is not None:
        start = next(field.name for field in layout.fields if field.column == layout.start)
        needed.append((layout.start, "date-missing", f"a date in {start}"))
    findings: list[Finding] = []
    for column, code, what in needed:
        lacking = pl.col(column).is_null()
        findings += note(frame, lacking, code, f"no {what}; the row was left out", layout.table)
        frame = frame.filter(~lacking)
    return frame, findings


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
