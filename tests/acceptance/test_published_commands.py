"""`chatcalc published`, and reports that compare from the store, on small made-up files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from chatcalc.cli.main import app
from published.ees_files import DEVON, ENGLAND, PLYMOUTH, SOUTH_WEST, populations, row, table

TESTS = Path(__file__).parents[1]
CENSUSES = [str(TESTS / "oracle" / "input" / name) for name in ("cin_2023.xml", "cin_2024.xml")]
_NORFOLK = "Local authority,E92000001,England,E12000006,East of England,926,E10000020,Norfolk"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    what = "Referrals and Re-referrals"
    rows = []
    for year, devon in (("2022", 19), ("2023", 26.4), ("2024", 21.9)):
        rows += [row(DEVON, what, 66.7, devon, year=year), row(ENGLAND, what, 50.5, 22, year=year)]
        rows += [row(PLYMOUTH, what, 70, 12, year=year), row(_NORFOLK, what, "c", 14, year=year)]
        rows += [row(SOUTH_WEST, what, 60, 17.5, year=year)]
    table(folder, "c1_2013_to_2024.csv", "category,Referrals_rate,Re_referrals_percent", *rows)
    populations(folder)
    (folder / "sn_april_2021.csv").write_text("la_code,neighbour\n878,879\n878,926\n")
    (folder / "sn_may_2025.csv").write_text("la_code,neighbour\n878,926\n")
    (folder / "notes.csv").write_text("a,b\n1,2\n")
    return folder


@pytest.fixture(scope="module")
def store(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "published.parquet"
    assert run("published", "import", str(files), "--store", str(path)).exit_code == 0
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def report(store: Path, *options: str) -> dict[str, Any]:
    arguments = ("--as-at", "2024-03-31", "-f", "json", "--store", str(store), *options)
    result = run("report", *CENSUSES, *arguments)
    assert result.exit_code == 0, result.stderr
    content: dict[str, Any] = json.loads(result.stdout)
    return content


def indicator(content: dict[str, Any], id_: str) -> dict[str, Any]:
    return next(each for each in content["indicators"] if each["id"] == id_)


def test_import_says_what_became_of_every_file(files: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.parquet"
    first = run("published", "import", str(files), "--store", str(path))
    lines = first.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["kept", "not", "kept", "kept", "kept", "4"]
    assert "notes.csv: not a file of published statistics" in lines[1]
    written = path.read_bytes()
    again = run("published", "import", str(files), "--store", str(path))
    assert [line.split()[0] for line in again.stdout.splitlines()].count("unchanged") == 4
    assert path.read_bytes() == written


def test_a_damaged_file_ends_in_3_and_the_others_are_kept(files: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("time_period,time_identifier,geographic_level\n2024,Reporting year\n1,2,3,4,5\n")
    path = tmp_path / "store.parquet"
    names = [str(bad), str(tmp_path / "gone.csv"), str(files / "sn_april_2021.csv")]
    result = run("published", "import", *names, "--store", str(path))
    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 2
    assert result.stdout.splitlines()[-1] == f"1 files in {path}"


def test_list_names_kind_edition_and_hash(store: Path) -> None:
    lines = run("published", "list", "--store", str(store)).stdout.splitlines()
    assert lines[0].split()[:4] == ["File", "Kind", "Edition", "Imported"]
    assert [line.split()[:3] for line in lines[1:-1]] == [
        ["c1_2013_to_2024.csv", "ees", "2024"],
        ["ons_mid-year_population_estimates_2012_to_2023.csv", "population", "2024"],
        ["sn_april_2021.csv", "neighbours", "2021-04-01"],
        ["sn_may_2025.csv", "neighbours", "2025-05-01"],
    ]


def test_show_gives_every_year_and_a_picture(store: Path) -> None:
    result = run("published", "show", "rereferrals_12m_pct", "--la", "Devon", "--store", str(store))
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[2][:6] == ["2021-22", "19.0", "13.0", "2", "17.5", "22.0"]
    assert [line[0] for line in lines[2:5]] == ["2021-22", "2022-23", "2023-24"]
    assert "Devon: ▁█▄" in result.stdout
    without = run("published", "show", "rereferrals_12m_pct", "--store", str(store))
    assert "England: ▄▄▄" in without.stdout


def test_show_without_a_store_says_how_to_make_one(tmp_path: Path) -> None:
    result = run("published", "show", "cla_rate", "--store", str(tmp_path / "none.parquet"))
    assert result.exit_code == 3
    assert "published import" in result.stderr


def test_a_report_compares_from_the_store_and_says_so(store: Path) -> None:
    content = report(store, "--la", "878")
    found = indicator(content, "rereferrals_12m_pct")
    beside = found["published"]
    assert (beside["period"], beside["la"], beside["england"]) == ("2023-24", 21.9, 22.0)
    assert (beside["region_name"], beside["region"]) == ("South West", 17.5)
    assert (beside["statistical_neighbours"], beside["neighbours_list"]) == (13.0, "sn_april_2021")
    assert (beside["file"], beside["edition"]) == ("c1_2013_to_2024.csv", 2024)
    assert [each["la"] for each in found["published_trend"]] == [19.0, 26.4, 21.9]
    assert [(each["kind"], each["edition"]) for each in content["run"]["published"]] == [
        ("ees", "2024"),
        ("population", "2024"),
        ("neighbours", "2021-04-01"),
    ]
    assert all(len(each["sha256"]) == 64 for each in content["run"]["published"])
    note = (
        "Published figures are from the store: Explore Education Statistics to 2024, populations to 2024, "
        "neighbours of April 2021."
    )
    assert note in content["run"]["notes"]


def test_the_published_years_are_as_many_as_asked_for_and_then_printed(store: Path, tmp_path: Path) -> None:
    config = tmp_path / "chatcalc.toml"
    config.write_text("published_years = 2\n")
    for options in (("--published-years", "2"), ("--config", str(config))):
        found = indicator(report(store, "--la", "878", *options), "rereferrals_12m_pct")
        assert [each["period"] for each in found["published_trend"]] == ["2022-23", "2023-24"]
    command = ("report", *CENSUSES, "--as-at", "2024-03-31", "--store", str(store), "--la", "878")
    assert "Published years" not in run(*command).stdout
    lines = run(*command, "--config", str(config)).stdout.split("Published years")[1].splitlines()
    first = lines.index("rereferrals_12m_pct")
    assert [each.split() for each in lines[first + 1 : first + 4]] == [
        ["LA", "26", "22"], ["SNs", "13", "13"], ["Eng", "22", "22"],
    ]  # fmt: skip
    none = indicator(report(store, "--la", "878", "--published-years", "0"), "rereferrals_12m_pct")
    assert none["published_trend"] == []


def test_rates_use_the_estimate_and_population_still_wins(store: Path) -> None:
    rate = indicator(report(store, "--la", "878", "-i", "referrals_rate"), "referrals_rate")
    assert rate["denominator"] == 1500, "of the authority that is counted, whoever's figures stand beside"
    assert "1,500 by the mid-2023 estimate" in rate["notes"][0]
    given = report(store, "--la", "878", "-i", "referrals_rate", "--population", "1000")
    rate = indicator(given, "referrals_rate")
    assert rate["denominator"] == 1000
    assert not any("estimate" in note for note in rate["notes"])
    assert "population" not in {each["kind"] for each in given["run"]["published"]}


def test_a_trend_and_a_baseline_have_the_estimates_of_their_own_years(files: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.parquet"
    earlier = populations(tmp_path, "2022", 120_000)
    assert run("published", "import", str(files), str(earlier), "--store", str(store)).exit_code == 0
    options = ("--as-at", "2024-03-31", "--trend", "13", "--baseline", "2023-03-31", "-i", "cin_rate")
    command = ("report", *as_devon(tmp_path), "-f", "json", "--store", str(store), *options)
    content = json.loads(run(*command).stdout)
    rate = indicator(content, "cin_rate")
    assert [each["denominator"] for each in rate["trend"]] == [*[120_000] * 12, 150_000]
    assert rate["baseline"]["denominator"] == 120_000
    assert rate["notes"][0].endswith("of the estimate for its own year, mid-2022 to mid-2023")
    note = "Rates at 31 March 2023 are of the population by the estimates of mid-2022."
    assert note in content["run"]["notes"]
    vintages = {each["edition"] for each in content["run"]["published"] if each["kind"] == "population"}
    assert vintages == {"2023", "2024"}
    rate = indicator(json.loads(run(*command, "--population", "1000").stdout), "cin_rate")
    assert {each["denominator"] for each in rate["trend"]} == {rate["baseline"]["denominator"]} == {1000}


def as_devon(folder: Path) -> list[str]:
    """The same returns, of an authority that has estimates of both years."""
    for path in CENSUSES:
        text = Path(path).read_text(encoding="utf-8")
        assert "<LEA>201</LEA>" in text
        (folder / Path(path).name).write_text(text.replace("<LEA>201</LEA>", "<LEA>878</LEA>"))
    return [str(folder / Path(path).name) for path in CENSUSES]


def test_a_list_of_the_store_can_be_chosen_by_name_and_a_file_still_wins(store: Path, files: Path) -> None:
    chosen = report(store, "--la", "878", "--neighbours", "sn_may_2025")
    assert indicator(chosen, "rereferrals_12m_pct")["published"]["statistical_neighbours"] == 14.0
    given = report(store, "--la", "878", "--neighbours", str(files / "sn_may_2025.csv"))
    assert indicator(given, "rereferrals_12m_pct")["published"]["neighbours_list"] == "sn_may_2025"
    assert [e["imported"] for e in given["run"]["published"] if e["kind"] == "neighbours"] == [None]


def test_compare_with_a_region_authorities_and_a_named_group(store: Path, tmp_path: Path) -> None:
    region = indicator(report(store, "--la", "878", "--compare", "South West"), "rereferrals_12m_pct")
    assert [region["published"][key] for key in ("group", "group_name", "group_used")] == [
        12,
        "South West",
        1,
    ]
    two = indicator(
        report(store, "--la", "878", "--compare", "879", "--compare", "Norfolk"), "rereferrals_12m_pct"
    )
    assert [two["published"][key] for key in ("group", "group_used")] == [13, 2]
    config = tmp_path / "chatcalc.toml"
    config.write_text('compare = "good"\n[groups]\ngood = ["926"]\n')
    named = indicator(report(store, "--la", "878", "--config", str(config)), "rereferrals_12m_pct")
    assert [named["published"][key] for key in ("group", "group_name")] == [14, "good"]


def test_an_unknown_group_is_a_wrong_argument(store: Path) -> None:
    result = run("report", *CENSUSES, "--as-at", "2024-03-31", "--la", "878", "--compare", "Sooth West",
                 "--store", str(store))  # fmt: skip
    assert result.exit_code == 2
    assert result.stderr.startswith("chatcalc: --compare: no region and no local authority 'Sooth West'")


def test_a_store_that_was_named_must_be_there(tmp_path: Path) -> None:
    result = run("report", *CENSUSES, "--as-at", "2024-03-31", "--store", str(tmp_path / "none"))
    assert result.exit_code == 3
    assert "no such store" in result.stderr


def test_files_given_win_over_the_store(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("indicator_id,period,la\nrereferrals_12m_pct,2018,7\n")
    content = report(store, "--la", "878", "--published", str(path))
    assert indicator(content, "rereferrals_12m_pct")["published"]["la"] == 7
    assert {each["file"] for each in content["run"]["published"]} >= {"own.csv"}
    assert "c1_2013_to_2024.csv" not in {each["file"] for each in content["run"]["published"]}
