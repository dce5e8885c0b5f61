"""Worked cases of the catalogue that a reader settles: what is one row, and what a text means."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from chatcalc.extracts import annex_a, cin_census
from chatcalc.extracts.extract import Extract

_CENSUS = """<?xml version="1.0" encoding="UTF-8"?>
<Message>
  <Header>
    <CollectionDetails>
      <Collection>CIN</Collection><Year>2019</Year><ReferenceDate>2019-03-31</ReferenceDate>
    </CollectionDetails>
    <Source><SourceLevel>L</SourceLevel><LEA>878</LEA></Source>
  </Header>
  <Children>
    <Child>
      <ChildIdentifiers>
        <LAchildID>A</LAchildID><PersonBirthDate>2010-05-01</PersonBirthDate><GenderCurrent>1</GenderCurrent>
      </ChildIdentifiers>
      {details}
    </Child>
  </Children>
</Message>
"""


def _census(folder: Path, details: str) -> Extract:
    path = folder / "cin_2019.xml"
    path.write_text(_CENSUS.format(details=details), encoding="utf-8")
    return cin_census.read([path])


def _episode(referral: str, inside: str = "", source: str = "6") -> str:
    return (
        f"<CINdetails><CINreferralDate>{referral}</CINreferralDate><ReferralSource>{source}</ReferralSource>"
        f"<ReferralNFA>0</ReferralNFA>{inside}</CINdetails>"
    )


def _enquiry(start: str, conference: str = "") -> str:
    return f"<Section47><S47ActualStartDate>{start}</S47ActualStartDate>{conference}</Section47>"


_CONFERENCE = "<DateOfInitialCPC>2018-09-10</DateOfInitialCPC>"


def test_two_referrals_of_a_child_on_one_day_are_one_and_the_first_is_kept(tmp_path: Path) -> None:
    details = _episode("2018-10-03", source="6") + _episode("2018-10-03", source="3A")
    referrals = _census(tmp_path, details).table("referrals")
    assert referrals["source"].to_list() == ["6"]


def test_two_enquiries_of_a_child_on_one_day_are_one(tmp_path: Path) -> None:
    details = _episode("2018-07-20", _enquiry("2018-08-01") + _enquiry("2018-08-01"))
    assert _census(tmp_path, details).table("section_47_enquiries").height == 1


def test_a_conference_given_at_both_levels_is_one_with_the_clock_of_its_enquiry(tmp_path: Path) -> None:
    details = _episode("2018-08-20", _CONFERENCE + _enquiry("2018-09-01", _CONFERENCE))
    conferences = _census(tmp_path, details).table("conferences")
    assert conferences["section_47_start_date"].cast(pl.String).to_list() == ["2018-09-01"]


def test_a_conference_of_the_episode_alone_is_a_transfer_in(tmp_path: Path) -> None:
    conferences = _census(tmp_path, _episode("2018-08-20", _CONFERENCE)).table("conferences")
    assert conferences["icpc_date"].cast(pl.String).to_list() == ["2018-09-10"]
    assert conferences["section_47_start_date"].to_list() == [None]


def _annex_a(folder: Path, **lists: str) -> Extract:
    paths = []
    for name, text in lists.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return annex_a.read(paths)


_PERSON = "Child Unique ID,Gender,Ethnicity,Date of Birth,Age of Child (Years)"
_DISABLED = "Does the Child have a Disability"
_A = "A,a) Male,a) WBRI,05/05/2012,6"


def test_the_code_is_found_in_the_text_of_a_source(tmp_path: Path) -> None:
    text = (
        f"{_PERSON},Date of referral,Referral Source,Referral NFA?,"
        "Number of Referrals in Last 12 Months,Allocated Team,Allocated Worker\n"
        f"{_A},01/10/2018,g) 3A: Health services,a) Yes,0,Team,w1\n"
    )
    referrals = _annex_a(tmp_path, list_3=text).table("referrals")
    assert referrals["source"].to_list() == ["3A"]
    assert referrals["no_further_action"].to_list() == [True]


def test_a_child_whom_a_worker_holds_in_two_lists_is_one_case(tmp_path: Path) -> None:
    in_need = (
        f"{_PERSON},{_DISABLED},CIN Start Date,Primary Need Code,Date Child Was Last Seen,"
        "CIN Closure Date,Reason for Closure,Case Status,Allocated Team,Allocated Worker\n"
        f"{_A},b) No,01/03/2018,N1,01/12/2018,,,b) Child Protection plan,Team,w1\n"
    )
    protected = (
        f"{_PERSON},{_DISABLED},Child Protection Plan Start Date,Initial Category of Abuse,"
        "Latest Category of Abuse,Date of the Last Statutory Visit,Was the Child Seen Alone?,"
        "Date of latest review conference,Child Protection Plan End Date,"
        "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N),"
        "Number of Previous Child Protection Plans,Allocated Team,Allocated Worker\n"
        f"{_A},b) No,01/04/2018,NEG,NEG,01/12/2018,a) Yes,,,b) No,0,Team,w1\n"
    )
    allocations = _annex_a(tmp_path, list_6=in_need, list_7=protected).table("allocations")
    assert allocations["worker"].to_list() == ["w1"]
