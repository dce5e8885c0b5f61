"""Canonical tables of the front door and of children in need."""

from __future__ import annotations

from chatcalc.tables.columns import ANNEX_A, CIN_CENSUS, Row, code, codes, date, flag, number, text


class Children(Row):
    """A child, once per local authority."""

    date_of_birth = date("date of birth; blank for an unborn child")
    expected_date_of_birth = date("expected date of birth of an unborn child", CIN_CENSUS, ANNEX_A)
    unborn = flag(
        "known to be unborn: an expected date and no date of birth, or a blank one in Annex A",
        CIN_CENSUS,
        ANNEX_A,
    )
    sex = code("M, F or U (not known, unborn, or neither)")
    ethnicity = code("ethnicity, the 20 codes that all three extracts share")
    disability = flag("has a disability", CIN_CENSUS, ANNEX_A)
    disabilities = codes("disability codes, without NONE", CIN_CENSUS)
    uasc = flag("unaccompanied asylum-seeking: in the UASC table, or the Annex A flag", "ssda903", ANNEX_A)
    uasc_ceased_date = date("when the child ceased to be unaccompanied asylum-seeking (DUC)", "ssda903")
    date_of_death = date("date of death", CIN_CENSUS)


class Contacts(Row):
    """A contact received (List 1)."""

    contact_date = date("date of the contact")
    source = code("who made the contact, as the referral source codes")


class EarlyHelp(Row):
    """An early help assessment (List 2)."""

    start_date = date("when the assessment started")
    completion_date = date("when the assessment was completed")
    organisation = text("organisation completing the assessment")


class Referrals(Row):
    """A referral: the start of an episode of need, or List 3. Unique on child and date (C10)."""

    referral_date = date("date of the referral")
    source = code("referral source, 1A to 10")
    no_further_action = flag("the referral led to no further action")
    recorded_referrals_12_months = number(
        "referrals in the 12 months before, as the list records it", ANNEX_A
    )
    team = text("allocated team", ANNEX_A)
    worker = text("allocated worker", ANNEX_A)


class Assessments(Row):
    """A continuous (statutory) assessment."""

    referral_date = date("referral date of the episode of need the assessment belongs to", CIN_CENSUS)
    start_date = date("when the assessment started")
    internal_review_date = date("internal review point", CIN_CENSUS)
    authorised_date = date("when the assessment was authorised; blank while it is open")
    child_seen = flag("the child was seen during the assessment", ANNEX_A)
    support_required = flag("the child was assessed as requiring social care support", ANNEX_A)
    factors = codes("factors identified at the end of the assessment", CIN_CENSUS)
    end_assumed = flag(
        "open in an older return that the newest does not hold: not open any more, end unknown", CIN_CENSUS
    )
    team = text("allocated team", ANNEX_A)
    worker = text("allocated worker", ANNEX_A)


class Section47Enquiries(Row):
    """A section 47 enquiry. Unique on child and start (C10)."""

    referral_date = date("referral date of the episode of need", CIN_CENSUS)
    start_date = date("strategy discussion that started the enquiry")
    icpc_target_date = date("when the conference was due", CIN_CENSUS)
    icpc_date = date("initial child protection conference that followed")
    icpc_not_required = flag("no conference was needed")
    icpc_resulted_in_plan = flag("the conference led to a child protection plan", ANNEX_A)
    recorded_section_47_12_months = number("enquiries in 12 months, as the list records it", ANNEX_A)
    recorded_icpc_12_months = number("conferences in 12 months, as the list records it", ANNEX_A)
    team = text("allocated team", ANNEX_A)
    worker = text("allocated worker", ANNEX_A)


class Conferences(Row):
    """An initial child protection conference of a child. Unique on child and date (C10, clarification 8)."""

    icpc_date = date("date of the conference")
    section_47_start_date = date("start of the enquiry that led to it; blank for a transfer-in")
    referral_date = date("referral date of the episode of need", CIN_CENSUS)
    resulted_in_plan = flag("the conference led to a child protection plan", ANNEX_A)
    team = text("allocated team", ANNEX_A)


class CinEpisodes(Row):
    """An episode of need: from referral to closure, or List 6 (one row a child, the latest)."""

    referral_date = date("start of the episode")
    closure_date = date("end of the episode; blank while it is open")
    primary_need = code("primary need, N0 to N9")
    closure_reason = code("reason for closure, RC1 to RC9")
    no_further_action = flag(
        "the referral led to no further action, so this is no episode of need", CIN_CENSUS
    )
    source = code("referral source, 1A to 10", CIN_CENSUS)
    end_assumed = flag(
        "open in an older return only: ends on its last day and is never counted as an ending", CIN_CENSUS
    )
    case_status = code("List 6 case status, a to f", ANNEX_A)
    last_seen_date = date("when the child was last seen", ANNEX_A)
    team = text("allocated team", ANNEX_A)
    worker = text("allocated worker", ANNEX_A)


class CinPlans(Row):
    """A child in need plan (census years from 2022)."""

    referral_date = date("referral date of the episode of need")
    start_date = date("start of the plan")
    end_date = date("end of the plan; blank while it is open")
    end_assumed = flag(
        "open in an older return only: ends on its last day and is never counted as an ending", CIN_CENSUS
    )


class CpPlans(Row):
    """A child protection plan, or List 7."""

    referral_date = date("referral date of the episode of need", CIN_CENSUS)
    start_date = date("start of the plan")
    end_date = date("end of the plan; blank while it is open")
    initial_category = code("category of abuse at the start: NEG, PHY, SAB, EMO, MUL")
    latest_category = code("latest category of abuse: NEG, PHY, SAB, EMO, MUL")
    previous_plans = number("number of previous child protection plans, in this authority")
    end_assumed = flag(
        "open in an older return only: ends on its last day and is never counted as an ending", CIN_CENSUS
    )
    last_seen_date = date("last statutory visit", ANNEX_A)
    seen_alone = flag("the child was seen alone at the last visit", ANNEX_A)
    emergency_protection = flag("emergency protection or police powers in the last six months", ANNEX_A)
    team = text("allocated team", ANNEX_A)
    worker = text("allocated worker", ANNEX_A)


class CpReviews(Row):
    """A review child protection conference; from Annex A only the latest of each plan."""

    plan_start_date = date("start of the plan under review")
    review_date = date("date of the review")
    review_number = number("1 for the first review known of the plan, by date", CIN_CENSUS)
    previous_review_date = date("the review before this one", CIN_CENSUS)


class PreProceedings(Row):
    """Pre-proceedings and family group decision making (census years from 2027)."""

    referral_date = date("referral date of the episode of need")
    start_date = date("start of pre-proceedings")
    letter_sent_date = date("letter before proceedings sent")
    meeting_offered = flag("family group decision-making meeting offered")
    meeting_held = flag("family group decision-making meeting held")
    first_meeting_date = date("first pre-proceedings meeting")
    review_meetings = number("number of review meetings")
    decision_date = date("decision to step up or step down")
    outcome = code("outcome code")
    court_application_date = date("application to court")
    letter_initiating_date = date("letter initiating care proceedings")
