"""Five indicators in pandas, vectorised: what an analyst would write by hand, to measure chatcalc beside.

Each function takes tables of one authority as pandas frames (dates as datetime64) and gives numerator and
denominator. The definitions are those of the specifications of the same names.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from chatcalc.tables.calendar import bank_holidays

Tables = dict[str, pd.DataFrame]
Count = tuple[int, int]
Counts = dict[str, Count]

HOLIDAYS = np.array(bank_holidays(), dtype="datetime64[D]")


def five_in_pandas(tables: Tables, start: pd.Timestamp, end: pd.Timestamp, population: int) -> Counts:
    return {
        "rereferrals_12m_pct": _rereferrals(tables["referrals"], start, end),
        "assessments_45wd_pct": _assessments_in_time(tables["assessments"], start, end),
        "icpc_15wd_pct": _conferences_in_time(tables["conferences"], start, end),
        "cin_rate": (_children_in_need(tables["cin_episodes"], end), population),
        "cpp_repeat_ever_pct": _repeat_plans(tables["cp_plans"], start, end),
    }


def _rereferrals(referrals: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> Count:
    """The census holds one referral a child and day, so the one before is always an earlier day."""
    ordered = referrals[["child_id", "referral_date"]].sort_values(["child_id", "referral_date"])
    same_child = ordered["child_id"].eq(ordered["child_id"].shift())
    earlier = ordered["referral_date"].shift().where(same_child)
    cases = ordered["referral_date"].between(start, end)
    day, earlier = ordered.loc[cases, "referral_date"], earlier[cases]
    return int((earlier >= day - pd.DateOffset(months=12)).sum()), int(cases.sum())


def _assessments_in_time(assessments: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> Count:
    cases = assessments[assessments["authorised_date"].between(start, end)]
    return int((_working_days(cases["start_date"], cases["authorised_date"]) <= 45).sum()), len(cases)


def _conferences_in_time(conferences: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> Count:
    cases = conferences[conferences["icpc_date"].between(start, end)]
    clock = cases["section_47_start_date"].fillna(cases["referral_date"])
    return int((_working_days(clock, cases["icpc_date"]) <= 15).sum()), len(cases)


def _children_in_need(episodes: pd.DataFrame, day: pd.Timestamp) -> int:
    closure = episodes["closure_date"]
    is_open = (episodes["referral_date"] <= day) & (closure.isna() | (closure > day))
    return int(episodes.loc[is_open & episodes["no_further_action"].ne(True), "child_id"].nunique())


def _repeat_plans(plans: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> Count:
    cases = plans[plans["start_date"].between(start, end)]
    return int((cases["previous_plans"] >= 1).sum()), len(cases)


def _working_days(start: pd.Series, end: pd.Series) -> pd.Series:
    """Working days after the start, the end included; missing where a date is, or where they are reversed."""
    known = start.notna() & end.notna() & (end >= start)
    one = np.timedelta64(1, "D")
    first, last = (day[known].to_numpy().astype("datetime64[D]") + one for day in (start, end))
    days = pd.Series(np.nan, index=start.index)
    days[known] = np.busday_count(first, last, holidays=HOLIDAYS)
    return days
