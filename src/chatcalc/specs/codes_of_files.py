"""Problems of a file: what cannot be read, and keys that are not what they should be."""

from __future__ import annotations

from typing import Final

from chatcalc.specs.codes import Code

CODES: Final = (
    Code(
        "spec-unreadable",
        "error",
        "The file cannot be opened, is not UTF-8 text, or is far larger than any specification; a "
        "folder holds none.",
        "summary: Assessments finished in time – as the guidance counts them.\n",
        "summary: Assessments finished in time, as the guidance counts them.\n",
        encoding="cp1252",
    ),
    Code(
        "yaml-not-well-formed",
        "error",
        "The text is no YAML. Most often a tab indents a line, a bracket or quote is not closed, or a "
        "text with a "
        "colon stands without quotes.",
        "values:\n«\t»days_taken: working_days(start_date, authorised_date)\n",
        "values:\n  days_taken: working_days(start_date, authorised_date)\n",
    ),
    Code(
        "yaml-alias",
        "error",
        "YAML's anchors and aliases let one text stand for another; in a specification everything is "
        "said where it "
        "counts. What several indicators share is a cohort.",
        "denominator: «&known» start_date IS NOT NULL\nnotes: *known\n",
        "denominator: start_date IS NOT NULL\nnotes: Assessments without a start are left out.\n",
    ),
    Code(
        "yaml-too-deep",
        "error",
        "Lists or maps stand inside one another far deeper than any key of a specification needs.",
        "notes: " + "[" * 30 + "«[»too deep" + "]" * 31 + "\n",
        "notes: [as deep as needed]\n",
    ),
    Code(
        "yaml-key",
        "error",
        "A key is a list or a map, where a plain word is needed. Braces or brackets at the start of "
        "an expression "
        "are the usual cause.",
        "values:\n  ? «[days_taken]»\n  : working_days(start_date, authorised_date)\n",
        "values:\n  days_taken: working_days(start_date, authorised_date)\n",
    ),
    Code(
        "yaml-duplicate-key",
        "error",
        "The same key stands twice in one map. Most readers of YAML would take the last in silence.",
        "unit: percent\n«unit»: count\n",
        "unit: percent\n",
    ),
    Code(
        "yaml-tag",
        "error",
        "A tag (`!name`) asks a YAML reader to make something else of a value. Specifications hold "
        "plain values only.",
        "decimals: «!!python/object/apply:int [1]»\n",
        "decimals: 1\n",
    ),
    Code(
        "wrong-shape",
        "error",
        "A key holds a value of another kind than it takes: a list for a text, a word for a number.",
        "decimals: «one»\n",
        "decimals: 1\n",
    ),
    Code(
        "unknown-key",
        "error",
        "The key is none that a specification knows, and would have no effect: it is misspelt, or "
        "stands too high or "
        "too deep.",
        "«denominater»: start_date IS NOT NULL\n",
        "denominator: start_date IS NOT NULL\n",
    ),
    Code(
        "missing-key",
        "error",
        "A key that every specification has is not there.",
        "«id»: assessments_on_time_pct\n",
        "polarity: high\n",
        without=("polarity",),
    ),
    Code(
        "wrong-value",
        "error",
        "The key takes one of a few words, and this is none of them.",
        "polarity: «hihg»\n",
        "polarity: high\n",
    ),
    Code(
        "fixed-key",
        "error",
        "A variant says how another extract is counted. The indicator stays what it is: its id, unit "
        "and polarity.",
        "variants:\n  annex_a:\n    «unit»: count\n",
        "comparable: period\n",
    ),
    Code(
        "duplicate-id",
        "error",
        "Two things have one name: two specifications, an authority's own and a built-in one that it "
        "does not say it "
        "overrides, two cohorts, or two rows of one table in a test.",
        "id: «assessments_on_time_pct»\n",
        "id: assessments_on_time_again_pct\n",
        beside="id: assessments_on_time_pct\n",
    ),
    Code(
        "wrong-overrides",
        "error",
        "`overrides` names the built-in indicator that an authority's own specification replaces, "
        "which is the one "
        "with the same id.",
        "overrides: «assessments_45wd_pct»\n",
        "id: assessments_45wd_pct\noverrides: assessments_45wd_pct\n",
        overrides=True,
    ),
)
