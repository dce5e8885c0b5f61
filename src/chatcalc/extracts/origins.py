"""From which field of which extract each column of a canonical table is filled.

Most of it is what the readers themselves read by; only what they work out is said here in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from chatcalc.extracts.annex_a_lists import LISTS
from chatcalc.extracts.cin_elements import GROUPS
from chatcalc.extracts.cin_tables import INHERITED, NAMES
from chatcalc.extracts.ssda903_tables import LAYOUTS
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.columns import ANNEX_A, CIN_CENSUS, SSDA903

Origins = Mapping[tuple[str, str], tuple[str, ...]]

_PROVENANCE: Final = ("source_file", "source_row")

# What is worked out, by source, table and column; None as the column is every column not said otherwise.
_WORKED_OUT: Final[Mapping[tuple[str, str, str | None], str]] = {
    (CIN_CENSUS, "children", "sex"): "Sex, or GenderCurrent until census year 2024",
    (CIN_CENSUS, "children", "unborn"): "ExpectedPersonBirthDate without PersonBirthDate",
    (CIN_CENSUS, "children", "disability"): "Disability",
    (CIN_CENSUS, "children", "disabilities"): "Disability",
    (CIN_CENSUS, "assessments", "factors"): "AssessmentFactors",
    (CIN_CENSUS, "conferences", "icpc_date"): "DateOfInitialCPC, of the enquiry or of the episode",
    (CIN_CENSUS, "conferences", "section_47_start_date"): "S47ActualStartDate",
    (CIN_CENSUS, "conferences", "referral_date"): "CINreferralDate",
    (CIN_CENSUS, "cp_reviews", "review_number"): "CPPreviewDate, in order",
    (CIN_CENSUS, "cp_reviews", "previous_review_date"): "CPPreviewDate, in order",
    (SSDA903, "children", "uasc"): "a row in UASC",
    (SSDA903, "periods_of_care", None): "worked out from Episodes: DECOM, DEC, REC, LS, PLACE",
    (SSDA903, "placements", None): "worked out from Episodes: DECOM, DEC, RNE, PLACE, PL_POST, "
    "URN, PLACE_PROVIDER",
    (SSDA903, "placements", "reason_place_change"): "Episodes: REASON_PLACE_CHANGE of the stay before",
    (SSDA903, "interim_care_orders", None): "worked out from Episodes: DECOM, DEC, REC, LS",
    (SSDA903, "care_reviews", "review_number"): "Reviews: REVIEW, in order",
    (SSDA903, "care_reviews", "previous_review_date"): "Reviews: REVIEW, in order",
    (SSDA903, "care_reviews", "period_of_care_start"): "Episodes: DECOM",
    (SSDA903, "annual_outcomes", "year_end"): "the year of the return",
    (SSDA903, "care_leavers", "year_end"): "the year of the return",
    (SSDA903, "care_leavers", "accommodation_suitable"): "OC3: ACCOM, its second character",
    (SSDA903, "adoptions", "entered_care_date"): "Episodes: DECOM of the period that ended with the order",
    (SSDA903, "adoptions", "placement_order_date"): "Episodes: first DECOM with LS E1",
    (SSDA903, "adoptions", "placed_date"): "Episodes: first DECOM with PLACE A3 to A6",
    (SSDA903, "adoptions", "order_date"): "Episodes: DEC with REC E11 or E12",
    (SSDA903, "adoptions", "foster_carer_adoption"): "AD1: FOSTER_CARE, or PLACE A3 or A5 in Episodes",
    (SSDA903, "adoptions", "entered_foster_family_date"): "Episodes: start of the stay that became A3 or A5",
    (SSDA903, "allocations", "worker"): "SWEpisodes: SW_ID",
    (SSDA903, "allocations", "start_date"): "SWEpisodes: SW_DECOM",
    (SSDA903, "allocations", "end_date"): "SWEpisodes: SW_DEC",
    (CIN_CENSUS, "assessments", "end_assumed"): "the newest return, which does not hold the row",
    (CIN_CENSUS, "cin_episodes", "end_assumed"): "the newest return, which does not hold the row",
    (CIN_CENSUS, "cin_plans", "end_assumed"): "the newest return, which does not hold the row",
    (CIN_CENSUS, "cp_plans", "end_assumed"): "the newest return, which does not hold the row",
    (ANNEX_A, "children", "unborn"): "Date of Birth left blank, or an age of -1",
    (ANNEX_A, "children", "expected_date_of_birth"): "Date of Birth, where the age is -1",
    (ANNEX_A, "children", "uasc"): "List 8: Unaccompanied Asylum Seeking Child (UASC) within the Last "
    "12 Months (Y/N)",
    (ANNEX_A, "conferences", "section_47_start_date"): "List 5: Strategy discussion initiating Section 47 "
    "Enquiry Start Date",
    (ANNEX_A, "conferences", "resulted_in_plan"): "List 5: Did the Initial Child Protection Conference "
    "Result in a Child Protection Plan",
    (ANNEX_A, "cp_reviews", "plan_start_date"): "List 7: Child Protection Plan Start Date",
    (ANNEX_A, "care_leavers", "accommodation_suitable"): "List 9: Suitability of Accommodation",
    (ANNEX_A, "allocations", "start_date"): "Lists 6, 7 and 8: the start dates",
    (ANNEX_A, "allocations", "end_date"): "Lists 6, 7 and 8: the end dates",
    (ANNEX_A, "caseloads", None): "worked out from Lists 6, 7 and 8: Allocated Worker, start and end",
}  # fmt: skip
_WHOSE: Final[Mapping[tuple[str, str], str]] = {
    (CIN_CENSUS, "la_code"): "LEA in the header",
    (CIN_CENSUS, "child_id"): "LAchildID",
    (SSDA903, "la_code"): "LA, where every table has it; else `--la`, else `local`",
    (SSDA903, "child_id"): "CHILD",
    (ANNEX_A, "la_code"): "`--la`, else `local`",
    (ANNEX_A, "child_id"): "Child Unique ID",
}


def origin(source: str, table: str, column: str) -> str | None:
    """The field that fills a column, in the extract's own words.

    Args:
        source: `cin_census`, `ssda903` or `annex_a`.
        table: A canonical table.
        column: One of its columns.

    Returns:
        For example `AssessmentAuthorisationDate`, `OC2: SDQ_SCORE` or `List 3: Date of referral`; None where
        the source does not record the column, or the reader adds it.
    """
    if column in _PROVENANCE or source not in TABLES[table].filled_by(column):
        return None
    said = _WHOSE.get((source, column)) or _WORKED_OUT.get((source, table, column))
    read = _READERS[source]().get((table, column), ())
    return said or "; ".join(read) or _WORKED_OUT.get((source, table, None))


@cache
def _census() -> Origins:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    starts = {name: element for names in NAMES.values() for element, name in names.items()}
    for group in GROUPS:
        for table in group.tables:
            columns = {column: element for element, column in NAMES.get(group.name, {}).items()}
            columns |= {new: starts[column] for column, new in INHERITED.get(group.name, {}).items()}
            if group.name == "CPPreviewDate":
                columns["plan_start_date"] = "CPPstartDate"
            for column, element in columns.items():
                if column in TABLES[table].columns:
                    found[table, column] = (element,)
    return found


@cache
def _return() -> Origins:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for layout in LAYOUTS:
        for each in layout.fields:
            if each.column in TABLES[layout.table].columns:
                key = (layout.table, each.column)
                found[key] = (*found.get(key, ()), f"{layout.name}: {each.name}")
            elif each.column in TABLES["children"].columns:
                found.setdefault(("children", each.column), (f"{layout.name}: {each.name}",))
    return found


@cache
def _annex_a() -> Origins:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for table, column, number, heading in _headings():
        found[table, column] = (*found.get((table, column), ()), f"List {number}: {heading}")
    common = {each.field: each.heading for annex_a_list in LISTS.values() for each in annex_a_list.columns}
    for column in ("date_of_birth", "sex", "ethnicity", "disability"):
        found["children", column] = (f"{common[column]}, of any list",)
    return found


def _headings() -> Iterator[tuple[str, str, int, str]]:
    """Table, column, list and heading of everything the lists hold."""
    for number, annex_a_list in LISTS.items():
        for each in annex_a_list.columns:
            for table in annex_a_list.tables:
                if each.field in TABLES[table].columns:
                    yield table, each.field, number, each.heading


_READERS: Final = {CIN_CENSUS: _census, SSDA903: _return, ANNEX_A: _annex_a}
