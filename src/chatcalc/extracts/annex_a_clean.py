"""The cells of a list turned into dates, flags, numbers and codes.

A column with cells that could not be understood gives a finding with their number and the place of the first.
Each distinct text is read once: ten thousand rows hold a few hundred dates and a dozen codes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from chatcalc.extracts import values
from chatcalc.extracts.annex_a_code_lists import SEX
from chatcalc.extracts.annex_a_codes import CodeList, translated
from chatcalc.extracts.annex_a_columns import Column, Kind
from chatcalc.extracts.annex_a_sheets import ROW, RawList
from chatcalc.extracts.extract import Finding
from chatcalc.extracts.findings import finding

# A date formula over an empty cell shows Excel's day zero.
_ZERO_DATES: Final = r"^(1899-12-3[01]|30/12/1899|31/12/1899|00/01/1900)"
_POSTCODE: Final = r"^(?i)[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}$"
_NOT_KNOWN: Final = ("unknown", "not known", "not recorded", "not stated", "not applicable", "u")
_SPELLS: Final = (
    ("start_date", "end_date"),
    ("start_date", "authorised_date"),
    ("start_date", "completion_date"),
    ("referral_date", "closure_date"),
)

_WRONG: Final = {
    Kind.DATE: ("date-not-understood", "not a date; left blank"),
    Kind.FLAG: ("flag-not-understood", "neither yes nor no; left blank"),
    Kind.NUMBER: ("number-not-understood", "not a whole number; left blank"),
    Kind.SEX: ("code-unknown", "no known code of sex; left blank"),
    Kind.POSTCODE: ("postcode-not-understood", "not a postcode; kept as it came"),
}


_Alike = tuple[Kind, str]
Meanings = Mapping[_Alike, pl.DataFrame]


@dataclass(frozen=True)
class CleanList:
    """A list with typed columns.

    Attributes:
        raw: The list as it was found.
        rows: `la_code`, `source_file`, `source_row` and every field of the list, null without a heading;
            `birth_said` is true where Date of Birth says anything, null where the list does not ask.
        findings: What could not be understood.
    """

    raw: RawList
    rows: pl.DataFrame
    findings: tuple[Finding, ...]

    @property
    def number(self) -> int:
        """The list's number."""
        return self.raw.annex_a_list.number


def clean(raw: RawList, la_code: str, known: Meanings) -> CleanList:
    """The list with typed columns and without exact duplicates, rows without a child and stray notes.

    Args:
        raw: The list as it was found.
        la_code: The authority.
        known: What the texts of all lists mean (`meanings`).
    """
    findings = list(_heading_findings(raw))
    readings = _read(raw, known)
    findings.extend(_not_understood(raw, readings))
    typed = pl.DataFrame([raw.rows[ROW], *(reading.meaning for reading in readings)])
    absent = [pl.lit(None, dtype=_DTYPES[c.kind]).alias(c.field) for c in raw.headings.missing]
    typed = typed.with_columns(*absent, la_code=pl.lit(la_code), source_file=pl.lit(raw.sheet.source))
    if "date_of_birth" in raw.rows.columns:
        typed = typed.with_columns(
            birth_said=raw.rows.select(~values.is_blank(pl.col("date_of_birth"))).to_series()
        )
    else:
        typed = typed.with_columns(birth_said=pl.lit(None, dtype=pl.Boolean))
    kept = _usable_rows(raw, typed, findings)
    findings.extend(_reversed_spells(raw, kept))
    return CleanList(raw, kept, tuple(findings))


@dataclass(frozen=True)
class _Reading:
    """What the cells of a column mean, and which could not be understood."""

    column: Column
    meaning: pl.Series
    wrong: pl.Series


_DTYPES: Final = {
    Kind.IDENTIFIER: pl.String(),
    Kind.TEXT: pl.String(),
    Kind.DATE: pl.Date(),
    Kind.FLAG: pl.Boolean(),
    Kind.NUMBER: pl.Int64(),
    Kind.AGE: pl.Float64(),
    Kind.SEX: pl.String(),
    Kind.POSTCODE: pl.String(),
    Kind.URN: pl.String(),
    Kind.CODE: pl.String(),
}


def meanings(raws: Iterable[RawList]) -> Meanings:
    """What each distinct text of all lists means, by the kind and code list of the columns it stands in."""
    alike: defaultdict[_Alike, list[pl.DataFrame]] = defaultdict(list)
    columns: dict[_Alike, Column] = {}
    for raw in raws:
        for column in _found(raw):
            alike[_alike(column)].append(raw.rows.select(raw=column.field))
            columns[_alike(column)] = column
    return {key: _meanings(columns[key], pl.concat(texts).unique()) for key, texts in alike.items()}


def _meanings(column: Column, texts: pl.DataFrame) -> pl.DataFrame:
    meaning, wrong = _expressions(column, pl.col("raw"))
    # Lazily, for then the steps that both share are taken once.
    read = texts.lazy().with_columns(meaning=meaning, wrong=wrong.fill_null(value=False))
    return read.collect(engine="in-memory")


def _found(raw: RawList) -> list[Column]:
    """The columns of a list that it has, those of one kind and code list together."""
    columns = [column for column in raw.annex_a_list.columns if column.field in raw.headings.positions]
    order = list(dict.fromkeys(map(_alike, columns)))
    return sorted(columns, key=lambda column: order.index(_alike(column)))


def _alike(column: Column) -> _Alike:
    return column.kind, column.codes.name if column.codes else ""


def _read(raw: RawList, known: Meanings) -> list[_Reading]:
    """What all cells mean."""
    readings = []
    for column in _found(raw):
        cells = raw.rows.select(raw=column.field)
        told = known[_alike(column)]
        read = cells.join(told, on="raw", how="left", nulls_equal=True, maintain_order="left")
        readings.append(_Reading(column, read["meaning"].rename(column.field), read["wrong"]))
    return readings


def _expressions(column: Column, raw: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The meaning of a cell, and whether it has none though it says something."""
    if column.codes is not None:
        return _code(column.codes, raw)
    return _READERS[column.kind](raw)


def _code(codes: CodeList, raw: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """A code of the column's list; what is none stays as it came, in capitals."""
    said = ~values.is_blank(raw)
    known = translated(raw, codes)
    return pl.when(said).then(pl.coalesce(known, values.code(raw))), known.is_null() & said


def _date(raw: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    said = pl.when(~raw.str.contains(_ZERO_DATES)).then(raw)
    return values.date(said), values.date_not_understood(said)


def _flag(raw: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    words = values.text(raw).str.to_lowercase().str.replace(r"^[a-z]\)\s*", "")
    return values.flag(raw), values.flag_not_understood(raw) & ~words.is_in(_NOT_KNOWN)


def _sex(raw: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    sex = pl.coalesce(translated(raw, SEX), values.sex(raw))
    return sex, sex.is_null() & ~values.is_blank(raw)


_READERS: Final[Mapping[Kind, Callable[[pl.Expr], tuple[pl.Expr, pl.Expr]]]] = {
    Kind.IDENTIFIER: lambda raw: (values.identifier(raw), pl.lit(value=False)),
    Kind.TEXT: lambda raw: (values.text(raw), pl.lit(value=False)),
    Kind.DATE: _date,
    Kind.FLAG: _flag,
    Kind.NUMBER: lambda raw: (values.whole_number(raw), values.whole_number_not_understood(raw)),
    Kind.AGE: lambda raw: (values.decimal_number(raw), pl.lit(value=False)),
    Kind.SEX: _sex,
    Kind.POSTCODE: lambda raw: (values.text(raw), ~values.text(raw).str.contains(_POSTCODE)),
    Kind.URN: lambda raw: (values.code(raw), pl.lit(value=False)),
}


def _not_understood(raw: RawList, readings: Iterable[_Reading]) -> Iterator[Finding]:
    for reading in readings:
        if reading.wrong.any():
            known = reading.column.codes
            code, message = _WRONG.get(reading.column.kind) or (
                "code-unknown", f"not in the list of codes for {known.name if known else ''}; kept as it came"
            )  # fmt: skip
            rows = raw.rows[ROW].filter(reading.wrong)
            yield _at_rows(raw, code, rows, reading.column.heading, message, reading.column.field)


def _usable_rows(raw: RawList, typed: pl.DataFrame, findings: list[Finding]) -> pl.DataFrame:
    """Rows of a child, once each; a row that repeats every cell, also those of unknown columns, goes."""
    facts = [c.field for c in raw.annex_a_list.columns if c.field not in ("child_id", "age")]
    note = pl.all_horizontal(pl.col(facts).is_null()) & pl.col("child_id").is_not_null()
    nameless = pl.col("child_id").is_null()
    again = ~raw.rows.select(pl.struct(pl.exclude(ROW, "age")).is_first_distinct()).to_series()
    marked = typed.with_columns(_note=note, _nameless=nameless, _again=again)
    problems = (
        ("_note", "row-ignored", "nothing but an identifier or a note in the first column; left out"),
        ("_nameless", "child-without-id", "no identifier; the row cannot be counted and is left out"),
        ("_again", "duplicate-row", "says the same as an earlier row in every cell; left out"),
    )
    for flag, code, message in problems:
        rows = marked.filter(pl.col(flag))[ROW]
        if len(rows):
            findings.append(_at_rows(raw, code, rows, None, message))
    return marked.filter(~pl.any_horizontal("_note", "_nameless", "_again")).drop(
        "_note", "_nameless", "_again"
    )


def _reversed_spells(raw: RawList, rows: pl.DataFrame) -> Iterator[Finding]:
    fields = {column.field for column in raw.annex_a_list.columns}
    for start, end in _SPELLS:
        if {start, end} <= fields:
            wrong = rows.filter(pl.col(end) < pl.col(start))[ROW]
            if len(wrong):
                message = f"before {raw.heading(start)}; both kept"
                yield _at_rows(raw, "end-before-start", wrong, raw.heading(end), message, start, end)


def _heading_findings(raw: RawList) -> Iterator[Finding]:
    headings = raw.headings
    row = headings.row + 1
    for column in headings.missing:
        if column.kind is Kind.AGE:
            continue
        code = "column-not-in-edition" if column.optional else "column-missing"
        message = "no such heading; the column is blank"
        yield _at(raw, code, row, column.heading, message, columns=(column.field,))
    if headings.repeated:
        places = _letters(headings.repeated)
        yield _at(
            raw,
            "column-repeated",
            row,
            f"column {places}",
            "heading given before; ignored",
            count=len(headings.repeated),
        )
    if headings.unknown:
        places = _letters(headings.unknown)
        yield _at(
            raw,
            "column-not-known",
            row,
            f"column {places}",
            "heading not of this list; ignored",
            count=len(headings.unknown),
        )
    if raw.rows.is_empty():
        yield _at(raw, "list-empty", row, None, f"List {raw.annex_a_list.number} has headings and no rows")


def _at_rows(
    raw: RawList, code: str, rows: pl.Series, heading: str | None, message: str, *columns: str
) -> Finding:
    """A finding about rows of the list, at the first of them."""
    sheet, tables = raw.sheet, raw.annex_a_list.tables
    place = sheet.place(int(rows[0]), heading)
    return finding(code, sheet.file, place, message, len(rows), *tables, columns=columns, rows=rows)


def _at(
    raw: RawList,
    code: str,
    row: int,
    heading: str | None,
    message: str,
    *,
    count: int = 1,
    columns: Iterable[str] = (),
) -> Finding:
    """A finding about the list as a whole, or about columns of it."""
    sheet, tables = raw.sheet, raw.annex_a_list.tables
    return finding(
        code, sheet.file, sheet.place(row, heading), message, count, *tables, columns=tuple(columns)
    )


def _letters(indexes: Iterable[int]) -> str:
    """The columns as Excel names them: 0 is A, 26 is AA."""

    def letters(index: int) -> str:
        before, last = divmod(index, 26)
        return (letters(before - 1) if before else "") + chr(ord("A") + last)

    return ", ".join(map(letters, indexes))
