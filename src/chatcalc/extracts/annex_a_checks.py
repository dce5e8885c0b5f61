"""Checks of one list of Annex A against another: what an inspector finds first.

All codes begin with `cross-check-`. A finding counts rows and names the place of the first; it never names a
child. Open means that the end is blank: a workbook does not say on which day it was made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from chatcalc.extracts import values
from chatcalc.extracts.annex_a_clean import CleanList
from chatcalc.extracts.annex_a_sheets import ROW
from chatcalc.extracts.extract import Finding
from chatcalc.extracts.findings import finding

_ENDS = {4: "authorised_date", 6: "closure_date", 7: "end_date", 8: "end_date"}
# Case status is the first that applies of looked after, plan, child in need, open assessment; so a child on a
# plan who is looked after is `a`.
_STATUS = {7: (("a", "b"), "child protection"), 8: (("a",), "looked after")}
_ONE_ROW_A_CHILD = (6, 7, 8, 9)
_ENTERED_CARE = {8: "start_date", 10: "entered_care_date"}


def cross_checks(lists: Mapping[int, CleanList]) -> list[Finding]:
    """What the lists say against one another, children twice, care before birth, blanks in main columns."""
    return [*_against_list_6(lists), *_repeated_children(lists), *_care_before_birth(lists), *_blanks(lists)]


def _against_list_6(lists: Mapping[int, CleanList]) -> Iterator[Finding]:
    """Children open in Lists 7, 8 and 4 whom List 6 does not hold as open, or holds as something else."""
    if 6 not in lists:
        return
    needed = _open(lists[6])
    for number in (7, 8, 4):
        if number not in lists:
            continue
        rows = _open(lists[number])
        missing = rows.join(needed, on="child_id", how="anti")
        yield from _count(
            lists[number], missing, f"cross-check-{number}-not-in-6", "open here, not open in List 6"
        )
        if number in _STATUS:
            statuses, name = _STATUS[number]
            as_such = needed.filter(pl.col("case_status").is_in(statuses))
            other = rows.join(needed, on="child_id", how="semi").join(as_such, on="child_id", how="anti")
            message = f"open here, in List 6 with a case status that is not {name}"
            yield from _count(lists[number], other, f"cross-check-{number}-status-in-6", message)


def _repeated_children(lists: Mapping[int, CleanList]) -> Iterator[Finding]:
    for number in _ONE_ROW_A_CHILD:
        if number in lists:
            again = lists[number].rows.filter(~pl.col("child_id").is_first_distinct())
            message = f"the child has an earlier row in List {number}, which holds one row a child; both kept"
            yield from _count(lists[number], again, "cross-check-repeated-child", message)


def _care_before_birth(lists: Mapping[int, CleanList]) -> Iterator[Finding]:
    """A plan may precede a birth; being looked after cannot."""
    for number, field in _ENTERED_CARE.items():
        if number in lists:
            early = lists[number].rows.filter(pl.col(field) < pl.col("date_of_birth"))
            message = "before the date of birth; both kept"
            yield from _count(lists[number], early, "cross-check-care-before-birth", message, field)


def _blanks(lists: Mapping[int, CleanList]) -> Iterator[Finding]:
    """Blanks in columns that the template asks to fill in every row."""
    for annex_a_list in lists.values():
        positions = annex_a_list.raw.headings.positions
        asked = [c for c in annex_a_list.raw.annex_a_list.columns if c.filled and c.field in positions]
        rows = annex_a_list.raw.rows.join(annex_a_list.rows, on=ROW, how="semi", maintain_order="left")
        blanks = _blank_texts([rows[column.field] for column in asked])
        for column in asked:
            blank = rows[column.field].is_null() | rows[column.field].is_in(blanks)
            if blank.any():
                message = f"blank in {blank.sum():,} of {len(rows):,} rows"
                yield from _count(
                    annex_a_list, rows.filter(blank), "cross-check-blank", message, column.field
                )


def _blank_texts(columns: Sequence[pl.Series]) -> pl.Series:
    """The texts in columns that stand for nothing; each different text is looked at once."""
    distinct = [column.unique().rename("text") for column in columns]
    texts = pl.concat([pl.Series("text", dtype=pl.String), *distinct]).unique().to_frame()
    return texts.filter(values.is_blank(pl.col("text")))["text"].drop_nulls().implode()


def _open(annex_a_list: CleanList) -> pl.DataFrame:
    return annex_a_list.rows.filter(pl.col(_ENDS[annex_a_list.number]).is_null())


def _count(
    annex_a_list: CleanList, rows: pl.DataFrame, code: str, message: str, field: str | None = None
) -> Iterator[Finding]:
    """A finding about rows of a list, or about a field in them, at the first of them."""
    if len(rows):
        raw = annex_a_list.raw
        place = raw.sheet.place(rows[ROW].to_list()[0], raw.heading(field) if field else None)
        tables, columns = raw.annex_a_list.tables, (field,) if field else ()
        yield finding(
            code, raw.sheet.file, place, message, len(rows), *tables, columns=columns, rows=rows[ROW]
        )
