"""What can be wrong with the joined tables, as findings: one a file and kind of fault, at its first place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from chatcalc.extracts.extract import Finding
from chatcalc.extracts.findings import PLACES_KEPT, finding
from chatcalc.extracts.ssda903_files import place
from chatcalc.extracts.ssda903_tables import BORN, EPISODES, HEADER, LAYOUTS, Layout
from chatcalc.tables.care_history import CHILD, overlaps_earlier


def note(
    rows: pl.DataFrame,
    faulty: pl.Expr,
    code: str,
    message: str,
    *tables: str,
    column: str | None = None,
    columns: Sequence[str] = (),
) -> list[Finding]:
    """A finding for each file with rows where `faulty` is true, at the first of them.

    Args:
        rows: Rows with `source_file` and `source_row`.
        faulty: Which of them.
        code: The code of the findings.
        message: What is so.
        *tables: The canonical tables it touches.
        column: The field that the place names.
        columns: The canonical columns it touches.
    """
    found = (
        rows.filter(faulty)
        .group_by("source_file")
        .agg(pl.col("source_row").sort().head(PLACES_KEPT), pl.len().alias("count"))
        .sort("source_file")
    )
    return [
        finding(code, *place(file, lines[0], column), message, count, *tables, columns=columns, rows=lines)
        for file, lines, count in found.iter_rows()
    ]


def faults(name: str, rows: pl.DataFrame) -> list[Finding]:
    """Findings in the joined rows of one table of the return (by its name in the specification)."""
    layout = next(layout for layout in LAYOUTS if layout.name == name)
    if "end_assumed" not in rows.columns:
        rows = rows.with_columns(end_assumed=pl.lit(value=False))
    found = _after_the_return(rows, layout)
    if layout.spell is not None:
        start, end = layout.spell
        reversed_dates = pl.col(end) < pl.col(start)
        message = f"an end before its start in {name}; kept as it is"
        found += note(rows, reversed_dates, "end-before-start", message, layout.table)
    if layout is EPISODES:
        found += _of_episodes(rows)
    return found


def against_header(header: pl.DataFrame | None, others: Mapping[str, pl.DataFrame]) -> list[Finding]:
    """Findings where other tables speak of children the header lacks, or of another date of birth."""
    if header is None:
        return []
    known = header.select(*CHILD, pl.col("date_of_birth").alias("born"), pl.lit(value=True).alias("known"))
    found: list[Finding] = []
    for name, rows in others.items():
        table = next(layout.table for layout in LAYOUTS if layout.name == name)
        beside = rows.join(known, on=CHILD, how="left", maintain_order="left")
        message = f"a child of {name} who is not in the header; counted without date of birth and sex"
        found += note(beside, pl.col("known").is_null(), "child-not-in-header", message, table, "children")
        if "date_of_birth" in rows.columns:
            differs = pl.col("date_of_birth") != pl.col("born")
            message = f"DOB in {name} differs from the header's; the header's was taken"
            found += note(
                beside, differs, "date-of-birth-differs", message, "children", columns=(BORN.column,)
            )
    return found


def _after_the_return(rows: pl.DataFrame, layout: Layout) -> list[Finding]:
    """Dates later than the last day of the return that holds them. UASC status ends on an 18th birthday."""
    dates = [field for field in layout.fields if field.kind == "date" and field.name != "DUC"]
    return [
        found
        for field in dates
        if field is not BORN or layout is HEADER
        for found in note(
            rows,
            (pl.col(field.column) > pl.col("return_last_day")) & ~pl.col("end_assumed"),
            "date-in-future",
            f"{field.name} in {layout.name} is later than the return's 31 March; kept as it is",
            layout.table,
            columns=(field.column,),
        )
    ]


def _of_episodes(rows: pl.DataFrame) -> list[Finding]:
    """In episodes in order: those that overlap one before, and reasons for an end where there is none."""
    message = "REC on an open episode; not taken for an end"
    found = note(
        rows,
        pl.col("end_date").is_null() & pl.col("reason_ceased").is_not_null(),
        "reason-without-end",
        message,
        "care_episodes",
    )
    lasting = rows.filter(pl.col("start_date").ne_missing(pl.col("end_date")))
    overlapping = lasting.with_columns(overlaps=overlaps_earlier())
    message = "an episode that starts before the child's earlier one has ended; both were kept"
    return found + note(overlapping, pl.col("overlaps"), "episodes-overlap", message, "care_episodes")
