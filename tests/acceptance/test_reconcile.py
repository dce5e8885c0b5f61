"""`chatcalc reconcile`: two sources, two months and two reports, with every child between their figures."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from lxml import etree
from typer.testing import CliRunner, Result

from acceptance.oracle_data import EXTRACTS
from chatcalc.cli.main import app
from chatcalc.indicators.causes import CAUSES
from chatcalc.indicators.gaps import SCALE

SAMPLE = Path(__file__).parents[2] / "sample_data"
ORACLE = ("--as-at", "2024-03-31", "--la", "201")
Line = dict[str, Any]


def run(*arguments: object) -> Result:
    done = CliRunner().invoke(app, [str(each) for each in arguments])
    assert done.exit_code == 0, done.stderr
    return done


def reconciled(*arguments: object) -> dict[str, Any]:
    return json.loads(run("reconcile", *arguments, "-f", "json", "--children").stdout)


def report(*arguments: object) -> dict[str, Line]:
    done = json.loads(run("report", *arguments, "-f", "json").stdout)
    return {line["id"]: line for line in done["indicators"]}


def check(found: dict[str, Any], *reports: dict[str, Line]) -> None:
    """The figures are the reports', every child has a cause, and the causes sum to the gap."""
    behind: dict[tuple[str, str | None, str], list[Line]] = defaultdict(list)
    for row in found["children"]:
        behind[row["indicator_id"], row["part"], row["cause"]].append(row)
    assert found["indicators"]
    for line in found["indicators"]:
        if line["part"] is None:
            for side, wanted in zip("ab", reports, strict=False):
                for name in ("numerator", "denominator", "value", "display"):
                    shown = wanted[line["id"]][name]
                    assert line[side][name] == (shown.lstrip("≥") if name == "display" else shown)
                partial = wanted[line["id"]]["status"] == "partial"
                assert partial == any(note.startswith(f"{side.upper()} is partial") for note in line["notes"])
        gap = {
            name: None if None in (line["a"][name], line["b"][name]) else line["b"][name] - line["a"][name]
            for name in ("numerator", "denominator", "value")
        }
        for name, total in gap.items():
            steps = [cause[name] for cause in line["causes"]]
            if total is not None and None not in steps:
                assert float(sum(map(Fraction, steps))) == pytest.approx(total, abs=1e-9), line["id"]
        for cause in line["causes"]:
            rows = behind.pop((line["id"], line["part"], cause["cause"]), [])
            assert len(rows) == cause["records"]
            assert len({row["child_id"] for row in rows}) == cause["children"]
            assert cause["cause"] in (*CAUSES, SCALE)
            if cause["numerator"] is not None:
                assert sum(row["numerator"] for row in rows) == cause["numerator"]
    assert not behind, "no child without a cause in the table"
    for row in found["children"]:
        assert row["a_source_row"] or row["b_source_row"]


@pytest.mark.parametrize("source", ["cin_census", "ssda903"])
def test_annex_a_against_the_return_attributes_every_child(source: str) -> None:
    files = EXTRACTS[source]
    also = [part for file in files[1:] for part in ("--also-b", file)]
    found = reconciled(*EXTRACTS["annex_a"], files[0], *also, *ORACLE)
    check(found, report(*EXTRACTS["annex_a"], *ORACLE), report(*files, *ORACLE))
    causes = {row["cause"] for row in found["children"]}
    assert {"period", "definition", "one source only"} <= causes
    assert not causes & {"late recording", "deleted record"}, "the sources were made on one day"


def test_a_snapshot_of_one_side_is_the_others_too() -> None:
    found = reconciled(*EXTRACTS["annex_a"], *EXTRACTS["ssda903"], "-i", "cla_count")
    assert [found[side]["as_at"] for side in "ab"] == ["2024-03-31"] * 2
    (line,) = found["indicators"]
    assert [line[side]["numerator"] for side in "ab"] == [1329, 1350]
    assert [(cause["cause"], cause["numerator"]) for cause in line["causes"]] == [("one source only", 21)]


STARTS = {
    "Assessments": "AssessmentActualStartDate",
    "Section47": "S47ActualStartDate",
    "ChildProtectionPlans": "CPPstartDate",
    "CINPlanDates": "CINPlanStartDate",
    "Reviews": "CPPreviewDate",
    "CINdetails": "CINreferralDate",
}


def as_known_on(day: str, census: Path, place: Path) -> Path:
    """The census as its authority would have sent it on a day: nothing later is in it."""
    tree = etree.parse(census)
    for element in list(tree.iter()):
        text = (element.text or "").strip()
        if len(text) == 10 and text[4] == "-" and text > day and element.tag != "ReferenceDate":
            element.getparent().remove(element)
    for name, start in STARTS.items():
        for element in list(tree.iter(name)):
            if element.find(start) is None:
                element.getparent().remove(element)
    for child in list(tree.iter("Child")):
        if child.find("CINdetails") is None:
            child.getparent().remove(child)
    next(tree.iter("ReferenceDate")).text = day
    next(tree.iter("DateTime")).text = f"{day}T09:00:00"
    tree.write(place, xml_declaration=True, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, str]]:
    """Two month-ends of the sample authority, and what was done to some children in between."""
    folder = tmp_path_factory.mktemp("months")
    for name in ("february", "march"):
        (folder / name).mkdir()
        (folder / name / "cin_2017.xml").write_bytes((SAMPLE / "cin_2017.xml").read_bytes())
    census = SAMPLE / "cin_2018.xml"
    february = as_known_on("2018-02-28", census, folder / "february" / "cin_2018.xml")
    march = as_known_on("2018-03-31", census, folder / "march" / "cin_2018.xml")
    done = disturb(february, march)
    return february.parent, march.parent, done


def disturb(february: Path, march: Path) -> dict[str, str]:
    """Children with one referral, between the months: deleted, recorded late, changed, given another id."""
    then, now = (etree.parse(path) for path in (february, march))
    held = {
        tree: {child.findtext(".//LAchildID"): child for child in tree.iter("Child")} for tree in (then, now)
    }
    chosen = [
        id_
        for id_, child in held[then].items()
        if id_ in held[now]
        and len(child.findall("CINdetails")) == 1
        and "2017-06-01" <= child.findtext(".//CINreferralDate") <= "2017-12-31"
        and child.findtext(".//AssessmentAuthorisationDate") is not None
    ][:40]
    done: dict[str, str] = {}
    for number, id_ in enumerate(chosen):
        kind = ("deleted record", "late recording", "changed field", "changed id")[number % 4]
        old, new = held[then][id_], held[now][id_]
        if kind == "deleted record":
            new.getparent().remove(new)
        elif kind == "late recording":
            old.getparent().remove(old)
        elif kind == "changed field":
            authorised = new.find(".//AssessmentAuthorisationDate")
            authorised.getparent().remove(authorised)
        else:
            new.find(".//LAchildID").text = f"9{id_}"
        done[f"9{id_}" if kind == "changed id" else id_] = kind
    for tree, path in ((then, february), (now, march)):
        tree.write(path, xml_declaration=True, encoding="utf-8")
    return done


def test_two_months_of_the_sample_attribute_every_child(months: tuple[Path, Path, dict[str, str]]) -> None:
    february, march, done = months
    found = reconciled(february, march, "--la", "878")
    check(found)
    assert [found[side]["as_at"] for side in "ab"] == ["2018-02-28", "2018-03-31"]
    touched = {row["child_id"] for row in found["children"] if row["cause"] not in ("period", "cohort")}
    assert touched == set(done), "nobody else is behind anything but the month"
    for row in found["children"]:
        if row["indicator_id"] == "assessments_45wd_pct" and row["child_id"] in done:
            assert row["cause"] == done[row["child_id"]]
            if row["cause"] == "changed field":
                assert row["fields"] == "authorised_date"
                assert row["b_values"] == "authorised_date=blank"
            if row["cause"] == "changed id":
                assert row["child_id"] == f"9{row['other_id']}"
                assert "date of birth" in row["known_by"]


def test_one_return_at_two_dates_differs_by_the_month_alone() -> None:
    files = [SAMPLE / "ssda903", "--as-at", "2018-02-28", "--as-at-b", "2018-03-31"]
    found = reconciled(*files)
    check(found)
    assert {row["cause"] for row in found["children"]} <= {"period", "cohort"}


def test_an_earlier_report_is_taken_as_far_as_the_records_tell(tmp_path: Path) -> None:
    before = tmp_path / "february.json"
    run("report", SAMPLE / "ssda903", "--as-at", "2018-02-28", "-o", before)
    found = reconciled(before, SAMPLE / "ssda903", "-i", "cla_count")
    (line,) = found["indicators"]
    assert {cause["cause"] for cause in line["causes"]} == {"period"}, "the records are those of the report"
    moved = line["b"]["numerator"] - line["a"]["numerator"]
    assert sum(cause["numerator"] for cause in line["causes"]) == moved
    text = before.read_text(encoding="utf-8").replace(
        f'"numerator": {line["a"]["numerator"]}', f'"numerator": {line["a"]["numerator"] - 2}'
    )
    before.write_text(text, encoding="utf-8")
    (other,) = reconciled(before, SAMPLE / "ssda903", "-i", "cla_count")["indicators"]
    shares = {cause["cause"]: cause["numerator"] for cause in other["causes"]}
    assert shares["not attributed"] == 2
    turned = reconciled(SAMPLE / "ssda903", before, "-i", "cla_count")["indicators"][0]
    assert {cause["cause"]: -cause["numerator"] for cause in turned["causes"]} == shares


def test_a_run_of_a_history_is_taken_like_its_report(tmp_path: Path) -> None:
    history = ("--history", tmp_path / "runs.parquet")
    run("report", SAMPLE / "ssda903", "--as-at", "2018-02-28", "-i", "cla_count", *history)
    found = reconciled("run:last", SAMPLE / "ssda903", *history)
    (line,) = found["indicators"]
    assert found["a"] == {"name": "run:last", "as_at": "2018-02-28"}
    assert [line[side]["numerator"] for side in "ab"] == [747, 745]
    assert [(cause["cause"], cause["numerator"]) for cause in line["causes"]] == [("period", -2)]


def test_two_reports_give_the_gap_alone(tmp_path: Path) -> None:
    for day in ("2018-02-28", "2018-03-31"):
        run("report", SAMPLE / "ssda903", "--as-at", day, "-i", "cla_count", "-o", tmp_path / f"{day}.json")
    found = reconciled(tmp_path / "2018-02-28.json", tmp_path / "2018-03-31.json")
    (line,) = found["indicators"]
    (cause,) = line["causes"]
    assert cause["cause"] == "not attributed"
    assert cause["numerator"] == line["b"]["numerator"] - line["a"]["numerator"]
    assert found["children"] == []
    assert "name the extracts" in line["notes"][0]


def test_a_published_figure_is_a_value_alone() -> None:
    found = reconciled(SAMPLE / "returns.toml", "published:2018", "-i", "cin_rate")
    (line,) = found["indicators"]
    assert line["b"]["source"] is None
    assert line["b"]["numerator"] is None
    (cause,) = line["causes"]
    assert (cause["cause"], cause["numerator"]) == ("not attributed", None)
    assert cause["value"] == pytest.approx(line["b"]["value"] - line["a"]["value"])


def test_a_list_of_annex_a_says_nothing_of_the_published_year() -> None:
    found = reconciled(SAMPLE / "chatcalc.toml", "published:2018", "-i", "referrals_rate")
    (line,) = found["indicators"]
    assert line["notes"] == [
        "nothing can be attributed: Annex A holds the latest months and what is open now, not the days "
        "of the other figure"
    ]
    assert found["children"] == []


def test_every_format_holds_the_same(months: tuple[Path, Path, dict[str, str]], tmp_path: Path) -> None:
    february, march, _ = months
    asked = ("reconcile", february, march, "-i", "assessments_45wd_pct")
    places = [tmp_path / f"children.{suffix}" for suffix in ("csv", "xlsx", "parquet", "json", "md")]
    run(*asked, *(part for place in places for part in ("-o", place)))
    assert {place.stat().st_mode & 0o077 for place in places} == {0}, "only the user may read who is in them"
    children = pl.read_parquet(places[2])
    printed = run(*asked, "--children", "-f", "csv").stdout
    assert places[0].read_text(encoding="utf-8") == printed
    assert len(list(csv.DictReader(io.StringIO(printed)))) == children.height > 0
    causes = list(csv.DictReader(io.StringIO(run(*asked, "-f", "csv").stdout)))
    content = json.loads(places[3].read_text(encoding="utf-8"))["indicators"]
    assert [(row["cause"], int(row["records"])) for row in causes] == [
        (cause["cause"], cause["records"]) for line in content for cause in line["causes"]
    ]
    table = run(*asked, "--children").stdout
    page = places[4].read_text(encoding="utf-8")
    for cause in causes:
        for text in (table, page):
            assert cause["cause"] in text
    assert "B less A" in table
    assert set(children["child_id"]) <= set(table.split())


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--sources", "annex_a"), 2, "name two"),
        (("published:18",), 2, "published:2018"),
        (("published:2018",), 2, "--la whose published figures"),
        (("missing.json",), 2, "no such file"),
        (("run:last",), 2, "of which history?"),
        (("missing.xml",), 3, "missing.xml"),
        (("-o", "list.txt"), 2, "the suffix is the format"),
        (("-i", "cla_count"), 2, "no indicator has a figure on both sides"),
        (("--also-b", SAMPLE / "cin_2017.xml"), 2, "--also-b"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_line(
    arguments: tuple[object, ...], code: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["reconcile", *map(str, (SAMPLE / "cin_2018.xml", *arguments))])
    assert done.exit_code == code, done.stderr
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_two_authorities_are_no_two_sides() -> None:
    done = CliRunner().invoke(
        app, ["reconcile", str(EXTRACTS["cin_census"][1]), str(SAMPLE / "cin_2018.xml"), "-i", "cin_rate"]
    )
    assert done.exit_code == 2
    assert "different authorities, 201 and 878" in done.stderr
