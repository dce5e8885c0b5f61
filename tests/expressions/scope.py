"""A small scope for tests of the language."""

from __future__ import annotations

from chatcalc.expressions.check import Scope
from chatcalc.expressions.tree import Type

SCOPE = Scope(
    table="assessments",
    names={
        "start_date": Type.DATE,
        "authorised_date": Type.DATE,
        "period_end": Type.DATE,
        "days_taken": Type.NUMBER,
        "source": Type.TEXT,
        "child_seen": Type.BOOLEAN,
        "factors": Type.TEXTS,
    },
    owners={"child": {"sex": Type.TEXT, "date_of_birth": Type.DATE}},
    related={"earlier": {"start_date": Type.DATE, "source": Type.TEXT, "score": Type.NUMBER}},
    tables=("assessments", "referrals"),
    parameters=("limit",),
)
