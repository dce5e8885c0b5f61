from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chatcalc.extracts.extract import ExtractError
from chatcalc.extracts.ids import read_ids
from chatcalc.indicators.lookups import read_lookup, with_lookup
from indicators.specs import extract

Write = Callable[[str], Path]


@pytest.fixture
def csv(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        (tmp_path / "teams.csv").write_bytes(text.encode("cp1252"))
        return tmp_path / "teams.csv"

    return write


def children(*ids: str, la: str = "201", source: str = "cin_census"):
    return extract(source, (la,), children=[{"child_id": each, "la_code": la} for each in ids])


def test_columns_are_joined_by_child_under_plain_names(csv: Write) -> None:
    lookup = read_lookup(csv("Child ID;Team Name;Worker\n 1 ;Nørth;\n2.0;South, upper;Kim\n"))
    (found,) = with_lookup([children("1", "2")], lookup)
    assert found.lookup is not None
    assert found.lookup.rows() == [("201", "1", "Nørth", None), ("201", "2", "South, upper", "Kim")]
    assert found.lookup.columns == ["la_code", "child_id", "team_name", "worker"]
    assert found.findings == ()
    assert [(each.file, each.kind, each.rows) for each in found.inputs] == [("teams.csv", "lookup", 2)]


def test_whom_it_repeats_or_does_not_know_is_counted_and_never_named(csv: Write) -> None:
    lookup = read_lookup(csv("child_id,team\nsecret1,A\nsecret1,B\nsecret9,C\n"))
    first, second = with_lookup(
        [children("secret1", "secret2"), children("secret1", source="annex_a")], lookup
    )
    assert first.lookup is not None
    assert first.lookup.filter(child_id="secret1")["team"].to_list() == ["A"]
    assert [(each.code, each.where, each.count) for each in first.findings] == [
        ("lookup-child-missing", "child_id", 1),
        ("lookup-child-repeated", "line 3", 1),
        ("lookup-child-unknown", "line 4", 1),
    ]
    assert second.findings == ()
    assert not any("secret" in each.message for each in first.findings)


def test_the_same_id_in_two_authorities_is_two_children(csv: Write) -> None:
    data = extract(
        "cin_census", ("201", "202"), children=[{"child_id": "1", "la_code": la} for la in ("201", "202")]
    )
    (found,) = with_lookup([data], read_lookup(csv("la_code,child_id,team\n202,1,B\n201,1,A\n")))
    assert found.lookup is not None
    assert found.lookup.rows() == [("202", "1", "B"), ("201", "1", "A")]
    with pytest.raises(ExtractError, match="several authorities; it needs a column la_code"):
        with_lookup([data], read_lookup(csv("child_id,team\n1,B\n")))


def test_an_extract_that_names_no_authority_takes_a_lookup_of_one(csv: Write) -> None:
    data = children("1", la="local", source="annex_a")
    (found,) = with_lookup([data], read_lookup(csv("la_code,child_id,team\n201,1,A\n")))
    assert found.lookup is not None
    assert found.lookup.rows() == [("local", "1", "A")]
    with pytest.raises(ExtractError, match="name the authority with --la"):
        with_lookup([data], read_lookup(csv("la_code,child_id,team\n201,1,A\n202,1,B\n")))


def test_old_ids_of_a_lookup_are_new_ones(csv: Write, tmp_path: Path) -> None:
    (tmp_path / "ids.csv").write_text("old_id,new_id\n1,2\n")
    ids = read_ids(tmp_path / "ids.csv")
    (found,) = with_lookup([children("2")], read_lookup(csv("child_id,team\n1,A\n"), ids))
    assert found.findings == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,team\n1,A\n", "line 1: no column child_id"),
        ("child_id\n1\n", "line 1: no column beside child_id"),
        ("child_id,sex\n1,F\n", "line 1: 'sex' is known from the extracts"),
        ("child_id,team,Team\n1,A,B\n", "line 1: column 3 has the name of column 2"),
        ("child_id,team,\n1,A,B\n", "line 1: no name in column 3"),
        ("child_id,team\n1,A\n,B\n", "line 3: no child_id"),
        ("", "the file is empty"),
        ('child_id,team\n"1,A\n', "cannot be read as CSV"),
    ],
)
def test_a_lookup_that_cannot_be_used(csv: Write, text: str, message: str) -> None:
    with pytest.raises(ExtractError, match=message):
        read_lookup(csv(text))
