import json

from chatcalc.reports.json import to_json
from reports.examples import REPORT, publishable


def test_has_the_documented_shape():
    content = json.loads(to_json(publishable()))
    assert list(content) == ["run", "indicators", "findings"]
    assert content["run"]["as_at"] == "2018-12-31"
    assert content["run"]["period"] == {"start": "2018-01-01", "end": "2018-12-31"}
    assert content["run"]["la"] == {"code": "878", "name": "Devon"}
    assert content["run"]["inputs"] == [
        {"file": "cin_2018.xml", "kind": "cin_census", "sha256": "ab12", "rows": 900}
    ]
    documented = {
        *("id", "title", "family", "unit", "polarity", "source", "comparable", "period", "numerator"),
        *("denominator", "value", "display", "status", "unknown", "excluded", "notes", "parts", "direction"),
        *("direction_is_good", "latest_position", "published", "breakdowns", "trend"),
    }
    assert all(documented <= set(each) for each in content["indicators"])


def test_values_are_not_rounded_and_the_display_is_as_printed():
    rows = {each["id"]: each for each in json.loads(to_json(publishable()))["indicators"]}
    assert rows["referrals_rate"]["value"] == 369.1085
    assert rows["referrals_rate"]["display"] == "369"
    assert rows["rereferrals_12m_pct"]["display"] == "≥13"
    assert rows["rereferrals_12m_pct"]["excluded"] == [{"reason": "a reason", "count": 3}]


def test_a_suppressed_figure_is_null_and_keeps_its_symbol():
    rows = {each["id"]: each for each in json.loads(to_json(publishable()))["indicators"]}
    beside = rows["cla_dental_pct"]["published"]
    assert (beside["la"], beside["la_display"], beside["position"]) == (None, "[c]", None)
    assert rows["cla_rate"]["published"] is None


def test_parts_breakdowns_trend_and_findings():
    content = json.loads(to_json(publishable()))
    rows = {each["id"]: each for each in content["indicators"]}
    assert [part["id"] for part in rows["referrals_by_source_pct"]["parts"]] == ["individual", "school"]
    assert rows["referrals_by_source_pct"]["parts"][1]["published"]["england"] == 15.0
    assert rows["referrals_count"]["breakdowns"][0]["group"] == "female"
    assert [point["period_end"] for point in rows["rereferrals_12m_pct"]["trend"]] == [
        "2018-11-30",
        "2018-12-31",
    ]
    assert content["findings"][0]["indicators"] == ["cla_rate"]


def test_the_same_report_gives_the_same_text():
    assert to_json(publishable()) == to_json(publishable(REPORT))
