"""The canonical tables from the lists of Annex A.

The fields of a list carry the names of the table they fill, so most tables are the list itself. What is more:
children are gathered from all lists, conferences come out of List 5, allocations out of Lists 6, 7 and 8, and
duplicates go by convention C10.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import polars as pl

from chatcalc.extracts.annex_a_clean import CleanList
from chatcalc.extracts.annex_a_sheets import ROW
from chatcalc.extracts.extract import Finding
from chatcalc.extracts.findings import finding
from chatcalc.tables.allocations import allocations
from chatcalc.tables.caseloads import caseloads
from chatcalc.tables.catalogue import TABLES

_SHORT_BREAKS: Final = ("V3", "V4")
_FACTS: Final = ("date_of_birth", "sex", "ethnicity", "disability", "uasc")
_PLAIN: Final = {
    1: "contacts",
    2: "early_help",
    4: "assessments",
    6: "cin_episodes",
    7: "cp_plans",
    10: "adoptions",
    11: "prospective_adopters",
}
# The first and last day on which a row of the list is a case that its worker holds.
_HELD: Final = {
    6: ("referral_date", "closure_date"),
    7: ("start_date", "end_date"),
    8: ("start_date", "end_date"),
}
ADOPTERS: Final = 11

Lists = Mapping[int, CleanList]


def tables(lists: Lists) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
    """All tables that the lists fill; a table whose list is missing is absent."""
    findings: list[Finding] = []
    frames = {name: lists[number].rows for number, name in _PLAIN.items() if number in lists}
    if 3 in lists:
        frames["referrals"] = _once(lists[3], ("referral_date",), "duplicate-referral", findings)
    if 5 in lists:
        frames["section_47_enquiries"] = _once(lists[5], ("start_date",), "duplicate-section-47", findings)
        frames["conferences"] = _conferences(lists[5], findings)
    if 7 in lists:
        held = lists[7].rows.filter(pl.col("review_date").is_not_null())
        frames["cp_reviews"] = held.rename({"start_date": "plan_start_date"})
    if 8 in lists:
        frames["periods_of_care"] = _periods_of_care(lists[8], findings)
    if 9 in lists:
        suitable = pl.col("suitability").replace_strict({"SUITABLE": True, "UNSUITABLE": False}, default=None)
        frames["care_leavers"] = lists[9].rows.with_columns(accommodation_suitable=suitable.cast(pl.Boolean))
    people = [annex_a_list for number, annex_a_list in sorted(lists.items()) if number != ADOPTERS]
    if people:
        frames["children"] = _children(people, findings)
    holders = [
        _held_by_worker(lists[number].rows, *dates) for number, dates in _HELD.items() if number in lists
    ]
    if holders:
        frames["allocations"] = _allocations(holders)
        frames["caseloads"] = caseloads(frames["allocations"])
    return {name: TABLES[name].conform(frame) for name, frame in frames.items()}, findings


def _once(annex_a_list: CleanList, key: tuple[str, ...], code: str, findings: list[Finding]) -> pl.DataFrame:
    """One row for each child and date (C10); the first stays. Rows without the date all stay."""
    rows = annex_a_list.rows
    again = ~pl.struct("child_id", *key).is_first_distinct() & pl.all_horizontal(pl.col(key).is_not_null())
    heading = annex_a_list.raw.heading(key[0])
    findings.extend(
        _left_out(annex_a_list, rows.filter(again), code, heading, "the child has a row of this date")
    )
    return rows.filter(~again)


def _conferences(annex_a_list: CleanList, findings: list[Finding]) -> pl.DataFrame:
    """One conference for each child and date, timed from the latest enquiry before it (clarification 8)."""
    held = annex_a_list.rows.filter(pl.col("icpc_date").is_not_null()).rename(
        {"start_date": "section_47_start_date", "icpc_resulted_in_plan": "resulted_in_plan"}
    )
    clock = pl.when(pl.col("section_47_start_date") <= pl.col("icpc_date")).then("section_47_start_date")
    chosen = held.sort(clock, descending=True, nulls_last=True, maintain_order=True).unique(
        ("child_id", "icpc_date"), keep="first", maintain_order=True
    )
    others = held.join(chosen, on=ROW, how="anti")
    heading = annex_a_list.raw.heading("icpc_date")
    what = "the child has a conference of this date, timed from the latest enquiry before it"
    findings.extend(_left_out(annex_a_list, others, "duplicate-conference", heading, what))
    return chosen.sort(ROW)


def _periods_of_care(annex_a_list: CleanList, findings: list[Finding]) -> pl.DataFrame:
    """List 8 without agreed series of short breaks, which are no periods of care (C11)."""
    short = pl.col("legal_status").is_in(_SHORT_BREAKS)
    heading = annex_a_list.raw.heading("legal_status")
    shorts = annex_a_list.rows.filter(short)
    findings.extend(
        _left_out(annex_a_list, shorts, "short-breaks", heading, "short breaks (V3, V4) are not counted")
    )
    return annex_a_list.rows.filter(short.fill_null(value=False).not_())


def _left_out(
    annex_a_list: CleanList, rows: pl.DataFrame, code: str, heading: str, what: str
) -> Iterator[Finding]:
    if len(rows):
        sheet = annex_a_list.raw.sheet
        lines, tables = rows[ROW].sort(), annex_a_list.raw.annex_a_list.tables
        place = sheet.place(int(lines[0]), heading)
        yield finding(code, sheet.file, place, f"{what}; left out", len(rows), *tables, rows=lines)


def _children(lists: Sequence[CleanList], findings: list[Finding]) -> pl.DataFrame:
    """A child once, with the first fact that any list gives, in the order of the lists.

    The template asks for the expected date of an unborn child under Date of Birth, with an age of -1, or for
    a blank. A blank in all lists is an unborn child (clarification 20); where no list asks, it is not known.
    """
    rows = pl.concat([_persons(annex_a_list) for annex_a_list in lists])
    findings.extend(_differing_births(lists, rows))
    facts = (*_FACTS, "expected_date_of_birth")
    merged = rows.group_by("la_code", "child_id", maintain_order=True).agg(
        pl.col(facts).drop_nulls().first(),
        pl.col("source_file", ROW).first(),
        pl.col("born").any(),
        asked=pl.col("born").is_not_null().any(),
    )
    expected = pl.when(~pl.col("born")).then("expected_date_of_birth")
    return merged.with_columns(unborn=pl.when("asked").then(~pl.col("born")), expected_date_of_birth=expected)


def _persons(annex_a_list: CleanList) -> pl.DataFrame:
    """Who a list's rows are about, in the same columns for every list."""
    rows = annex_a_list.rows
    given = {"uasc_12_months": "uasc"} if "uasc_12_months" in rows.columns else {}
    rows = rows.rename(given)
    absent = [
        pl.lit(None, dtype=pl.Boolean).alias(name)
        for name in ("disability", "uasc")
        if name not in rows.columns
    ]
    unborn = (pl.col("age") < 0).fill_null(value=False)
    return rows.with_columns(*absent).select(
        "la_code", "child_id", "source_file", ROW, "sex", "ethnicity", "disability", "uasc",
        date_of_birth=pl.when(~unborn).then("date_of_birth"),
        expected_date_of_birth=pl.when(unborn).then("date_of_birth"),
        born=pl.col("birth_said") & ~unborn,
    )  # fmt: skip


def _differing_births(lists: Sequence[CleanList], rows: pl.DataFrame) -> Iterator[Finding]:
    """One finding for all children whose date of birth differs, at the first row that differs."""
    dated = rows.filter(pl.col("date_of_birth").is_not_null())
    first = pl.col("date_of_birth").first().over("la_code", "child_id")
    other = dated.filter(pl.col("date_of_birth") != first)
    if len(other):
        found = other["source_file"][0]
        sheet = next(item.raw.sheet for item in lists if item.raw.sheet.source == found)
        message = "not the child's date of birth in an earlier row; the first is used"
        place = sheet.place(other[ROW][0], "Date of Birth")
        children, columns = other["child_id"].n_unique(), ("date_of_birth",)
        yield finding(
            "date-of-birth-differs", sheet.file, place, message, children, "children", columns=columns
        )


def _held_by_worker(rows: pl.DataFrame, start: str, end: str) -> pl.DataFrame:
    provenance = ("la_code", "child_id", "source_file", ROW)
    return rows.select(*provenance, "worker", "team", start_date=start, end_date=end)


def _allocations(holders: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """A child and worker once where their rows overlap, and without a worker the children whom nobody holds.

    A blank worker in one list does not count where another list names one.
    """
    rows = pl.concat(holders).with_columns(open=pl.col("end_date").is_null())
    teams = rows.select("source_file", ROW, "team")
    held = (
        allocations(rows).drop("team").join(teams, on=("source_file", ROW), how="left", maintain_order="left")
    )
    named = rows.filter(pl.col("worker").is_not_null())
    unheld = rows.filter(pl.col("worker").is_null()).join(
        named, on=("la_code", "child_id", "open"), how="anti"
    )
    once = unheld.unique(("la_code", "child_id", "open"), keep="first", maintain_order=True)
    return pl.concat([held, once.drop("open")], how="diagonal_relaxed")
