"""Findings of a census: what, where, how often; never whose."""

from pathlib import Path

import pytest

from chatcalc.extracts.findings import SEVERITIES
from chatcalc.extracts.reading import read_extracts
from extracts.census import census, child, header, read, write

EPISODE = "<CINreferralDate>2023-05-01</CINreferralDate>"
PLAN = (
    "<ChildProtectionPlans><CPPstartDate>{}</CPPstartDate><CPPendDate>{}</CPPendDate></ChildProtectionPlans>"
)


@pytest.mark.parametrize(
    ("details", "finding"),
    [
        (EPISODE + PLAN.format("soon", ""), ("date-not-understood", "line 3, CPPstartDate")),
        (EPISODE + PLAN.format("2023-05-02", "31/02/2024"), ("date-not-understood", "line 3, CPPendDate")),
        (EPISODE + PLAN.format("", ""), ("date-missing", "line 3, CPPstartDate")),
        ("<CINreferralDate>PlaceholderStr</CINreferralDate>", ("date-missing", "line 3, CINreferralDate")),
        (EPISODE + PLAN.format("2023-05-02", "2023-05-01"), ("end-before-start", "line 3, CPPendDate")),
        (EPISODE + PLAN.format("2024-04-01", ""), ("date-in-future", "line 3, CPPstartDate")),
        (EPISODE + PLAN.format("1066-04-01", ""), ("date-implausible", "line 3, CPPstartDate")),
        (EPISODE + "<ReferralNFA>maybe</ReferralNFA>", ("flag-not-understood", "line 3, ReferralNFA")),
        (EPISODE + "<ReferralSource>1Z</ReferralSource>", ("code-unknown", "line 3, ReferralSource")),
        (EPISODE + "<ReasonForClosure>XXX</ReasonForClosure>", ("code-unknown", "line 3, ReasonForClosure")),
        (
            EPISODE + "<Assessments><AssessmentActualStartDate>2023-05-02</AssessmentActualStartDate>"
            "<AssessmentFactors>18A</AssessmentFactors></Assessments>",
            ("code-retired", "line 3, AssessmentFactors"),
        ),
        (
            EPISODE
            + PLAN.format("2023-05-02", "").replace(
                "<CPPend", "<NumberOfPreviousCPP>few</NumberOfPreviousCPP><CPPend"
            ),
            ("number-not-understood", "line 3, NumberOfPreviousCPP"),
        ),
    ],
)
def test_findings(tmp_path: Path, details: str, finding: tuple[str, str]) -> None:
    extract = read(tmp_path, census(child(details), child(EPISODE, identifier="B")))
    found = [(one.code, one.where) for one in extract.findings]
    assert finding in found
    assert set(found) <= {finding, ("date-missing", finding[1])}
    assert all(one.severity == SEVERITIES[one.code] and one.tables for one in extract.findings)


def test_findings_are_added_up_and_say_the_first_place(tmp_path: Path) -> None:
    bad = EPISODE + "<ReferralSource>QQ</ReferralSource>"
    text = census(
        child(EPISODE), child(bad, bad.replace("05", "06"), identifier="B"), child(bad, identifier="C")
    )
    assert [(one.where, one.count) for one in read(tmp_path, text).findings] == [
        ("line 4, ReferralSource", 3)
    ]


def test_what_is_right_gives_no_finding(tmp_path: Path) -> None:
    text = census(
        child(EPISODE + PLAN.format("2024-03-31", "2024-03-31"), identifiers="<Sex>U</Sex>"
              "<ExpectedPersonBirthDate>2024-09-01</ExpectedPersonBirthDate>",
              characteristics="<Ethnicity>NOBT</Ethnicity><Disability>NONE</Disability>"),
        head=header(2019),
    ).replace("2024-03-31", "2019-03-31").replace("2023-05-01", "2018-05-01")  # fmt: skip
    assert read(tmp_path, text).findings == ()


def test_retired_factors_are_in_order_until_2020(tmp_path: Path) -> None:
    text = "<CINreferralDate>2019-05-01</CINreferralDate><Assessments><AssessmentActualStartDate>2019-05-02"
    text += "</AssessmentActualStartDate><AssessmentFactors>19A</AssessmentFactors></Assessments>"
    assert read(tmp_path, census(child(text), head=header(2020))).findings == ()


def test_no_finding_quotes_a_value(tmp_path: Path) -> None:
    word = "Zx9Quoted"
    details = (
        f"<CINreferralDate>{word}</CINreferralDate><ReferralSource>{word}</ReferralSource>"
        f"<ReferralNFA>{word}</ReferralNFA>" + PLAN.format(word, word)
    )
    text = census(
        child(details, details, identifier=word),
        child(details, identifier=word),
        head=header(2024, "2024-01-01"),
    )
    findings = read(tmp_path, text, text.replace("2024", "2023")).findings
    assert len(findings) > 10
    assert not any(word.lower() in str(one).lower() for one in findings)


def test_a_census_without_children_is_said_to_be_empty(tmp_path: Path) -> None:
    (extract,) = read_extracts([write(tmp_path, census())])
    assert [(one.code, one.where) for one in extract.findings] == [("file-without-rows", "Children")]
    assert dict(extract.tables) == {}


SAMPLES = {
    "CIN2rows.xml": {
        ("header-contradiction", "Header, ReferenceDate", 1),
        ("duplicate-row", "line 18", 1),
        ("dates-out-of-order", "line 18, S47ActualStartDate", 1),
        ("dates-out-of-order", "line 18, CPPstartDate", 1),
        ("open-after-closure", "line 18, AssessmentAuthorisationDate", 1),
    },
    "CIN_Census_2021.xml": {
        ("date-implausible", "line 18, ExpectedPersonBirthDate", 1),
        ("dates-out-of-order", "line 18, AssessmentActualStartDate", 1),
        ("dates-out-of-order", "line 18, S47ActualStartDate", 1),
        ("dates-out-of-order", "line 18, CPPstartDate", 1),
    },
    "CIN_Census_2024.xml": {
        ("header-contradiction", "Header, ReferenceDate", 1),
        ("code-unknown", "line 18, AssessmentFactors", 1),
        ("date-in-future", "line 73, CINreferralDate", 1),
        ("date-in-future", "line 73, CINclosureDate", 1),
        ("date-in-future", "line 18, AssessmentActualStartDate", 1),
        ("end-before-start", "line 18, AssessmentAuthorisationDate", 1),
        ("dates-out-of-order", "line 18, S47ActualStartDate", 1),
        ("dates-out-of-order", "line 18, CPPstartDate", 1),
        ("dates-out-of-order", "line 73, AssessmentActualStartDate", 1),
        ("value-missing", "line 73, AssessmentFactors", 1),
    },
    "fake_CIN_data.xml": {
        ("header-contradiction", "Header, ReferenceDate", 1),
        ("date-in-future", "line 1947, CINreferralDate", 8),
        ("date-in-future", "line 1947, CINclosureDate", 9),
        ("date-in-future", "line 2439, DateOfInitialCPC", 6),
    },
}


@pytest.mark.parametrize("name", SAMPLES)
def test_files_made_by_others(reference_data: Path, name: str) -> None:
    (extract,) = read_extracts([reference_data / "samples" / "cin" / name])
    assert {(one.code, one.where, one.count) for one in extract.findings} == SAMPLES[name]


def test_every_file_made_by_others_is_in_the_list(reference_data: Path) -> None:
    assert {path.name for path in (reference_data / "samples" / "cin").iterdir()} == set(SAMPLES)
