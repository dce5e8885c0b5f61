"""The month-end of the sample authority: one command, one config, one reading; every file of it."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import fastexcel
import pytest
from lxml import html
from typer.testing import CliRunner, Result

from chatcalc.cli.main import app

SAMPLE = Path(__file__).parents[2] / "sample_data"
FILES = ("scorecard.xlsx", "scorecard.html", "paper.md", "pack.html", "return.csv")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def without(text: str, *tables: str) -> str:
    """A config without some of its tables."""
    for name in tables:
        text = re.sub(rf"^\[+{re.escape(name)}\]+\n(?:(?!\[).*\n)*", "", text, flags=re.MULTILINE)
    return text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as somebody has it on a desk, after the run."""
    there = tmp_path_factory.mktemp("authority")
    for path in SAMPLE.iterdir():
        if path.suffix in (".toml", ".csv", ".xml") or path.name == "ssda903":
            (shutil.copytree if path.is_dir() else shutil.copy)(path, there / path.name)
    (there / "month_end").mkdir()
    done = run("report", "--config", there / "month_end.toml", "--log", there / "log.jsonl", "-q")
    assert done.exit_code == 0, done.output
    return there


@pytest.fixture(scope="module")
def figures(folder: Path) -> Mapping[str, Any]:
    """The same run's figures by indicator, as data."""
    done = run(
        "report", "--config", folder / "month_end.toml", "-q", "-f", "json", "-o", folder / "figures.json"
    )
    assert done.exit_code == 0, done.output
    return {each["id"]: each for each in json.loads(done.stdout)["indicators"]}


@pytest.fixture(scope="module")
def returned(folder: Path) -> Sequence[Mapping[str, str]]:
    with (folder / "month_end" / "return.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_one_command_writes_every_file_and_its_manifest(folder: Path) -> None:
    there = {each.name for each in (folder / "month_end").iterdir()}
    assert there == {*FILES, *(f"{name}.manifest.json" for name in FILES)}
    for path in (folder / "month_end").iterdir():
        assert path.stat().st_mode & 0o077 == 0, "readable by its owner alone"
    manifest = json.loads((folder / "month_end" / "pack.html.manifest.json").read_text(encoding="utf-8"))
    assert manifest["options"]["layouts"]["pack.html"] == "pack"


def test_the_extracts_are_read_and_counted_once_for_all_of_them(folder: Path) -> None:
    log = [json.loads(line) for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [each["event"] for each in log if each["event"] in ("inputs", "figures", "outputs")] == [
        "inputs",
        "figures",
        "outputs",
    ]
    steps = [each["what"] for each in log if each["event"] == "step"]
    assert steps.count("calculating") == 1
    assert len(steps) == len(set(steps)), "no file is read twice"


def test_the_quarters_of_the_return_add_up_to_the_year(
    figures: Mapping[str, Any], returned: Sequence[Mapping[str, str]]
) -> None:
    for id_, ref in (("referrals_rate", "R1"), ("rereferrals_12m_pct", "R3"), ("assessments_45wd_pct", "A2")):
        quarters = [each for each in returned if each["Indicator ref"] == ref]
        assert [each["Quarter"] for each in quarters] == [f"2017-18 Q{number}" for number in (1, 2, 3, 4)]
        assert sum(int(each["Num"]) for each in quarters) == figures[id_]["numerator"]
    (last,) = [each for each in returned if each["Indicator ref"] == "L1" and each["Quarter"] == "2017-18 Q4"]
    assert int(last["Num"]) == figures["cla_rate"]["numerator"], "open on the same day"


def test_the_return_has_the_regions_columns(returned: Sequence[Mapping[str, str]]) -> None:
    assert list(returned[0])[:4] == ["LA", "Indicator ref", "Indicator", "Quarter"]
    assert {each["Submitted by"] for each in returned} == {"Performance team"}
    assert {each["Period end"] for each in returned} >= {"30/06/2017", "31/03/2018"}


def test_the_pack_has_every_figure_of_the_run(folder: Path, figures: Mapping[str, Any]) -> None:
    page = html.parse(folder / "month_end" / "pack.html")
    computed = {id_ for id_, each in figures.items() if each["status"] != "not_computed"}
    assert set(page.xpath("//article//h3/@id")) == computed
    (rereferrals,) = page.xpath("//article[.//h3[@id='rereferrals_12m_pct']]")
    said = " ".join(rereferrals.text_content().split())
    assert figures["rereferrals_12m_pct"]["display"] in said
    assert "An audit of forty re-referrals reports to the July meeting." in said
    assert rereferrals.xpath(".//*[local-name()='svg']"), "a scorecard and a pack have a trend unasked"


def test_the_paper_has_the_comparison_without_a_trend_that_nobody_asked_for(folder: Path) -> None:
    paper = (folder / "month_end" / "paper.md").read_text(encoding="utf-8")
    assert paper.startswith("# Devon (878) at 31 March 2018")
    assert "An audit of forty re-referrals reports to the July meeting." in paper
    assert "30 November 2016" not in paper


def test_the_scorecard_is_a_workbook_with_targets(folder: Path) -> None:
    book = fastexcel.read_excel(folder / "month_end" / "scorecard.xlsx")
    cells = [cell for name in book.sheet_names for row in _rows(book, name) for cell in row]
    assert "red" in cells


def _rows(book: fastexcel.ExcelReader, name: str) -> list[tuple[Any, ...]]:
    return book.load_sheet(name, header_row=None, dtypes="string").to_polars().rows()


def test_nothing_is_written_where_one_file_cannot_be(folder: Path, tmp_path: Path) -> None:
    config = folder / "broken.toml"
    text = (folder / "month_end.toml").read_text(encoding="utf-8")
    text = text.replace("month_end/", f"{tmp_path}/")
    config.write_text(text.replace(f"{tmp_path}/return.csv", f"{tmp_path}/nowhere/return.csv"))
    done = run("report", "--config", config, "-q", "--family", "referrals", "--family", "assessments")
    assert done.exit_code != 0
    assert list(tmp_path.iterdir()) == []


def test_a_pack_alone_is_the_same_pack(folder: Path, tmp_path: Path) -> None:
    done = run("pack", "--config", folder / "month_end.toml", "-o", tmp_path / "pack.html")
    assert done.exit_code == 0, done.output
    assert done.stdout == "", "nothing is printed but the file"
    assert (tmp_path / "pack.html").read_bytes() == (folder / "month_end" / "pack.html").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--layout", "pack", "-o", "pack.xlsx"], "the layout 'pack' is written as .html"),
        (["--layout", "return", "-o", "return.md"], "the layout 'return' is written as .csv or .xlsx"),
        (["--layout", "region", "-o", "all.html"], "figures of one authority only"),
    ],
)
def test_what_cannot_be_written_is_said_before_or_without_writing(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("report", "--config", SAMPLE / "returns.toml", "-q", *arguments)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_a_public_run_hides_small_counts_in_pack_and_return(folder: Path, tmp_path: Path) -> None:
    config = folder / "public.toml"
    text = (folder / "month_end.toml").read_text(encoding="utf-8").replace("month_end/", f"{tmp_path}/")
    config.write_text(without(text, "lookups").replace('by = ["locality"]\n', ""), encoding="utf-8")
    done = run("report", "--config", config, "-q", "--audience", "public")
    assert done.exit_code == 0, done.output
    with (tmp_path / "return.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {each["Quarter"] for each in rows} == {"rolling-12"}, "one period"
    assert "suppressed" in {each["Status"] for each in rows}
    for each in rows:
        assert each["Num"] in ("", "c", "0") or float(each["Num"]) > 5
        assert (each["Status"] == "suppressed") == (each["Value"] == "c")
    pack = html.parse(tmp_path / "pack.html")
    assert "For the public" in pack.xpath("string(//header)")
    for made_of in pack.xpath("//td[contains(@class, 'made-of')]/text()"):
        assert not re.match(r"[1-5] / ", made_of.strip()), made_of
    assert "cin_2018.xml" not in pack.xpath("string(//body)")
