import csv
import io

from chatcalc.reports.csv import COLUMNS, to_csv
from reports.examples import publishable

ROWS = list(csv.DictReader(io.StringIO(to_csv(publishable()))))


def test_starts_with_the_documented_columns():
    documented = (
        "indicator_id,title,family,unit,la_code,period_start,period_end,breakdown,breakdown_value,"
        "numerator,denominator,value,display,status"
    )
    assert ",".join(COLUMNS).startswith(documented)
    assert {name for name in COLUMNS if name.startswith("published_")} >= {
        "published_la",
        "published_england",
    }


def test_one_row_for_each_indicator_part_period_and_group():
    keys = [
        (row["indicator_id"], row["la_code"], row["period_end"], row["breakdown"], row["breakdown_value"])
        for row in ROWS
    ]
    assert len(set(keys)) == len(keys)
    assert ("referrals_by_source_pct|school", "878", "2018-12-31", "", "") in keys
    assert ("referrals_count", "878", "2018-12-31", "sex", "male") in keys
    assert ("rereferrals_12m_pct", "878", "2018-11-30", "", "") in keys


def test_absent_figures_are_empty_cells():
    row = next(row for row in ROWS if row["indicator_id"] == "cla_rate")
    assert (row["numerator"], row["value"], row["published_la"], row["status"]) == (
        "",
        "",
        "",
        "not_computed",
    )


def test_published_figures_are_flattened():
    row = next(row for row in ROWS if row["indicator_id"] == "rereferrals_12m_pct")
    assert (row["published_la"], row["published_position"], row["published_of"]) == ("12.0", "Higher", "150")
