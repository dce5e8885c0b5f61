"""Broken chatcalc.toml, lookups, ids, specifications and earlier reports."""

from __future__ import annotations

import json
from pathlib import Path

from bad_input.case import Arguments, Build, Case, report, write
from bad_input.honest import CENSUS, IDS, LOOKUP
from bad_input.texts import CUTS, ENCODINGS, HOSTILE, cut

SPEC = (
    "id: own\ntitle: Own\nfamily: cin\nunit: percent\npolarity: low\nsummary: Own.\n"
    "source:\n  - {name: Ours, publisher: Us}\n"
    "count: referrals\nperiod: {during: referral_date}\nnumerator: no_further_action\n"
)
_BASELINE = json.dumps({"run": {"as_at": "2023-03-31"}, "indicators": []})


def _config(name: str, content: str | bytes, expected: str) -> Case:
    def build(folder: Path) -> Arguments:
        return [
            *report(write(folder / "census.xml", CENSUS)),
            "--config",
            write(folder / "chatcalc.toml", content),
        ]

    return Case(f"config-{name}", build, expected)


def _table(kind: str, name: str, content: str | bytes, expected: str) -> Case:
    """A lookup or ids, which a config names."""

    def build(folder: Path) -> Arguments:
        write(folder / f"{kind}.csv", content)
        config = write(folder / "chatcalc.toml", f'[{kind}]\nchildren = "{kind}.csv"\n')
        return [*report(write(folder / "census.xml", CENSUS)), "--config", config]

    return Case(f"{kind}-{name}", build, expected)


def _lookup(name: str, content: str | bytes, expected: str) -> Case:
    return _table("lookups", name, content, expected)


def _ids(name: str, content: str | bytes, expected: str) -> Case:
    return _table("ids", name, content, expected)


def _spec(name: str, content: str | bytes, expected: str) -> Case:
    def build(folder: Path) -> Arguments:
        return ["specs", "validate", write(folder / "own.yaml", content)]

    return Case(f"spec-{name}", build, expected)


def _baseline(name: str, content: str | bytes, expected: str) -> Case:
    return Case(f"baseline-{name}", _with_option("--baseline", "before.json", content), expected)


def _with_option(option: str, name: str, content: str | bytes) -> Build:
    def build(folder: Path) -> Arguments:
        return [*report(write(folder / "census.xml", CENSUS)), option, write(folder / name, content)]

    return build


_TOML = 'la = "201"\nmonths = 12\n'
_NO_TEXT = "wrong: the config file cannot be read as UTF-8 text"
_CONFIG_TEXT = dict.fromkeys(ENCODINGS, "wrong: chatcalc.toml, line ") | {
    **dict.fromkeys(("utf-16-marked", "utf-16-odd-length", "utf-32", "ebcdic"), _NO_TEXT),
    **dict.fromkeys(("cp1252", "nuls-between", "only-a-byte-order-mark", "only-blanks"), "read"),
}
_NO_IDS = "refused: lookups.csv, line 1: no column child_id"
_LOOKUP_TEXT = dict.fromkeys(ENCODINGS, "read") | {
    **dict.fromkeys(("utf-16-le-unmarked", "utf-16-be-unmarked", "utf-32", "ebcdic"), _NO_IDS),
    **dict.fromkeys(("only-a-byte-order-mark", "only-blanks"), "refused: cannot be read as CSV"),
    "mixed": "read: lookup-child-unknown",
    "nuls-at-the-end": "read: lookup-child-unknown",
    "only-nuls": "refused: no name in column 1",
}
_LOOKUP_CELL = dict.fromkeys(HOSTILE, "read") | {}
_SPEC_TEXT = dict.fromkeys(ENCODINGS, "invalid") | dict.fromkeys(
    ("cp1252", "nuls-between", "two-byte-order-marks"), "read"
)

CASES: tuple[Case, ...] = (
    *(_config(name, damage(_TOML), _CONFIG_TEXT[name]) for name, damage in ENCODINGS.items()),
    _config("cut", _TOML[:7], "wrong: chatcalc.toml"),
    _config("10000-deep", "x = " + "[" * 10_000 + "]" * 10_000, "wrong: chatcalc.toml"),
    _config("10000-deep-tables", "x = " + "{a=" * 5_000 + "1" + "}" * 5_000, "wrong: chatcalc.toml"),
    _config("key-of-1000-parts", ".".join("a" * 1_000) + " = 1", "wrong: chatcalc.toml"),
    _config("key-of-a-megabyte", "a" * 1_000_000 + " = 1", "wrong: chatcalc.toml"),
    _config("number-beyond-all", "months = 1e999", "wrong: chatcalc.toml"),
    _config("number-of-5000-digits", "population = " + "9" * 5000, "wrong: chatcalc.toml"),
    _config("date-that-is-none", "as_at = 2024-02-30", "wrong: chatcalc.toml"),
    _config("date-0001", "as_at = 0001-01-01", "read"),
    _config("unknown-option", "mnths = 12", "wrong: did you mean months?"),
    _config("escape-codes-in-a-key", '"\\u001b[2Jmonths" = 1', "wrong: chatcalc.toml"),
    _config("escape-codes-in-a-value", 'source = "\\u001b[2J\\u202e"', "wrong: chatcalc.toml"),
    _config("lists-where-a-table-is-needed", "lookups = [1, 2]", "wrong: chatcalc.toml"),
    _config("path-of-a-nul", 'published = "a\\u0000b.csv"', "refused: no such published file"),
    _config("path-of-10000-characters", f'published = "{"a" * 10_000}"', "refused: cannot be opened"),
    *(
        _lookup(
            f"cut-at-{name}", cut(LOOKUP, share), {"a-tenth": "refused: no column child_id"}.get(name, "read")
        )
        for name, share in CUTS.items()
    ),
    *(_lookup(name, damage(LOOKUP), _LOOKUP_TEXT[name]) for name, damage in ENCODINGS.items()),
    *(
        _lookup(
            f"text-{name}", LOOKUP.replace("North", '"' + text.replace('"', '""') + '"'), _LOOKUP_CELL[name]
        )
        for name, text in HOSTILE.items()
    ),
    _lookup("quote-that-never-closes", LOOKUP.replace("North", '"North'), "refused: cannot be read as CSV"),
    _lookup(
        "rows-too-long", LOOKUP.replace("North", "North,CANARY,CANARY"), "refused: cannot be read as CSV"
    ),
    _lookup("column-twice", LOOKUP.replace("worker", "team"), "refused: column 3 has the name of column 2"),
    _lookup("column-called-line", LOOKUP.replace("worker", "line"), "refused: rename it"),
    _lookup(
        "headings-missing",
        LOOKUP.split("\n", 1)[1].replace("North", "CANARY1"),
        "refused: column 2 has the name",
    ),
    _lookup("blank-column", LOOKUP.replace("worker", ""), "refused: no name in column 3"),
    _lookup(
        "20000-columns",
        LOOKUP.replace("worker", ",".join(f"c{n}" for n in range(20_000))),
        "refused: line 1: 20,002 columns",
    ),
    _lookup("children-twice", LOOKUP + LOOKUP.splitlines()[1] + "\n", "read: lookup-child-repeated"),
    _lookup("blank-ids", LOOKUP.replace("CANARY1", ""), "refused: line 2: no child_id"),
    _ids("a-chain", IDS + "CANARY9,CANARY10\n", "refused: the new id is an old id too"),
    _ids("a-circle", IDS + "CANARY9,CANARY1\n", "refused: the new id is an old id too"),
    _ids("two-new-ids", IDS + "CANARY1,CANARY8\n", "refused: the old id has another new id above"),
    _ids("blank-new-id", "old_id,new_id\nCANARY1,\n", "refused: an old id and a new id are needed"),
    _ids("other-columns", "from,to\nCANARY1,CANARY2\n", "refused: no column old_id"),
    _ids("workbook", b"PK\x03\x04" + bytes(100), "refused: no column old_id"),
    *(_spec(name, damage(SPEC), _SPEC_TEXT[name]) for name, damage in ENCODINGS.items()),
    _spec("10000-deep", "a: " + "[" * 10_000, "invalid"),
    _spec(
        "billion-laughs",
        "a: &a [x,x]\n"
        + "".join(f"{b}: &{b} [*{a},*{a}]\n" for a, b in zip("abcdefghijkl", "bcdefghijklm", strict=True)),
        "invalid",
    ),
    _spec("python-object", "id: !!python/object/apply:os.system ['touch escaped']\n", "invalid"),
    _spec("a-condition-of-a-megabyte", SPEC.replace("no_further_action", "a" * 1_000_000), "invalid"),
    _baseline("cut", _BASELINE[:20], "wrong: is no report in JSON"),
    _baseline("10000-deep", "[" * 100_000, "wrong: is no report in JSON"),
    _baseline("number-of-5000-digits", "9" * 5000, "wrong: is no report in JSON"),
    _baseline("of-another-kind", "[]", "wrong: is no report in JSON"),
    _baseline(
        "date-that-is-none", _BASELINE.replace("2023-03-31", "2023-02-30"), "wrong: is no report in JSON"
    ),
    _baseline("lines-that-are-none", _BASELINE.replace("[]", "[1, null]"), "wrong: is no report in JSON"),
    _baseline(
        "figures-that-are-none",
        _BASELINE.replace("[]", '[{"la_code": [], "id": {}, "parts": 5, "status": "CANARY"}]'),
        "wrong: is no report in JSON",
    ),
    _baseline("utf-16", _BASELINE.encode("utf-16"), "wrong: is no report in JSON"),
)
