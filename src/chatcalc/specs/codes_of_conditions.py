"""Problems of a condition: what is outside the language, or joins what does not fit."""

from __future__ import annotations

from typing import Final

from chatcalc.specs.codes import Code

_RIGHT: Final = "numerator: days_taken <= 45\n"

CODES: Final = (
    Code(
        "wrong-type",
        "error",
        "The language compares numbers with numbers, dates with dates and text with text, and never guesses.",
        "numerator: «days_taken <= '45'»\n",
        _RIGHT,
    ),
    Code(
        "wrong-arguments",
        "error",
        "A function takes another number of arguments, or another kind.",
        "values:\n  days_taken: «working_days(start_date)»\n",
        "values:\n  days_taken: working_days(start_date, authorised_date)\n",
    ),
    Code(
        "outside-language",
        "error",
        "The text is SQL that the language leaves out. It holds conditions over one row, its child "
        "and related rows.",
        "numerator: days_taken «LIKE» '4%'\n",
        _RIGHT,
    ),
    Code(
        "not-a-condition",
        "error",
        "A statement or several conditions stand where one condition is expected. Specifications "
        "never hold queries.",
        "numerator: days_taken <= («SELECT» 45)\n",
        _RIGHT,
    ),
    Code(
        "not-well-formed",
        "error",
        "The condition cannot be read: a bracket or quote is not closed, or an operator has nothing "
        "on one side.",
        "numerator: days_taken «<=»\n",
        _RIGHT,
    ),
    Code(
        "empty-condition",
        "error",
        "A condition without text says nothing; leave the key out instead.",
        'denominator: «" "»\n',
        "denominator: start_date IS NOT NULL\n",
    ),
    Code(
        "too-long",
        "error",
        "A condition is longer than anybody can check. Name its pieces in `values`, or write IN for a "
        "chain of OR.",
        f"numerator: «{' OR '.join(f'days_taken = {n}' for n in range(250))}»\n",
        _RIGHT,
    ),
    Code(
        "too-deep",
        "error",
        "Brackets or operators stand inside one another deeper than anybody can check. Name the "
        "pieces in `values`.",
        f"numerator: {'(' * 40}«(»days_taken <= 45{')' * 41}\n",
        _RIGHT,
    ),
    Code(
        "not-a-date",
        "error",
        "A date is written year, month, day, and must exist.",
        "denominator: start_date >= DATE «'2024-02-30'»\n",
        "denominator: start_date >= DATE '2024-02-29'\n",
    ),
    Code(
        "compared-with-null",
        "error",
        "A comparison with NULL is unknown for every row, in SQL and here: it is never met.",
        "denominator: «start_date <> NULL»\n",
        "denominator: start_date IS NOT NULL\n",
    ),
)
