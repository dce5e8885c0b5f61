"""Broken published files, lists of neighbours, and stores."""

from __future__ import annotations

from pathlib import Path

from bad_input.case import Arguments, Build, Case, report, write
from bad_input.compound_files import compound
from bad_input.honest import CENSUS, LAIT, NEIGHBOURS, SMALL_CSV, workbook
from bad_input.texts import CUTS, ENCODINGS, HOSTILE, cut
from published import ees_files

_EES = (
    "time_period,time_identifier,geographic_level,"
    "country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name"
)


def _beside(option: str, name: str, content: str | bytes) -> Build:
    """A report on a sound census with a published file."""

    def build(folder: Path) -> Arguments:
        paths = [write(folder / "census.xml", CENSUS), write(folder / name, content)]
        more = ["--published", write(folder / "sound.csv", SMALL_CSV)] if option == "--neighbours" else []
        return [*report(paths[0]), option, paths[1], *more]

    return build


def _import(name: str, content: str | bytes) -> Build:
    def build(folder: Path) -> Arguments:
        return ["published", "import", write(folder / name, content), "--store", folder / "store.parquet"]

    return build


def _small(name: str, content: str | bytes, expected: str) -> Case:
    return Case(f"small-csv-{name}", _beside("--published", "published.csv", content), expected)


def _neighbours(name: str, content: str | bytes, expected: str, suffix: str = "csv") -> Case:
    return Case(f"neighbours-{name}", _beside("--neighbours", f"sn_april_2021.{suffix}", content), expected)


def _lait(name: str, content: str | bytes, expected: str) -> Case:
    return Case(f"lait-{name}", _beside("--published", "lait.csv", content), expected)


def _ees(name: str, change: tuple[str, str], expected: str) -> Case:
    def build(folder: Path) -> Arguments:
        path = ees_files.populations(folder)
        write(path, path.read_text().replace(*change))
        return [*report(write(folder / "census.xml", CENSUS)), "--published", path]

    return Case(f"ees-{name}", build, expected)


def _store(content: bytes) -> Build:
    return _beside("--store", "store.parquet", content)


_UNKNOWN = "refused: published.csv: not a file of published statistics"
_NUMBER = "refused: published.csv, line 2, column lower_quartile"
_CUT = {
    "a-tenth": "refused: line 1: no column 'period'",
    "a-third": "refused: line 1: unknown column 'statistical_neighbou'; did you mean",
    "a-half": "refused: line 1: unknown column 'lower_quarti'; did you mean",
    "most": "read",
    "all-but-one-byte": "read",
}
_ENCODED = dict.fromkeys(ENCODINGS, _UNKNOWN) | {
    "cp1252": "read",
    "mixed": "refused: line 3, column period",
    "nuls-between": "read",
    "nuls-at-the-end": "refused: line 3, column period",
    "only-blanks": "refused: published.csv: the file is empty",
}
_TEXT = dict.fromkeys(HOSTILE, _NUMBER)

CASES: tuple[Case, ...] = (
    *(_small(f"cut-at-{name}", cut(SMALL_CSV, share), _CUT[name]) for name, share in CUTS.items()),
    *(_small(name, damage(SMALL_CSV), _ENCODED[name]) for name, damage in ENCODINGS.items()),
    *(
        _small(f"text-{name}", SMALL_CSV.replace("16.25", '"' + text.replace('"', '""') + '"'), _TEXT[name])
        for name, text in HOSTILE.items()
    ),
    _small("number-1e308", SMALL_CSV.replace("19", "1e308"), "refused: line 2, column la"),
    _small("number-infinite", SMALL_CSV.replace("19", "inf"), "refused: line 2, column la"),
    _small("number-of-1000-digits", SMALL_CSV.replace("19", "9" * 1000), "refused: line 2, column la"),
    _small("period-of-no-year", SMALL_CSV.replace("2022-23", "9999-99"), "read"),
    _small("figure-twice", SMALL_CSV + SMALL_CSV.splitlines()[1] + "\n", "refused: twice"),
    _small("column-twice", SMALL_CSV.replace("england", "la"), "refused: unknown column"),
    _small("unknown-column", SMALL_CSV.replace("england", "engand"), "refused: did you mean 'england'?"),
    _small(
        "20000-columns",
        SMALL_CSV.replace("upper_quartile", ",".join(f"c{n}" for n in range(20_000))),
        "refused: unknown column",
    ),
    _small("quote-that-never-closes", SMALL_CSV.replace("19", '"19'), "refused: cannot be read as CSV"),
    _small("empty", "", "refused: empty"),
    _small("that-is-a-census", CENSUS, "refused: not a file of published statistics"),
    _lait("no-numbers", LAIT.replace("878", "CANARY"), "read"),
    _lait("numbers-beyond-all", LAIT.replace("878", "1e300").replace("970", "-1"), "read"),
    _lait("no-column", LAIT.replace("LA Number", "Number"), "refused: has no column 'LA Number'"),
    _lait("quote-that-never-closes", LAIT.replace("77.5", '"77.5'), "refused: cannot be read as a LAIT file"),
    _lait("nul", LAIT.replace("77.5", "\x00"), "read"),
    Case(
        "lait-parquet-that-is-none",
        _beside("--published", "lait.parquet", b"PAR1" + b"CANARY" * 100 + b"PAR1"),
        "refused: cannot be read as a LAIT file",
    ),
    Case(
        "lait-parquet-cut",
        _beside("--published", "lait.parquet", b"PAR1"),
        "refused: cannot be read as a LAIT file",
    ),
    Case(
        "lait-parquet-of-another-kind",
        _beside("--published", "lait.parquet", b"PAR1" + bytes(8) + b"PAR1"),
        "refused: cannot be read as a LAIT file",
    ),
    _ees("no-year", ("2023", "CANARY"), "read"),
    _ees("no-number", ("150000", "CANARY"), "read"),
    _ees("number-beyond-all", ("150000", "9" * 400), "read"),
    _ees("negative-number", ("150000", "-5"), "read"),
    _ees("no-authority", ("E10000008", ""), "read"),
    _ees("column-twice", ("age_group", "la_name"), "read"),
    Case("ees-only-headings", _beside("--published", "c1_2013_to_2024.csv", _EES + "\n"), "read"),
    _neighbours("cut", NEIGHBOURS[:30], "refused: line 3: codes of authorities"),
    _neighbours(
        "no-codes",
        "la_code,neighbour\nCANARY,878\n",
        "refused: line 2: codes of authorities have three digits",
    ),
    _neighbours("itself", "la_code,neighbour\n201,201\n", "read"),
    _neighbours("10000-neighbours", "la_code,neighbour\n" + "201,878\n" * 10_000, "read"),
    _neighbours(
        "date-that-is-none",
        NEIGHBOURS.replace("\n", ",2021-02-30\n").replace("neighbour,2021-02-30", "neighbour,date"),
        "refused: column date",
    ),
    _neighbours("utf-16", NEIGHBOURS.encode("utf-16"), "refused: rows of la_code,neighbour"),
    _neighbours(
        "workbook-without-sheet", workbook({"a": [["x"]]}), "refused: no sheet 'LA SN Groups'", "xlsx"
    ),
    _neighbours(
        "workbook-without-headings",
        workbook({"LA SN Groups": [["x"]]}),
        "refused: no row with the headers",
        "xlsx",
    ),
    _neighbours(
        "workbook-empty-sheet", workbook({"LA SN Groups": []}), "refused: no row with the headers", "xlsx"
    ),
    _neighbours(
        "workbook-short-rows",
        workbook({"LA SN Groups": [["LA num", "SN1"], [201], ["CANARY", 878]]}),
        "read",
        "xlsx",
    ),
    _neighbours(
        "workbook-damaged", workbook({"LA SN Groups": [["x"]]})[:900], "refused: a damaged workbook", "xlsx"
    ),
    _neighbours(
        "workbook-under-a-password",
        compound({"EncryptedPackage": b"CANARY"}),
        "refused: protected by a password",
        "xlsx",
    ),
    Case(
        "import-damaged-workbook",
        _import("sn.xlsx", workbook({"a": [["x"]]})[:900]),
        "refused: a damaged workbook",
    ),
    Case(
        "import-damaged-parquet",
        _import("lait.parquet", b"PAR1" + b"CANARY" * 9),
        "refused: cannot be read as a LAIT file",
    ),
    Case(
        "store-that-is-none",
        _store(b"CANARY" * 100),
        "refused: delete it and import the published files again",
    ),
    Case("store-empty", _store(b""), "refused: delete it and import"),
    Case(
        "store-cut", _store(b"PAR1" + bytes(100)), "refused: delete it and import the published files again"
    ),
)
