"""Text as files hold it, turned into dates, flags, codes, numbers and identifiers.

Every reader reads every column as text and calls these on it. All take a text expression and give an
expression of the same name: `values.date(pl.col("CPPstartDate"))` works in `select`, `with_columns`, lazily.
What a function does not understand becomes null, and its companion `..._not_understood` is true exactly
there, so that a reader can count the cases:

| wanted | expression | not understood |
|---|---|---|
| pl.Date | `date` | `date_not_understood` |
| pl.Boolean | `flag` | `flag_not_understood` |
| code, in capitals | `code` | `code_unknown` (against a list) |
| pl.Int64 | `whole_number` | `whole_number_not_understood` |
| pl.Float64 | `decimal_number` | `decimal_number_not_understood` |
| M, F or U | `sex` | `sex_not_understood` |
| identifier | `identifier` | never: only an empty one is missing |
| free text | `text` | never |

Blank, and the many ways of writing "nothing" (`NULL_TOKENS`), are null and count as understood.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

import polars as pl

# What exports write for "no value", compared in lower case. "none" is left out: it is a disability code.
NULL_TOKENS: Final = (
    "", "-", "--", ".", "..", "na", "n/a", "#n/a", "#n/a!", "#value!", "#ref!", "<blank>", "(blank)", "blank",
    "<na>", "pd.na", "nan", "nat", "null", "(null)", "placeholderstr",
)  # fmt: skip
_NULLS_OR_NONE: Final = (*NULL_TOKENS, "none")

_SERIAL_ZERO: Final = dt.date(1899, 12, 30)  # Excel's day 0, with its leap day of 1900 that never was
_DUMMY_DATE: Final = dt.date(1900, 1, 1)

_TRUE: Final = ("1", "1.0", "true", "t", "yes", "y")
_FALSE: Final = ("0", "0.0", "false", "f", "no", "n")

_FLAGS: Final = {**dict.fromkeys(_TRUE, True), **dict.fromkeys(_FALSE, False)}

_MALE: Final = ("m", "1", "1.0", "male", "boy")
_FEMALE: Final = ("f", "2", "2.0", "female", "girl")
_NEITHER_OR_UNKNOWN: Final = (
    "u", "0", "0.0", "9", "9.0", "i", "unknown", "not known", "not stated", "not recorded", "neither",
    "indeterminate", "unborn", "other",
)  # fmt: skip
_SEXES: Final = {
    **dict.fromkeys(_MALE, "M"),
    **dict.fromkeys(_FEMALE, "F"),
    **dict.fromkeys(_NEITHER_OR_UNKNOWN, "U"),
}


def text(column: pl.Expr) -> pl.Expr:
    """Text on one line, with compatibility characters, curly quotes, dashes and spaces made plain."""
    plain = _plain(column)
    return pl.when(~plain.str.to_lowercase().is_in(NULL_TOKENS)).then(plain)


def identifier(column: pl.Expr) -> pl.Expr:
    """An identifier: stripped, and without the `.0` that spreadsheets add; only an empty one is null.

    Null tokens do not apply, leading zeros and suffixes stay: another system may have issued `NA`.
    """
    stripped = column.str.strip_chars().str.strip_chars("\ufeff\u200b").str.replace(r"^(\d+)\.0+$", "$1")
    return pl.when(stripped != "").then(stripped)


def date(column: pl.Expr) -> pl.Expr:
    """A date from yyyy-mm-dd, dd/mm/yyyy, dd/mm/yy or an Excel serial number; a time of day is dropped.

    Months never come first. Years of two digits are 1950 to 2049. 1900-01-01 is a dummy and becomes null.
    """
    parsed = _parsed_date(column)
    return pl.when(parsed != _DUMMY_DATE).then(parsed)


def date_not_understood(column: pl.Expr) -> pl.Expr:
    """True where there is text that is neither a date nor a way of writing nothing."""
    return _said_something(column) & _parsed_date(column).is_null()


def flag(column: pl.Expr) -> pl.Expr:
    """True or false from 1/0, true/false, yes/no, their first letters, in any case, with or without `a) `."""
    return _word(column).replace_strict(_FLAGS, default=None, return_dtype=pl.Boolean)


def flag_not_understood(column: pl.Expr) -> pl.Expr:
    """True where there is text that is neither a flag nor a way of writing nothing."""
    return _said_something(column) & flag(column).is_null()


def code(column: pl.Expr) -> pl.Expr:
    """A code in capitals without surrounding space; the number 6.0 is the code 6. Unknown codes stay."""
    plain = _plain(column).str.to_uppercase().str.replace(r"^(\d+)\.0+$", "$1")
    return pl.when(~plain.str.to_lowercase().is_in(NULL_TOKENS)).then(plain)


def code_unknown(column: pl.Expr, known: Collection[str]) -> pl.Expr:
    """True where the (raw) column holds a code outside the list."""
    cleaned = code(column)
    return cleaned.is_not_null() & ~cleaned.is_in(list(known))


def whole_number(column: pl.Expr) -> pl.Expr:
    """A whole number, also from `1.0`; a fraction is not understood."""
    return _plain(column).str.extract(r"^([+-]?\d{1,18})(?:\.0*)?$").cast(pl.Int64, strict=False)


def whole_number_not_understood(column: pl.Expr) -> pl.Expr:
    """True where there is text that is neither a whole number nor a way of writing nothing."""
    return _said_something(column) & whole_number(column).is_null()


def decimal_number(column: pl.Expr) -> pl.Expr:
    """A number that may have decimals; no infinities."""
    return _plain(column).str.extract(r"^([+-]?\d{1,15}(?:\.\d*)?)$").cast(pl.Float64, strict=False)


def decimal_number_not_understood(column: pl.Expr) -> pl.Expr:
    """True where there is text that is neither a number nor a way of writing nothing."""
    return _said_something(column) & decimal_number(column).is_null()


def sex(column: pl.Expr) -> pl.Expr:
    """M, F or U, from either code set (1, 2, 0, 9 until 2024; M, F, U since) or words."""
    return _word(column).replace_strict(_SEXES, default=None, return_dtype=pl.String)


def sex_not_understood(column: pl.Expr) -> pl.Expr:
    """True where there is text that names no sex and is no way of writing nothing."""
    return _said_something(column) & sex(column).is_null()


def is_blank(column: pl.Expr) -> pl.Expr:
    """True where there is no value: null, empty, or a way of writing nothing."""
    return ~_said_something(column)


def _plain(column: pl.Expr) -> pl.Expr:
    """Compatibility forms, curly quotes, dashes and any space made plain, ends stripped."""
    return (
        column.str.normalize("NFKC")
        .str.replace_all("[\u2018\u2019\u201b\u02bc]", "'")
        .str.replace_all("[\u201c\u201d]", '"')
        .str.replace_all("[\u2010-\u2015\u2212]", "-")
        .str.replace_all(r"[\s\x{200b}\x{feff}]+", " ")
        .str.strip_chars()
    )


def _word(column: pl.Expr) -> pl.Expr:
    """Plain text in lower case without a list letter: `a) Yes` is `yes`."""
    return _plain(column).str.to_lowercase().str.replace(r"^[a-z]\)\s*", "")


def _said_something(column: pl.Expr) -> pl.Expr:
    return column.is_not_null() & ~_plain(column).str.to_lowercase().is_in(_NULLS_OR_NONE)


def _parsed_date(column: pl.Expr) -> pl.Expr:
    """The date, dummies included."""
    bare = _plain(column).str.replace(r"[T ]\d{1,2}:\d{2}.*$|(?:Z|[+-]\d\d:\d\d)$", "")
    iso = (
        bare.str.replace(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$", "$3-$2-$1")
        .str.replace(r"^(\d{1,2})/(\d{1,2})/([5-9]\d)$", "19$3-$2-$1")
        .str.replace(r"^(\d{1,2})/(\d{1,2})/([0-4]\d)$", "20$3-$2-$1")
        .str.replace(r"^(\d{4})/(\d{1,2})/(\d{1,2})$", "$1-$2-$3")
        .str.extract(r"^(\d{4}-\d{1,2}-\d{1,2})$")
        .str.to_date("%Y-%m-%d", strict=False)
    )
    serial = bare.str.extract(r"^(\d{5})(?:\.\d+)?$").cast(pl.Int32, strict=False)
    day = pl.lit(_SERIAL_ZERO).cast(pl.Int32) + pl.when(serial.is_between(20_000, 60_000)).then(serial)
    return pl.coalesce(iso, day.cast(pl.Date))
