import datetime as dt
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from chatcalc.extracts.extract import InputFile
from chatcalc.reports.disclosure import Publishable, control_disclosure
from chatcalc.reports.history import (
    HistoryError,
    Recorded,
    check_history,
    read_history,
    record_run,
)
from chatcalc.reports.history_compare import compare_runs
from chatcalc.reports.history_runs import find_run, runs_of
from chatcalc.reports.history_show import figures_of
from chatcalc.reports.lines import Line, Part
from chatcalc.reports.report import Report
from chatcalc.reports.request import RequestError
from chatcalc.reports.writing import OutputError
from reports.examples import RUN, line

CENSUS = InputFile("cin_2018.xml", "cin_census", "ab12", 900)
OPTIONS = {"suppress": None, "population": 1000}
PARTED = line("mix_pct", display="-", value=None, parts=(Part("a", "Of a", 3, 8, 37.5, "38", "percent"),))


def shown(*lines: Line, as_at: dt.date = RUN.as_at, suppress: int | None = None) -> Publishable:
    run = replace(RUN, as_at=as_at, specs_sha256="ee")
    return control_disclosure(Report(run, lines), suppress=suppress)


def record(path: Path, publishable: Publishable, census: InputFile = CENSUS, **options: object) -> Recorded:
    return record_run(publishable, (census,), {**OPTIONS, **options}, path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "runs.parquet"


def test_a_run_is_a_row_for_each_figure(path: Path):
    recorded = record(path, shown(line("a_pct"), PARTED))
    rows = read_history(path).to_dicts()
    assert [row["indicator_id"] for row in rows] == ["a_pct", "mix_pct", "mix_pct|a"]
    assert {row["run_id"] for row in rows} == {recorded.run_id}
    assert (rows[0]["numerator"], rows[0]["denominator"], rows[0]["value"]) == (1, 8, 12.5)
    assert json.loads(rows[0]["inputs"]) == [{"file": "cin_2018.xml", "kind": "cin_census", "sha256": "ab12"}]


def test_the_same_run_again_adds_nothing(path: Path):
    first = record(path, shown(line("a_pct")))
    content = path.read_bytes()
    again = record(path, shown(line("a_pct")))
    assert (first.new, again.new) == (True, False)
    assert (again.run_id, again.ran_at) == (first.run_id, first.ran_at)
    assert path.read_bytes() == content


@pytest.mark.parametrize("change", ["figure", "inputs", "options", "snapshot"])
def test_anything_else_is_another_run(path: Path, change: str):
    first = record(path, shown(line("a_pct")))
    match change:
        case "figure":
            second = record(path, shown(line("a_pct", numerator=2)))
        case "inputs":
            second = record(path, shown(line("a_pct")), replace(CENSUS, sha256="cd34"))
        case "options":
            second = record(path, shown(line("a_pct")), population=2000)
        case _:
            second = record(path, shown(line("a_pct"), as_at=dt.date(2018, 11, 30)))
    assert second.new
    assert second.run_id != first.run_id
    assert [run.run_id for run in runs_of(read_history(path))] == [first.run_id, second.run_id]


def test_what_a_report_hides_the_history_hides(path: Path):
    record(path, shown(line("a_pct", numerator=1, denominator=80, value=1.25, display="1"), suppress=6))
    (row,) = read_history(path).to_dicts()
    assert (row["numerator"], row["value"], row["status"]) == (None, None, "suppressed")
    assert row["suppressed_below"] == 6


def test_the_time_can_be_given(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert record(path, shown(line("a_pct"))).ran_at == dt.datetime(2023, 11, 14, 22, 13, 20, tzinfo=dt.UTC)


APPENDING = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from reports.test_history import line, record, shown
for number in range(5):
    record(Path(sys.argv[1]), shown(line("a_pct", numerator=int(sys.argv[2]) * 100 + number)))
"""


def test_runs_that_append_at_once_lose_nothing(path: Path):
    tests = Path(__file__).parents[1]
    running = [
        subprocess.Popen([sys.executable, "-c", APPENDING, path, str(number), tests]) for number in range(4)
    ]
    assert [each.wait() for each in running] == [0, 0, 0, 0]
    numerators = read_history(path)["numerator"].to_list()
    assert sorted(numerators) == [100 * process + n for process in range(4) for n in range(5)]


def test_what_is_no_history(path: Path):
    path.write_text("nothing of the kind")
    with pytest.raises(HistoryError, match="is no history of chatcalc"):
        record(path, shown(line("a_pct")))
    assert path.read_text() == "nothing of the kind"
    pl.DataFrame({"a": [1]}).write_parquet(path)
    with pytest.raises(HistoryError, match="is no history of chatcalc"):
        check_history(path)
    path.unlink()
    with pytest.raises(HistoryError, match="no such history"):
        read_history(path)


def test_a_history_of_a_newer_version(path: Path):
    pl.DataFrame({"a": [1]}).write_parquet(path, metadata={"chatcalc_history": "2"})
    with pytest.raises(HistoryError, match="written by a newer chatcalc; update"):
        record(path, shown(line("a_pct")))


def test_a_damaged_history(path: Path):
    pl.DataFrame({"a": [1]}).write_parquet(path, metadata={"chatcalc_history": "1"})
    with pytest.raises(HistoryError, match="damaged"):
        read_history(path)


def test_a_history_that_is_held_open_has_no_neighbour(path: Path, monkeypatch: pytest.MonkeyPatch):
    record(path, shown(line("a_pct")))

    def held(*_: object) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(OutputError, match=r"runs.parquet: cannot be written \(Permission denied\)"):
        record(path, shown(line("b_pct")))
    monkeypatch.undo()
    assert len(read_history(path)) == 1
    assert len(list(path.parent.glob("*.parquet"))) == 1


def test_runs_are_named_by_id_word_or_snapshot(path: Path):
    days = [dt.date(2018, 11, 30), dt.date(2018, 12, 31), dt.date(2018, 12, 31)]
    ids = [
        record(path, shown(line("a_pct", numerator=number), as_at=day)).run_id
        for number, day in enumerate(days)
    ]
    runs = runs_of(read_history(path))
    assert find_run(runs, "last").run_id == ids[2]
    assert find_run(runs, "previous").run_id == ids[1]
    assert find_run(runs, "2018-12-31").run_id == ids[2]
    assert find_run(runs, "2018-11-30").run_id == ids[0]
    assert find_run(runs, ids[0][:8]).run_id == ids[0]
    for named, words in [("xyz", "no such run"), ("", "no such run"), ("2017-01-01", "no such run")]:
        with pytest.raises(RequestError, match=words):
            find_run(runs, named)
    with pytest.raises(RequestError, match="3 runs begin so"):
        find_run([replace(run, run_id=f"ab{run.run_id}") for run in runs], "ab")
    with pytest.raises(RequestError, match="has 1 run"):
        find_run(runs[:1], "previous")


def test_a_figure_over_the_runs(path: Path):
    record(path, shown(line("a_pct"), PARTED))
    record(path, shown(line("a_pct", value=25.0, numerator=2, display="25"), PARTED))
    found = figures_of(read_history(path), "a_pct", None)
    assert [row["display"] for row in found["a_pct", "878"]] == ["13", "25"]
    assert list(figures_of(read_history(path), "mix_pct", "Devon")) == [
        ("mix_pct", "878"),
        ("mix_pct|a", "878"),
    ]
    for id_, la, words in [
        ("a_pc", None, "did you mean 'a_pct'"),
        ("a_pct", "Kent", "no run has a figure of it for Kent"),
        ("a_pct", "Devn", "--la: .*Devon"),
    ]:
        with pytest.raises(RequestError, match=words):
            figures_of(read_history(path), id_, la)


BECAUSE = [
    ({"period": replace(RUN.period, start=dt.date(2018, 7, 1))}, {}, "another period"),
    ({"source": "annex_a"}, {}, "from annex_a, not cin_census"),
    ({"spec_sha256": "ff"}, {}, "another definition"),
    ({}, {"sha256": "cd34"}, "other inputs (cin_2018.xml)"),
    ({}, {"kind": "ssda903"}, None),
]


@pytest.mark.parametrize(("changes", "census", "because"), BECAUSE)
def test_what_moved_and_why(path: Path, changes: dict[str, object], census: dict[str, str], because: str):
    old = record(path, shown(line("a_pct"), line("b_pct"), line("c_pct")))
    moved = line("a_pct", **{"numerator": 2, "value": 25.0, "display": "25", **changes})
    later = replace(CENSUS, **census) if because else CENSUS
    new = record(path, shown(moved, line("b_pct"), line("d_pct")), later)
    found = compare_runs(read_history(path), old.run_id, new.run_id)
    assert found.shared == 2
    by_id = {each.indicator_id: each for each in found.moved}
    assert {id_: each.kind for id_, each in by_id.items()} == {
        "a_pct": "moved",
        "c_pct": "gone",
        "d_pct": "new",
    }
    assert by_id["a_pct"].change == 12
    assert by_id["a_pct"].because == ((because,) if because else ())


def test_an_option_bears_on_what_it_changes(path: Path):
    rate = {"unit": "rate_per_10000", "denominator": 1000}
    old = record(path, shown(line("a_rate", **rate), line("b_pct", numerator=70, denominator=80)))
    new = record(
        path,
        shown(line("a_rate", **{**rate, "denominator": 2000}), line("b_pct", numerator=71, denominator=80)),
        population=2000,
        by=["sex"],
    )
    found = compare_runs(read_history(path), old.run_id, new.run_id)
    assert [each.because for each in found.moved] == [("other options (population)",), ()]
