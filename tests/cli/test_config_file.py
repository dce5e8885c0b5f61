"""Every problem of a chatcalc.toml is said at once, with its line and its reason."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatcalc.cli.config import options
from chatcalc.cli.config_file import read_config
from chatcalc.cli.main import app
from chatcalc.reports.request import RequestError

CENSUS = Path(__file__).parents[1] / "oracle" / "input" / "cin_2024.xml"
NESTED = """\
la = "878"      # a comment
by = [
    "sex",
]
targets.cin_rate = 5
"published" = "a.csv"

[targets.'cla_rate']  # one
target = 5

[groups]
good = ["845"]
"bad ones" = ["846"]

[parameters.cla_visit_timeliness_pct]
visit_days = 28
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "chatcalc.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("la",), 1),
        (("by", 0), 2),
        (("targets", "cin_rate"), 5),
        (("published",), 6),
        (("targets", "cla_rate"), 8),
        (("targets", "cla_rate", "target"), 9),
        (("targets", "cla_rate", "tolerance"), 8),
        (("groups", "bad ones"), 13),
        (("parameters", "cla_visit_timeliness_pct", "visit_days"), 16),
    ],
)
def test_the_line_of_a_key(tmp_path: Path, key: tuple[object, ...], line: int):
    file = read_config(written(tmp_path, NESTED))
    assert file.place(key) == f"chatcalc.toml, line {line}"


def test_a_key_that_is_not_there_has_no_line(tmp_path: Path):
    assert read_config(written(tmp_path, NESTED)).place(("months",)) == "chatcalc.toml"


def test_all_problems_are_said_in_the_order_of_the_file(tmp_path: Path):
    text = """\
poplation = 5
as_at = "soon"
[targets]
cin_rate = {target = 5, tolerence = 1}
cla_rate = "many"
[sources]
cpp_rate = "annexa"
[parameters.cla_visit_timeliness_pct]
visit_days = "28 days"
[groups]
good = 5
[lookups]
child = "teams.csv"
"""
    with pytest.raises(RequestError) as caught:
        options({}, written(tmp_path, text))
    assert str(caught.value).splitlines() == [
        "chatcalc.toml, line 1: poplation: there is no such option; did you mean population?",
        "chatcalc.toml, line 2: as_at: write the date as 2024-03-31",
        "chatcalc.toml, line 4: targets.cin_rate.tolerence: there is no such option; did you mean tolerance?",
        "chatcalc.toml, line 5: targets.cla_rate: input should be a valid number, "
        "unable to parse string as a number",
        "chatcalc.toml, line 7: sources.cpp_rate: "
        "'annexa' is not one of 'cin_census', 'ssda903' or 'annex_a'",
        "chatcalc.toml, line 9: parameters.cla_visit_timeliness_pct.visit_days: "
        "input should be a valid number, unable to parse string as a number",
        "chatcalc.toml, line 11: groups.good: input should be a valid string",
        'chatcalc.toml, line 12: lookups: write children = "FILE.csv" in it, and nothing else',
    ]


def test_names_that_are_not_there_are_said_with_their_lines(tmp_path: Path):
    text = f"""\
extracts = ["{CENSUS.as_posix()}"]
[targets]
cin_rat = 5
cla_placement_type_pct = 5
[sources]
cpp_rates = "cin_census"
[parameters.cla_visit_timeliness]
visit_days = 28
[parameters.cla_visit_timeliness_pct]
visit_day = 28
[groups]
good = ["Devn"]
"""
    result = CliRunner().invoke(app, ["report", "--config", str(written(tmp_path, text))])
    assert (result.exit_code, result.stdout) == (2, "")
    starts = [
        "line 6: sources.cpp_rates: there is no such indicator; did you mean 'cpp_rate'?",
        "line 7: parameters.cla_visit_timeliness: there is no such indicator; did you mean 'cla_visit_timel",
        "line 3: targets.cin_rat: there is no such indicator; did you mean 'cin_rate'?",
        "line 10: parameters.cla_visit_timeliness_pct: no limit 'visit_day'; its limits are visit_days",
        "line 12: groups.good: no region and no local authority 'Devn'; did you mean 878 Devon",
        "line 4: targets.cla_placement_type_pct: has no polarity",
    ]
    lines = result.stderr.splitlines()
    assert len(lines) == len(starts)
    for line, start in zip(lines, starts, strict=True):
        assert line.startswith(f"chatcalc: chatcalc.toml, {start}")


def test_toml_that_is_none_has_line_and_column(tmp_path: Path):
    with pytest.raises(RequestError) as caught:
        options({}, written(tmp_path, 'la = "878"\nas_at = soon\n'))
    assert str(caught.value).startswith(
        "chatcalc.toml, line 2, column 9: Invalid value; text stands in quotes"
    )
