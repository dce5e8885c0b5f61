"""The gate between calculating and showing: renderers take a `Publishable` and nothing else.

Today nothing is hidden: the report is for the people who hold the records. The type stands here from the
start, so that no renderer can be written that forgets to ask.
"""

from __future__ import annotations

from dataclasses import dataclass

from chatcalc.reports.report import Report


@dataclass(frozen=True)
class Publishable:
    """A report that has passed disclosure control, even where that hid nothing."""

    report: Report


def control_disclosure(report: Report) -> Publishable:
    """The report as it may be shown: unchanged, for an internal audience."""
    return Publishable(report)
