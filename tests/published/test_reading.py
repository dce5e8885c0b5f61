"""Small made-up files in the formats of DfE; no figure here is a published one."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from chatcalc.published.reading import read_published
from chatcalc.published.statistics import ENGLAND, LA, Published, PublishedError

_LAIT = """Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region
Rate,A rate,2018,Devon,76.599999999999994,878,South West
Rate,A rate,2018,Dorset,12,838,South West
Rate,A rate,2018,Dorset (Pre LG),-,835,South West
Rate,A rate,2018,England,70,970,NA
Rate,A rate,2018,South West,71.5,990,NA
Rate,A rate,2019,Devon,-,878,South West
Rate,A rate,2019,England,72,970,NA
Rate,A rate,2020,Devon,-,878,South West
Rate,A rate,2020,England,-,970,NA
Other,Not asked for,2018,Devon,1,878,South West
Other,Not asked for,0,Devon,1,878,South West
"""
_HEADER = "indicator_id,period,la,statistical_neighbours,england,lower_quartile,upper_quartile\n"


@pytest.fixture(params=["csv", "csv with float codes and a BOM", "parquet"])
def lait(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "published"
    if request.param == "csv":
        path.write_text(_LAIT)
    elif request.param == "parquet":
        frame = pl.read_csv(_LAIT.encode(), schema_overrides={"LA Number": pl.Float64, "Years": pl.String})
        frame.write_parquet(path)
    else:
        path.write_text(_LAIT.replace(",878,", ",878.0,"), encoding="utf-8-sig")
    return path


def test_lait_is_read_by_measure(lait: Path) -> None:
    published = read_published([lait], measures=["Rate"])
    assert published.frame["measure"].unique().to_list() == ["Rate"]
    assert read_published([lait]).frame["measure"].n_unique() == 2
    assert published.frame.filter(level="region")["la_code"].to_list() == ["990"]


def test_the_latest_year_is_one_that_says_something(lait: Path) -> None:
    published = read_published([lait])
    newest = published.latest(["Rate"], "878", until=2030)
    assert newest is not None
    assert (newest.year, newest.period) == (2019, "2018-19")  # 2020 has a row and says nothing
    assert newest.authority("878").symbol == "-"
    year = published.latest(["Rate"], "878", until=2018)
    assert year is not None
    assert year.authority("878").exact == Fraction("76.6")
    assert year.entry(ENGLAND).exact == 70
    assert year.decimals == 1
    assert published.latest(["Rate"], "878", until=2017) is None
    assert published.latest(["None such"], "878", until=2030) is None


def test_an_authority_that_was_not_there_yet_has_no_figure(lait: Path) -> None:
    year = read_published([lait]).latest(["Rate"], "878", until=2018)
    assert year is not None
    assert year.entry(LA, "838").exact == 12
    assert year.authority("838").exact is None
    assert year.values == (Fraction("76.6"),)
    assert len(year.values_missing_as_zero) == 152


def test_a_small_csv_keeps_symbols_and_knows_its_year(tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text(_HEADER + "adoption,2014-17,448,440,520,,\nsgo,2016-17,x,13,12,,\n\n")
    published = read_published([path])
    adoption, sgo = (published.latest([name], "878", 2018) for name in ("adoption", "sgo"))
    assert adoption is not None
    assert sgo is not None
    assert (adoption.year, adoption.period, adoption.authority("878").exact) == (2017, "2014-17", 448)
    assert (sgo.authority("878").exact, sgo.authority("878").symbol) == (None, "x")
    assert not sgo.holds_all_authorities


def test_a_small_csv_may_name_authorities(tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text("indicator_id,period,la,la_code\nrate,2018,10,878\nrate,2018,20,Plymouth\n")
    year = read_published([path]).latest(["rate"], "879", 2018)
    assert year is not None
    assert year.authority("879").exact == 20
    assert year.authority("880").exact is None


def test_a_later_file_wins(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(_HEADER + "rate,2017-18,10,,,,\nkept,2017-18,1,,,,\n")
    second.write_text(_HEADER + "rate,2018,11,,,,\n")
    published = read_published([first, second])
    rate, kept = (published.latest([name], None, 2018) for name in ("rate", "kept"))
    assert rate is not None
    assert kept is not None
    assert rate.authority(None).exact == 11
    assert kept.authority(None).exact == 1


def test_nothing_published_is_no_error() -> None:
    assert Published.nothing().latest(["Rate"], "878", 2030) is None
    assert read_published([]).latest(["Rate"], "878", 2030) is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "file.csv: the file is empty"),
        ("a,b\n1,2\n", "file.csv: not a file of published statistics"),
        ("indicator_id,la\nx,1\n", "file.csv, line 1: no column 'period'"),
        (
            "indicator_id,period,lower_quartil\n",
            "unknown column 'lower_quartil'; did you mean 'lower_quartile'",
        ),
        (_HEADER + "rate,soon,1,2,3,4,5\n", "file.csv, line 2, column period: 'soon': write a year"),
        (_HEADER + "rate,2018,1,2,3,4,5\nb,2018,1,2,many,4,5\n", "file.csv, line 3, column england: 'many'"),
        (_HEADER + "rate,2018,1,2,3,4,5\nrate,2017-18,1,2,3,4,5\n", "file.csv, line 3, .* there twice"),
        (
            "indicator_id,period,la_code\nrate,2018,Devn\n",
            "file.csv, column la_code: .*did you mean 878 Devon",
        ),
        ("indicator_id,period,position\nrate,2018,Highest\n", "line 2, column position: 'Highest'"),
        ("Short Desc,Values\nRate,1\n", "file.csv: the LAIT file has no column 'Years'"),
        ("PAR1 but no Parquet", "file.csv: cannot be read as a LAIT file"),
        ("PK\x03\x04", "file.csv: a workbook; .*--neighbours"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_in_one_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(content)
    with pytest.raises(PublishedError, match=message) as caught:
        read_published([path])
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(PublishedError, match="no such published file"):
        read_published([tmp_path / "gone.csv"])
    with pytest.raises(PublishedError, match="is a folder"):
        read_published([tmp_path])
