"""A report for every authority there is, from the store, with no option but `--la`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatcalc.cli.main import app
from chatcalc.extracts.reading import read_extracts
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.jobs import Request as Question
from chatcalc.published.authorities import existing
from chatcalc.published.importing import Understood, files_in, understand
from chatcalc.published.store import Store
from chatcalc.reports.beside import beside
from chatcalc.reports.build import build_report
from chatcalc.reports.making import make_report
from chatcalc.reports.report import Authority
from chatcalc.reports.request import Request
from chatcalc.specs.checks import lait_measures
from chatcalc.specs.loading import load_specs

_RETURNS = Path(__file__).parents[1] / "oracle" / "input" / "ssda903"
_IDS = ("cla_rate", "cla_count", "cla_missing_pct", "cla_3plus_placements_pct")


@pytest.fixture(scope="module")
def store(reference_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = reference_data / "published"
    if not folder.is_dir():
        pytest.skip(f"no published in {reference_data.name}")
    store = Store(tmp_path_factory.mktemp("every") / "store.parquet")
    for path in files_in([folder]):
        found = understand(path, lait_measures())
        if isinstance(found, Understood):
            store.add(found, dt.date(2025, 11, 20))
    store.save()
    return store.path


@pytest.mark.parametrize("la", ["Devon", "839", "Isles of Scilly"])
def test_la_is_the_only_option(store: Path, la: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATCALC_STORE", str(store))
    result = CliRunner().invoke(app, ["report", str(_RETURNS), "--la", la])
    assert result.exit_code == 0, result.stderr
    assert "Published figures are from the store: LAIT" in result.stdout


def test_an_authority_that_is_gone_names_its_successors(store: Path) -> None:
    result = CliRunner().invoke(
        app, ["report", str(_RETURNS), "--la", "Northamptonshire", "--store", str(store), "-f", "markdown"]
    )
    assert result.exit_code == 0, result.stderr
    said = "Northamptonshire (928) ceased to exist on 31 March 2021; its place was taken by North "
    assert said in result.stdout


def test_every_authority_has_its_own_figures_beside(store: Path) -> None:
    request = Request((_RETURNS,), as_at=dt.date(2024, 3, 31), la="878", indicators=_IDS, store=store)
    report = make_report(request)
    wanted = [load_specs().indicators[id_] for id_ in _IDS]
    extracts = read_extracts(request.extracts, la="878")
    results = calculate(wanted, extracts, Question(as_at=dt.date(2024, 3, 31)))
    there = beside(request, dt.date(2024, 3, 31), None, wanted)
    specs = {each.id: each for each in wanted}
    without, few = [], {}
    for la in sorted(existing(2024)):
        run = replace(report.run, la=Authority(la))
        own = [replace(result, la_code=la) for result in results]
        made = build_report(run, own, specs, (), there.comparator)
        beside_rate = next(line.published for line in made.indicators if line.id == "cla_rate")
        assert beside_rate is not None
        assert beside_rate.england.value == 70
        assert beside_rate.region.value is not None
        assert la in there.estimates
        if beside_rate.la.value is None:
            without.append(la)
        few[la] = beside_rate.neighbours_used
    assert without == []
    # Cumbria and Northamptonshire are on the list of April 2021 and were gone by 2024
    assert min(used or 0 for used in few.values()) >= 8
