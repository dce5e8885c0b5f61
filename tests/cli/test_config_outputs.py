from pathlib import Path

import pytest

from chatcalc.cli.config import options
from chatcalc.reports.request import RequestError

TABLES = """
output = ["a.csv", {file = "pack.html", layout = "pack"}]
"""
LISTED = """
[[output]]
file = "a.csv"
[[output]]
file = "pack.html"
layout = "pack"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "chatcalc.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("text", [TABLES, LISTED])
def test_every_file_may_have_a_layout_of_its_own(tmp_path: Path, text: str):
    chosen = options({"extracts": [Path("x.xml")]}, written(tmp_path, text))
    assert chosen.layouts == {tmp_path / "a.csv": "chat", tmp_path / "pack.html": "pack"}
    request = chosen.request()
    assert (request.layout, request.trend) == ("chat", 18), "a pack shows a trend"
    assert chosen.in_effect()["layouts"] == {"pack.html": "pack"}


def test_one_path_is_a_list_of_one(tmp_path: Path):
    assert options({}, written(tmp_path, 'output = "a.csv"')).layouts == {tmp_path / "a.csv": "chat"}


def test_what_has_no_layout_takes_that_of_the_run(tmp_path: Path):
    chosen = options({"layout": "scorecard"}, written(tmp_path, LISTED))
    assert list(chosen.layouts.values()) == ["scorecard", "pack"]


def test_only_a_return_has_a_template(tmp_path: Path):
    config = written(tmp_path, 'extracts = "x.xml"\n[return]\nperiods = "4 quarters"\n')
    assert options({}, config).request().template is None
    template = options({"output": [Path("r.csv")], "layout": "return"}, config).request().template
    assert template is not None
    assert template.periods == ("4 quarters",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[[output]]\nfile = "a.md"\n[[output]]\nfile = "b.md"\nlayout = "brochure"',
            "line 5: output.layout: 'brochure' is not one of",
        ),
        (
            '[[output]]\nfile = "a.md"\nlaiout = "pack"',
            "line 3: output.laiout: there is no such option; did you mean layout?",
        ),
        ('la = "878"\noutput = [{layout = "pack"}]', "line 2: output: 'file' is missing"),
        (
            '[return]\nperiods = ["quarter", "fortnight"]',
            "line 2: return.periods: 'fortnight' is no period; write month, quarter, ytd",
        ),
        (
            '[return.columns]\nLA = "la_code"\nNum = "numerater"',
            "line 3: return.columns.Num: there is no field 'numerater'; did you mean 'numerator'?",
        ),
        (
            '[return]\ncolumns = {By = {text = "us"}}',
            'line 2: return.columns.By: write a field, or {constant = "TEXT"}',
        ),
        ('[return]\ndate_format = "%A"', "line 2: return.date_format: '%A' is no format of dates"),
        ("[return]\nquarters = 4", "line 2: return.quarters: there is no such option"),
    ],
)
def test_what_is_wrong_names_its_line(tmp_path: Path, text: str, message: str):
    with pytest.raises(RequestError) as caught:
        options({}, written(tmp_path, text))
    assert str(caught.value).startswith(f"chatcalc.toml, {message}")
    assert "\n" not in str(caught.value)
