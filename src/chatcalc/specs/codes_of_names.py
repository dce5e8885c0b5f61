"""Problems of names: what is meant is not there, or is there twice."""

from __future__ import annotations

from typing import Final

from chatcalc.specs.codes import Code

CODES: Final = (
    Code(
        "unknown-table",
        "error",
        "No canonical table has this name. The reference of tables lists them all.",
        "count: «assessment»\n",
        "count: assessments\n",
    ),
    Code(
        "unknown-name",
        "error",
        "No column, value, parameter or related rows are called so where the name stands.",
        "values:\n  days_taken: working_days(start_date, «autorised_date»)\n",
        "values:\n  days_taken: working_days(start_date, authorised_date)\n",
    ),
    Code(
        "unknown-function",
        "error",
        "The language has no such function. It is a small language on purpose: what it can call is "
        "listed, and "
        "nothing else is ever called.",
        "values:\n  days_taken: «workingdays»(start_date, authorised_date)\n",
        "values:\n  days_taken: working_days(start_date, authorised_date)\n",
    ),
    Code(
        "unknown-related",
        "error",
        "`exists`, `count`, `latest` and their like ask of related rows, and none are called so.",
        "related:\n  earlier:\n    table: assessments\n    where: earlier.start_date < start_date\n"
        "numerator: days_taken <= 45 AND NOT exists(«earler»)\n",
        "related:\n  earlier:\n    table: assessments\n    where: earlier.start_date < start_date\n"
        "numerator: days_taken <= 45 AND NOT exists(earlier)\n"
        "tests:\n  - title: The first alone\n    period: 2024-02-01 to 2024-04-30\n"
        "    given:\n      assessments:\n"
        "        - {id: first, start_date: 2024-02-08, authorised_date: 2024-04-15}\n"
        "    expect: {first: numerator}\n",
    ),
    Code(
        "related-without-aggregate",
        "error",
        "A child may have any number of related rows, so a condition says which of them it asks: "
        "whether there is "
        "one, how many, the latest.",
        "related:\n  earlier:\n    table: assessments\n    where: earlier.start_date < start_date\n"
        "denominator: «earlier.start_date» IS NULL\n",
        "related:\n  earlier:\n    table: assessments\n    where: earlier.start_date < start_date\n"
        "denominator: latest(earlier.start_date) IS NULL\n",
    ),
    Code(
        "unknown-cohort",
        "error",
        "`cohort` names a definition in `cohorts.yaml`, and none there is called so.",
        "cohort: «looked_after_on_snapshots»\n",
        "title: Assessments completed on time (%)\n",
    ),
    Code(
        "unknown-placeholder",
        "error",
        "Braces in a title, summary or note stand for a parameter, whose number is printed there.",
        "title: Assessments completed within «{days}» working days (%)\n",
        "title: Assessments completed within {limit} working days (%)\n"
        "parameters: {limit: 45}\nnumerator: days_taken <= limit\n",
    ),
    Code(
        "unknown-measure",
        "warning",
        "`published` says what a published file calls the figure. DfE's Local Authority Interactive "
        "Tool has no "
        "measure of this short name for children's services, so nothing would stand beside the figure.",
        "published: {lait: «Continue_Asses_Comp»}\n",
        "published: {lait: Continue_Assess_Comp}\n",
    ),
    Code(
        "name-taken",
        "error",
        "A value, parameter or related name hides a column or another name, so that a reader cannot "
        "tell them apart.",
        "values:\n  authorised_date: «start_date»\nnumerator: authorised_date = start_date\n",
        "values:\n  decided_on: COALESCE(authorised_date, start_date)\nnumerator: decided_on = start_date\n"
        "tests:\n  - title: On the day\n    period: 2024-02-01 to 2024-04-30\n"
        "    given: {assessments: [{id: a, start_date: 2024-02-08, authorised_date: 2024-02-08}]}\n"
        "    expect: {a: numerator}\n",
    ),
    Code(
        "no-spell",
        "error",
        "`open_on` and `overlapping` need a first and a last day, and the rows of this table have "
        "none of their own.",
        "id: referrals_open\ncount: «referrals»\nperiod: {open_on: period_end}\nvalues: {}\n"
        "numerator: no_further_action\n",
        "id: referrals_open\nfamily: cin\ncount: cin_episodes\nperiod: {open_on: period_end}\nvalues: {}\n"
        "numerator: no_further_action\n"
        "tests:\n  - title: Open on the snapshot\n    period: 2024-02-01 to 2024-04-30\n"
        "    given: {cin_episodes: [{id: a, referral_date: 2024-02-08, no_further_action: true}]}\n"
        "    expect: {a: numerator}\n",
    ),
    Code(
        "cycle",
        "error",
        "Values or related rows depend on each other, so that neither can be worked out first.",
        "values:\n  days_taken: «days_left + 1»\n  days_left: days_taken - 1\n",
        "values:\n  days_taken: working_days(start_date, authorised_date)\n  days_left: 45 - days_taken\n",
    ),
)
