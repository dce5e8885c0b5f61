"""Descriptions: complete for every indicator, and true to its specification."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from chatcalc.reports.definition_text import definition_text
from chatcalc.specs.definition import Indicator
from chatcalc.specs.describe import computed_by, describe
from chatcalc.specs.loading import load_specs
from chatcalc.tables.columns import SOURCES


@pytest.fixture(scope="module")
def indicators() -> Mapping[str, Indicator]:
    return load_specs().indicators


def test_every_indicator_says_of_every_source_how_or_why_not(indicators: Mapping[str, Indicator]) -> None:
    for indicator in indicators.values():
        said = describe(indicator)
        computing = [by.source for way in said.ways for by in way.by]
        assert len(computing) + len(said.unavailable) == len(SOURCES), indicator.id
        assert set(computing) == set(computed_by(indicator))


def test_everything_that_is_read_has_a_field_of_the_extract(indicators: Mapping[str, Indicator]) -> None:
    """A definition that reads a date of the extract names its field."""
    for indicator in indicators.values():
        for way in describe(indicator).ways:
            for by in way.by:
                undated = indicator.definitions[by.source].period.start is None
                assert by.fields or undated, (indicator.id, by.source)


def test_titles_have_their_limits(indicators: Mapping[str, Indicator]) -> None:
    said = describe(indicators["cpp_visit_timeliness_pct"])
    assert "within 28 days" in said.title
    assert ("Limits", ("visit days: 28",)) in [(f.label, f.lines) for f in said.ways[0].facts]


def test_sources_that_compute_alike_are_described_once(indicators: Mapping[str, Indicator]) -> None:
    (way,) = describe(indicators["assessments_45wd_pct"]).ways
    assert [(by.source, by.comparable) for by in way.by] == [("cin_census", "yes"), ("annex_a", "period")]
    fields = {by.source: [field for field, _ in by.fields] for by in way.by}
    assert fields["cin_census"] == ["AssessmentAuthorisationDate", "AssessmentActualStartDate"]
    assert "List 4: Continuous Assessment Date of Authorisation" in fields["annex_a"]


def test_text_stays_within_its_width_and_names_no_rule_by_number(indicators: Mapping[str, Indicator]) -> None:
    for indicator in indicators.values():
        text = definition_text(describe(indicator), 80)
        too_long = [line for line in text.splitlines() if len(line) > 80]
        assert all(len(line.split()) == 1 for line in too_long), indicator.id  # a file's name is not broken
        assert not re.search(r"\(C([3-9]|1[0-9])", text), indicator.id  # C1 and C2 are legal statuses
        assert "clarification" not in text
