"""The store: what is imported stays, of every edition, and importing twice changes nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from chatcalc.published.equivalents import ees_figure
from chatcalc.published.importing import NotUnderstood, Understood, files_in, understand
from chatcalc.published.statistics import LA, PublishedError
from chatcalc.published.store import Store, default_path
from published.ees_files import populations, referrals

_TODAY = dt.date(2025, 11, 20)
_PERCENT = ees_figure(
    {"file": "c1_children_in_need_referrals_and_rereferrals", "column": "rereferral_percent"}
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data" / "published.parquet")


def keep(store: Store, *paths: Path) -> list[bool]:
    kept = []
    for path in paths:
        found = understand(path, ["Rate"])
        assert isinstance(found, Understood)
        kept.append(store.add(found, _TODAY) is not None)
    store.save()
    return kept


def neighbours(folder: Path, name: str, *codes: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text("la_code,neighbour\n" + "".join(f"878,{code}\n" for code in codes))
    return path


def test_a_store_that_is_not_there_is_empty(store: Store) -> None:
    assert not store.exists
    assert (store.imports, store.neighbours()) == ((), ())
    assert store.published(["Rate"]).frame.is_empty()
    store.save()
    assert not store.path.parent.exists(), "nothing is written where nothing was kept"


def test_importing_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = referrals(tmp_path)
    assert keep(store, path) == [True]
    before = store.path.read_bytes()
    assert keep(Store(store.path), path) == [False]
    assert store.path.read_bytes() == before
    entry = Store(store.path).imports[0]
    assert (entry.file, entry.kind, entry.edition, entry.imported) == (
        "c1_2013_to_2024.csv",
        "ees",
        "2024",
        "2025-11-20",
    )
    assert len(entry.sha256) == 64


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize(("until", "expected"), [(None, 12.4), (2025, 12.4), (2024, 12.3), (2018, 12.4)])
def test_a_newer_edition_wins_and_the_older_stays_readable(
    store: Store, tmp_path: Path, until: int | None, expected: float, newest_first: bool
) -> None:
    old, new = referrals(tmp_path), referrals(tmp_path, "new.csv", "2025", rate=False)
    keep(store, *((new, old) if newest_first else (old, new)))
    published = Store(store.path).published([], [_PERCENT], until)
    year = published.latest([_PERCENT.name], "878", 2024)
    assert year is not None
    assert float(year.entry(LA, "878").exact or 0) == expected
    assert year.edition == (2024 if until == 2024 else 2025)


def test_lists_of_neighbours_are_kept_in_order_with_their_date(store: Store, tmp_path: Path) -> None:
    keep(store, neighbours(tmp_path, "sn_april_2021", "933", "893"), neighbours(tmp_path, "own", "879"))
    april, own = Store(store.path).neighbours()
    assert (april.name, april.date, april.of("878")) == ("sn_april_2021", dt.date(2021, 4, 1), ("933", "893"))
    assert (own.name, own.date, own.of("878")) == ("own", None, ("879",))


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "published.parquet"
    path.write_text("something else")
    with pytest.raises(PublishedError, match="cannot be read; delete it and import"):
        keep(Store(path), referrals(tmp_path))
    assert path.read_text() == "something else"


def test_a_store_that_cannot_be_written_says_so_and_leaves_no_half(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, referrals(tmp_path))
    before = store.path.read_bytes()

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(PublishedError, match="cannot be written"):
        keep(Store(store.path), populations(tmp_path))
    assert store.path.read_bytes() == before
    assert [each.name for each in store.path.parent.iterdir()] == ["published.parquet"]


def test_the_environment_says_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHATCALC_STORE", str(tmp_path / "mine.parquet"))
    assert default_path() == tmp_path / "mine.parquet"
    monkeypatch.delenv("CHATCALC_STORE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_path().name == "published.parquet"
    assert "chatcalc" in default_path().parts


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("a,b\n1,2\n", "no headings that chatcalc knows"),
        ("Measure_code,Measure_short,Polarity\n", "the data dictionary of LAIT"),
    ],
)
def test_a_file_without_figures_is_not_kept_and_the_reason_given(
    tmp_path: Path, content: str, reason: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content)
    found = understand(path, [])
    assert isinstance(found, NotUnderstood)
    assert reason in found.reason


def test_lait_keeps_what_is_asked_for_and_says_what_it_left(tmp_path: Path) -> None:
    path = tmp_path / "lait.csv"
    path.write_text("Short Desc,Years,Values,LA Number\nRate,2018,5,878\nRate,0,5,878\nSchools,2019,5,878\n")
    found = understand(path, ["Rate"])
    assert isinstance(found, Understood)
    assert found.left_out == ("1 measures that are not about children's services", "1 rows without a year")
    assert found.frame["measure"].to_list() == ["Rate"]


def test_folders_are_walked_and_hidden_files_left_out(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("a/b/z.csv", "a/y.csv", "a/.hidden", "x.csv"):
        (tmp_path / name).write_text("")
    found = files_in([tmp_path / "a", tmp_path / "x.csv"])
    assert [path.name for path in found] == ["z.csv", "y.csv", "x.csv"]
