"""One report in every format of a file: the same numbers in each, and those of the oracle."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from lxml import html
from typer.testing import CliRunner

from chatcalc.cli.main import app

ORACLE = Path(__file__).parents[1] / "oracle"
INPUT = ORACLE / "input"
EXTRACTS = {
    "statutory": (INPUT / "cin_2023.xml", INPUT / "cin_2024.xml", INPUT / "ssda903"),
    "annex_a": (INPUT / "annex_a",),
}
FORMATS = ("xlsx", "html", "md", "csv", "parquet")
NOT_A_FAMILY = ("Summary", "Trend", "Commentary", "Findings", "Definitions", "Run")
_FOOTNOTES = re.compile(r" \[[\d,]+\]$")

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Written:
    """The files of one report.

    Attributes:
        rows: All rows of the CSV.
        latest: Of what was computed the latest figures: indicators, parts and groups.
        earlier: The other periods of the trend.
    """

    folder: Path
    rows: Rows
    latest: Rows
    earlier: Rows

    def path(self, suffix: str) -> Path:
        return self.folder / f"report.{suffix}"


def read(folder: Path) -> Written:
    with (folder / "report.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    latest, earlier, seen = [], [], set()
    for row in rows:
        if row["status"] == "not_computed":
            continue
        is_trend = not row["breakdown"] and row["indicator_id"] in seen
        (earlier if is_trend else latest).append(row)
        seen.add(row["indicator_id"])
    return Written(folder, rows, latest, earlier)


@pytest.fixture(scope="module", params=EXTRACTS)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp(request.param)
    options = [
        "--as-at",
        "2024-03-31",
        "--population",
        "100000",
        "--trend",
        "12",
        "--by",
        "sex",
        "--by",
        "age_band",
    ]
    outputs = [text for suffix in FORMATS for text in ("-o", str(folder / f"report.{suffix}"))]
    extracts = [str(path) for path in EXTRACTS[request.param]]
    done = CliRunner().invoke(app, ["report", *extracts, *options, *outputs, "-q"])
    assert done.exit_code == 0, done.stderr
    return read(folder)


def oracle(name: str, written: Written) -> Rows:
    """The rows of the sources that this report is computed from."""
    sources = {row["source"] for row in written.rows}
    with (ORACLE / "headline" / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["source"] in sources]


def test_the_table_of_groups_is_the_oracles(written: Written) -> None:
    found = {
        (row["indicator_id"], row["breakdown"], row["breakdown_value"]): row
        for row in written.rows
        if row["breakdown"]
    }
    expected = oracle("breakdown.csv", written)
    assert expected
    for row in expected:
        same_figure(found[row["indicator_id"], row["dimension"], row["category"]], row)


def test_the_table_of_periods_is_the_oracles(written: Written) -> None:
    found = {
        (row["indicator_id"], row["period_start"], row["period_end"]): row
        for row in written.rows
        if not row["breakdown"]
    }
    assert found
    for row in oracle("trend.csv", written):
        same_figure(found[row["indicator_id"], row["period_start"], row["period_end"]], row)


def same_figure(found: dict[str, str], expected: dict[str, str]) -> None:
    assert float(found["numerator"]) == float(expected["numerator"])
    if expected["denominator"]:
        assert float(found["denominator"]) == float(expected["denominator"])


def test_parquet_holds_the_rows_of_the_csv(written: Written) -> None:
    frame = pl.read_parquet(written.path("parquet"))
    figures = ("numerator", "denominator", "value")
    assert frame["indicator_id"].to_list() == [row["indicator_id"] for row in written.rows]
    for name in figures:
        assert frame[name].to_list() == [number(row[name]) for row in written.rows], name


def test_the_families_of_the_workbook_hold_every_figure(written: Written) -> None:
    expected = Counter(
        (label(row, written), *(rounded(row[name]) for name in ("numerator", "denominator", "value")))
        for row in written.latest
    )
    assert Counter(family_rows(written.path("xlsx"))) == expected


def family_rows(path: Path) -> Iterator[tuple[str, float | None, float | None, float | None]]:
    reader = fastexcel.read_excel(path)
    for name in reader.sheet_names:
        if name not in NOT_A_FAMILY:
            rows = reader.load_sheet(name, header_row=None, dtypes="string").to_polars().rows()
            start = next(place for place, row in enumerate(rows) if row[0] == "Indicator")
            for row in rows[start + 1 :]:
                if row[0] is not None:
                    yield _FOOTNOTES.sub("", row[0]), *(rounded(cell) for cell in row[2:5])


def test_the_trend_of_the_workbook_holds_every_period(written: Written) -> None:
    blocks: dict[str, Counter[tuple[str, dt.date, float]]] = {}
    for block, title, end, figure in trend_cells(written.path("xlsx")):
        blocks.setdefault(block, Counter())[title, end, figure] += 1
    for block, column in (("Numerators", "numerator"), ("Denominators", "denominator")):
        expected = {
            (row["title"], dt.date.fromisoformat(row["period_end"]), float(row[column])): 1
            for row in written.earlier
            if row[column]
        }
        assert not Counter(expected) - blocks[block], block


def trend_cells(path: Path) -> Iterator[tuple[str, str, dt.date, float]]:
    rows = fastexcel.read_excel(path).load_sheet("Trend", header_row=None, dtypes="string").to_polars().rows()
    start = next(place for place, row in enumerate(rows) if row[0] == "Indicator")
    ends = [dt.date.fromisoformat(cell[:10]) for cell in rows[start][3:] if cell]
    block = ""
    for row in rows[start + 1 :]:
        if row[1] is None:
            block = str(row[0])
            continue
        for end, cell in zip(ends, row[3:], strict=False):
            if cell is not None:
                yield block, row[0], end, float(cell)


def test_the_page_prints_every_figure(written: Written) -> None:
    page = html.parse(written.path("html")).getroot()
    shown = Counter(
        (_FOOTNOTES.sub("", cells[0]), cells[1].lstrip("~"), cells[2])
        for cells in (texts(row) for row in page.xpath("//table[@class='comparison']//tr[td]"))
    )
    expected = Counter(
        (label(row, written), *printed(row, written)) for row in written.latest if not row["breakdown"]
    )
    assert shown == expected


def test_the_page_prints_every_group_and_period(written: Written) -> None:
    page = html.parse(written.path("html")).getroot()
    for row in oracle("breakdown.csv", written):
        article = page.xpath(f"//article[h3/@id='{row['indicator_id']}']")[0]
        dimension = row["dimension"].replace("_", " ")
        groups = article.xpath(f".//table[caption='By {dimension}']//tr[th='{row['category']}']/td[last()]")
        assert groups[0].text_content().split(" / ")[0] == f"{int(row['numerator']):,}"
    for row in oracle("trend.csv", written):
        article = page.xpath(f"//article[h3/@id='{row['indicator_id']}']")[0]
        end = dt.date.fromisoformat(row["period_end"])
        day = f"{end.day} {end:%B %Y}"
        (cell,) = article.xpath(f".//tr[th='{day}']/td[1]//span[@class='made-of']")
        assert cell.text_content().split(" / ")[0] == f"{int(row['numerator']):,}"


def test_markdown_prints_what_the_page_prints(written: Written) -> None:
    page = html.parse(written.path("html")).getroot()
    on_page = [texts(row)[:3] for row in page.xpath("//table[@class='comparison']//tr[td]")]
    text = written.path("md").read_text(encoding="utf-8").partition("\n## By ")[0]
    lines = [re.split(r"(?<!\\)\|", line)[1:4] for line in text.splitlines() if line.startswith("| ")]
    in_paper = [[re.sub(r"\\(.)", r"\1", cell).strip().removeprefix("– ") for cell in line] for line in lines]
    assert [row for row in in_paper if row[0] not in ("Indicator", ":---")] == on_page


def number(text: str | None) -> float | None:
    return None if text in (None, "") else float(text)


def rounded(text: str | None) -> float | None:
    """To the digits that the reader of workbooks keeps of a number it gives as text."""
    return None if text in (None, "") else round(float(text), 6)


def texts(row: html.HtmlElement) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in row.xpath("th|td")]


def label(row: dict[str, str], written: Written) -> str:
    """What is printed beside a figure: of a part its own title alone."""
    if row["breakdown"]:
        return f"{row['breakdown'].replace('_', ' ')}: {row['breakdown_value']}"
    whole, _, part = row["indicator_id"].partition("|")
    if not part:
        return row["title"]
    title = next(each["title"] for each in written.latest if each["indicator_id"] == whole)
    return row["title"].removeprefix(f"{title}: ")


def printed(row: dict[str, str], written: Written) -> tuple[str, str]:
    """The figure, and what it is made of. A mix has no figure of its own, a count says it all itself."""
    is_mix = any(each["indicator_id"].startswith(f"{row['indicator_id']}|") for each in written.latest)
    figure = re.sub(r"\d{4,}", lambda found: f"{int(found[0]):,}", row["display"], count=1)
    if is_mix and not row["value"] and not row["numerator"]:
        return "", ""
    if not row["numerator"] or (row["unit"] == "count" and not row["denominator"]):
        return figure, ""
    return figure, f"{thousands(row['numerator'])} / {thousands(row['denominator'])}"


def thousands(text: str) -> str:
    if not text:
        return "-"
    return f"{int(text):,}" if text.isdigit() else f"{float(text):,.1f}"
