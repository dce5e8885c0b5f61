"""A specification to fill in, tests first."""

from __future__ import annotations

import re
from typing import Final

from chatcalc.tables.catalogue import TABLES

ID: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")


def skeleton(id_: str, table: str = "referrals", family: str | None = None, schema: str | None = None) -> str:
    """The text of a new specification, with rows of a table to begin its tests with.

    Args:
        id_: The indicator's id.
        table: The table whose rows are the cases.
        family: The family, if it is known.
        schema: Where editors find the JSON Schema.
    """
    date = TABLES[table].date or "start_date"
    head = f"# yaml-language-server: $schema={schema}\n" if schema else ""
    return head + _TEXT.format(id=id_, table=table, date=date, family=f" {family}" if family else "")


_TEXT: Final = """\
# Fill in what is empty, from top to bottom. `chatcalc specs validate` says what is missing,
# `chatcalc specs test` whether the definition does what its tests say, and with --mutants which change
# of it no test notices.
id: {id}

# First what it should do. The difficulty of an indicator sits in its boundaries: a row on each side of every
# limit, one with a date missing, one with dates the wrong way round, the first and last day of the period.
tests:
  - title: The first and the last day of the period are inside
    period: 2023-04-01 to 2024-03-31
    given:
      {table}:
        - {{id: day_before, {date}: 2023-03-31}}
        - {{id: first_day, {date}: 2023-04-01}}
        - {{id: last_day, {date}: 2024-03-31}}
        - {{id: day_after, {date}: 2024-04-01}}
        - {{id: no_date, {date}: null}}
    expect: {{day_before: not counted, day_after: not counted, no_date: not counted}}

# Then what it is called and where it comes from.
title:
family:{family}
unit: percent # percent, rate_per_10000, count, mean, median, max or days
polarity: none # high or low where that is good
summary:
source:
  - {{name: , publisher: }}

# Then the definition: which rows count, when, and which of them are in the numerator.
count: {table}
period: {{during: {date}}}
numerator:
"""
