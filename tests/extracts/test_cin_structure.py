"""Whatever the shape of a census, the same rows come out."""

import datetime as dt
from pathlib import Path

import pytest

from chatcalc.extracts import cin_census
from extracts.census import census, child, header, read, write

EPISODE = (
    "<CINreferralDate>2023-05-01</CINreferralDate><ReferralSource>6</ReferralSource>"
    "<PrimaryNeedCode>N1</PrimaryNeedCode><CINclosureDate>2023-09-01</CINclosureDate>"
    "<ReasonForClosure>RC7</ReasonForClosure><DateOfInitialCPC>2023-05-20</DateOfInitialCPC>"
)
ASSESSMENT = (
    "<Assessments><AssessmentActualStartDate>2023-05-02</AssessmentActualStartDate>"
    "<AssessmentAuthorisationDate>2023-06-02</AssessmentAuthorisationDate><FactorsIdentifiedAtAssessment>"
    "<AssessmentFactors>1A</AssessmentFactors><AssessmentFactors>2B</AssessmentFactors>"
    "</FactorsIdentifiedAtAssessment></Assessments>"
)
SECTION_47 = (
    "<Section47><S47ActualStartDate>2023-06-05</S47ActualStartDate><DateOfInitialCPC>2023-06-20</DateOfInitialCPC>"
    "<ICPCnotRequired>0</ICPCnotRequired></Section47>"
)
PLAN = (
    "<ChildProtectionPlans><CPPstartDate>2023-06-20</CPPstartDate><NumberOfPreviousCPP>0</NumberOfPreviousCPP>"
    "<Reviews><CPPreviewDate>2023-07-20</CPPreviewDate><CPPreviewDate>2023-08-20</CPPreviewDate></Reviews>"
    "</ChildProtectionPlans>"
)
NFA = "<ReferralNFA>0</ReferralNFA>"
DISABILITIES = "<Disabilities><Disability>LD</Disability><Disability>AUT</Disability></Disabilities>"
CHARACTERISTICS = f"<Ethnicity>WBRI</Ethnicity>{DISABILITIES}"
IN_ORDER = (EPISODE, ASSESSMENT, SECTION_47, NFA, PLAN)
ORDINARY = census(child("".join(IN_ORDER), characteristics=CHARACTERISTICS))

DEVIATIONS = {
    "other order": census(child("".join(reversed(IN_ORDER)), characteristics=CHARACTERISTICS)),
    "CPPreviews": ORDINARY.replace("Reviews>", "CPPreviews>"),
    "a Reviews for each date": ORDINARY.replace(
        "</CPPreviewDate><CPPreviewDate>", "</CPPreviewDate></Reviews><Reviews><CPPreviewDate>"
    ),
    "a Disabilities for each code": ORDINARY.replace(
        "</Disability><Disability>", "</Disability></Disabilities><Disabilities><Disability>"
    ),
    "factors without their wrapper": ORDINARY.replace("<FactorsIdentifiedAtAssessment>", "").replace(
        "</FactorsIdentifiedAtAssessment>", ""
    ),
    "a default namespace": ORDINARY.replace("<Message>", '<Message xmlns="urn:example:cin">'),
    "a prefixed namespace": ORDINARY.replace("<", "<c:")
    .replace("<c:/", "</c:")
    .replace("<c:Message>", '<c:Message xmlns:c="urn:example:cin">'),
    "other spellings": ORDINARY.replace("CINclosureDate", "CINClosureDate").replace(
        "DateOfInitialCPC", "DateofInitialICPC"
    ),
    "unknown elements": ORDINARY.replace(
        "<ReferralSource>", "<New><Deep>x</Deep></New><ReferralSource>"
    ).replace("<Children>", "<Children><Other/>"),
    "stray text": ORDINARY.replace("</LAchildID>", "</LAchildID>PersonBirthDate ").replace(
        "<Section47>", "x<Section47>"
    ),
    "comments and instructions": ORDINARY.replace("2023-05-01", "2023-<!-- x -->05-<?y z?>01"),
    "character data": ORDINARY.replace("2023-05-01", "<![CDATA[2023-05-01]]>"),
    "space around values": ORDINARY.replace("2023-05-01", "\n\t2023-05-01 ").replace(
        "<LAchildID>A", "<LAchildID>\n\tA "
    ),
    "empty elements": ORDINARY.replace(
        "</CINdetails>", "<CINPlanDates/><ReferralSource/></CINdetails>"
    ).replace("<CINPlanDates/>", ""),
    "a date with time, one the British way, one as a serial number": ORDINARY.replace(
        "2023-05-01", "2023-05-01T00:00:00"
    )
    .replace("2023-06-20", "20/06/2023")
    .replace("2023-07-20", "45127"),
    "a byte order mark": "\ufeff" + ORDINARY,
    "a declaration": '<?xml version="1.0" encoding="utf-8"?>' + ORDINARY,
    "a document type without entities": "<!DOCTYPE Message>" + ORDINARY,
}


def tables_of(folder: Path, text: str) -> dict[str, list[tuple[object, ...]]]:
    return {name: table.drop("source_row").rows() for name, table in read(folder, text).tables.items()}


@pytest.mark.parametrize("deviation", DEVIATIONS)
def test_deviations_give_the_same_rows(tmp_path: Path, deviation: str) -> None:
    assert tables_of(tmp_path, DEVIATIONS[deviation]) == tables_of(tmp_path, ORDINARY)


def test_the_ordinary_rows(tmp_path: Path) -> None:
    extract = read(tmp_path, ORDINARY)
    assert {name: table.height for name, table in extract.tables.items()} == {
        "children": 1,
        "referrals": 1,
        "cin_episodes": 1,
        "assessments": 1,
        "section_47_enquiries": 1,
        "conferences": 2,
        "cp_plans": 1,
        "cp_reviews": 2,
    }
    assert extract.inputs[0].rows == 10
    assessment = extract.table("assessments").row(0, named=True)
    assert assessment["referral_date"] == dt.date(2023, 5, 1)
    assert assessment["factors"] == ["1A", "2B"]
    assert extract.table("children").row(0, named=True)["disabilities"] == ["LD", "AUT"]
    assert extract.findings == ()


def test_no_message_and_no_header(tmp_path: Path) -> None:
    flat = (
        "<CINdetailsCollection>"
        + child("".join(IN_ORDER))
        + child(EPISODE, identifier="B")
        + "</CINdetailsCollection>"
    )
    extract = read(tmp_path, flat)
    assert extract.table("cin_episodes")["child_id"].to_list() == ["A", "B"]
    assert extract.la_codes == ("local",)
    assert (extract.last_day, extract.made_on, extract.known_from) == (None, None, {})
    assert [found.code for found in extract.findings] == ["header-missing"]


def test_a_header_after_the_children_is_found(tmp_path: Path) -> None:
    text = f"<Message><Children>{child(EPISODE)}</Children>{header(la='878')}</Message>"
    assert read(tmp_path, text).la_codes == ("878",)


def test_rows_belong_to_their_own_episode(tmp_path: Path) -> None:
    second = EPISODE.replace("2023-05-01", "2023-11-01").replace("2023-05-20", "") + ASSESSMENT.replace(
        "-05-", "-11-"
    )
    extract = read(tmp_path, census(child("".join(IN_ORDER), second), child(EPISODE + PLAN, identifier="B")))
    assert extract.table("assessments")["referral_date"].to_list() == [
        dt.date(2023, 5, 1),
        dt.date(2023, 11, 1),
    ]
    assert extract.table("section_47_enquiries")["referral_date"].to_list() == [dt.date(2023, 5, 1)]
    assert extract.table("cp_reviews")["child_id"].to_list() == ["A", "A", "B", "B"]


def test_a_group_without_values_is_a_row_with_a_missing_date(tmp_path: Path) -> None:
    extract = read(tmp_path, census(child(EPISODE + "<Assessments/>")))
    assert extract.table("assessments")["start_date"].to_list() == [None]
    assert [(found.code, found.where) for found in extract.findings] == [
        ("date-missing", "line 3, AssessmentActualStartDate")
    ]


def test_values_outside_their_group_belong_to_nobody(tmp_path: Path) -> None:
    stray = "<CPPreviewDate>2023-07-20</CPPreviewDate><AssessmentFactors>1A</AssessmentFactors>"
    extract = read(tmp_path, census(child(EPISODE + ASSESSMENT + PLAN, stray + EPISODE)))
    assert extract.table("cp_reviews").height == 2
    assert extract.table("assessments")["factors"].to_list() == [["1A", "2B"]]


def test_all_that_2027_adds(tmp_path: Path) -> None:
    added = (
        "<PreProceedingsandFGDM><PPStartDate>2026-05-01</PPStartDate><LBPSentDate>2026-05-02</LBPSentDate>"
        "<FGDMMeetingOffer>1</FGDMMeetingOffer><FGDMMeetingFac>N</FGDMMeetingFac>"
        "<InitialPPMeetingDate>2026-05-03</InitialPPMeetingDate><ReviewMeetingsCount>2</ReviewMeetingsCount>"
        "<StepDecisionDate>2026-05-04</StepDecisionDate><PPOutcome>a</PPOutcome>"
        "<CourtAppDate>2026-05-05</CourtAppDate><LetterInitCPDate>2026-05-06</LetterInitCPDate>"
        "</PreProceedingsandFGDM>"
    )
    row = read(tmp_path, census(child(EPISODE + added), head=header(2027))).table("pre_proceedings").row(0)
    assert row == (
        "201", "A", "census_1.xml", 3, dt.date(2023, 5, 1), dt.date(2026, 5, 1), dt.date(2026, 5, 2),
        True, False, dt.date(2026, 5, 3), 2, dt.date(2026, 5, 4), "A",
        dt.date(2026, 5, 5), dt.date(2026, 5, 6),
    )  # fmt: skip


@pytest.mark.parametrize("lines_before", [0, 65_530, 70_000])
def test_lines_are_right_in_long_files(tmp_path: Path, lines_before: int) -> None:
    text = census(*(child(EPISODE, identifier=name) for name in "ABCDEFGHIJ")).replace(
        "<Children>", "<Children>" + "\n" * lines_before
    )
    lines = read(tmp_path, text).table("children")["source_row"].to_list()
    assert lines == [lines_before + 3 + n for n in range(10)]


def test_a_line_that_cannot_be_told_is_missing(tmp_path: Path) -> None:
    text = census(child(EPISODE), "\n" * 70_000 + "<!-- <Child> -->", child(EPISODE, identifier="B"))
    assert read(tmp_path, text).table("children")["source_row"].to_list() == [3, None]


def test_rows_of_many_children_find_their_parents(tmp_path: Path) -> None:
    count = 2_345  # more than two batches
    extract = read(tmp_path, census(*(child("".join(IN_ORDER), identifier=f"C{n}") for n in range(count))))
    assert extract.table("cp_reviews")["child_id"].n_unique() == count
    assert extract.table("assessments")["factors"].list.len().unique().to_list() == [2]
    assert extract.table("children")["source_row"].to_list() == list(range(3, count + 3))


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    path = write(tmp_path, census(*(child(EPISODE, identifier=str(n)) for n in range(10_000))))
    cin_census.read([path], on_progress=told.append)
    assert told == ["census.xml: 10,000 children"]
