import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from chatcalc.extracts.extract import Extract, InputFile
from chatcalc.reports.asking import early_extracts, snapshot, sound_specs, wanted_ids
from chatcalc.reports.authority import authority_of, held_authorities, known_authority, labelled
from chatcalc.reports.report import Authority
from chatcalc.reports.request import Request, RequestError

MARCH, MAY, OCTOBER = dt.date(2024, 3, 31), dt.date(2024, 5, 23), dt.date(2023, 10, 2)


def extract(last_day: dt.date | None, made_on: dt.date | None = None, source: str = "cin_census") -> Extract:
    return Extract(source, {}, {}, last_day, made_on, inputs=(InputFile("a.xml", source, "", 1),))


def asking(**options: object) -> Request:
    return Request(extracts=(Path("a.xml"),), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("extracts", "expected"),
    [
        ([extract(MARCH, MAY)], MARCH),  # a census is made after its reference date
        ([extract(MARCH, OCTOBER)], OCTOBER),  # a trial run during the year
        ([extract(MARCH)], MARCH),
        ([extract(None, MAY)], MAY),
        ([extract(None, None, "annex_a"), extract(MARCH)], MARCH),
        ([extract(dt.date(2023, 3, 31)), extract(MARCH, None, "ssda903")], dt.date(2023, 3, 31)),
    ],
)
def test_the_snapshot_is_the_last_day_of_which_the_extracts_speak(extracts: list[Extract], expected: dt.date):
    assert snapshot(asking(), extracts) == expected


def test_a_snapshot_is_needed_where_no_extract_carries_a_date():
    with pytest.raises(RequestError, match="--as-at"):
        snapshot(asking(), [extract(None, None, "annex_a")])
    assert snapshot(asking(as_at=MAY), [extract(None, None, "annex_a")]) == MAY


def test_a_snapshot_after_the_data_is_a_finding():
    found = early_extracts(MARCH, [extract(MARCH, OCTOBER), extract(MARCH, MAY), extract(None)])
    assert [(source, each.code, each.severity) for source, each in found] == [
        ("cin_census", "snapshot-after-data", "warning")
    ]
    assert "2023-10-02" in found[0][1].message


def test_ids_and_families_are_known_or_nearly():
    indicators = sound_specs(asking()).indicators
    assert wanted_ids(asking(), indicators) == tuple(indicators)
    assert wanted_ids(asking(indicators=("cpp_rate",)), indicators) == ("cpp_rate",)
    assert "icpc_rate" in wanted_ids(asking(indicators=("cpp_rate",), families=("icpc",)), indicators)
    with pytest.raises(RequestError, match="did you mean 'cpp_rate'"):
        wanted_ids(asking(indicators=("cp_rate",)), indicators)
    with pytest.raises(RequestError, match="did you mean 'referrals'"):
        wanted_ids(asking(families=("referral",)), indicators)


@pytest.mark.parametrize("text", ["878", "Devon", "devon"])
def test_an_authority_goes_by_code_or_name(text: str):
    assert known_authority(asking(la=text)) == Authority("878", "Devon")


def test_an_unknown_authority_names_the_nearest():
    with pytest.raises(RequestError, match="878 Devon"):
        known_authority(asking(la="Devn"))


def test_whose_report_it_is():
    assert authority_of(None, ["201"]) == Authority("201", "City of London")
    assert authority_of(None, []) == Authority("local")
    assert authority_of(None, ["201", "202"]).name == "2 authorities"
    assert authority_of(Authority("878", "Devon"), ["201"]).code == "878"


def test_an_extract_that_names_no_authority_belongs_to_the_others():
    annex_a = Extract("annex_a", {"children": pl.DataFrame({"la_code": ["local"]})}, {}, None)
    census = Extract("cin_census", {}, {}, MARCH, la_codes=("201",))
    assert held_authorities([annex_a, census]) == ("201",)
    assert labelled(annex_a, "201").la_codes == ("201",)
    assert labelled(annex_a, "201").tables["children"]["la_code"].to_list() == ["201"]
    assert labelled(census, "878") is census
