"""Canonical tables of children looked after, care leavers and adoption."""

from __future__ import annotations

from chatcalc.tables.columns import ANNEX_A, SSDA903, Row, code, date, decimal, flag, number, text


class CareEpisodes(Row):
    """A 903 episode of care: one legal status in one placement."""

    start_date = date("DECOM, start of the episode")
    end_date = date("DEC, end of the episode; blank while it is open")
    reason_new_episode = code("RNE: S, L, P, T, U or B")
    legal_status = code("LS, legal status")
    need = code("CIN, category of need N1 to N8")
    placement_type = code("PLACE, placement type")
    provider = code("PLACE_PROVIDER, provider of the placement")
    reason_ceased = code("REC, why the episode ended; X1 where another follows")
    reason_place_change = code("REASON_PLACE_CHANGE, why the placement changed")
    home_postcode = text("HOME_POST, where the child came from")
    placement_postcode = text("PL_POST, where the child lives")
    urn = text("URN of the setting, in capitals; XXXXXXX where the provider is not registered")
    placement_distance = decimal("miles from home, one decimal, where the return records it (PL_DISTANCE)")
    placement_location = code("IN or OUT of the authority's boundary (PL_LOCATION)")


class PeriodsOfCare(Row):
    """A continuous period looked after (C15), short breaks left out (C11); from Annex A a row of List 8."""

    start_date = date("when the child started to be looked after")
    end_date = date("when the child ceased to be looked after; blank while looked after")
    reason_ceased = code("REC of the last episode")
    began_as_short_breaks = flag("continues a V3 or V4 episode without a gap (C11)", SSDA903)
    legal_status = code("legal status of the last known episode")
    legal_status_date = date("start of the current legal status", ANNEX_A)
    need = code("category of need, N1 to N8")
    placement_type = code("placement type of the last known episode")
    provider = code("provider of the current placement", ANNEX_A)
    placement_start_date = date("start of the most recent placement", ANNEX_A)
    placements_12_months = number("placements in the last 12 months, as the list records it", ANNEX_A)
    placement_postcode = text("postcode of the placement", ANNEX_A)
    placement_urn = text("URN of the placement, in capitals", ANNEX_A)
    placement_location = code("IN or OUT of the authority's boundary", ANNEX_A)
    placement_la = text("local authority of the placement", ANNEX_A)
    second_period_12_months = flag("second or later period of care in 12 months", ANNEX_A)
    uasc_12_months = flag("unaccompanied asylum-seeking within the last 12 months", ANNEX_A)
    permanence_plan = code("permanence plan, a to h", ANNEX_A)
    review_date = date("latest statutory review", ANNEX_A)
    visit_date = date("last social work visit", ANNEX_A)
    iro_visit_date = date("last visit or contact of the independent reviewing officer", ANNEX_A)
    health_assessment_date = date("last health assessment", ANNEX_A)
    dental_check_date = date("last dental check", ANNEX_A)
    missing_episodes_12_months = number("missing episodes in 12 months, as the list records it", ANNEX_A)
    absent_episodes_12_months = number("absent episodes in 12 months, as the list records it", ANNEX_A)
    return_interview_offered = flag("return interview offered after the last missing episode", ANNEX_A)
    return_interview_accepted = flag("return interview accepted after the last missing episode", ANNEX_A)
    team = text("allocated team", ANNEX_A)
    worker = text("allocated worker", ANNEX_A)


class Placements(Row):
    """A stay with one carer (C16, clarifications 14 and 15), derived from the episodes of care."""

    start_date = date("start of the stay")
    end_date = date("end of the stay; blank while it lasts")
    placement_type = code("placement type at the end of the stay")
    provider = code("provider of the placement")
    stability_start_date = date("start for long-term stability: U2 and U5 arrived at by T or U begin anew")
    previous_stability_start_date = date("the same of the stay, or part of it, before (clarification 15)")
    placed_for_adoption_date = date("when the stay became a placement for adoption (A3 to A6)")
    period_of_care_start = date("start of the period of care it belongs to")
    placement_number = number("1 for the first stay of the period of care, by date")
    reason_place_change = code(
        "REASON_PLACE_CHANGE with which the stay before ended; blank for the first stay"
    )
    placement_distance = decimal("miles from home, where recorded")
    placement_location = code("IN or OUT of the boundary, where recorded")
    formed_by = text("why the stay begins here, and which episodes were joined to it")


class InterimCareOrders(Row):
    """An unbroken time under interim care orders (C1) in a period of care, derived from the episodes."""

    start_date = date("when the child came under the first of them")
    end_date = date("when another legal status followed, or care ceased; blank while it lasts")
    next_legal_status = code("legal status that followed: C2 or E1 where proceedings ended in an order")
    reason_ceased = code("REC with which care ceased under the order")
    period_of_care_start = date("start of the period of care it belongs to")


class CareReviews(Row):
    """A review of a child looked after."""

    review_date = date("date of the review")
    participation = code("REVIEW_CODE, how the child took part: PN0 to PN7")
    review_number = number("1 for the first review known in the period of care, by date")
    previous_review_date = date("the review before this one in the same period of care")
    period_of_care_start = date("start of the period of care in which it was held")


class MissingEpisodes(Row):
    """A time missing (M) or away without authorisation (A)."""

    kind = code("M missing, A away from placement without authorisation")
    start_date = date("MIS_START")
    end_date = date("MIS_END; blank while it lasts")


class AnnualOutcomes(Row):
    """An OC2 row: health and offending of a child looked after for a year."""

    year_end = date("31 March of the return")
    sdq_score = number("strengths and difficulties score, 0 to 40")
    sdq_reason = code("why there is no score")
    convicted = flag("convicted or cautioned in the year")
    development_check = flag("HEALTH_CHECK, development checks of under-fives up to date")
    immunisations = flag("immunisations up to date")
    teeth_check = flag("teeth checked by a dentist in the year")
    health_assessment = flag("annual health assessment held")
    substance_misuse = flag("identified substance misuse problem")
    intervention_received = flag("received an intervention for it")
    intervention_offered = flag("was offered an intervention but refused it")


class CareLeavers(Row):
    """An OC3 row, or a row of List 9."""

    year_end = date("31 March of the return", SSDA903)
    in_touch = code("IN_TOUCH: YES, NO, DIED, REFU, NREQ, RHOM")
    activity = code("ACTIV, activity code: F1 to G6")
    accommodation = code("ACCOM without its suitability digit: B to Z")
    accommodation_suitable = flag("the accommodation is suitable")
    eligibility = code("eligible, relevant, former_relevant or qualifying", ANNEX_A)
    pathway_plan_date = date("latest review of the pathway plan", ANNEX_A)
    contact_date = date("latest contact", ANNEX_A)
    personal_adviser = text("allocated personal adviser", ANNEX_A)
    uasc = flag("unaccompanied asylum-seeking, or formerly so", ANNEX_A)
    team = text("allocated team", ANNEX_A)
    worker = text("allocated worker", ANNEX_A)


class Adoptions(Row):
    """A child on the adoption path: AD1 and placed for adoption of the 903, or List 10."""

    entered_care_date = date("start of care")
    decision_date = date("decision that the child should be placed for adoption")
    placement_order_date = date("placement order")
    match_date = date("match with adopters decided")
    placed_date = date("placed with the adoptive family")
    foster_for_adoption_date = date("moved in with that family under fostering for adoption", ANNEX_A)
    order_date = date("adoption order")
    decision_reversed_date = date("decision that the child should no longer be placed for adoption")
    reversal_reason = code("reason of that decision")
    foster_carer_adoption = flag("adopted by the current foster carer (FOSTER_CARE, or A3, A5)", SSDA903)
    adopters = code("number of adopters (NB_ADOPTR)", SSDA903)
    entered_foster_family_date = date("start of the stay that became the adoptive one (A3, A5)", SSDA903)


class SocialWorkerEpisodes(Row):
    """A social worker's spell with a child looked after (return from 2023-24)."""

    worker = text("SW_ID")
    start_date = date("SW_DECOM")
    end_date = date("SW_DEC; blank while it lasts")
    reason = code("SW_REASON")


class PreviousPermanence(Row):
    """Permanence arrangement before this period of care (return)."""

    previous_permanence = code("PREV_PERM")
    authority = text("LA_PERM")
    arranged = text("DATE_PERM as recorded; parts may be unknown")


class DeprivationsOfLiberty(Row):
    """A deprivation of liberty order (return from 2026-27)."""

    start_date = date("DOLO_START")
    end_date = date("DOLO_END; blank while it lasts")


class Allocations(Row):
    """A child held by a worker; pairs are unique among those open."""

    worker = text("worker")
    team = text("team", ANNEX_A)
    start_date = date("when the case the worker holds began")
    end_date = date("when it ended; blank while it lasts")


class Caseloads(Row):
    """A worker, and a time in which the number of children held was the same; `child_id` is the worker."""

    worker = text("worker")
    team = text("team of most of the worker's children")
    children = number("children held, each once")
    start_date = date("from when it is that many")
    end_date = date("when the number changed; blank while it lasts")


class ProspectiveAdopters(Row):
    """An adopter household (List 11); `child_id` holds the adopter's identifier."""

    family_id = text("family identifier")
    sex = code("M, F or U")
    ethnicity = code("ethnicity")
    disability = flag("has a disability")
    fostering_for_adoption = flag("is fostering for adoption")
    enquiry_date = date("enquiry received")
    stage_1_start_date = date("stage 1 started")
    stage_1_end_date = date("stage 1 ended")
    stage_2_start_date = date("stage 2 started")
    stage_2_end_date = date("stage 2 ended")
    application_date = date("application submitted")
    approval_date = date("application approved")
    match_date = date("matched with a child")
    placed_date = date("child placed")
    children_placed = number("number of children placed")
    order_date = date("adoption order")
    left_date = date("left the adoption process")
    leaving_reason = code("reason for leaving")
