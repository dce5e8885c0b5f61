"""Every mistake has its code, the piece of text it is about, and where there is one, a hint."""

from __future__ import annotations

import pytest

from chatcalc.expressions.check import condition
from chatcalc.expressions.problems import ConditionError, Mistake
from chatcalc.expressions.tree import Type
from expressions.scope import SCOPE


def mistakes(text: str, *expected: Type) -> tuple[Mistake, ...]:
    with pytest.raises(ConditionError) as caught:
        condition(text, SCOPE, expected=expected)
    return caught.value.mistakes


@pytest.mark.parametrize(
    ("text", "code", "piece", "hint"),
    [
        ("autorised_date IS NULL", "unknown-name", "autorised_date", "did you mean 'authorised_date'?"),
        ("days_taken <= limt", "unknown-name", "limt", "did you mean 'limit'?"),
        ("child.sexx = 'M'", "unknown-name", "child.sexx", "did you mean 'sex'?"),
        ("chlid.sex = 'M'", "unknown-name", "chlid.sex", "did you mean 'child'?"),
        ("child IS NULL", "unknown-name", "child", "name a column of it, as in child.column"),
        ("qqq = 1", "unknown-name", "qqq", None),
        ("latest(earlier.scor) > 1", "unknown-name", "earlier.scor", "did you mean 'score'?"),
        ("exists(earlyer)", "unknown-related", "earlyer", "did you mean 'earlier'?"),
        ("earlier", "related-without-aggregate", "earlier", None),
        ("earlier.score > 1", "related-without-aggregate", "earlier.score", None),
        ("working_day(start_date) = 1", "unknown-function", "working_day", "did you mean 'working_days'?"),
        ("max(days_taken, 1) > 1", "unknown-function", "max", "use LEAST or GREATEST"),
        ("known_from(referals) IS NULL", "unknown-table", "referals", "did you mean 'referrals'?"),
        ("known_from('referrals') IS NULL", "wrong-arguments", "known_from('referrals'", None),
        ("working_days(start_date) > 1", "wrong-arguments", "working_days(start_date", None),
        ("exists(earlier.score)", "wrong-arguments", "exists(earlier.score", None),
        ("count(earlier, earlier) > 1", "wrong-arguments", "count(earlier, earlier", None),
        ("working_days(source, start_date) > 1", "wrong-type", "source", None),
        ("sum(earlier.source) > 1", "wrong-type", "earlier.source", None),
        ("GREATEST(source, 'a') = 'a'", "wrong-type", "GREATEST(source, 'a'", None),
        ("COALESCE(source, 1) = 'a'", "wrong-type", "1", None),
        ("CASE WHEN child_seen THEN 1 ELSE 'a' END = 1", "wrong-type", "'a'", None),
        ("CASE WHEN source THEN 1 END = 1", "wrong-type", "source", None),
        ("start_date AND child_seen", "wrong-type", "start_date", None),
        ("NOT days_taken", "wrong-type", "days_taken", None),
        ("start_date < 45", "wrong-type", "start_date < 45", "a date is written DATE '2024-01-31'"),
        ("source < 'b'", "wrong-type", "source < 'b'", None),
        ("factors = factors", "wrong-type", "factors = factors", None),
        ("source IN (1)", "wrong-type", "1", None),
        ("days_taken IS TRUE", "wrong-type", "days_taken", None),
        ("authorised_date - start_date > 45", "wrong-type", "authorised_date",
         "use days_between, add_days or add_months"),
        ("-source = 1", "wrong-type", "source", None),
        ("start_date = NULL", "compared-with-null", "start_date", "write IS NULL"),
        ("start_date = DATE '2024-02-30'", "not-a-date", "'2024-02-30'", "write DATE '2024-01-31'"),
        ("start_date = DATE '20240229'", "not-a-date", "'20240229'", "write DATE '2024-01-31'"),
        ("days_taken <= ", "not-well-formed", "<=", None),
        ("(days_taken <= 45", "not-well-formed", "45", None),
        ("days_taken <= 45)", "not-well-formed", ")", None),
        ("source = 'abc", "not-well-formed", "'", None),
        ("", "empty-condition", "", None),
        (" \n ", "empty-condition", " \n ", None),
    ],
)  # fmt: skip
def test_a_mistake_says_what_where_and_what_was_meant(
    text: str, code: str, piece: str, hint: str | None
) -> None:
    first = mistakes(text)[0]
    assert (first.code, text[first.span.start : first.span.end], first.hint) == (code, piece, hint)


def test_a_message_names_column_table_and_both_types() -> None:
    assert mistakes("autorised_date IS NULL")[0].message == "no column 'autorised_date' in assessments"
    assert mistakes("start_date = 45")[0].message == "a date is compared with a number"


def test_every_mistake_of_a_condition_is_told_and_each_once() -> None:
    found = mistakes("wrong_a = 1 AND wrong_b = 2 AND wrong_a = 3 AND working_dais(start_date) > 1")
    assert [mistake.code for mistake in found] == [*["unknown-name"] * 3, "unknown-function"]
    assert len({mistake.span for mistake in found}) == 4
    assert len(mistakes("days_taken BETWEEN 'a' AND 3")) == 1


def test_a_condition_of_another_type_than_wanted() -> None:
    (found,) = mistakes("days_taken + 1", Type.BOOLEAN)
    assert (found.code, found.message) == ("wrong-type", "this gives a number, where yes or no is needed")
    assert condition("days_taken + 1", SCOPE, expected=(Type.NUMBER,)).type is Type.NUMBER


def test_the_place_is_right_on_later_lines() -> None:
    text = "child_seen\n  AND days_takn <= 45"
    (found,) = mistakes(text)
    assert text[found.span.start : found.span.end] == "days_takn"
