"""Groups are the figure in pieces: of every indicator, extract and dimension."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from acceptance.oracle_data import ASKED, EXTRACTS, extract, indicators
from chatcalc.cli.main import app
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.results import Figure, Result

BY = (
    "sex",
    "age_band",
    "ethnic_group",
    "disability",
    "team",
    "la",
    "locality",
    "sex,age_band",
    "team,disability",
)
NOT_RECORDED = {"cin_census": {"team"}, "ssda903": {"team", "disability"}, "annex_a": set()}


@cache
def results(source: str) -> tuple[Result, ...]:
    data = extract(source)
    ids = data.tables["children"]["child_id"].unique(maintain_order=True)
    said = pl.DataFrame({"la_code": "878", "child_id": ids}).with_row_index("n")
    lookup = said.filter(pl.col("n") % 5 != 0).select(
        "la_code", "child_id", locality=pl.lit("Locality ") + (pl.col("n") % 3).cast(pl.String)
    )
    asked = replace(ASKED, by=BY, source=source)
    return calculate(indicators().values(), [replace(data, lookup=lookup)], asked)


def counts(figure: Figure, result: Result) -> tuple[object, object]:
    """What groups add up to: a rate's denominator is the population, which groups have none of."""
    rate = result.unit == "rate_per_10000"
    return figure.numerator or 0, 0 if rate else figure.denominator or 0


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("source", EXTRACTS)
def test_groups_add_up_to_the_figure_and_to_each_part(source: str, by: str) -> None:
    compared = 0
    for result in results(source):
        wholes = {None: result.figure, **{part.id: part.figure for part in result.parts}}
        summed: dict[str | None, list[tuple[object, object]]] = defaultdict(list)
        for row in result.breakdowns:
            if row.by == by:
                summed[row.part].append(counts(row.figure, result))
        if not summed:
            continue
        for part, pieces in summed.items():
            if result.id == "caseload_average":  # a worker may hold cases of several groups
                continue
            assert tuple(map(sum, zip(*pieces, strict=True))) == counts(wholes[part], result), (
                result.id,
                part,
            )
            compared += 1
    assert bool(compared) is not bool(set(by.split(",")) & NOT_RECORDED[source])


@pytest.mark.parametrize("source", EXTRACTS)
def test_what_an_extract_does_not_record_is_said_and_has_no_rows(source: str) -> None:
    for result in results(source):
        if result.status == "not_computed":
            continue
        said = {
            note.split(":")[0].removeprefix("no breakdown by ")
            for note in result.notes
            if "breakdown" in note
        }
        shown = {row.by for row in result.breakdowns}
        nobody = result.figure.denominator == 0  # then no team, authority or locality occurs
        assert said | shown == set(BY) or source == "annex_a" or nobody, result.id
        assert not said & shown


def test_a_team_that_a_list_does_not_record_is_not_guessed() -> None:
    (adopted,) = [each for each in results("annex_a") if each.id == "cla_ceased_adopted_pct"]
    (contacts,) = [each for each in results("annex_a") if each.id == "contacts_count"]
    assert {row.by for row in adopted.breakdowns} >= {"team"}
    assert "team" not in {row.by for row in contacts.breakdowns}
    assert (
        "no breakdown by team: Annex A records no team in contacts, and no lookup gives one" in contacts.notes
    )


def test_groups_that_are_not_known_in_advance_are_those_that_occur_by_name() -> None:
    (found,) = [each for each in results("ssda903") if each.id == "cla_rate"]
    groups = [row.group for row in found.breakdowns if row.by == "locality"]
    assert groups == ["Locality 0", "Locality 1", "Locality 2", "not recorded"]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "teams.csv").write_text("child_id,team,locality\nE1,North,Coast\n", encoding="utf-8")
    (tmp_path / "ids.csv").write_text("old_id,new_id\nE0000001,E1\n", encoding="utf-8")
    path = tmp_path / "chatcalc.toml"
    census = EXTRACTS["cin_census"][1].as_posix()
    text = f'extracts = ["{census}"]\nlookups.children = "teams.csv"\nids.children = "ids.csv"\n'
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("localty", "--by localty: nothing is called 'localty'; did you mean 'locality'?"),
        ("sex,sex", "--by sex,sex: two different dimensions can be crossed"),
        ("sex,team,la", "--by sex,team,la: two different dimensions can be crossed"),
        ("postcode", "known are sex, age_band, ethnic_group, disability, team, la, locality"),
    ],
)
def test_an_unknown_breakdown_is_refused_with_what_is_known(config: Path, by: str, message: str) -> None:
    done = CliRunner().invoke(app, ["report", "--config", str(config), "--by", by])
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_config_names_a_lookup_and_new_ids_beside_it(config: Path) -> None:
    asked = [
        "report",
        "--config",
        str(config),
        "-i",
        "referrals_count",
        "--by",
        "locality , sex",
        "-f",
        "csv",
    ]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.stderr
    assert '"locality,sex","not recorded,male"' in done.stdout
    checked = CliRunner().invoke(app, ["check", "--config", str(config)])
    assert {"lookup-child-missing", "id-replaced"} <= set(checked.stdout.split())
