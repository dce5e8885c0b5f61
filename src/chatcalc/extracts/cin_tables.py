"""The canonical tables that one CIN census fills."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from chatcalc.extracts import cin_codes
from chatcalc.extracts.cin_elements import GROUPS
from chatcalc.tables.catalogue import TABLES

Groups = Mapping[str, pl.DataFrame]

# What the canonical tables call the elements; conferences and children are put together below.
NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "Child": {
        "LAchildID": "child_id",
        "PersonBirthDate": "date_of_birth",
        "ExpectedPersonBirthDate": "expected_date_of_birth",
        "PersonDeathDate": "date_of_death",
        "Ethnicity": "ethnicity",
    },
    "CINdetails": {
        "CINreferralDate": "referral_date",
        "CINclosureDate": "closure_date",
        "PrimaryNeedCode": "primary_need",
        "ReasonForClosure": "closure_reason",
        "ReferralNFA": "no_further_action",
        "ReferralSource": "source",
        "DateOfInitialCPC": "icpc_date",
    },
    "Assessments": {
        "AssessmentActualStartDate": "start_date",
        "AssessmentInternalReviewDate": "internal_review_date",
        "AssessmentAuthorisationDate": "authorised_date",
    },
    "CINPlanDates": {"CINPlanStartDate": "start_date", "CINPlanEndDate": "end_date"},
    "Section47": {
        "S47ActualStartDate": "start_date",
        "InitialCPCtarget": "icpc_target_date",
        "DateOfInitialCPC": "icpc_date",
        "ICPCnotRequired": "icpc_not_required",
    },
    "ChildProtectionPlans": {
        "CPPstartDate": "start_date",
        "CPPendDate": "end_date",
        "InitialCategoryOfAbuse": "initial_category",
        "LatestCategoryOfAbuse": "latest_category",
        "NumberOfPreviousCPP": "previous_plans",
    },
    "CPPreviewDate": {"CPPreviewDate": "review_date"},
    "PreProceedingsandFGDM": {
        "PPStartDate": "start_date",
        "LBPSentDate": "letter_sent_date",
        "FGDMMeetingOffer": "meeting_offered",
        "FGDMMeetingFac": "meeting_held",
        "InitialPPMeetingDate": "first_meeting_date",
        "ReviewMeetingsCount": "review_meetings",
        "StepDecisionDate": "decision_date",
        "PPOutcome": "outcome",
        "CourtAppDate": "court_application_date",
        "LetterInitCPDate": "letter_initiating_date",
    },
}

# What rows take over from the row they stand in, beside the child.
_OF_EPISODE: Final = {"referral_date": "referral_date"}
INHERITED: Final[Mapping[str, Mapping[str, str]]] = {
    "Assessments": _OF_EPISODE,
    "CINPlanDates": _OF_EPISODE,
    "Section47": _OF_EPISODE,
    "ChildProtectionPlans": _OF_EPISODE,
    "PreProceedingsandFGDM": _OF_EPISODE,
    "CPPreviewDate": {"start_date": "plan_start_date"},
}


def canonical(typed: Groups, file: str, la_code: str) -> dict[str, pl.DataFrame]:
    """The tables of one return by name, duplicates included; children without an identifier are left out.

    Args:
        typed: Frames of `cin_values.understand`.
        file: Value of `source_file`.
        la_code: The authority.
    """
    groups = _named(typed)
    section_47, episodes = groups["Section47"], groups["CINdetails"]
    tables = {
        "children": _children(groups),
        "referrals": episodes,
        "cin_episodes": episodes.with_columns(end_assumed=False),
        "assessments": _assessments(groups),
        "cin_plans": groups["CINPlanDates"].with_columns(end_assumed=False),
        "section_47_enquiries": section_47,
        "conferences": _conferences(section_47, episodes),
        "cp_plans": groups["ChildProtectionPlans"].with_columns(end_assumed=False),
        "cp_reviews": groups["CPPreviewDate"].drop_nulls("review_date"),
        "pre_proceedings": groups["PreProceedingsandFGDM"],
    }
    whose = (pl.lit(la_code).alias("la_code"), pl.lit(file).alias("source_file"))
    return {
        name: TABLES[name].conform(rows.drop_nulls("child_id").with_columns(whose))
        for name, rows in tables.items()
    }


def _named(typed: Groups) -> dict[str, pl.DataFrame]:
    """The groups with the columns of the canonical tables, and the child's identifier in all of them."""
    named: dict[str, pl.DataFrame] = {}
    for group in GROUPS:
        frame = typed[group.name].rename({"line": "source_row", **NAMES.get(group.name, {})})
        if group.parent is not None:
            above, row = named[group.parent], frame["parent"]
            taken = {"child_id": "child_id", **INHERITED.get(group.name, {})}
            frame = frame.with_columns(above[column].gather(row).alias(new) for column, new in taken.items())
        named[group.name] = frame
    return named


def _children(groups: Groups) -> pl.DataFrame:
    """Disability is yes with any real code, no with NONE alone, and missing without codes."""
    codes = _several_codes(groups["Disability"], "Disability", without=cin_codes.NO_DISABILITY)
    birth, expected = pl.col("date_of_birth"), pl.col("expected_date_of_birth")
    return _with_codes(groups["Child"], codes, "disabilities").with_columns(
        unborn=birth.is_null() & expected.is_not_null(),
        sex=pl.coalesce("Sex", "GenderCurrent"),
        disability=pl.col("disabilities").list.len() > 0,
    )


def _assessments(groups: Groups) -> pl.DataFrame:
    """`No factors` (21) counts only where it stands alone."""
    codes = _several_codes(groups["AssessmentFactors"], "AssessmentFactors", without=cin_codes.NO_FACTORS)
    none_alone = pl.lit([cin_codes.NO_FACTORS], dtype=pl.List(pl.String))
    codes = codes.with_columns(
        pl.when(pl.col("codes").list.len() > 0).then("codes").otherwise(none_alone).alias("codes")
    )
    return _with_codes(groups["Assessments"], codes, "factors").with_columns(end_assumed=False)


def _several_codes(rows: pl.DataFrame, column: str, *, without: str) -> pl.DataFrame:
    """`parent` and the list of its distinct `codes`, empty where there is only the one that means none."""
    code = pl.col(column)
    listed = code.filter(code != without).unique(maintain_order=True).alias("codes")
    return rows.drop_nulls(column).group_by("parent").agg(listed)


def _with_codes(rows: pl.DataFrame, codes: pl.DataFrame, column: str) -> pl.DataFrame:
    numbered = rows.drop("parent", strict=False).with_columns(parent=pl.int_range(pl.len(), dtype=pl.Int64))
    return numbered.join(codes, on="parent", how="left", maintain_order="left").rename({"codes": column})


def _conferences(section_47: pl.DataFrame, episodes: pl.DataFrame) -> pl.DataFrame:
    """Conferences of both levels; of each child and date the one that counts comes first (clarification 8).

    Where enquiries share a conference date, the latest that started by that day is its clock; a date that
    only the episode has belongs to a child who moved in.
    """
    start, date = pl.col("start_date"), pl.col("icpc_date")
    of_enquiries = (
        section_47.drop_nulls("icpc_date")
        .with_columns(in_time=(start <= date).fill_null(False))
        .sort("in_time", "start_date", descending=True, nulls_last=True, maintain_order=True)
        .rename({"start_date": "section_47_start_date"})
    )
    wanted = ("child_id", "icpc_date", "section_47_start_date", "referral_date", "source_row")
    of_episodes = episodes.drop_nulls("icpc_date").with_columns(
        section_47_start_date=pl.lit(None, dtype=pl.Date)
    )
    return pl.concat([of_enquiries.select(wanted), of_episodes.select(wanted)])
