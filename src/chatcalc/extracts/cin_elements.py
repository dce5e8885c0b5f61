"""The elements of a CIN census that chatcalc reads: where they belong, and what kind of value they hold.

Read from the schemas of census years 2017 to 2026 and the announced structure of 2027. An element of a later
year is simply absent from an earlier file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from chatcalc.extracts import cin_codes

Kind = Literal["identifier", "date", "flag", "code", "number", "sex"]


@dataclass(frozen=True)
class Element:
    """An element that holds a value.

    Attributes:
        name: Its local name.
        kind: How its text is understood.
        codes: The code list it belongs to.
        mandatory: A date without which its row cannot be counted.
        happened: A date of something that happened, so never after the return's last day.
    """

    name: str
    kind: Kind
    codes: frozenset[str] | None = None
    mandatory: bool = False
    happened: bool = True


@dataclass(frozen=True)
class Group:
    """An element that repeats, each time a row; where it holds a value itself, that is its only column.

    Attributes:
        name: Its local name.
        parent: The group it belongs to.
        tables: The canonical tables its rows fill.
        elements: The values below it, at any depth but not inside another group.
    """

    name: str
    parent: str | None
    tables: tuple[str, ...]
    elements: tuple[Element, ...]


def _date(name: str, *, mandatory: bool = False, happened: bool = True) -> Element:
    return Element(name, "date", mandatory=mandatory, happened=happened)


def _code(name: str, codes: frozenset[str] | None = None) -> Element:
    return Element(name, "code", codes)


GROUPS: Final = (
    Group("Child", None, ("children",), (
        Element("LAchildID", "identifier"),
        _date("PersonBirthDate"),
        _date("ExpectedPersonBirthDate", happened=False),
        Element("Sex", "sex"),
        Element("GenderCurrent", "sex"),  # until census year 2024
        _date("PersonDeathDate"),
        _code("Ethnicity", cin_codes.ETHNICITY),
    )),
    Group("Disability", "Child", ("children",), (_code("Disability", cin_codes.DISABILITY),)),
    Group("CINdetails", "Child", ("referrals", "cin_episodes"), (
        _date("CINreferralDate", mandatory=True),
        _code("ReferralSource", cin_codes.REFERRAL_SOURCE),
        _code("PrimaryNeedCode", cin_codes.PRIMARY_NEED),
        _date("CINclosureDate"),
        _code("ReasonForClosure", cin_codes.REASON_FOR_CLOSURE),
        _date("DateOfInitialCPC"),
        Element("ReferralNFA", "flag"),
    )),
    Group("Assessments", "CINdetails", ("assessments",), (
        _date("AssessmentActualStartDate", mandatory=True),
        _date("AssessmentInternalReviewDate", happened=False),
        _date("AssessmentAuthorisationDate"),
    )),
    Group("AssessmentFactors", "Assessments", ("assessments",), (
        _code("AssessmentFactors", cin_codes.ASSESSMENT_FACTORS),
    )),
    Group("CINPlanDates", "CINdetails", ("cin_plans",), (  # from census year 2022
        _date("CINPlanStartDate", mandatory=True),
        _date("CINPlanEndDate"),
    )),
    Group("Section47", "CINdetails", ("section_47_enquiries", "conferences"), (
        _date("S47ActualStartDate", mandatory=True),
        _date("InitialCPCtarget", happened=False),
        _date("DateOfInitialCPC"),
        Element("ICPCnotRequired", "flag"),
    )),
    Group("ChildProtectionPlans", "CINdetails", ("cp_plans",), (
        _date("CPPstartDate", mandatory=True),
        _date("CPPendDate"),
        _code("InitialCategoryOfAbuse", cin_codes.CATEGORY_OF_ABUSE),
        _code("LatestCategoryOfAbuse", cin_codes.CATEGORY_OF_ABUSE),
        Element("NumberOfPreviousCPP", "number"),
    )),
    Group("CPPreviewDate", "ChildProtectionPlans", ("cp_reviews",), (_date("CPPreviewDate"),)),
    Group("PreProceedingsandFGDM", "CINdetails", ("pre_proceedings",), (  # from census year 2027
        _date("PPStartDate", mandatory=True),
        _date("LBPSentDate"),
        Element("FGDMMeetingOffer", "flag"),
        Element("FGDMMeetingFac", "flag"),
        _date("InitialPPMeetingDate"),
        Element("ReviewMeetingsCount", "number"),
        _date("StepDecisionDate"),
        _code("PPOutcome"),
        _date("CourtAppDate"),
        _date("LetterInitCPDate"),
    )),
)  # fmt: skip

GROUP: Final[Mapping[str, Group]] = {group.name: group for group in GROUPS}

# Spellings that writers of census files use for the names above.
SPELLINGS: Final[Mapping[str, str]] = {
    "CINClosureDate": "CINclosureDate",
    "DateofInitialICPC": "DateOfInitialCPC",
    "DateofInitialCPC": "DateOfInitialCPC",
    "DateOfInitialICPC": "DateOfInitialCPC",
}

# The dates of a group that follow each other: the second is never before the first.
IN_ORDER: Final = (
    ("Child", "PersonBirthDate", "PersonDeathDate"),
    ("CINdetails", "CINreferralDate", "CINclosureDate"),
    ("Assessments", "AssessmentActualStartDate", "AssessmentAuthorisationDate"),
    ("CINPlanDates", "CINPlanStartDate", "CINPlanEndDate"),
    ("Section47", "S47ActualStartDate", "DateOfInitialCPC"),
    ("ChildProtectionPlans", "CPPstartDate", "CPPendDate"),
)
