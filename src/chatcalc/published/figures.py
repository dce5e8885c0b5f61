"""Years and values as published files print them, for every reader of this room."""

from __future__ import annotations

from typing import Final

import polars as pl

# Marks that stand in place of a value, in lower case: suppressed (c, x, *), not applicable (z),
# rounds to zero (k, low), low reliability (u), not available (: and ..), any of these (LAIT's -).
SYMBOLS: Final = ("c", "x", "z", "k", "u", "low", ":", "..", ".", "-", "*")

_LARGEST: Final = 1e12  # no published figure is; infinite ones and what rounding cannot hold are not either
_LAST_NUMBER: Final = r"(\d{4}|\d{2})\D*$"
_FIRST_YEAR: Final = r"^\s*(\d{4})"


def year_ending(label: pl.Expr) -> pl.Expr:
    """The year a label ends in: 2018 for `2018`, `2017-18`, `2017/18`, `2015/16-17/18`, `2018 (Rev)`.

    Measures of children's social care are of years ending 31 March. Null where there is no year, as in `0`.
    """
    first = label.str.extract(_FIRST_YEAR).cast(pl.Int32, strict=False)
    last = label.str.extract(_LAST_NUMBER).cast(pl.Int32, strict=False)
    short = first // 100 * 100 + last
    full = pl.when(short < first).then(short + 100).otherwise(short)
    return pl.when(first.is_null()).then(None).when(last >= 1000).then(last).otherwise(full)


def period_text(label: pl.Expr) -> pl.Expr:
    """The period as ChAT prints it: `2017-18` where the file says `2018`; every other label as it is."""
    plain = label.str.strip_chars()
    year = year_ending(plain)
    named = pl.format("{}-{}", year - 1, (year % 100).cast(pl.String).str.zfill(2))
    return pl.when(plain.str.contains(r"^\d{4}$")).then(named).otherwise(plain)


def value(text: pl.Expr) -> pl.Expr:
    """The number, without the noise of a double printed long (76.599999999999994); null for anything else."""
    number = text.str.strip_chars().str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False)
    return pl.when(number.abs() < _LARGEST).then(number.round(10)).otherwise(None)


def symbol(text: pl.Expr) -> pl.Expr:
    """What the file prints in place of a number; null beside a number and for a blank."""
    plain = text.str.strip_chars()
    return pl.when(value(text).is_not_null() | (plain == "")).then(None).otherwise(plain)


def is_symbol(text: pl.Expr) -> pl.Expr:
    """Whether a text is one of the known symbols, whatever its case."""
    return text.str.strip_chars().str.to_lowercase().is_in(SYMBOLS)


def decimals(number: pl.Expr) -> pl.Expr:
    """Digits after the point: 1 for 18.8, 0 for 27.0, where an integer lost its zero."""
    return number.cast(pl.String).str.extract(r"\.(\d*[1-9])0*$").str.len_chars().fill_null(0).cast(pl.Int32)
