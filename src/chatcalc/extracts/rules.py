"""What rows of the canonical tables say against one another, as a table of rules, for all formats alike.

A value by itself (a date that is none, a code of no list, a day after the return's last) is for the readers,
who see the text. A rule is about what stands beside it: a second date, the child, the episode, the row
before. A rule is asked of the extracts that record every column it names. Nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.columns import ANNEX_A, CIN_CENSUS, SOURCES, SSDA903
from chatcalc.tables.dates import age_on

OLDEST_IN_NEED: Final = 25
"""Need is assessed until 25 at most (young people leaving care)."""
OLDEST_IN_CARE: Final = 17
_RETURNS: Final = (CIN_CENSUS, SSDA903)  # blanks in a list of Annex A are found in its cells, by its reader
_CONTINUES: Final = ("L", "P", "T", "U", "B")


@dataclass(frozen=True)
class Rule:
    """A fault that rows of a table can have.

    Attributes:
        code: The code of its findings.
        table: Whose rows.
        column: Where the fault stands; the place and the message name its field.
        wrong: True where a row has it. It may read the table's columns and the facts beside them
            (`rule_facts`).
        words: What is wrong, after the name of the field; `{column}` names the field of another column.
        beside: Other columns it reads.
        sources: The extracts it is asked of.
        whole: It touches the row as a whole, not only what reads the columns.
    """

    code: str
    table: str
    column: str
    wrong: pl.Expr
    words: str
    beside: tuple[str, ...] = ()
    sources: tuple[str, ...] = SOURCES
    whole: bool = False

    def asked_of(self, source: str) -> bool:
        """Whether an extract records what the rule reads."""
        known = TABLES[self.table]
        return source in self.sources and all(
            source in known.filled_by(column) for column in (self.column, *self.beside)
        )


def _rules() -> Iterator[Rule]:
    yield from _dates()
    yield from _blanks()
    yield from _need()
    yield from _care()


def _dates() -> Iterator[Rule]:
    """Dates of one row, in the order in which they can happen; several on one day are in order."""
    for table in ("assessments", "section_47_enquiries", "cin_plans", "cp_plans"):
        yield _after(table, "referral_date", "start_date")
    yield _after("cp_reviews", "plan_start_date", "review_date")
    yield _after("section_47_enquiries", "start_date", "icpc_date", ANNEX_A)  # the census reader has its own
    yield _after("periods_of_care", "start_date", "placement_start_date")
    for first, second in (
        ("decision_date", "match_date"),
        ("decision_date", "decision_reversed_date"),
        ("placed_date", "order_date"),
        ("match_date", "order_date"),
    ):
        yield _after("adoptions", first, second, ANNEX_A, SSDA903)
    yield _after("adoptions", "entered_care_date", "decision_date", ANNEX_A)  # the return's is worked out
    for first, second in (
        ("stage_1_start_date", "stage_1_end_date"),
        ("stage_1_end_date", "stage_2_start_date"),
        ("stage_2_start_date", "stage_2_end_date"),
        ("approval_date", "match_date"),
        ("match_date", "placed_date"),
        ("placed_date", "order_date"),
    ):
        yield _after("prospective_adopters", first, second)


def _after(table: str, first: str, second: str, *sources: str) -> Rule:
    wrong = pl.col(second) < pl.col(first)
    words = f"is before {{{first}}}; both kept"
    return Rule("dates-out-of-order", table, second, wrong, words, (first,), sources or SOURCES)


def _blanks() -> Iterator[Rule]:
    """What the returns ask for in every row, or in every row of a kind."""
    of_need = pl.col("no_further_action").ne_missing(True)
    for table, column, asked in (
        ("children", "date_of_birth", pl.col("unborn").ne_missing(True)),
        ("children", "sex", None),
        ("children", "ethnicity", None),
        ("referrals", "source", None),
        ("cin_episodes", "no_further_action", None),
        ("cin_episodes", "primary_need", of_need),
        ("cin_episodes", "closure_reason", pl.col("closure_date").is_not_null() & of_need & _recorded()),
        ("assessments", "factors", pl.col("authorised_date").is_not_null()),
        ("section_47_enquiries", "icpc_not_required", pl.col("icpc_date").is_null()),
        ("cp_plans", "initial_category", None),
        ("cp_plans", "latest_category", None),
        ("cp_plans", "previous_plans", None),
        ("care_episodes", "reason_new_episode", None),
        ("care_episodes", "legal_status", None),
        ("care_episodes", "need", None),
        ("care_episodes", "placement_type", None),
        ("care_reviews", "participation", pl.col("age") >= 4),
        ("missing_episodes", "kind", None),
        ("annual_outcomes", "convicted", pl.col("age") >= 10),
        ("annual_outcomes", "immunisations", None),
        ("annual_outcomes", "teeth_check", None),
        ("annual_outcomes", "health_assessment", None),
        ("annual_outcomes", "substance_misuse", None),
        ("annual_outcomes", "sdq_score", pl.col("sdq_reason").is_null() & pl.col("age").is_between(4, 16)),
        ("care_leavers", "in_touch", None),
        ("care_leavers", "activity", pl.col("in_touch") == "YES"),
        ("care_leavers", "accommodation", pl.col("in_touch") == "YES"),
    ):
        wrong = pl.col(column).is_null()
        wrong = wrong if asked is None else wrong & asked
        yield Rule("value-missing", table, column, wrong, "is blank", sources=_RETURNS)


def _recorded() -> pl.Expr:
    """The end stands in the return, and is not assumed because a newer one lacks the row."""
    return pl.col("end_assumed").ne_missing(True)


def _need() -> Iterator[Rule]:
    """Episodes of need, and the plans and assessments in them."""
    for table in ("assessments", "cin_plans", "cp_plans"):
        end = TABLES[table].end or ""
        left_open = pl.col(end).is_null() & _recorded() & pl.col("episode_closed")
        words = "is blank, and the episode of need it belongs to is closed"
        yield Rule("open-after-closure", table, end, left_open, words, sources=(CIN_CENSUS,))
    for table in ("cin_episodes", "cin_plans", "cp_plans"):
        yield _overlap(table)
    too_old = age_on(pl.col("born"), pl.col("referral_date")) > OLDEST_IN_NEED
    words = f"is when the child was older than {OLDEST_IN_NEED}"
    yield _of_row("age-implausible", "cin_episodes", "referral_date", too_old, words)
    not_ended = pl.col("closure_date").is_null() & pl.col("closure_reason").is_not_null()
    words = "is given and {closure_date} is not; not taken for an end"
    yield _of_row("reason-without-end", "cin_episodes", "closure_reason", not_ended, words)


def _care() -> Iterator[Rule]:
    """Episodes of care, and what happens in them."""
    table, start, end = "care_episodes", pl.col("start_date"), pl.col("end_date")
    adult = age_on(pl.col("born"), start) > OLDEST_IN_CARE
    words = "is before the date of birth; both kept"
    yield Rule("cross-check-care-before-birth", table, "start_date", start < pl.col("born"), words)
    yield _of_row("age-implausible", table, "start_date", adult, "is on or after the 18th birthday")
    day_before = pl.col("last_day") - pl.duration(days=1)  # an end on the birthday itself may be to come
    still = end.is_null() & ~adult & (age_on(pl.col("born"), day_before) > OLDEST_IN_CARE)
    yield _of_row("age-implausible", table, "end_date", still, "is blank, and the child has turned 18")
    follows = pl.col("reason_new_episode").is_in(_CONTINUES) & ~pl.col("has_earlier")
    known = start > pl.col("known_from")
    words = "says that an earlier episode continues, and none of the child ends on that day"
    yield _of_row("episode-not-begun", table, "reason_new_episode", follows & known, words)
    gone = (pl.col("reason_ceased") == "X1") & end.is_not_null() & ~pl.col("has_later")
    words = "is X1, and no episode of the child starts on the day this one ends"
    yield _of_row("episode-not-continued", table, "reason_ceased", gone, words)
    yield _overlap(
        "periods_of_care", ANNEX_A
    )  # in the return episodes are found to overlap, not what follows
    yield _overlap("missing_episodes")
    for table, column in (
        ("care_reviews", "review_date"),
        ("missing_episodes", "start_date"),
    ):
        words = "is of a time in which the child was not looked after; kept"
        yield _of_row("outside-care", table, column, ~pl.col("in_care"), words)


def _of_row(code: str, table: str, column: str, wrong: pl.Expr, words: str) -> Rule:
    return Rule(code, table, column, wrong, words, whole=True)


def _overlap(table: str, *sources: str) -> Rule:
    start = TABLES[table].start or ""
    words = "is before the end of an earlier row of the child; both kept"
    return Rule(
        "episodes-overlap", table, start, pl.col("overlaps"), words, (), sources or SOURCES, whole=True
    )


RULES: Final = tuple(_rules())
