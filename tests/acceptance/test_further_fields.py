"""Fields that the oracle's files leave out, written into them, so that a loop can count what is said by them.

URNs, reasons of placement changes, locations, deprivation of liberty and pre-proceedings are in returns that
the oracle does not hold, or blank in it. Each is filled in by a rule that turns with the row's number.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from acceptance.oracle_data import ASKED, indicators
from acceptance.plain_care import Row, begins, periods_of_care, stays
from acceptance.raw_oracle import FIRST_DAY, INPUT, SNAPSHOT, annex_a, day, is_open, returned, share
from chatcalc.extracts.reading import read_extracts
from chatcalc.indicators.calculation import calculate
from chatcalc.indicators.results import Result

REASONS = ("CARPL", "CREQB", "", "CHILD", "ALLEG", "OTHER", "STAND", "CUSTOD")


def filled(row: Row, n: int) -> Row:
    """A row of the episodes with a URN, a location and a reason that turn with its number."""
    urn = "xxxxxxx" if n % 7 == 0 else row["URN"]
    moved = row["REC"] == "X1"
    return row | {
        "URN": urn,
        "REASON_PLACE_CHANGE": REASONS[n % len(REASONS)] if moved else "",
        "PL_LOCATION": ("IN", "OUT", "OUT", "")[n % 4],
    }


EPISODES = [filled(row, n) for n, row in enumerate(returned("episodes"))]
LIST_8 = [
    row
    | {
        "URN of Placement": ("XXXXXXX", "1234567", "")[n % 3],
        "Placement Location": ("b) Out", "a) In")[n % 2],
    }
    for n, row in enumerate(annex_a(8))
]
ORDERS = [
    {
        "CHILD": row["CHILD"],
        "DOB": "",
        "DOLO_START": f"{1 + n % 28:02}/{1 + n % 3:02}/2024",
        "DOLO_END": f"{28 + n % 4:02}/03/2024" if n % 3 else "",
    }
    for n, row in enumerate(EPISODES[::40])
]


def in_care() -> list[Row]:
    by_child: dict[str, list[Row]] = {}
    for row in EPISODES:
        by_child.setdefault(row["CHILD"], []).append(row)
    found: dict[str, Row] = {}
    for rows in by_child.values():
        for period in periods_of_care(rows):
            for row in period:
                if is_open(begins(row), day(row["DEC"])):
                    found[row["CHILD"]] = row
    return list(found.values())


def on_list() -> list[Row]:
    return [
        row
        for row in LIST_8
        if is_open(day(row["Date Started to be Looked After"]), day(row["Date Ceased to be Looked After"]))
    ]


def write(path: Path, rows: list[Row]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def from_return(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Result]:
    folder = tmp_path_factory.mktemp("filled") / "2024"
    write(folder / "episodes.csv", EPISODES)
    write(folder / "dolo.csv", ORDERS)
    write(folder / "header.csv", returned("header"))
    return figures([folder], "ssda903")


@pytest.fixture(scope="module")
def from_list(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Result]:
    return figures([write(tmp_path_factory.mktemp("filled") / "List 8.csv", LIST_8)], "annex_a")


def figures(files: list[Path], source: str) -> Mapping[str, Result]:
    extracts = read_extracts(files, la="878")
    found = calculate(indicators().values(), extracts, replace(ASKED, source=source))
    return {result.id: result for result in found}


def sides(result: Result) -> tuple[float | None, float | None, float | None]:
    assert result.status != "not_computed", result.notes
    return result.figure.numerator, result.figure.denominator, result.figure.value


def test_unregistered_settings(from_return: Mapping[str, Result], from_list: Mapping[str, Result]) -> None:
    met = sum(row["URN"].upper() == "XXXXXXX" for row in in_care())
    assert met > 50
    assert sides(from_return["cla_unregistered_setting_pct"]) == share(met, len(in_care()))
    met = sum(row["URN of Placement"] == "XXXXXXX" for row in on_list())
    assert sides(from_list["cla_unregistered_setting_pct"]) == share(met, len(on_list()))


def test_outside_the_boundary(from_return: Mapping[str, Result], from_list: Mapping[str, Result]) -> None:
    met = sum(row["PL_LOCATION"] == "OUT" for row in in_care())
    assert met > 50
    assert sides(from_return["cla_outside_boundary_pct"]) == share(met, len(in_care()))
    met = sum(row["Placement Location"] == "b) Out" for row in on_list())
    assert sides(from_list["cla_outside_boundary_pct"]) == share(met, len(on_list()))


def test_reasons_of_moves(from_return: Mapping[str, Result]) -> None:
    by_child: dict[str, list[Row]] = {}
    for row in EPISODES:
        by_child.setdefault(row["CHILD"], []).append(row)
    reasons = [
        stay.reason
        for rows in by_child.values()
        for period in periods_of_care(rows)
        for stay in stays(period)
        if stay.number > 1 and FIRST_DAY <= stay.start <= SNAPSHOT
    ]
    assert len(set(reasons)) == len(REASONS)
    result = from_return["cla_moves_by_reason_pct"]
    other = sum(reason not in ("", "CARPL") for reason in reasons)
    assert sides(result) == share(other, len(reasons))
    parts = {part.id: part.figure.numerator for part in result.parts}
    assert {part: n for part, n in parts.items() if n} == {
        reason or "not_recorded": reasons.count(reason) for reason in set(reasons)
    }


def test_deprivation_of_liberty(from_return: Mapping[str, Result]) -> None:
    under_order = {
        order["CHILD"] for order in ORDERS if is_open(day(order["DOLO_START"]), day(order["DOLO_END"]))
    }
    those = [row for row in in_care() if row["CHILD"] in under_order]
    result = from_return["cla_deprivation_of_liberty_count"]
    assert 10 < len(those) < len(under_order)
    assert result.figure.numerator == len(those)
    unregistered = sum(row["URN"].upper() == "XXXXXXX" for row in those)
    assert [(part.id, part.figure.numerator) for part in result.parts] == [
        ("unregistered_setting", unregistered)
    ]


def test_pre_proceedings(tmp_path: Path) -> None:
    """An element in every tenth episode of the census, some decided, some before the court."""
    text = (INPUT / "cin_2024.xml").read_text(encoding="utf-8")
    pieces = re.split(r"(</CINdetails>)", text)
    spells: list[tuple[str, dt.date, dt.date | None, dt.date | None]] = []
    for n, at in enumerate(range(0, len(pieces) - 1, 20)):
        child = re.findall(r"<LAchildID>([^<]*)", "".join(pieces[: at + 1]))[-1]
        start = dt.date(2023, 12, 1) + dt.timedelta(days=n)
        decided = dt.date(2024, 3, 30) + dt.timedelta(days=n % 4) if n % 3 == 0 else None
        applied = dt.date(2024, 3, 29) + dt.timedelta(days=n % 5) if n % 4 == 0 else None
        dates = {"PPStartDate": start, "StepDecisionDate": decided, "CourtAppDate": applied}
        elements = "".join(f"<{name}>{date}</{name}>" for name, date in dates.items() if date)
        pieces[at] += f"<PreProceedingsandFGDM>{elements}</PreProceedingsandFGDM>"
        spells.append((child, start, decided, applied))
    (tmp_path / "cin_2024.xml").write_text("".join(pieces), encoding="utf-8")
    lasting: dict[str, list[int]] = {}
    for child, start, decided, applied in spells:
        if is_open(start, applied) and not (decided and decided <= SNAPSHOT):
            lasting.setdefault(child, []).append((SNAPSHOT - start).days)
    long = sum(max(days) > 84 for days in lasting.values())
    assert 10 < long < len(lasting)
    found = figures([tmp_path], "cin_census")["pre_proceedings_over_12w_pct"]
    assert sides(found) == share(long, len(lasting))
