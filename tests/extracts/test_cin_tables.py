"""What the values of a census mean in the canonical tables."""

import datetime as dt
from pathlib import Path

import pytest

from chatcalc.tables.catalogue import TABLES
from extracts.census import census, child, header, read

EPISODE = "<CINreferralDate>2023-05-01</CINreferralDate>"


def of_child(folder: Path, identifiers: str = "", characteristics: str = "") -> dict[str, object]:
    text = census(child(EPISODE, identifiers=identifiers, characteristics=characteristics))
    return read(folder, text).table("children").row(0, named=True)


@pytest.mark.parametrize(
    ("identifiers", "unborn"),
    [
        ("<ExpectedPersonBirthDate>2024-06-01</ExpectedPersonBirthDate>", True),
        ("<PersonBirthDate/><ExpectedPersonBirthDate>2024-06-01</ExpectedPersonBirthDate>", True),
        ("<PersonBirthDate>2020-01-01</PersonBirthDate>", False),
        (
            "<PersonBirthDate>2024-01-01</PersonBirthDate>"
            "<ExpectedPersonBirthDate>2024-01-03</ExpectedPersonBirthDate>",
            False,
        ),
        ("", False),
    ],
)
def test_unborn_needs_the_expected_date(tmp_path: Path, identifiers: str, unborn: bool) -> None:
    assert of_child(tmp_path, identifiers)["unborn"] is unborn


@pytest.mark.parametrize(
    ("codes", "disability", "disabilities"),
    [
        (["LD", "AUT"], True, ["LD", "AUT"]),
        (["NONE"], False, []),
        (["NONE", "HAND"], True, ["HAND"]),
        (["ld", "LD "], True, ["LD"]),
        (["WEIRD"], True, ["WEIRD"]),
        ([], None, None),
        ([""], None, None),
    ],
)
def test_disability(
    tmp_path: Path, codes: list[str], disability: bool | None, disabilities: list[str] | None
) -> None:
    elements = "".join(f"<Disability>{code}</Disability>" for code in codes)
    row = of_child(tmp_path, characteristics=f"<Disabilities>{elements}</Disabilities>")
    assert (row["disability"], row["disabilities"]) == (disability, disabilities)


@pytest.mark.parametrize(
    ("identifiers", "sex"),
    [
        ("<GenderCurrent>1</GenderCurrent>", "M"),
        ("<Sex>F</Sex>", "F"),
        ("<Sex>1</Sex>", "M"),
        ("<GenderCurrent>F</GenderCurrent>", "F"),
        ("<Sex>F</Sex><GenderCurrent>1</GenderCurrent>", "F"),
        ("<Sex/><GenderCurrent>9</GenderCurrent>", "U"),
        ("", None),
    ],
)
def test_sex_from_either_element_and_code_set(tmp_path: Path, identifiers: str, sex: str | None) -> None:
    assert of_child(tmp_path, identifiers)["sex"] == sex


@pytest.mark.parametrize(
    ("codes", "factors"),
    [
        (["1A", "2B"], ["1A", "2B"]),
        (["21"], ["21"]),
        (["21", "1A"], ["1A"]),
        (["18A", "19A"], ["18A", "19A"]),
        (["RB"], ["RB"]),
        (["1A", "1a"], ["1A"]),
        ([], None),
    ],
)
def test_factors(tmp_path: Path, codes: list[str], factors: list[str] | None) -> None:
    elements = "".join(f"<AssessmentFactors>{code}</AssessmentFactors>" for code in codes)
    assessment = f"<Assessments><Factors>{elements}</Factors></Assessments>"
    extract = read(tmp_path, census(child(EPISODE + assessment)))
    assert extract.table("assessments")["factors"].to_list() == [factors]


def section_47(start: str, conference: str = "") -> str:
    return (
        f"<Section47><S47ActualStartDate>{start}</S47ActualStartDate>"
        f"<DateOfInitialCPC>{conference}</DateOfInitialCPC></Section47>"
    )


def conferences(folder: Path, *details: str) -> list[tuple[str, str | None, str]]:
    rows = read(folder, census(child(*details))).table("conferences").sort("icpc_date")
    return [
        (str(row["icpc_date"]), str(row["section_47_start_date"]), str(row["referral_date"]))
        for row in rows.iter_rows(named=True)
    ]


OF_EPISODE = "<DateOfInitialCPC>2023-06-20</DateOfInitialCPC>"


@pytest.mark.parametrize(
    ("details", "start"),
    [
        (section_47("2023-06-05", "2023-06-20"), "2023-06-05"),
        (OF_EPISODE, "None"),
        (OF_EPISODE + section_47("2023-06-05", "2023-06-20"), "2023-06-05"),
        (section_47("2023-06-05", "2023-06-20") + section_47("2023-06-07", "2023-06-20"), "2023-06-07"),
        (section_47("2023-06-05", "2023-06-20") + section_47("2023-06-21", "2023-06-20"), "2023-06-05"),
        (section_47("2023-06-20", "2023-06-20") + section_47("2023-06-05", "2023-06-20"), "2023-06-20"),
        (section_47("2023-06-21", "2023-06-20"), "2023-06-21"),
        (OF_EPISODE + section_47("2023-06-05"), "None"),
    ],
    ids=[
        "enquiry",
        "transfer-in",
        "both",
        "latest",
        "not after",
        "same day",
        "only after",
        "enquiry without date",
    ],
)
def test_the_clock_of_a_conference(tmp_path: Path, details: str, start: str) -> None:
    assert conferences(tmp_path, EPISODE + details) == [("2023-06-20", start, "2023-05-01")]


def test_two_levels_with_two_dates_are_two_conferences(tmp_path: Path) -> None:
    details = EPISODE + OF_EPISODE + section_47("2023-07-05", "2023-07-20")
    assert conferences(tmp_path, details) == [
        ("2023-06-20", "None", "2023-05-01"),
        ("2023-07-20", "2023-07-05", "2023-05-01"),
    ]


def test_one_conference_date_in_two_episodes_is_one_conference(tmp_path: Path) -> None:
    later = "<CINreferralDate>2023-06-01</CINreferralDate>" + section_47("2023-06-10", "2023-06-20")
    assert conferences(tmp_path, EPISODE + OF_EPISODE, later) == [("2023-06-20", "2023-06-10", "2023-06-01")]


def test_one_referral_a_day_but_all_that_hangs_on_the_second(tmp_path: Path) -> None:
    first = EPISODE + "<ReferralSource>6</ReferralSource><ReferralNFA>0</ReferralNFA>"
    second = (
        EPISODE + "<ReferralSource>3A</ReferralSource><ReferralNFA>1</ReferralNFA>"
        "<Assessments><AssessmentActualStartDate>2023-05-02</AssessmentActualStartDate></Assessments>"
    )
    extract = read(tmp_path, census(child(first, second)))
    referrals = extract.table("referrals").select("source", "no_further_action").rows()
    assert referrals == [("6", False)]
    assert extract.table("cin_episodes").height == 2
    assert extract.table("assessments")["referral_date"].to_list() == [dt.date(2023, 5, 1)]
    assert [(found.code, found.where, found.count) for found in extract.findings] == [
        ("duplicate-referral", "line 3, CINreferralDate", 1)
    ]


def test_several_elements_of_one_child_are_one_child(tmp_path: Path) -> None:
    text = census(
        child(EPISODE, identifiers="<PersonBirthDate>2010-01-01</PersonBirthDate>"),
        child(
            EPISODE,
            EPISODE.replace("05-01", "06-01"),
            identifiers="<PersonBirthDate>2011-01-01</PersonBirthDate>",
        ),
    )
    extract = read(tmp_path, text)
    assert extract.table("children")["date_of_birth"].to_list() == [dt.date(2010, 1, 1)]
    assert extract.table("cin_episodes").height == 2
    assert [(found.code, found.where, found.count) for found in extract.findings] == [
        ("duplicate-child", "line 4, LAchildID", 1),
        ("duplicate-referral", "line 4, CINreferralDate", 1),
        ("duplicate-row", "line 4", 1),
    ]


def test_exact_duplicates_go_and_others_stay(tmp_path: Path) -> None:
    start = "<CINPlanStartDate>2023-05-02</CINPlanStartDate>"
    plan = f"<CINPlanDates>{start}<CINPlanEndDate>{{}}</CINPlanEndDate></CINPlanDates>"
    text = EPISODE + plan.format("2023-06-02") * 2 + plan.format("2023-07-02")
    ends = read(tmp_path, census(child(text))).table("cin_plans")["end_date"].to_list()
    assert ends == [dt.date(2023, 6, 2), dt.date(2023, 7, 2)]


def test_section_47_enquiries_are_unique_by_start(tmp_path: Path) -> None:
    extract = read(
        tmp_path, census(child(EPISODE + section_47("2023-06-05", "2023-06-20") + section_47("2023-06-05")))
    )
    assert extract.table("section_47_enquiries")["icpc_date"].to_list() == [dt.date(2023, 6, 20)]
    assert [found.code for found in extract.findings] == ["duplicate-section-47"]


def test_reviews_are_numbered_by_date(tmp_path: Path) -> None:
    plan = "<ChildProtectionPlans><CPPstartDate>2023-06-20</CPPstartDate>{}</ChildProtectionPlans>"
    dates = ("2023-12-20", "", "2023-08-20", "2024-03-20", "2023-08-20")
    reviews = "".join(f"<CPPreviewDate>{date}</CPPreviewDate>" for date in dates)
    rows = read(tmp_path, census(child(EPISODE + plan.format(reviews)))).table("cp_reviews")
    assert rows.select("review_date", "review_number", "previous_review_date").rows() == [
        (dt.date(2023, 8, 20), 1, None),
        (dt.date(2023, 12, 20), 2, dt.date(2023, 8, 20)),
        (dt.date(2024, 3, 20), 3, dt.date(2023, 12, 20)),
    ]


def test_identifiers_stay_text(tmp_path: Path) -> None:
    text = census(*(child(EPISODE, identifier=name) for name in ("007", "7", "7.0", " 007", "9_201")))
    assert read(tmp_path, text).table("children")["child_id"].to_list() == ["007", "7", "9_201"]


def test_children_without_an_identifier_are_left_out_and_counted(tmp_path: Path) -> None:
    extract = read(tmp_path, census(child(EPISODE, identifier=""), child(EPISODE, identifier="B")))
    assert extract.table("cin_episodes")["child_id"].to_list() == ["B"]
    assert [(found.code, found.where, found.severity) for found in extract.findings] == [
        ("child-without-id", "line 3, LAchildID", "error")
    ]


def test_tables_have_exactly_their_columns(tmp_path: Path) -> None:
    extract = read(tmp_path, census(child(EPISODE + OF_EPISODE)))
    assert {name: dict(table.schema) for name, table in extract.tables.items()} == {
        name: TABLES[name].dtypes for name in extract.tables
    }


@pytest.mark.parametrize(
    ("head", "days", "la", "codes"),
    [
        (header(2024), ("2024-03-31", "2023-04-01"), "201", []),
        (header(2022, "2022-07-21"), ("2022-07-21", "2021-04-01"), "201", ["header-contradiction"]),
        (header(2024, ""), ("2024-03-31", "2023-04-01"), "201", []),
        (header(None, "2024-03-31"), ("2024-03-31", "2023-04-01"), "201", []),
        (header(None, "2023-12-31", None), ("2023-12-31", "2023-04-01"), "local", []),
        ("", ("None", "None"), "local", ["header-missing"]),
    ],
    ids=["ordinary", "contradiction", "year alone", "reference date alone", "no authority", "no header"],
)
def test_headers(tmp_path: Path, head: str, days: tuple[str, str], la: str, codes: list[str]) -> None:
    extract = read(tmp_path, census(child(EPISODE.replace("2023", "2021")), head=head))
    assert (str(extract.last_day), str(extract.known_from.get("referrals"))) == days
    assert extract.la_codes == (la,)
    assert [found.code for found in extract.findings] == codes


def test_the_day_a_file_was_made(tmp_path: Path) -> None:
    assert read(tmp_path, census(child(EPISODE))).made_on == dt.date(2024, 5, 23)
