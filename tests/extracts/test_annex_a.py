"""Reading Annex A: cells, rows and lists as real workbooks hold them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from chatcalc.extracts import annex_a
from chatcalc.extracts.annex_a_lists import LISTS
from chatcalc.extracts.extract import Extract, ExtractError, Finding
from chatcalc.tables.catalogue import TABLES
from extracts.annex_a_files import headings, rows, write_csv, write_workbook

DAY = dt.date(2023, 11, 13)


def _found(extract: Extract, code: str) -> list[Finding]:
    return [finding for finding in extract.findings if finding.code == code]


def _one(extract: Extract, code: str) -> Finding:
    (finding,) = _found(extract, code)
    return finding


def _read_list(folder: Path, number: int, *given: dict[str, Any]) -> Extract:
    return annex_a.read([write_csv(folder, number, *given)])


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (DAY, DAY),
        (dt.datetime(2023, 11, 13, 16, 45), DAY),
        ("13/11/2023", DAY),
        ("2023-11-13", DAY),
        ("2023-11-13T00:00:00", DAY),
        (45243, DAY),
        ("  13/11/2023 ", DAY),
        ("-", None),
        ("N/A", None),
        (None, None),
        (dt.date(1900, 1, 1), None),
    ],
)
def test_dates_as_cells_and_as_text(tmp_path: Path, cell: object, day: dt.date | None) -> None:
    given = {"child_id": "c1", "source": "6", "contact_date": cell}
    path = write_workbook(tmp_path / "a.xlsx", {"x": [headings(1), *rows(1, given)]})
    extract = annex_a.read([path])
    assert extract.tables["contacts"]["contact_date"].to_list() == [day]
    assert not _found(extract, "date-not-understood")


@pytest.mark.parametrize("cell", ["last week", "13/13/2023", "2023", "11/2023", "TBC"])
def test_a_date_that_is_none_is_a_finding_with_its_place(tmp_path: Path, cell: str) -> None:
    good = {"child_id": "c1", "contact_date": "13/11/2023"}
    extract = _read_list(tmp_path, 1, good, {**good, "contact_date": cell, "source": "6"})
    assert extract.tables["contacts"]["contact_date"].to_list() == [DAY, None]
    finding = _one(extract, "date-not-understood")
    assert (finding.where, finding.count, finding.tables) == ("row 3, Date of Contact", 1, ("contacts",))
    assert cell not in finding.message


def test_a_value_that_is_no_code_stays_and_is_a_finding(tmp_path: Path) -> None:
    given = [
        {"child_id": f"c{n}", "contact_date": DAY, "source": text}
        for n, text in enumerate(["q)", "mum", "dad"])
    ]
    extract = _read_list(tmp_path, 1, *given)
    assert extract.tables["contacts"]["source"].to_list() == ["6", "MUM", "DAD"]
    finding = _one(extract, "code-unknown")
    assert (finding.where, finding.count) == ("row 3, Contact Source", 2)
    assert "mum" not in finding.message.lower()


@pytest.mark.parametrize(
    ("text", "flag", "understood"),
    [
        ("a) Yes", True, True),
        ("b) No", False, True),
        ("Y", True, True),
        ("0", False, True),
        ("c) Unknown", None, True),
        ("Not recorded", None, True),
        ("", None, True),
        ("CS assessment updated", None, False),
    ],
)
def test_flags(tmp_path: Path, text: str, flag: bool | None, understood: bool) -> None:
    extract = _read_list(tmp_path, 4, {"child_id": "c", "start_date": DAY, "child_seen": text})
    assert extract.tables["assessments"]["child_seen"].to_list() == [flag]
    assert bool(_found(extract, "flag-not-understood")) is not understood


def test_numbers(tmp_path: Path) -> None:
    given = [
        {"child_id": f"c{n}", "referral_date": DAY, "recorded_referrals_12_months": text}
        for n, text in enumerate(["2", "1.0", "", "two"])
    ]
    extract = _read_list(tmp_path, 3, *given)
    assert extract.tables["referrals"]["recorded_referrals_12_months"].to_list() == [2, 1, None, None]
    assert _one(extract, "number-not-understood").where == "row 5, Number of Referrals in Last 12 Months"


def test_sheets_and_rows_that_are_no_data(tmp_path: Path) -> None:
    contact = rows(1, {"child_id": 17, "contact_date": DAY, "source": "Police"})
    age_formula_only = rows(1, {"age": 123})
    sheet = [
        [],
        ["Contacts"],
        [None, *headings(1)],
        *([None, *row] for row in contact),
        [],
        [None, *headings(1)],
        *([None, *row] for row in age_formula_only),
        [None, "Total: 1"],
        [None, None, "Male"],
    ]
    extract = annex_a.read(
        [write_workbook(tmp_path / "a.xlsx", {"Guidance": [["List 1", "Child Unique ID"]], "": sheet})]
    )
    (row,) = extract.tables["contacts"].rows(named=True)
    assert row == {
        "la_code": "local",
        "child_id": "17",
        "source_file": "a.xlsx [Sheet2]",
        "source_row": 4,
        "contact_date": DAY,
        "source": "6",
    }
    assert _one(extract, "sheet-ignored").where == "Guidance"
    assert _one(extract, "row-ignored").where == "Sheet2, row 8"
    assert _one(extract, "child-without-id").where == "Sheet2, row 9"


def test_formulas_without_a_stored_date_are_findings(tmp_path: Path) -> None:
    given = rows(1, {"child_id": "c", "contact_date": "=TODAY()", "source": "6"})
    extract = annex_a.read([write_workbook(tmp_path / "a.xlsx", {"x": [headings(1), *given]})])
    assert extract.tables["contacts"]["contact_date"].to_list() == [None]
    assert _one(extract, "date-not-understood").count == 1


def test_missing_and_empty_lists_are_no_failure(tmp_path: Path) -> None:
    extract = annex_a.read(
        [write_csv(tmp_path, 1), write_csv(tmp_path, 2, {"child_id": "c", "start_date": DAY})]
    )
    assert extract.tables["contacts"].is_empty()
    assert "referrals" not in extract.tables
    assert extract.table("referrals").is_empty()
    assert _one(extract, "list-empty").file == "List 1.csv"
    assert [finding.where for finding in _found(extract, "list-missing")] == [
        f"List {n}" for n in range(3, 12)
    ]


def test_a_missing_column_is_blank_and_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("Child ID;Ethnicity;Date of Contact\nc1;WBRI;13/11/2023\n", encoding="cp1252")
    extract = annex_a.read([path])
    assert extract.tables["contacts"].select("child_id", "contact_date", "source").rows() == [
        ("c1", DAY, None)
    ]
    assert [finding.where for finding in _found(extract, "column-missing")] == [
        "row 1, Gender",
        "row 1, Date of Birth",
        "row 1, Contact Source",
    ]
    assert extract.tables["children"]["unborn"].to_list() == [None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "x.csv"
    lines = [headings(2), *rows(2, {"child_id": "é1", "start_date": "13/11/2023", "organisation": "Zoë’s"})]
    path.write_text(
        "\r\n".join(delimiter.join(cell or "" for cell in line) for line in lines), encoding=encoding
    )
    assert annex_a.read([path]).tables["early_help"].select("child_id", "organisation").rows() == [
        ("é1", "Zoë's")
    ]


def test_the_same_list_twice_is_an_error(tmp_path: Path) -> None:
    row = {"child_id": "c", "contact_date": DAY}
    paths = [write_csv(tmp_path, 1, row), write_csv(tmp_path, 1, row, name="copy.csv")]
    with pytest.raises(
        ExtractError, match=r"List 1 \(Contacts\) was found more than once, in List 1.csv and copy.csv"
    ):
        annex_a.read(paths)


def test_an_empty_copy_of_a_list_does_not_count(tmp_path: Path) -> None:
    paths = [
        write_csv(tmp_path, 1, name="empty.csv"),
        write_csv(tmp_path, 1, {"child_id": "c", "contact_date": DAY}),
    ]
    assert len(annex_a.read(paths).tables["contacts"]) == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", b"no workbook", "a.xlsx: no list of Annex A was recognised by its headings"),
        ("a.csv", b"", "a.csv: the file is empty"),
        ("a.csv", b"child,age\n1,2\n", "a.csv: no list of Annex A was recognised by its headings"),
    ],
)
def test_what_cannot_be_used_is_one_line(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ExtractError) as caught:
        annex_a.read([tmp_path / name])
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_exact_duplicates_go_and_differing_rows_stay(tmp_path: Path) -> None:
    row = {"child_id": "c", "contact_date": DAY, "source": "6"}
    extract = _read_list(tmp_path, 1, row, row, {**row, "source": "7"}, row)
    assert extract.tables["contacts"]["source_row"].to_list() == [2, 4]
    finding = _one(extract, "duplicate-row")
    assert (finding.where, finding.count) == ("row 3", 2)


def test_rows_that_differ_in_an_unknown_column_are_no_duplicates(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "Contact number,Child ID,Date of Contact,Contact Source\n1,c,1/2/2024,6\n2,c,1/2/2024,6\n"
    )
    assert len(annex_a.read([path]).tables["contacts"]) == 2


def test_one_referral_a_child_and_day(tmp_path: Path) -> None:
    row = {"child_id": "c", "referral_date": DAY, "no_further_action": "No", "source": "6"}
    extract = _read_list(
        tmp_path,
        3,
        row,
        {**row, "source": "7"},
        {**row, "child_id": "d"},
        {**row, "referral_date": None},
        {**row, "referral_date": None, "source": "8"},
    )
    assert extract.tables["referrals"]["source_row"].to_list() == [2, 4, 5, 6]
    finding = _one(extract, "duplicate-referral")
    assert (finding.where, finding.count) == ("row 3, Date of referral", 1)


def test_conferences_come_from_list_5_timed_by_the_latest_enquiry(tmp_path: Path) -> None:
    conference = dt.date(2023, 12, 1)
    row = {"child_id": "c", "icpc_date": conference, "icpc_resulted_in_plan": "Y"}
    extract = _read_list(
        tmp_path,
        5,
        {**row, "start_date": dt.date(2023, 11, 1)},
        {**row, "start_date": dt.date(2023, 11, 20)},
        {**row, "start_date": dt.date(2023, 12, 2)},  # after the conference
        {**row, "start_date": dt.date(2023, 11, 20), "icpc_date": None},
        {"child_id": "d", "start_date": dt.date(2023, 11, 20)},
    )
    conferences = extract.tables["conferences"]
    assert conferences.select(
        "child_id", "icpc_date", "section_47_start_date", "resulted_in_plan"
    ).rows() == [("c", conference, dt.date(2023, 11, 20), True)]
    assert _one(extract, "duplicate-conference").count == 2
    assert extract.tables["section_47_enquiries"]["source_row"].to_list() == [2, 3, 4, 6]
    assert _one(extract, "duplicate-section-47").where.startswith("row 5, Strategy discussion")


def test_children_are_gathered_from_all_lists(tmp_path: Path) -> None:
    born, other = dt.date(2015, 5, 5), dt.date(2015, 5, 6)
    paths = [
        write_csv(tmp_path, 1, {"child_id": "c", "sex": "", "date_of_birth": None, "contact_date": DAY}),
        write_csv(
            tmp_path, 3, {"child_id": "c", "sex": "a) Male", "date_of_birth": born, "referral_date": DAY}
        ),
        write_csv(
            tmp_path,
            8,
            {
                "child_id": "c",
                "date_of_birth": other,
                "ethnicity": "a) WBRI",
                "uasc_12_months": "Y",
                "disability": "b) No",
                "start_date": DAY,
            },
        ),
        write_csv(tmp_path, 11, {"child_id": "adopter", "enquiry_date": DAY}),
    ]
    extract = annex_a.read(paths)
    (child,) = extract.tables["children"].rows(named=True)
    facts = ("child_id", "sex", "date_of_birth", "ethnicity", "uasc", "disability", "unborn")
    assert tuple(child[fact] for fact in facts) == ("c", "M", born, "WBRI", True, False, False)
    finding = _one(extract, "date-of-birth-differs")
    assert (finding.file, finding.where, finding.count) == ("List 8.csv", "row 2, Date of Birth", 1)


@pytest.mark.parametrize(
    ("birth", "age", "expected"),
    [
        (None, None, (True, None, None)),
        (None, -1, (True, None, None)),
        (dt.date(2024, 6, 1), -1, (True, None, dt.date(2024, 6, 1))),
        (dt.date(2020, 6, 1), 3, (False, dt.date(2020, 6, 1), None)),
        (dt.date(2020, 6, 1), "18m", (False, dt.date(2020, 6, 1), None)),
        ("not known yet", None, (False, None, None)),
    ],
)
def test_unborn_children(tmp_path: Path, birth: object, age: object, expected: tuple[object, ...]) -> None:
    extract = _read_list(
        tmp_path, 1, {"child_id": "c", "date_of_birth": birth, "age": age, "contact_date": DAY}
    )
    facts = extract.tables["children"].select("unborn", "date_of_birth", "expected_date_of_birth")
    assert facts.rows() == [expected]


def test_short_breaks_are_no_period_of_care(tmp_path: Path) -> None:
    given = [
        {"child_id": f"c{code}", "start_date": DAY, "legal_status": code} for code in ("V3", "V2", "V4", None)
    ]
    extract = _read_list(tmp_path, 8, *given)
    assert extract.tables["periods_of_care"]["legal_status"].to_list() == ["V2", None]
    assert _one(extract, "short-breaks").count == 2


def test_care_leavers(tmp_path: Path) -> None:
    given = {
        "child_id": "c",
        "eligibility": "b) Former relevant child",
        "in_touch": "e) NREQ",
        "accommodation": "Z: x",
        "suitability": "b) Unsuitable",
        "activity": "P4",
        "personal_adviser": "PA",
    }
    extract = _read_list(
        tmp_path,
        9,
        given,
        {"child_id": "d", "suitability": "a) Suitable"},
        {"child_id": "e", "in_touch": "Y"},
    )
    columns = ("eligibility", "in_touch", "accommodation", "activity", "personal_adviser", "year_end")
    assert extract.tables["care_leavers"].select(columns).row(0) == (
        "former_relevant",
        "NREQ",
        "Z",
        "P4",
        "PA",
        None,
    )
    assert extract.tables["care_leavers"]["accommodation_suitable"].to_list() == [False, True, None]


def test_reviews_and_plans_of_list_7(tmp_path: Path) -> None:
    review = dt.date(2024, 1, 15)
    row = {
        "child_id": "c",
        "start_date": DAY,
        "initial_category": "a) Neglect",
        "latest_category": "EMO",
        "previous_plans": "1",
        "seen_alone": "Y",
    }
    extract = _read_list(tmp_path, 7, {**row, "review_date": review}, {**row, "child_id": "d"})
    assert extract.tables["cp_reviews"].select("child_id", "plan_start_date", "review_date").rows() == [
        ("c", DAY, review)
    ]
    plan = extract.tables["cp_plans"].select(
        "initial_category", "latest_category", "previous_plans", "seen_alone"
    )
    assert plan.rows() == [("NEG", "EMO", 1, True)] * 2


def test_allocations_are_pairs_of_child_and_worker(tmp_path: Path) -> None:
    early, late, end = dt.date(2023, 1, 1), dt.date(2023, 6, 1), dt.date(2023, 12, 1)
    paths = [
        write_csv(
            tmp_path,
            6,
            {"child_id": "a", "referral_date": early, "worker": "w1", "team": "t"},
            {"child_id": "b", "referral_date": early, "worker": "w1", "closure_date": end},
            {"child_id": "d", "referral_date": early, "worker": "-"},
            {"child_id": "e", "referral_date": early, "team": "t"},
        ),
        write_csv(
            tmp_path,
            7,
            {"child_id": "a", "start_date": late, "worker": "w1"},
            {"child_id": "b", "start_date": late, "worker": "w1"},
            {"child_id": "e", "start_date": late, "worker": "w2"},
        ),
        write_csv(tmp_path, 8, {"child_id": "a", "start_date": late, "worker": "w2"}),
    ]
    found = annex_a.read(paths).tables["allocations"].select("child_id", "worker", "start_date", "end_date")
    assert sorted(found.rows(), key=str) == [
        ("a", "w1", early, None),
        ("a", "w2", late, None),
        ("b", "w1", early, None),
        ("d", None, early, None),  # nobody's
        ("e", "w2", late, None),  # blank in one list, named in another
    ]


def test_the_authority_and_the_files(tmp_path: Path) -> None:
    seen: list[str] = []
    path = write_csv(tmp_path, 1, {"child_id": "c", "contact_date": DAY})
    extract = annex_a.read([path], la="878", on_progress=seen.append)
    assert (extract.source, extract.la_codes, extract.last_day, extract.made_on) == (
        "annex_a",
        ("878",),
        None,
        None,
    )
    assert extract.tables["contacts"]["la_code"].to_list() == ["878"]
    assert extract.known_from == {}
    assert [(item.file, item.kind, item.rows, len(item.sha256)) for item in extract.inputs] == [
        ("List 1.csv", "annex_a", 1, 64)
    ]
    assert seen == ["List 1.csv"]


def test_every_field_is_a_column_of_the_table_it_fills() -> None:
    helpers = {
        "age",
        "sex",
        "ethnicity",
        "date_of_birth",
        "disability",
        "suitability",
        "review_date",
        "family_id",
        "icpc_resulted_in_plan",
    }
    for annex_a_list in LISTS.values():
        columns = {column for table in annex_a_list.tables for column in TABLES[table].columns}
        assert {column.field for column in annex_a_list.columns} - columns <= helpers


def test_postcodes(tmp_path: Path) -> None:
    texts = ["SW1A 1AA", "t282wb", "-", None, "nope"]
    given = [
        {"child_id": f"c{n}", "start_date": DAY, "placement_postcode": text} for n, text in enumerate(texts)
    ]
    extract = _read_list(tmp_path, 8, *given)
    assert extract.tables["periods_of_care"]["placement_postcode"].to_list() == [
        "SW1A 1AA",
        "t282wb",
        None,
        None,
        "nope",
    ]
    finding = _one(extract, "postcode-not-understood")
    assert (finding.where, finding.count) == ("row 6, Placement postcode", 1)


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    given = rows(1, {"child_id": "c", "contact_date": DAY, "source": "6"})
    path = write_workbook(tmp_path / "a.xlsx", {"x": [headings(1), *given]}).rename(tmp_path / "download")
    assert annex_a.read([path]).tables["contacts"]["contact_date"].to_list() == [DAY]


def test_urns_are_numbers_or_codes_in_capitals(tmp_path: Path) -> None:
    texts = [" sc034 ", "1234567.0", "xxxxxxx", "-"]
    given = [{"child_id": f"c{n}", "start_date": DAY, "placement_urn": text} for n, text in enumerate(texts)]
    urns = _read_list(tmp_path, 8, *given).tables["periods_of_care"]["placement_urn"]
    assert urns.to_list() == ["SC034", "1234567", "XXXXXXX", None]
