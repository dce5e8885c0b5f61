"""Problems of meaning: what can be computed and cannot be meant, and tests that are wrong themselves."""

from __future__ import annotations

from typing import Final

from chatcalc.specs.codes import Code

_GIVEN: Final = "    given: {assessments: [{id: a, start_date: 2024-02-08, authorised_date: 2024-02-09}]}\n"

CODES: Final = (
    Code(
        "always-the-same",
        "error",
        "A condition comes out the same for every row: it compares something with itself, asks for "
        "two values at once, "
        "or asks whether something is missing that never is.",
        "denominator: «start_date >= start_date»\n",
        "denominator: authorised_date >= start_date\n",
    ),
    Code(
        "dates-swapped",
        "error",
        "A function that runs from a first to a last day is given them in the other order, and would "
        "be unknown for "
        "every row that is in order.",
        "values:\n  days_taken: «working_days(authorised_date, start_date)»\n",
        "values:\n  days_taken: working_days(start_date, authorised_date)\n",
    ),
    Code(
        "unit-does-not-fit",
        "error",
        "The unit asks for other keys than there are: a percentage for a `numerator` or parts, a rate for "
        "`per: children_0_17`, a mean or a number of days for a `value`.",
        "unit: «rate_per_10000»\n",
        "unit: percent\n",
    ),
    Code(
        "polarity-does-not-fit",
        "warning",
        "A plain number of children grows with the authority, and a mix is no better one way: neither "
        "is good high or "
        "low, and a colour would mislead.",
        "unit: count\npolarity: «high»\n",
        "unit: count\npolarity: none\n",
    ),
    Code(
        "never-computed",
        "error",
        "No extract records everything the specification reads.",
        "count: «assessments»\nvariants:\n  cin_census: {unavailable: it is not counted}\n"
        "  annex_a: {unavailable: it is not counted}\n",
        "count: assessments\nvariants:\n  annex_a: {unavailable: it is not counted}\n",
    ),
    Code(
        "family-folder",
        "warning",
        "The file lies in the folder of one family and says it is of another, so that nobody would "
        "look for it there.",
        "family: «assessments»\n",
        "family: assessments\n",
        folder="referrals",
    ),
    Code(
        "missing-tests",
        "warning",
        "Nothing shows that the indicator, or its variant for one extract, counts what it says: the "
        "first change "
        "that breaks it would go unnoticed.",
        "id: «assessments_on_time_pct»\n",
        "id: assessments_on_time_pct\n",
        without=("tests",),
    ),
    Code(
        "test-period",
        "error",
        "The period of a test is two days that exist, the first before the last.",
        "tests:\n  - title: On the day\n    period: «2024-04-30 to 2024-02-01»\n" + _GIVEN,
        "tests:\n  - title: On the day\n    period: 2024-02-01 to 2024-04-30\n" + _GIVEN,
    ),
    Code(
        "test-value",
        "error",
        "A row that a test gives has a value of another type than its column, or says neither its id "
        "nor its child.",
        "tests:\n  - title: On the day\n    period: 2024-02-01 to 2024-04-30\n"
        "    given: {assessments: [{id: a, start_date: 2024-02-08, authorised_date: «2024-02-30»}]}\n",
        "tests:\n  - title: On the day\n    period: 2024-02-01 to 2024-04-30\n" + _GIVEN,
    ),
    Code(
        "test-unknown-row",
        "error",
        "A test expects something of a row that it does not give.",
        "tests:\n  - title: On the day\n    period: 2024-02-01 to 2024-04-30\n"
        + _GIVEN
        + "    expect: {a: numerator, «b»: numerator}\n",
        "tests:\n  - title: On the day\n    period: 2024-02-01 to 2024-04-30\n"
        + _GIVEN
        + "    expect: {a: numerator}\n",
    ),
    Code(
        "test-source",
        "error",
        "A test is about an extract that cannot compute the indicator.",
        "tests:\n  - title: On the day\n    source: «ssda903»\n    period: 2024-02-01 to 2024-04-30\n"
        + _GIVEN,
        "tests:\n  - title: On the day\n    source: annex_a\n    period: 2024-02-01 to 2024-04-30\n" + _GIVEN,
    ),
    Code(
        "test-result",
        "error",
        "The result of a test is `numerator / denominator`, the figure as displayed, or one of these "
        "for each part.",
        "tests:\n  - title: On the day\n    period: 2024-02-01 to 2024-04-30\n"
        + _GIVEN
        + "    result: «one of one»\n",
        "tests:\n  - title: On the day\n    period: 2024-02-01 to 2024-04-30\n"
        + _GIVEN
        + "    result: 1 / 1\n",
    ),
)
