import datetime as dt
from pathlib import Path

import pytest

from chatcalc.cli.config import options
from chatcalc.reports.request import RequestError


def written(folder: Path, text: str) -> Path:
    path = folder / "chatcalc.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_option_can_stand_in_the_file(tmp_path: Path):
    config = written(
        tmp_path,
        """
        extracts = ["cin_2023.xml", "sub/cin_2024.xml"]
        as_at = 2024-03-31
        months = 6
        la = 878
        population = 1000
        source = "cin_census"
        published = "published.csv"
        neighbours = ["sn.xlsx"]
        published_until = 2023
        chat_compat = true
        specs = ["own"]
        indicator = "cin_rate"
        family = ["cpp"]
        trend = 12
        by = ["sex", "age_band"]
        layout = "chat"
        format = "json"
        output = ["out/report.csv"]
        manifest = false
        history = "runs.parquet"
        log = "chatcalc.log"
        fail_on = "error"
        quiet = true
        verbose = true
        """,
    )
    chosen = options({}, config)
    request = chosen.request()
    assert request.extracts == (tmp_path / "cin_2023.xml", tmp_path / "sub" / "cin_2024.xml")
    assert (request.as_at, request.la, request.months) == (dt.date(2024, 3, 31), "878", 6)
    assert request.published == (tmp_path / "published.csv",)
    assert request.indicators == ("cin_rate",)
    assert chosen.layouts == {tmp_path / "out" / "report.csv": "chat"}
    assert (chosen.history, chosen.log) == (tmp_path / "runs.parquet", tmp_path / "chatcalc.log")


def test_the_command_line_wins(tmp_path: Path):
    config = written(tmp_path, 'extracts = "a.xml"\npopulation = 1\nchat_compat = true\nby = "sex"\n')
    given = {"population": 2, "chat_compat": False, "by": ["age_band"], "la": None, "extracts": []}
    chosen = options(given, config)
    assert (chosen.population, chosen.chat_compat, chosen.by) == (2, False, ["age_band"])
    assert chosen.extracts == [tmp_path / "a.xml"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "la = 878\nas-at = 2024-03-31",
            "chatcalc.toml, line 2: as-at: there is no such option; did you mean as_at?",
        ),
        (
            "\npoplation = 5",
            "chatcalc.toml, line 2: poplation: there is no such option; did you mean population?",
        ),
        ("population = -5", "chatcalc.toml, line 1: population: -5 is not a number above 0"),
        ("population = '5'", "chatcalc.toml, line 1: population: input should be a valid integer"),
        ("as_at = 'soon'", "chatcalc.toml, line 1: as_at: write the date as 2024-03-31"),
        ("format = 'pdf'", "chatcalc.toml, line 1: format: 'pdf' is not one of"),
        ("[report]\nla = '878'", "chatcalc.toml, line 1: report: there is no such option"),
        ("la = ", "chatcalc.toml, at its end: Invalid value"),
    ],
)
def test_what_is_wrong_in_the_file_names_its_line(tmp_path: Path, text: str, message: str):
    with pytest.raises(RequestError) as caught:
        options({}, written(tmp_path, text))
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(RequestError, match="no such config file"):
        options({}, tmp_path / "nowhere.toml")


def test_a_file_that_is_no_text(tmp_path: Path):
    (tmp_path / "chatcalc.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RequestError, match="UTF-8"):
        options({}, tmp_path / "chatcalc.toml")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"population": 0}, "--population: 0 is not a number above 0"),
        ({"published_until": 18}, "--published-until: 18 is below 2000"),
        ({"as_at": "2024-02-30"}, "--as-at: write the date as 2024-03-31"),
        (
            {"lookups": {"childern": "teams.csv"}},
            '--lookups: write children = "FILE.csv" in it, and nothing else',
        ),
        ({"ids": "ids.csv"}, '--ids: write children = "FILE.csv" in it, and nothing else'),
        ({"fail_on": "never"}, "--fail-on: 'never' is not one of 'info', 'warning' or 'error'"),
    ],
)
def test_what_is_wrong_on_the_command_line_names_its_option(given: dict[str, object], message: str):
    with pytest.raises(RequestError, match=message):
        options(given)


@pytest.mark.parametrize("text", ["2024-03-31", "31/03/2024", " 2024-03-31 "])
def test_dates_as_people_write_them(text: str):
    assert options({"as_at": text}).as_at == dt.date(2024, 3, 31)


def test_extracts_are_needed():
    with pytest.raises(RequestError, match="no extracts"):
        options({}).request()
