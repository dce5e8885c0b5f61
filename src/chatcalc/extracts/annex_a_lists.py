"""The eleven lists of Annex A, column by column: the template, later editions, headings in exports."""

from __future__ import annotations

from typing import Final

from chatcalc.extracts import annex_a_code_lists as codes
from chatcalc.extracts.annex_a_codes import CodeList
from chatcalc.extracts.annex_a_columns import AnnexAList, Column, Kind


def _date(
    field: str,
    heading: str,
    *also: str,
    filled: bool = False,
    optional: bool = False,
    words: str | None = None,
) -> Column:
    return Column(field, heading, Kind.DATE, None, also, words, filled, optional)


def _flag(
    field: str,
    heading: str,
    *also: str,
    filled: bool = False,
    optional: bool = False,
    words: str | None = None,
) -> Column:
    return Column(field, heading, Kind.FLAG, None, also, words, filled, optional)


def _code(
    field: str, heading: str, known: CodeList, *also: str, filled: bool = True, words: str | None = None
) -> Column:
    return Column(field, heading, Kind.CODE, known, also, words, filled)


def _number(field: str, heading: str, *also: str, filled: bool = True, words: str | None = None) -> Column:
    return Column(field, heading, Kind.NUMBER, None, also, words, filled)


def _text(field: str, heading: str, *also: str, filled: bool = False, optional: bool = False) -> Column:
    return Column(field, heading, Kind.TEXT, None, also, None, filled, optional)


_CHILD: Final = (
    Column("child_id", "Child Unique ID", Kind.IDENTIFIER, None, ("Child ID", "Child Unique Identifier"),
           r"\bchild\b.*\b(id|identifier)\b|\b(id|identifier)\b.*\bchild\b", common=True),
    Column("sex", "Gender", Kind.SEX, None, ("Sex",), None, filled=True, common=True),
    Column("ethnicity", "Ethnicity", Kind.CODE, codes.ETHNICITY, ("Ethnic origin",), None, filled=True,
          common=True),
    Column("date_of_birth", "Date of Birth", Kind.DATE, None, ("DOB", "Birth date"), r"\bdate of birth\b",
          common=True),
    Column("age", "Age of Child (Years)", Kind.AGE, None, ("Age",), r"^age\b", optional=True, common=True),
)  # fmt: skip
_DISABILITY: Final = Column(
    "disability",
    "Does the Child have a Disability",
    Kind.FLAG,
    None,
    ("HasDisability",),
    None,
    filled=True,
    common=True,
)
_ALLOCATED: Final = (
    Column("team", "Allocated Team", Kind.TEXT, None, (), None, filled=True, common=True),
    Column("worker", "Allocated Worker", Kind.TEXT, None, (), None, filled=True, common=True),
)
_UASC: Final = r"\bunaccompanied asylum seeking child\b"

_CONTACTS: Final = AnnexAList(1, "Contacts", ("contacts",), (
    *_CHILD,
    _date("contact_date", "Date of Contact", filled=True, words=r"^date of (\w+ )?contact$"),
    _code("source", "Contact Source", codes.SOURCE, words=r"\bcontact source\b|\bsource of contact\b"),
))  # fmt: skip

_EARLY_HELP: Final = AnnexAList(2, "Early help", ("early_help",), (
    *_CHILD,
    _date("start_date", "Assessment start date", filled=True),
    _date("completion_date", "Assessment completion date"),
    _text("organisation", "Organisation completing assessment", filled=True),
))  # fmt: skip

_REFERRALS: Final = AnnexAList(3, "Referrals", ("referrals",), (
    *_CHILD,
    _date("referral_date", "Date of referral", "ReferralDate", filled=True,
          words=r"^date of (\w+ )?referral$"),
    _code("source", "Referral Source", codes.SOURCE, words=r"\breferral source\b|\bsource of referral\b"),
    _flag("no_further_action", "Referral NFA?", filled=True, words=r"\breferral (nfa|no further action)\b"),
    _number("recorded_referrals_12_months", "Number of Referrals in Last 12 Months", "ReferralsLast12Months",
            words=r"\breferrals in (the )?last 12 months\b"),
    *_ALLOCATED,
))  # fmt: skip

_ASSESSMENTS: Final = AnnexAList(4, "Assessments", ("assessments",), (
    *_CHILD, _DISABILITY,
    _date("start_date", "Continuous Assessment Start Date", "ContinuousAssessmentStart", filled=True),
    _flag("child_seen", "Child Seen During Continuous Assessment", "ContinuousAssessmentChildSeen"),
    _date("authorised_date", "Continuous Assessment Date of Authorisation", "ContinuousAssessmentAuthDate"),
    _flag("support_required", "Was the child assessed as requiring LA children's social care support?",
          "CSCSupportRequired", "Was the child assessed as being in need at assessment?",
          words=r"\bwas the child assessed\b"),
    *_ALLOCATED,
))  # fmt: skip

_SECTION_47: Final = AnnexAList(5, "Section 47 enquiries and conferences", ("section_47_enquiries",
          "conferences"), (
    *_CHILD, _DISABILITY,
    _date("start_date", "Strategy discussion initiating Section 47 Enquiry Start Date", "StratDiscussionDate",
          filled=True, words=r"\bstrategy discussion\b.*\bstart date\b"),
    _flag("icpc_not_required", "Was an Initial Child Protection Conference deemed unnecessary?",
          "InitialCPConfUnnecessary", "ICPC Not Required"),
    _date("icpc_date", "Date of Initial Child Protection Conference", "InitialCPConfDate", "ICPC Date"),
    _flag("icpc_resulted_in_plan",
          "Did the Initial Child Protection Conference Result in a Child Protection Plan",
          "CPConfResultInCPPlan"),
    _number("recorded_section_47_12_months", "Number of Section 47 Enquiries in the last 12 months",
          "NumberS47s12m"),
    _number("recorded_icpc_12_months", "Number of ICPCs in the last 12 months", "NumberICPCs12m"),
    *_ALLOCATED,
))  # fmt: skip

_CHILDREN_IN_NEED: Final = AnnexAList(6, "Children in need", ("cin_episodes", "allocations"), (
    *_CHILD, _DISABILITY,
    _date("referral_date", "CIN Start Date"),
    _code("primary_need", "Primary Need Code", codes.NEED),
    _date("last_seen_date", "Date Child Was Last Seen", "DateChildLastSeen"),
    _date("closure_date", "CIN Closure Date"),
    _code("closure_reason", "Reason for Closure", codes.CLOSURE, filled=False),
    _code("case_status", "Case Status", codes.CASE_STATUS),
    *_ALLOCATED,
))  # fmt: skip

_CHILD_PROTECTION: Final = AnnexAList(7, "Child protection", ("cp_plans", "cp_reviews", "allocations"), (
    *_CHILD, _DISABILITY,
    _date("start_date", "Child Protection Plan Start Date", filled=True),
    _code("initial_category", "Initial Category of Abuse", codes.ABUSE),
    _code("latest_category", "Latest Category of Abuse", codes.ABUSE),
    _date("last_seen_date", "Date of the Last Statutory Visit", "Date of Last Statutory Visit"),
    _flag("seen_alone", "Was the Child Seen Alone?", "ChildSeenAlone"),
    _date("review_date", "Date of latest review conference", "DateOfLatestReviewConf"),
    _date("end_date", "Child Protection Plan End Date"),
    _flag("emergency_protection",
          "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
          "ProtectionLastSixMonths", filled=True, words=r"\bsubject to emergency protection order\b"),
    _number("previous_plans", "Number of Previous Child Protection Plans"),
    *_ALLOCATED,
))  # fmt: skip

_CHILDREN_IN_CARE: Final = AnnexAList(8, "Children in care", ("periods_of_care", "allocations"), (
    *_CHILD,
    _flag("uasc_12_months", "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)",
          "UASC",
          filled=True, words=_UASC),
    _DISABILITY,
    _date("start_date", "Date Started to be Looked After", "LoookedAfterStartDate", "LookedAfterStartDate",
          filled=True),
    _code("need", "Child's Category of Need", codes.CARE_NEED, "Category of Need"),
    _flag("second_period_12_months",
          "Is this a second or subsequent period of being a Looked After Child within the "
          "last 12 months (Y/N)", "SubsequentLACEpisodeLast12Months", filled=True,
          words=r"\bsecond or subsequent \w+ of being a looked after child\b"),
    _date("legal_status_date", "Start date of current legal status", "MostRecentLegalStatusStart",
          filled=True),
    _code("legal_status", "Child's Legal Status", codes.LEGAL_STATUS, "Legal Status"),
    _date("review_date", "Date of Latest Statutory Review", "LatestStatutoryReviewDate"),
    _date("visit_date", "Date of Last Social Work Visit", "LastSocialWorkVisitDate"),
    _code("permanence_plan", "What is the permanence plan for this child?", codes.PERMANENCE_PLAN,
          "PermanencePlan",
          filled=False),
    _date("iro_visit_date", "Date of Last IRO Visit / Contact to the Child", "LastIROVisitDate"),
    _date("health_assessment_date", "Date of Last Health Assessment", "LastHealthAssessmentDate"),
    _date("dental_check_date", "Date of Last Dental Check", "LastDentalCheckDate"),
    _number("placements_12_months", "Number of Placements in the Last 12 months", "PlacementsLast12Months"),
    _date("end_date", "Date Ceased to be Looked After", "CeasedLookedAfterDate"),
    _code("reason_ceased", "Reason Ceased to be Looked After", codes.REASON_CEASED, "ReasonCeasedLookedAfter",
          filled=False),
    _date("placement_start_date", "Start Date of Most Recent Placement", "MostRecentPlacementStartDate",
          filled=True),
    _code("placement_type", "Placement Type", codes.PLACEMENT_TYPE),
    _code("provider", "Placement Provider", codes.PROVIDER),
    Column("placement_postcode", "Placement postcode", Kind.POSTCODE, filled=True),
    Column("placement_urn", "URN of Placement", Kind.URN, None, ("PlacementURN",)),
    _code("placement_location", "Placement Location", codes.PLACEMENT_LOCATION),
    _text("placement_la", "LA of Placement", filled=True),
    _number("missing_episodes_12_months",
            "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months",
            "EpisodesChildMissingFromPlacement", words=r"\bnumber of episodes\b.*\bmissing\b"),
    _number("absent_episodes_12_months",
            "Number of Episodes the Child has been 'Absent' from their Placement in the last 12 months",
            "EpisodesChildAbsentFromPlacement", words=r"\bnumber of episodes\b.*\babsent\b"),
    _flag("return_interview_offered",
          "Was the child offered a Return Interview after their last missing episode (Y/N)?",
          "ChildOfferedReturnInterviewAfterLastMFH", words=r"\boffered a return interview\b"),
    _flag("return_interview_accepted",
          "Did the child accept a Return Interview after their last missing episode (Y/N)?",
          "ChildAcceptedReturnInterviewAfterLastMFH", words=r"\baccept(ed)? a return interview\b"),
    *_ALLOCATED,
))  # fmt: skip

_CARE_LEAVERS: Final = AnnexAList(9, "Care leavers", ("care_leavers",), (
    *_CHILD,
    _flag("uasc", "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)", "UASC",
          optional=True, filled=True, words=_UASC),
    _DISABILITY, *_ALLOCATED,
    _text("personal_adviser", "Allocated Personal Advisor", "Allocated Personal Adviser", optional=True,
          filled=True),
    _code("eligibility", "Eligibility Category", codes.ELIGIBILITY),
    _date("pathway_plan_date", "Latest Pathway Plan Review Date", "LatestPathwayPlan", optional=True),
    _code("in_touch", "LA in Touch", codes.IN_TOUCH),
    _date("contact_date", "Latest Date of Contact", "LatestContact", optional=True),
    _code("accommodation", "Type of Accommodation", codes.ACCOMMODATION, filled=False),
    _code("suitability", "Suitability of Accommodation", codes.SUITABILITY, filled=False),
    _code("activity", "Activity Status", codes.ACTIVITY, filled=False),
))  # fmt: skip

_ADOPTION: Final = AnnexAList(10, "Adoption", ("adoptions",), (
    *_CHILD,
    Column("family_id", "Family identifier", Kind.IDENTIFIER, None, ("FamilyID",), common=True),
    _DISABILITY,
    _date("entered_care_date", "Date the Child Entered Care", "EnteredCareDate", filled=True),
    _date("decision_date", "Date of Decision that Child Should be Placed for Adoption",
          "ADMSHOBPADecisionDate",
          filled=True),
    _date("placement_order_date", "Date of Placement Order", "PlacementOrderDate"),
    _date("match_date", "Date of Matching Child and Prospective Adopters", "MatchedForAdoptionDate"),
    _date("placed_date", "Date Placed for Adoption", "PlacedForAdoptionDate"),
    _date("order_date", "Date of Adoption Order", "AdoptionOrderDate"),
    _date("decision_reversed_date", "Date of Decision that Child Should No Longer be Placed for Adoption",
          "DecisionReversedDate"),
    _code("reversal_reason", "Reason Why Child No Longer Placed for Adoption", codes.NO_LONGER_PLACED,
          "DecisionReversedReason", filled=False),
    _date("foster_for_adoption_date",
          "Date the child was placed for fostering in FFA or concurrent planning placement",
          "DateFFAConsurrencyPlacement", words=r"\bplaced for fostering\b.*\bconcurrent\b"),
))  # fmt: skip

_ADOPTERS: Final = AnnexAList(11, "Adopters", ("prospective_adopters",), (
    Column("child_id", "Individual adopter identifier", Kind.IDENTIFIER, None, ("AdopterID",),
           r"\badopter\b.*\b(id|identifier)\b", common=True),
    Column("family_id", "Family identifier", Kind.IDENTIFIER, None, ("FamilyID",), common=True),
    Column("sex", "Gender", Kind.SEX, None, ("Sex",), filled=True, common=True),
    Column("ethnicity", "Ethnicity", Kind.CODE, codes.ETHNICITY, filled=True, common=True),
    Column("disability", "Disability", Kind.FLAG, None, ("HasDisability",), filled=True, common=True),
    _flag("fostering_for_adoption", "Is the (prospective) adopter fostering for adoption?", "AdoptedByCarer",
          filled=True, words=r"\badopter fostering for adoption\b"),
    _date("enquiry_date", "Date enquiry received", "EnquiryDate", filled=True),
    _date("stage_1_start_date", "Date Stage 1 started", "Stage1StartDate"),
    _date("stage_1_end_date", "Date Stage 1 ended", "Stage1EndDate"),
    _date("stage_2_start_date", "Date Stage 2 started", "Stage2StartDate"),
    _date("stage_2_end_date", "Date Stage 2 ended", "Stage2EndDate"),
    _date("application_date", "Date application submitted", "ApplicationDate"),
    _date("approval_date", "Date application approved", "ApplicationApprDate"),
    _date("match_date", "Date adopter matched with child(ren)", "MatchedDate"),
    _date("placed_date", "Date child/children placed with adopter(s)", "PlacedDate"),
    _number("children_placed", "No. of children placed", "NumSiblingsPlaced", "Number of children placed",
          filled=False),
    _date("order_date", "Date of Adoption Order", "AdoptionOrderDate"),
    _date("left_date", "Date of leaving adoption process", "AdoptionLeaveDate"),
    _code("leaving_reason", "Reason for leaving adoption process", codes.LEAVING_ADOPTION,
          "AdoptingLeaveReason",
          filled=False),
))  # fmt: skip


LISTS: Final = {
    annex_a_list.number: annex_a_list
    for annex_a_list in (
        _CONTACTS,
        _EARLY_HELP,
        _REFERRALS,
        _ASSESSMENTS,
        _SECTION_47,
        _CHILDREN_IN_NEED,
        _CHILD_PROTECTION,
        _CHILDREN_IN_CARE,
        _CARE_LEAVERS,
        _ADOPTION,
        _ADOPTERS,
    )
}
