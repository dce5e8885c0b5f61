"""A commentary.toml: what it may hold, what is wrong in it with its line, and that nothing writes to it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatcalc.cli.commentary import read_commentary
from chatcalc.cli.main import app
from chatcalc.reports.lines import Commentary
from chatcalc.reports.request import RequestError

SAMPLE = Path(__file__).parents[2] / "sample_data"
RETURNS = ["report", "--config", str(SAMPLE / "returns.toml"), "-q"]


def written(folder: Path, text: str) -> Path:
    path = folder / "commentary.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_lines_are_of_indicators_and_parts_with_author_and_date(tmp_path: Path):
    text = """[commentary]
    cin_rate = "  Rose with the new   front door. "
    cla_rate = {text = "Steady.", author = "A. Analyst", date = 2018-04-12}
    "cla_placement_type_pct.foster" = "Two carers retired."

    [commentary.referrals_by_source_pct]
    text = "Mostly police."
    police = {text = "A new form."}
    """
    lines = read_commentary(written(tmp_path, text))
    assert [(each.indicator, each.part, each.commentary) for each in lines] == [
        ("cin_rate", None, Commentary("Rose with the new front door.")),
        ("cla_rate", None, Commentary("Steady.", "A. Analyst", dt.date(2018, 4, 12))),
        ("cla_placement_type_pct", "foster", Commentary("Two carers retired.")),
        ("referrals_by_source_pct", None, Commentary("Mostly police.")),
        ("referrals_by_source_pct", "police", Commentary("A new form.")),
    ]
    assert [each.place for each in lines][1] == "commentary.toml, line 3"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[commentary]\ncin_rate = 3", "line 2: cin_rate: write a line of text, or a table with text"),
        ('[commentary]\ncin_rate = ""', "line 2: cin_rate: write a line of text"),
        ('[commentary]\ncin_rate = {author = "A"}', "line 2: cin_rate: write a line of text"),
        (
            '[commentary]\n\ncin_rate = {text = "A", date = "2018"}',
            "line 3: cin_rate: write the date as 2024-03-31, without quotes",
        ),
        ('[commentary]\ncin_rate = {text = "A", author = 3}', "line 2: cin_rate: author is a name in quotes"),
        ('[notes]\ncin_rate = "A"', "line 1: notes: only [commentary] may stand in this file"),
        ('commentary = "A"', "line 1: write it as a table, [commentary]"),
        ("[commentary]\ncin_rate = Rose", "line 2, column"),
        (f'[commentary]\ncin_rate = "{"a" * 2001}"', "line 2: cin_rate: is longer than 2,000 characters"),
    ],
)
def test_what_is_no_commentary_is_said_with_its_line(tmp_path: Path, text: str, said: str):
    with pytest.raises(RequestError) as error:
        read_commentary(written(tmp_path, text))
    assert f"commentary.toml, {said}" in str(error.value)


def test_a_missing_file_is_an_error(tmp_path: Path):
    with pytest.raises(RequestError, match=r"--commentary .*: no such file"):
        read_commentary(tmp_path / "commentary.toml")


def test_unknown_indicators_and_parts_are_an_error_with_line_and_suggestion(tmp_path: Path):
    path = written(
        tmp_path,
        '[commentary]\ncin_rat = "A"\n"cla_placement_type_pct.fostr" = "B"\n"cla_rate.x" = "C"\n',
    )
    ended = CliRunner().invoke(app, [*RETURNS, "--commentary", str(path)])
    assert ended.exit_code == 2
    assert ended.stderr.splitlines() == [
        "chatcalc: commentary.toml, line 2: no indicator 'cin_rat'; did you mean 'cin_rate'?",
        "chatcalc: commentary.toml, line 3: cla_placement_type_pct has no part 'fostr'; "
        "did you mean 'foster'?",
        "chatcalc: commentary.toml, line 4: cla_rate has no part 'x'; it has none",
    ]


def test_what_people_wrote_survives_every_run_and_is_published_as_written(tmp_path: Path):
    path = written(tmp_path, '# ours\n[commentary]\ncin_rate = "Rose with the new front door."\n')
    before = path.read_bytes()
    asked = ["report", "--config", str(SAMPLE / "returns.toml"), "-i", "cin_rate", "--commentary", str(path)]
    for _ in range(2):
        ended = CliRunner().invoke(app, [*asked, "--audience", "public"])
        assert ended.exit_code == 0
        assert "Rose with the new front door." in ended.stdout
        assert ended.stderr.count("is published as written") == 1
    assert path.read_bytes() == before


def test_it_is_never_written_over(tmp_path: Path):
    path = written(tmp_path, '[commentary]\ncin_rate = "A"\n')
    target = path.rename(tmp_path / "commentary.json")
    ended = CliRunner().invoke(app, [*RETURNS, "--commentary", str(target), "-o", str(target)])
    assert ended.exit_code == 2
    assert "is an input; nothing is written over what was read" in ended.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--period", "fortnight"], "--period: 'fortnight' is no period; write month, quarter, ytd"),
        (["--period", "month", "--months", "6"], "--months and --period both say how long the period is"),
        (
            ["--period", "2017-01-01..2017-06-30"],
            "--period 2017-01-01..2017-06-30: the first period is the report's own and ends on the snapshot",
        ),
        (
            ["--period", "month", "--period", "2018-01-01..2018-06-30"],
            "--period 2018-01-01..2018-06-30: ends after the snapshot, 2018-03-31",
        ),
    ],
)
def test_periods_that_cannot_be_are_refused_in_a_line(options: list[str], said: str):
    ended = CliRunner().invoke(app, [*RETURNS, *options])
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
