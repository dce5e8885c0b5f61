"""The SSDA903 reader: what files may look like, how returns are joined, and what is found in them."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from chatcalc.extracts import ssda903
from chatcalc.extracts.extract import Extract, ExtractError
from chatcalc.extracts.ssda903_recognition import recognise
from chatcalc.tables.catalogue import PROVENANCE
from extracts.ssda903_files import EPISODE, HEADER, Tables, write_csv, write_workbook, write_xml

ORACLE = Path(__file__).parents[1] / "oracle"


def codes_of(extract: Extract) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in extract.findings:
        found[one.code] = found.get(one.code, 0) + one.count
    return found


def episodes(*changes: dict[str, str]) -> list[dict[str, str]]:
    return [EPISODE | change for change in changes]


def a_return(folder: Path, *changes: dict[str, str]) -> Path:
    return write_csv(folder / "episodes.csv", episodes(*changes))


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ("child,sex,dob,ethnic,upn,mother,mc_dob", "Header"),
        ("ETHNIC,DOB,SEX,CHILD", "Header"),
        ("CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC", "Episodes"),
        ("CHILD,DOB,REVIEW,REVIEW_CODE", "Reviews"),
        ("CHILD,DOB,SEX,DUC", "UASC"),
        ("CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK", "OC2"),
        ("CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", "OC3"),
        ("CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE", "AD1"),
        (",LA,YEAR, Child ,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED", "PlacedAdoption"),
        ("CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM", "PrevPerm"),
        ("CHILD,DOB,MISSING,MIS_START,MIS_END", "Missing"),
        ("CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON", "SWEpisodes"),
        ("CHILD,DOB,DOLO_START,DOLO_END", "DoLo"),
        ("CHILD,DOB", None),
        ("DECOM,DEC,RNE,LS", None),
        ("Child Unique ID,Date of Birth,Ethnicity", None),
    ],
)
def test_a_table_is_known_by_its_columns(columns: str, table: str | None) -> None:
    layout = recognise(columns.split(","))
    assert (layout.name if layout else None) == table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = write_csv(tmp_path / "any name.csv", episodes({"CHILD": "é1"}), encoding)
    assert ssda903.read([path]).table("care_episodes")["child_id"].to_list() == ["é1"]


def test_a_file_with_a_byte_order_mark_and_no_last_line_end(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(codecs.BOM_UTF8 + b"CHILD,DECOM,DEC,LS\r\nc1,01/05/2023,,C2")
    assert ssda903.read([path]).table("care_episodes").height == 1


def test_values_are_understood_however_they_are_written(tmp_path: Path) -> None:
    """Lower case, padding, ids from a spreadsheet, ISO dates, extra and missing columns, ragged rows."""
    path = tmp_path / "data.csv"
    path.write_text(
        "\n,la,child ,decom,rne,ls,dec,place,pl_post,urn,EXTRA\n"
        '0,x,123.0,2023-05-01, s ,c2 ,31/12/2023,"u6 ",cr26xh, xxxxxxx,1,2,3\n'
        "1,x,124,01/05/2023 00:00:00,S\n"
        ",,,,,,,,,\n",
        encoding="utf-8",
    )
    extract = ssda903.read([path])
    first, second = extract.table("care_episodes").rows(named=True)
    assert (first["child_id"], first["start_date"], first["end_date"]) == (
        "123",
        dt.date(2023, 5, 1),
        dt.date(2023, 12, 31),
    )
    assert (first["reason_new_episode"], first["legal_status"]) == ("S", "C2")
    assert (first["placement_type"], first["placement_postcode"]) == ("U6", "CR2 6XH")
    assert (first["urn"], second["urn"]) == ("XXXXXXX", None)
    assert (first["source_file"], first["source_row"], second["source_row"]) == ("data.csv", 3, 4)
    assert second["legal_status"] is None
    assert codes_of(extract) == {"authority-column-ignored": 1}


def test_a_quotation_mark_inside_a_cell_does_not_stop_reading(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('CHILD,DECOM,DEC,LS\n"c1" x,01/05/2023,,C2\nc2,01/06/2023,,C2\n', encoding="utf-8")
    assert ssda903.read([path]).table("care_episodes").height == 2


def test_the_authority_is_the_option_or_a_column_of_codes(tmp_path: Path) -> None:
    path = a_return(tmp_path, {"LA": "306"}, {"LA": "307.0"})
    assert ssda903.read([path]).la_codes == ("306", "307")
    assert ssda903.read([path], la="301").la_codes == ("306", "307")
    plain = a_return(tmp_path / "plain", {})
    assert ssda903.read([plain]).la_codes == ("local",)
    assert ssda903.read([plain], la="301").la_codes == ("301",)


def test_care_leavers_have_a_letter_and_whether_it_is_suitable(tmp_path: Path) -> None:
    a_return(tmp_path, {})
    rows = [
        {"CHILD": str(n), "IN_TOUCH": "yes", "ACTIV": activity, "ACCOM": accommodation}
        for n, (activity, accommodation) in enumerate([("F1", "B1"), ("G4", "x2"), ("0", "0"), ("F4", "01")])
    ]
    write_csv(tmp_path / "oc3.csv", rows)
    extract = ssda903.read(sorted(tmp_path.glob("*.csv")))
    leavers = extract.table("care_leavers")
    assert leavers["accommodation"].to_list() == ["B", "X", None, "01"]
    assert leavers["accommodation_suitable"].to_list() == [True, False, None, None]
    assert leavers["activity"].to_list() == ["F1", "G4", None, "F4"]
    assert leavers["year_end"].unique().to_list() == [dt.date(2024, 3, 31)]
    assert codes_of(extract) == {"code-unknown": 1}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"DECOM": "31/02/2023"}, {"date-not-understood": 1, "date-missing": 1}),
        ({"CHILD": " "}, {"child-without-id": 1}),
        ({"LS": "C9"}, {"code-unknown": 1}),
        ({"DEC": "01/04/2023", "REC": "E4A"}, {"end-before-start": 1}),
        ({"DEC": "01/04/2024", "REC": "E4A"}, {"date-in-future": 1}),
        ({"REC": "E4A"}, {"reason-without-end": 1}),
        ({}, {"duplicate-row": 1}),
        ({"DECOM": "01/06/2023"}, {"episodes-overlap": 1}),
    ],
)
def test_what_is_wrong_in_a_row_is_a_finding(
    tmp_path: Path, changes: dict[str, str], expected: dict[str, int]
) -> None:
    other = {"CHILD": "c1" if not changes or "DECOM" in changes else "c2"}
    extract = ssda903.read([a_return(tmp_path, {}, other | changes)])
    assert codes_of(extract) == expected
    assert all(one.where.startswith("line 3") for one in extract.findings)


def test_findings_never_quote_a_child(tmp_path: Path) -> None:
    path = a_return(tmp_path, {"CHILD": "secret-id", "LS": "secret", "DEC": "secret"})
    write_csv(tmp_path / "header.csv", [HEADER | {"SEX": "secret"}])
    for one in ssda903.read(sorted(path.parent.glob("*.csv"))).findings:
        assert "secret" not in f"{one.message}{one.where}"


def test_children_the_header_lacks_and_other_birth_dates(tmp_path: Path) -> None:
    a_return(tmp_path, {}, {"CHILD": "orphan"})
    write_csv(tmp_path / "header.csv", [HEADER, HEADER | {"DOB": "21/05/2014"}])
    review = {"CHILD": "c1", "DOB": "01/01/2014", "REVIEW": "01/06/2023", "REVIEW_CODE": "PN1"}
    write_csv(tmp_path / "reviews.csv", [review])
    extract = ssda903.read(sorted(tmp_path.glob("*.csv")))
    assert codes_of(extract) == {"child-not-in-header": 1, "duplicate-child": 1, "date-of-birth-differs": 1}
    assert extract.table("children")["date_of_birth"].to_list() == [dt.date(2014, 5, 20)]
    assert extract.table("children")["uasc"].to_list() == [None]


def test_a_table_twice_in_a_folder_names_both_files(tmp_path: Path) -> None:
    paths = [write_csv(tmp_path / name, [EPISODE]) for name in ("2023.csv", "2024.csv")]
    with pytest.raises(ExtractError, match=r"^2023.csv and 2024.csv: both hold the table Episodes"):
        ssda903.read(paths)


def test_files_that_are_no_return(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ExtractError, match="no table of an SSDA903 return"):
        ssda903.read([other])
    assert codes_of(ssda903.read([other, a_return(tmp_path, {})])) == {"file-ignored": 1}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.xml", b"<EXPSSDA903><CHILD><HEADER>"),
        ("x.xml", b'<!DOCTYPE a [<!ENTITY e "x">]><EXPSSDA903><CHILD><HEADER/></CHILD></EXPSSDA903>'),
        ("x.xlsx", b"PK\x03\x04 not a zip file"),
    ],
)
def test_broken_and_hostile_files_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ExtractError, match=f"^{name}: "):
        ssda903.read([path])


def test_a_return_without_any_start_has_no_year(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "header.csv", [HEADER])
    with pytest.raises(ExtractError, match="tells the year"):
        ssda903.read([path])


@pytest.mark.parametrize(
    ("decom", "year"),
    [("31/03/2023", 2023), ("01/04/2023", 2024), ("15/12/2022", 2023), ("01/01/2023", 2023)],
)
def test_the_year_of_a_return_follows_from_its_latest_start_never_an_end(
    tmp_path: Path, decom: str, year: int
) -> None:
    path = a_return(tmp_path, {"DECOM": "01/05/2020"}, {"DECOM": decom, "DEC": "01/06/2029", "CHILD": "c2"})
    extract = ssda903.read([path])
    assert extract.last_day == dt.date(year, 3, 31)
    assert extract.known_from["care_episodes"] == dt.date(year - 1, 4, 1)


def test_of_two_returns_of_one_year_the_one_with_more_tables_is_newer(tmp_path: Path) -> None:
    first = a_return(tmp_path / "b", {"LS": "C1"})
    second = a_return(tmp_path / "a", {"LS": "C2"})
    header = write_csv(tmp_path / "a" / "header.csv", [HEADER])
    extract = ssda903.read([first, second, header])
    assert extract.table("care_episodes")["legal_status"].to_list() == ["C2"]
    assert codes_of(extract) == {"returns-of-one-year": 1}


def test_returns_that_disagree_on_the_twelve_children() -> None:
    folder = ORACLE / "inconsistent_returns"
    extract = ssda903.read(sorted(folder.glob("*/*.csv")))
    care = extract.table("periods_of_care").select("child_id", "start_date", "end_date", "reason_ceased")
    stays = extract.table("placements").select(
        "child_id", "period_of_care_start", "start_date", "end_date", "placement_type"
    )
    found = care.join(
        stays,
        left_on=["child_id", "start_date"],
        right_on=["child_id", "period_of_care_start"],
        suffix="_placement",
    ).select(
        "child_id",
        pl.col("start_date", "end_date").cast(pl.String),
        "reason_ceased",
        pl.col("start_date_placement", "end_date_placement").cast(pl.String),
        "placement_type",
    )
    with (folder / "expected.csv").open(newline="") as opened:
        expected = [tuple(text or None for text in row) for row in list(csv.reader(opened))[1:]]
    assert sorted(found.rows(), key=str) == sorted(expected, key=str)
    assert codes_of(extract) == {
        "episode-corrected": 2,
        "episode-superseded": 2,
        "episode-cut": 1,
        "open-in-older-return": 4,
        "ended-with-its-return": 1,
    }


def test_annual_tables_stay_in_their_year_and_the_newest_header_wins(tmp_path: Path) -> None:
    for year, sex in (("2022", "1"), ("2023", "F")):
        a_return(tmp_path / year, {"DECOM": f"01/05/{year}", "CHILD": f"c{year}"})
        write_csv(tmp_path / year / "header.csv", [HEADER | {"SEX": sex}])
        outcome = {"CHILD": "c1", "SDQ_SCORE": "41" if year == "2022" else "12.0", "SDQ_REASON": ""}
        write_csv(tmp_path / year / "oc2.csv", [outcome])
    extract = ssda903.read(sorted(tmp_path.glob("*/*.csv")))
    outcomes = extract.table("annual_outcomes")
    assert outcomes.select("year_end", "sdq_score").rows() == [
        (dt.date(2023, 3, 31), None),
        (dt.date(2024, 3, 31), 12),
    ]
    assert extract.table("children")["sex"].to_list() == ["F"]
    assert {(one.code, one.file) for one in extract.findings} >= {("value-out-of-range", "2022/oc2.csv")}


def test_a_missing_episode_open_in_an_older_return_only_ended_with_it(tmp_path: Path) -> None:
    a_return(tmp_path / "2023", {"DECOM": "01/05/2022"})
    absence = {"CHILD": "c1", "MISSING": "m", "MIS_START": "01/03/2023", "MIS_END": ""}
    write_csv(tmp_path / "2023" / "missing.csv", [absence])
    a_return(tmp_path / "2024", {"DECOM": "01/05/2022"}, {"CHILD": "c2"})
    extract = ssda903.read(sorted(tmp_path.glob("*/*.csv")))
    assert extract.table("missing_episodes")["end_date"].to_list() == [dt.date(2023, 3, 31)]
    assert codes_of(extract) == {"open-in-older-return": 1}


@pytest.fixture(scope="module")
def one_year() -> Tables:
    """The tables of a year that CSV, workbook and XML all hold, for 300 children."""
    tables = {}
    folder = ORACLE / "input" / "ssda903" / "2024"
    names = {"placed_for_adoption": "placed", "previous_permanence": "previous"}
    for path in folder.glob("*.csv"):
        if path.stem != "sw_episodes":
            with path.open(newline="") as opened:
                tables[names.get(path.stem, path.stem)] = list(csv.DictReader(opened))
    few = {row["CHILD"] for name in ("uasc", "ad1", "placed", "oc3") for row in tables[name][:40]}
    few |= {row["CHILD"] for row in tables["header"][:200]}
    kept = {name: [row for row in rows if row["CHILD"] in few] for name, rows in tables.items()}
    return {name: sorted(rows, key=lambda row: row["CHILD"]) for name, rows in kept.items()}


def same_tables(one: Extract, other: Extract) -> None:
    assert one.tables.keys() == other.tables.keys()
    for name, frame in one.tables.items():
        without = [column for column in frame.columns if column not in PROVENANCE[2:]]
        left, right = (each.select(without).sort(pl.all()) for each in (frame, other.tables[name]))
        assert left.equals(right), name


def test_csv_workbook_and_xml_give_the_same_tables(tmp_path: Path, one_year: Tables) -> None:
    from_csv = ssda903.read([write_csv(tmp_path / "csv" / f"{n}.csv", rows) for n, rows in one_year.items()])
    from_workbook = ssda903.read([write_workbook(tmp_path / "return.xlsx", one_year)])
    from_xml = ssda903.read([write_xml(tmp_path / "return.xml", one_year)])
    assert from_csv.table("adoptions").height > 4
    same_tables(from_csv, from_workbook)
    same_tables(from_csv, from_xml)
    assert from_workbook.table("children")["source_file"][0].startswith("return.xlsx, sheet sheet ")
    assert from_xml.findings == ()


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (
            "*.csv",
            [
                ("child-not-in-header", "DoLo.csv", "line 2", 1),
                ("episodes-overlap", "episodes.csv", "line 313", 82),
                ("reason-without-end", "episodes.csv", "line 3", 1413),
                ("return-year-doubtful", "episodes.csv", "column DECOM", 1),
                ("code-unknown", "oc3.csv", "line 2, ACCOM", 2),
                ("code-unknown", "placed_for_adoption.csv", "line 2, REASON_PLACED_CEASED", 29),
                ("duplicate-row", "reviews.csv", "line 9826", 2),
                ("child-not-in-header", "sw_episodes.csv", "line 2", 1),
                ("code-unknown", "sw_episodes.csv", "line 2, SW_REASON", 1),
            ],
        ),
        (
            "*.xml",
            [
                ("code-unknown", "fake_903.xml", "line 2, ACCOM", 1),
                ("code-unknown", "fake_903.xml", "line 2, REASON_PLACED_CEASED", 3),
                ("episodes-overlap", "fake_903.xml", "line 2", 9),
                ("reason-without-end", "fake_903.xml", "line 2", 133),
                ("return-year-doubtful", "fake_903.xml", "column DECOM", 1),
            ],
        ),
    ],
)
def test_findings_of_the_samples(
    reference_data: Path, pattern: str, expected: list[tuple[str, str, str, int]]
) -> None:
    extract = ssda903.read(sorted((reference_data / "samples" / "ssda903").glob(pattern)))
    assert [(one.code, one.file, one.where, one.count) for one in extract.findings] == expected


def test_a_year_beyond_the_calendar_is_no_traceback(tmp_path: Path) -> None:
    assert ssda903.read([a_return(tmp_path, {"DECOM": "01/05/9999"})]).last_day == dt.date(9999, 3, 31)


def test_xml_and_csv_of_one_return_in_one_folder_are_refused(tmp_path: Path, one_year: Tables) -> None:
    files = [
        write_xml(tmp_path / "return.xml", one_year),
        write_csv(tmp_path / "e.csv", one_year["episodes"]),
    ]
    with pytest.raises(ExtractError, match=r"e.csv and return.xml: both hold the table Episodes"):
        ssda903.read(files)
