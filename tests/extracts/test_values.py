"""What normalising makes of the spellings that real files hold."""

import datetime as dt
from collections.abc import Callable

import polars as pl
import pytest

from chatcalc.extracts import values

Normaliser = Callable[[pl.Expr], pl.Expr]


def apply(function: Normaliser, *raw: str | None) -> list[object]:
    return (
        pl.DataFrame({"x": list(raw)}, schema={"x": pl.String}).select(function(pl.col("x")))["x"].to_list()
    )


@pytest.mark.parametrize(
    ("raw", "date"),
    [
        ("2023-04-01", dt.date(2023, 4, 1)),
        (" 2023-04-01\n", dt.date(2023, 4, 1)),
        ("2023-4-1", dt.date(2023, 4, 1)),
        ("2023/04/01", dt.date(2023, 4, 1)),
        ("2023-04-01T00:00:00", dt.date(2023, 4, 1)),
        ("2023-04-01T10:12:28.0Z", dt.date(2023, 4, 1)),
        ("2023-04-01 23:59", dt.date(2023, 4, 1)),
        ("2023-04-01Z", dt.date(2023, 4, 1)),
        ("2023-04-01+01:00", dt.date(2023, 4, 1)),
        ("02/01/2023", dt.date(2023, 1, 2)),
        ("2/1/2023", dt.date(2023, 1, 2)),
        ("02-01-2023", dt.date(2023, 1, 2)),
        ("02.01.2023", dt.date(2023, 1, 2)),
        ("02/01/2023 00:00:00", dt.date(2023, 1, 2)),
        ("02/01/49", dt.date(2049, 1, 2)),
        ("02/01/50", dt.date(1950, 1, 2)),
        ("02/01/08", dt.date(2008, 1, 2)),
        ("45017", dt.date(2023, 4, 1)),
        ("45017.0", dt.date(2023, 4, 1)),
        ("45017.75", dt.date(2023, 4, 1)),
        ("20000", dt.date(1954, 10, 3)),
        ("60000", dt.date(2064, 4, 8)),
        ("2024-02-29", dt.date(2024, 2, 29)),
        ("1066-10-14", dt.date(1066, 10, 14)),
    ],
)
def test_dates(raw: str, date: dt.date) -> None:
    assert apply(values.date, raw) == [date]
    assert apply(values.date_not_understood, raw) == [False]


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        "  ",
        "-",
        " - ",
        "..",
        "N/A",
        "#N/A",
        "<blank>",
        "pd.NA",
        "nan",
        "None",
        "PlaceholderStr",
        "1900-01-01",
        "01/01/1900",
        "01/01/1900 00:00:00",
        "–",
        "\u00a0",
    ],
)
def test_no_date(raw: str | None) -> None:
    assert apply(values.date, raw) == [None]
    assert apply(values.date_not_understood, raw) == [False]


@pytest.mark.parametrize(
    "raw",
    [
        "2023-02-29",
        "31/02/2023",
        "13/13/2023",
        "04/31/2023",
        "May be 8 Jan 2000",
        "zz/04/2010",
        "zz/zz/zzzz",
        "19999",
        "60001",
        "2023",
        "20230401",
        "2023-04",
        "-45017",
        "2023-04-01x",
        "99999999999999999999",
        "02-01-23",
    ],
)
def test_dates_not_understood(raw: str) -> None:
    assert apply(values.date, raw) == [None]
    assert apply(values.date_not_understood, raw) == [True]


@pytest.mark.parametrize(
    "raw", ["1", "1.0", "true", "True", "TRUE", "t", "Y", "yes", " Yes ", "a) Yes", "A)Yes"]
)
def test_true(raw: str) -> None:
    assert apply(values.flag, raw) == [True]
    assert apply(values.flag_not_understood, raw) == [False]


@pytest.mark.parametrize(
    "raw", ["0", "0.0", "false", "False", "FALSE", "f", "N", "no", "b) No", "b)\u00a0No"]
)
def test_false(raw: str) -> None:
    assert apply(values.flag, raw) == [False]
    assert apply(values.flag_not_understood, raw) == [False]


def test_neither_true_nor_false() -> None:
    raw = ("CS Assessment Updated", "2", "yess", None, "", "-", "none")
    assert apply(values.flag, *raw) == [None] * 7
    assert apply(values.flag_not_understood, *raw) == [True, True, True, False, False, False, False]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("n1", "N1"),
        (" RC8 ", "RC8"),
        ("6.0", "6"),
        ("6", "6"),
        ("01", "01"),
        ("NONE", "NONE"),
        ("ＷＢＲＩ", "WBRI"),
        ("", None),
        ("-", None),
        ("n/a", None),
        (None, None),
        ("rb", "RB"),
        ("wbri\u200b", "WBRI"),
    ],
)
def test_codes(raw: str | None, code: str | None) -> None:
    assert apply(values.code, raw) == [code]


def test_codes_outside_the_list() -> None:
    raw = ("n1", "N2", "XXX", "", None)
    unknown = apply(lambda column: values.code_unknown(column, ("N1", "N2")), *raw)
    assert unknown == [False, False, True, False, False]


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("0", 0),
        ("1.0", 1),
        (" 12 ", 12),
        ("-1", -1),
        ("3.", 3),
        ("1.5", None),
        ("one", None),
        ("", None),
        ("1e3", None),
    ],
)
def test_whole_numbers(raw: str, number: int | None) -> None:
    assert apply(values.whole_number, raw) == [number]
    assert apply(values.whole_number_not_understood, raw) == [number is None and raw != ""]


def test_decimal_numbers() -> None:
    raw = ("12.5", "3", "-0.1", "inf", "", "1,5")
    assert apply(values.decimal_number, *raw) == [12.5, 3.0, -0.1, None, None, None]
    assert apply(values.decimal_number_not_understood, *raw) == [False, False, False, True, False, True]


@pytest.mark.parametrize(
    ("raw", "identifier"),
    [
        ("\n\t 123 ", "123"),
        ("123.0", "123"),
        ("123.00", "123"),
        ("00123", "00123"),
        ("A.0", "A.0"),
        ("98380_351", "98380_351"),
        ("\u00a077", "77"),
        ("NA", "NA"),
        ("-", "-"),
        ("", None),
        ("  ", None),
        (None, None),
        ("1.10", "1.10"),
        ("\ufeff5", "5"),
    ],
)
def test_identifiers(raw: str | None, identifier: str | None) -> None:
    assert apply(values.identifier, raw) == [identifier]


@pytest.mark.parametrize(
    ("raw", "sex"),
    [
        ("1", "M"),
        ("2", "F"),
        ("0", "U"),
        ("9", "U"),
        ("m", "M"),
        ("F", "F"),
        ("U", "U"),
        ("Female", "F"),
        ("a) Male", "M"),
        ("c) Neither", "U"),
        ("1.0", "M"),
        ("Not stated", "U"),
        ("", None),
        (None, None),
    ],
)
def test_sex(raw: str | None, sex: str | None) -> None:
    assert apply(values.sex, raw) == [sex]
    assert apply(values.sex_not_understood, raw) == [False]


def test_sex_not_understood() -> None:
    assert apply(values.sex, "3", "Ms") == [None, None]
    assert apply(values.sex_not_understood, "3", "Ms") == [True, True]


def test_text_is_made_plain() -> None:
    assert apply(values.text, " Missing \u2018Absent\u2019\u00a0\u2013  x ", "-", "") == [
        "Missing 'Absent' - x",
        None,
        None,
    ]
