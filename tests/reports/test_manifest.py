import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chatcalc.extracts.extract import InputFile
from chatcalc.reports.disclosure import control_disclosure
from chatcalc.reports.lines import (
    Excluded,
    Group,
    Line,
    Part,
)
from chatcalc.reports.manifest import manifest_place, manifests
from chatcalc.reports.output import write_reports
from chatcalc.reports.report import Report, ReportFinding
from reports.examples import PERIOD, RUN, line

OPTIONS = {"suppress": None, "population": 1000}
ADOPTIONS = InputFile("ad1.csv", "ssda903", "c0ffee" * 10, 4321)
SEX = [("female", 79, 400), ("male", 3, 345)]
FOUND = ReportFinding("date-not-understood", "error", "ad1.csv", "row 3", "not a date", 7771)
LINES: tuple[Line, ...] = (
    line(
        "a_pct",
        numerator=82,
        denominator=745,
        value=8200 / 745,
        display="11",
        breakdowns=tuple(
            Group("sex", sex, n, of, 100 * n / of, str(round(100 * n / of))) for sex, n, of in SEX
        ),
        parts=(
            Part("x", "Of x", 3, 745, 300 / 745, "0", "percent"),
            Part("y", "Of y", 79, 745, 7900 / 745, "11", "percent"),
        ),
        unknown=4,
        excluded=(Excluded("a reason", 2),),
    ),
)


def made(folder: Path, **control: Any) -> dict[str, Any]:
    run = replace(RUN, inputs=(ADOPTIONS,), specs_sha256="ab" * 32)
    publishable = control_disclosure(Report(run, LINES, (FOUND, replace(FOUND, count=1))), **control)
    place = folder / "report.json"
    write_reports(publishable, {place: "chat"}, manifests(publishable, OPTIONS))
    content: dict[str, Any] = json.loads(manifest_place(place).read_text(encoding="utf-8"))
    return content


def test_it_says_what_went_in_and_what_came_out(tmp_path: Path):
    manifest = made(tmp_path)
    report = (tmp_path / "report.json").read_bytes()
    assert manifest["output"] == {
        "file": "report.json",
        "bytes": len(report),
        "sha256": hashlib.sha256(report).hexdigest(),
    }
    assert set(manifest["versions"]) == {"chatcalc", "python", "polars"}
    assert manifest["inputs"] == [
        {"file": "ad1.csv", "kind": "ssda903", "sha256": "c0ffee" * 10, "rows": 4321}
    ]
    assert manifest["specs_sha256"] == "ab" * 32
    assert manifest["options"] == OPTIONS
    assert manifest["findings"] == [{"code": "date-not-understood", "severity": "error", "count": 7772}]
    assert manifest["figures"][0] == {
        "id": "a_pct",
        "la_code": "878",
        "period": {"start": str(PERIOD.start), "end": str(PERIOD.end)},
        "source": "cin_census",
        "numerator": 82,
        "denominator": 745,
        "value": 8200 / 745,
        "status": "ok",
    }
    assert [figure["id"] for figure in manifest["figures"]] == ["a_pct", "a_pct|x", "a_pct|y"]


@pytest.mark.parametrize("control", [{"suppress": 6}, {"audience": "public"}], ids=["suppress", "public"])
def test_it_tells_no_more_than_a_report_with_small_counts_hidden(tmp_path: Path, control: dict[str, Any]):
    manifest = made(tmp_path, **control)
    assert (manifest["inputs"], manifest["findings"]) == (None, None)
    text = json.dumps(manifest)
    assert not re.search(r"ad1\.csv|c0ffee|\b4321\b|\b777[12]?\b|date-not", text)
    shown = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["indicators"]
    in_report = {
        figure_id: (figure["numerator"], figure["denominator"], figure["value"], figure["status"])
        for each in shown
        for figure_id, figure in [
            (each["id"], each),
            *((f"{each['id']}|{p['id']}", p) for p in each["parts"]),
        ]
    }
    in_manifest = {
        each["id"]: (each["numerator"], each["denominator"], each["value"], each["status"])
        for each in manifest["figures"]
    }
    assert in_manifest == in_report
    assert in_manifest["a_pct|x"] == (None, 745, None, "suppressed")


def test_there_is_no_time_and_no_folder_in_it(tmp_path: Path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    assert made(tmp_path / "one") == made(tmp_path / "two")


def test_the_reference_page_shows_every_key(tmp_path: Path):
    page = (Path(__file__).parents[2] / "docs/reference/manifest.md").read_text(encoding="utf-8")
    found = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    assert found
    example, manifest = json.loads(found[1]), made(tmp_path)
    assert list(example) == list(manifest)
    for name in ("output", "versions", "period"):
        assert list(example[name]) == list(manifest[name])
    for name in ("inputs", "findings", "figures"):
        assert list(example[name][0]) == list(manifest[name][0])
    rows = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", page, re.MULTILINE))))
    assert rows == set(manifest)
