from __future__ import annotations

from pathlib import Path

import pytest

from chatcalc.extracts.extract import ExtractError
from chatcalc.extracts.ids import Ids, read_ids
from chatcalc.extracts.reading import read_extracts
from chatcalc.tables.catalogue import TABLES

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN\n"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"


def ids(tmp_path: Path, text: str) -> Ids:
    path = tmp_path / "ids.csv"
    path.write_text(text, encoding="utf-8")
    return read_ids(path)


def returns(tmp_path: Path, **children: str) -> list[Path]:
    """A return of 2023 and one of 2024: a child in care since 2022 under the id of each year."""
    for year, child in children.items():
        folder = tmp_path / year[1:]
        folder.mkdir()
        (folder / "header.csv").write_text(HEADER + f"{child},1,01/01/2015,WBRI,\n")
        (folder / "episodes.csv").write_text(EPISODES + f"{child},01/05/2022,S,C2,N1,U6,PR1,,,,,,\n")
    return [tmp_path / year[1:] for year in children]


def test_a_child_with_two_ids_has_one_history(tmp_path: Path) -> None:
    folders = returns(tmp_path, y2023="old", y2024="new")
    (apart,) = read_extracts(folders)
    assert apart.tables["periods_of_care"].height == 2
    (together,) = read_extracts(folders, ids=ids(tmp_path, "old_id,new_id\nold,new\nelse,where\n"))
    assert together.tables["periods_of_care"].select("child_id", "end_date").rows() == [("new", None)]
    assert together.tables["children"]["child_id"].to_list() == ["new"]
    (found,) = [each for each in together.findings if each.code == "id-replaced"]
    assert (found.count, found.severity) == (1, "info")


@pytest.mark.parametrize("source", ["cin_2024.xml", "annex_a"])
def test_every_table_has_the_new_id(source: str, tmp_path: Path) -> None:
    data = Path(__file__).parents[1] / "oracle" / "input" / source
    (before,) = read_extracts([data])
    old = before.tables["cp_plans"]["child_id"][0]
    (after,) = read_extracts([data], ids=ids(tmp_path, f"old_id,new_id\n{old},brand new\n"))
    for name, frame in before.tables.items():
        moved = (frame["child_id"] == old).sum() if TABLES[name].of_children else 0
        assert (after.tables[name]["child_id"] == "brand new").sum() == moved
        assert after.tables[name].height == frame.height


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("old,new\n1,2\n", "line 1: no column old_id"),
        ("old_id,new_id\n1,\n", "line 2: an old id and a new id are needed"),
        ("old_id,new_id\n1,2\n3,4\n1,5\n", "line 4: the old id has another new id above"),
        ("old_id,new_id\n1,2\n2,3\n", "line 2: the new id is an old id too"),
        ("old_id,new_id\n1,2\n2,1\n", "line 2: the new id is an old id too"),
        ("old_id,new_id\n1,1\n", "line 2: the new id is an old id too"),
    ],
)
def test_chains_cycles_and_contradictions_are_refused(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match=message):
        ids(tmp_path, text)


def test_a_row_twice_is_one(tmp_path: Path) -> None:
    assert ids(tmp_path, "old_id,new_id\n1,2\n1.0,2\n").new.height == 1
