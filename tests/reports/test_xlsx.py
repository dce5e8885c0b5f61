from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import fastexcel
import pytest

from chatcalc.reports.report import Report
from chatcalc.reports.xlsx import to_xlsx
from reports.examples import REFERRALS, REPORT, REREFERRALS, line, publishable

CONTENT = to_xlsx(publishable())


def cells(content: bytes, sheet: str) -> list[list[object]]:
    """The rows of a sheet as a spreadsheet program has them: numbers as numbers, text as text."""
    reader = fastexcel.read_excel(content)
    frame = reader.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
    return [[cell for cell in row if cell is not None] for row in frame.iter_rows()]


def row_of(content: bytes, sheet: str, start: str) -> list[object]:
    return next(row for row in cells(content, sheet) if row and str(row[0]).startswith(start))


def xml(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "".join(file.read(name).decode() for name in file.namelist() if name.startswith("xl/"))


def test_the_sheets_are_summary_families_and_what_stands_behind_them():
    names = fastexcel.read_excel(CONTENT).sheet_names
    assert names[0] == "Summary"
    assert names[-6:] == ["Trend", "Published years", "Commentary", "Findings", "Definitions", "Run"]
    assert "Contacts and referrals" in names


def test_figures_are_numbers_that_look_as_printed():
    assert row_of(CONTENT, "Summary", "Referrals received")[1:4] == ["369", "5341", "144700"]
    assert row_of(CONTENT, "Summary", "Referrals within 12")[1] == "13"
    assert '&quot;≥&quot;#,##0"' in xml(CONTENT)
    assert '&quot;~&quot;#,##0"' in xml(CONTENT)
    assert "[c]" in row_of(CONTENT, "Summary", "Title of cla_dental"), "a symbol is text"


def test_family_sheets_hold_the_unrounded_value_and_the_groups():
    assert row_of(CONTENT, "Contacts and referrals", "Referrals received")[4] == "369.1085"
    assert row_of(CONTENT, "Contacts and referrals", "sex: female")[1:3] == ["2341", "2341"]


def test_the_trend_stands_by_period_with_what_it_is_made_of():
    rows = [row for row in cells(CONTENT, "Trend") if row and str(row[0]).startswith("Referrals within 12")]
    assert [row[2:] for row in rows] == [["25", "13"], ["2", "1"], ["8", "8"]]


def test_colour_comes_from_polarity_alone():
    neutral = replace(REFERRALS, direction="Increase", published=None)
    plain = to_xlsx(publishable(Report(REPORT.run, (neutral,))))
    assert "CCE2D8" not in xml(plain)
    assert "F6D7D2" not in xml(plain)
    assert "CCE2D8" in xml(CONTENT)


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_text_from_data_never_becomes_a_formula(start: str):
    title = f'{start}HYPERLINK("http://example.invalid";"x")'
    own = replace(REREFERRALS, title=title)
    content = to_xlsx(publishable(Report(REPORT.run, (own,))))
    assert row_of(content, "Summary", start)[0] == f"{title} [1]"
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    assert not any(
        "<f>" in text or "<hyperlink" in text for name, text in parts.items() if "worksheets/" in name
    )
    charts = [text for name, text in parts.items() if "charts/" in name]
    assert charts
    assert not any("<c:f>" + start in text for text in charts)


@pytest.mark.parametrize(
    "family", ["summary", "Summary", "a/b:c*d[e]?" * 9, "history", "'", "trend", "published years"]
)
def test_any_name_of_a_family_makes_a_sheet(family: str):
    lines = (line("own", family=family), replace(REREFERRALS, family="summary "))
    names = fastexcel.read_excel(to_xlsx(publishable(Report(REPORT.run, lines)))).sheet_names
    assert len(names) == len({name.casefold() for name in names}) == 9
    assert all(len(name) <= 31 for name in names)


def test_the_same_report_gives_the_same_bytes():
    assert to_xlsx(publishable()) == CONTENT


def test_several_authorities_stand_under_their_codes():
    other = replace(REFERRALS, la_code="879", display="12")
    content = to_xlsx(publishable(Report(REPORT.run, (REFERRALS, other))))
    assert ["Authority 879"] in cells(content, "Summary")
    assert ["Authority 879"] in cells(content, "Contacts and referrals")


def test_a_report_with_nothing_in_it_still_opens():
    names = fastexcel.read_excel(to_xlsx(publishable(Report(REPORT.run, ())))).sheet_names
    assert names == ["Summary", "Findings", "Definitions", "Run"]


def test_libreoffice_opens_it_and_shows_the_printed_figures(tmp_path: Path):
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    (tmp_path / "report.xlsx").write_bytes(CONTENT)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run([*command, "report.xlsx"], cwd=tmp_path, check=True, capture_output=True, timeout=180)
    rows = list(csv.reader((tmp_path / "report.csv").read_text(encoding="utf-8").splitlines()))
    shown = {row[0].partition(" [")[0]: row[1:] for row in rows if len(row) > 1}
    assert shown["Referrals within 12 months of a previous referral (%)"][0] == "≥13"
    assert shown["Title of cla_dental_pct (%)"][0] == "~13"
    assert shown["Title of cla_dental_pct (%)"][3:5] == ["↑ Increase +", "[c]"]
    assert shown["Title of referrals_count (%)"][0] == "5,341"
