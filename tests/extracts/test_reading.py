"""Files and folders as extracts, and one clear line where that cannot be."""

import os
from pathlib import Path

import pytest

from chatcalc.extracts.extract import ExtractError
from chatcalc.extracts.reading import read_extracts
from extracts.census import census, child, header, write

ORACLE = Path(__file__).parents[1] / "oracle" / "input"
CHILD = child("<CINreferralDate>2023-05-01</CINreferralDate>")
CENSUS = census(CHILD)


def error_of(*paths: Path) -> str:
    with pytest.raises(ExtractError) as caught:
        read_extracts(paths)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_folder_with_everything_in_it(tmp_path: Path) -> None:
    write(tmp_path, CENSUS, "2024/cin.xml")
    write(tmp_path, census(CHILD.replace("2023", "2022"), head=header(2023)), "2023/cin.xml")
    write(tmp_path, "notes", "2024/readme.txt")
    write(tmp_path, b"", "2024/empty.csv")
    write(tmp_path, b"lock", "2024/~$cin.xml")
    (extract,) = read_extracts([tmp_path])
    assert extract.source == "cin_census"
    assert [one.file for one in extract.inputs] == ["2023/cin.xml", "2024/cin.xml"]
    assert [(one.code, one.file) for one in extract.findings if one.code != "value-missing"] == [
        ("open-in-older-return", "2023/cin.xml"),
        ("file-ignored", "empty.csv"),
        ("file-ignored", "readme.txt"),
    ]
    assert {row["source_file"] for row in extract.table("children").iter_rows(named=True)} == {"2024/cin.xml"}


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, CENSUS)
    (extract,) = read_extracts([path, tmp_path, Path(os.path.relpath(path))])
    assert len(extract.inputs) == 1


def test_inputs_have_rows_and_hashes(tmp_path: Path) -> None:
    (extract,) = read_extracts([write(tmp_path, CENSUS)])
    (one,) = extract.inputs
    assert (one.file, one.kind, one.rows, len(one.sha256)) == ("census.xml", "cin_census", 3, 64)


def test_the_authority_given_is_that_of_files_without_one(tmp_path: Path) -> None:
    with_one = write(tmp_path, CENSUS, "with.xml")
    without = write(tmp_path, census(CHILD, head=header(la=None)), "without.xml")
    (extract,) = read_extracts([with_one, without], la="878")
    assert extract.la_codes == ("201", "878")
    (extract,) = read_extracts([without])
    assert extract.la_codes == ("local",)


def test_progress_goes_to_the_readers(tmp_path: Path) -> None:
    told: list[str] = []
    children = (CHILD.replace(">A<", f">{n}<") for n in range(10_000))
    read_extracts([write(tmp_path, census(*children))], on_progress=told.append)
    assert told == ["census.xml: 10,000 children"]


@pytest.mark.parametrize("name", ["cin_2023.xml", "ssda903/2024", "annex_a"])
def test_every_kind_has_its_reader(name: str) -> None:
    (extract,) = read_extracts([ORACLE / name])
    assert extract.source in ("cin_census", "ssda903", "annex_a")
    assert extract.tables


def test_what_cannot_be_read(tmp_path: Path) -> None:
    assert error_of(tmp_path / "nowhere.xml") == "nowhere.xml: no such file"
    assert error_of(write(tmp_path, b"", "empty.xml")) == "empty.xml: the file is empty; export it again"
    assert error_of(write(tmp_path, "a letter", "letter.txt")).startswith("letter.txt: no CIN census")
    assert error_of() == "nothing given: no CIN census, SSDA903 return or Annex A list there"


def test_a_folder_without_extracts(tmp_path: Path) -> None:
    write(tmp_path, "a letter", "box/letter.txt")
    assert error_of(tmp_path / "box") == "box: no CIN census, SSDA903 return or Annex A list there"


def test_a_named_file_must_be_recognised_even_beside_others(tmp_path: Path) -> None:
    assert error_of(write(tmp_path, CENSUS), write(tmp_path, "a letter", "letter.txt")).startswith(
        "letter.txt: "
    )


@pytest.mark.parametrize("cut", range(60, len(CENSUS) - 1, 37))
def test_a_census_cut_short(tmp_path: Path, cut: int) -> None:
    message = error_of(write(tmp_path, CENSUS[:cut]))
    assert message.startswith("census.xml: not well-formed XML at line ")
    assert message.endswith("export it again")


def test_damage_is_told_with_line_and_column(tmp_path: Path) -> None:
    text = census(CHILD, CHILD.replace("</CINdetails>", "</CINdetail>"))
    assert "at line 4, column " in error_of(write(tmp_path, text))


@pytest.mark.parametrize(
    "content",
    [CENSUS.replace(">A<", ">Zo\u00eb<").encode("cp1252"), CENSUS.replace(">A<", ">\x01<"), CENSUS + "more"],
    ids=["another encoding", "a control character", "text after the end"],
)
def test_other_damage(tmp_path: Path, content: str | bytes) -> None:
    message = error_of(write(tmp_path, content))
    assert message.startswith("census.xml: not well-formed XML at line ")
    assert "Zo" not in message


def test_text_without_end_is_refused(tmp_path: Path) -> None:
    assert "not well-formed" in error_of(write(tmp_path, CENSUS.replace("2023-05-01", "x" * 10_500_000)))


def test_elements_without_end_are_refused(tmp_path: Path) -> None:
    deep = "<a>" * 5_000 + "</a>" * 5_000
    assert "not well-formed" in error_of(write(tmp_path, CENSUS.replace("2023-05-01", deep)))


def test_an_entity_bomb_in_a_folder_is_not_passed_over(tmp_path: Path) -> None:
    write(tmp_path, CENSUS, "good.xml")
    write(tmp_path, '<!DOCTYPE Message [<!ENTITY e "x">]>' + CENSUS, "bomb.xml")
    assert error_of(tmp_path).startswith("bomb.xml: declares entities")
