from __future__ import annotations

import polars as pl
import pytest

from chatcalc.published import figures


@pytest.mark.parametrize(
    ("label", "year", "period"),
    [
        ("2018", 2018, "2017-18"),
        ("2000", 2000, "1999-00"),
        ("2017-18", 2018, "2017-18"),
        ("2017/18", 2018, "2017/18"),
        ("2014-17", 2017, "2014-17"),
        ("1999-00", 2000, "1999-00"),
        ("2017-2018", 2018, "2017-2018"),
        ("2015/16-17/18", 2018, "2015/16-17/18"),
        ("2018 (Rev)", 2018, "2018 (Rev)"),
        ("2016-17 (OT)", 2017, "2016-17 (OT)"),
        (" 2018 ", 2018, "2017-18"),
        ("0", None, "0"),
        ("last year", None, "last year"),
    ],
)
def test_a_label_is_of_the_year_it_ends_in(label: str, year: int | None, period: str) -> None:
    frame = pl.DataFrame({"label": [label]})
    assert frame.select(figures.year_ending(pl.col("label"))).item() == year
    assert frame.select(figures.period_text(pl.col("label"))).item() == period


@pytest.mark.parametrize(
    ("text", "value", "symbol"),
    [
        ("18.8", 18.8, None),
        ("76.599999999999994", 76.6, None),
        ("573.29999999999995", 573.3, None),
        ("1,204", 1204.0, None),
        ("-3", -3.0, None),
        ("0", 0.0, None),
        ("", None, None),
        (None, None, None),
        ("NaN", None, "NaN"),
        *[(symbol, None, symbol) for symbol in ("c", "x", "z", "k", "u", "low", ":", "..", "-", "*")],
    ],
)
def test_a_text_is_a_number_or_a_symbol(text: str | None, value: float | None, symbol: str | None) -> None:
    frame = pl.DataFrame({"text": [text]}, schema={"text": pl.String})
    found = frame.select(value=figures.value(pl.col("text")), symbol=figures.symbol(pl.col("text")))
    assert found.row(0) == (value, symbol)


def test_decimals_are_the_digits_that_count() -> None:
    numbers = pl.DataFrame({"n": [18.8, 27.0, 0.0, 53.875, 100.0, None]})
    assert numbers.select(figures.decimals(pl.col("n")))["n"].to_list() == [1, 0, 0, 3, 0, 0]
