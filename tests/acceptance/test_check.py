"""`chatcalc check` on whole files: what it finds, how it writes it, and that it quotes nobody.

The counts of the samples and of the oracle were made by reading the files with loops of the standard library.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from chatcalc.cli.main import app
from chatcalc.reports.check import SCOPE

ROOT = Path(__file__).parents[2]
ORACLE = ROOT / "tests" / "oracle"
NOT_OF_THE_DATA = {"look-back-short", "file-ignored"}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["check", *map(str, arguments)])


def findings(*arguments: object) -> list[dict[str, Any]]:
    done = run(*arguments, "-f", "json")
    assert done.exit_code == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


def counts(found: list[dict[str, Any]]) -> set[tuple[str, str, str, int]]:
    """Code, file, first place and count of what is in the data."""
    return {
        (each["code"], each["file"], each["where"], each["count"])
        for each in found
        if each["code"] not in NOT_OF_THE_DATA
    }


def test_returns_that_disagree() -> None:
    found = findings(ORACLE / "inconsistent_returns")
    assert counts(found) == {
        ("ended-with-its-return", "2023/episodes.csv", "line 3", 1),  # FIX02
        ("episode-corrected", "2023/episodes.csv", "line 8", 2),  # FIX07, FIX08
        ("episode-cut", "2023/episodes.csv", "line 10", 1),  # FIX09, its first
        ("episode-superseded", "2023/episodes.csv", "line 11", 2),  # FIX09, its second; FIX11
        ("open-in-older-return", "2023/episodes.csv", "line 4", 4),  # FIX03 to FIX06
        ("episode-not-continued", "2023/episodes.csv", "line 12, REC", 1),  # FIX10
        ("episode-not-begun", "2024/episodes.csv", "line 10, RNE", 1),  # FIX10
        ("table-missing", "2024/episodes.csv", "all files", 5),
    }
    by_code = {each["code"]: each for each in found}
    assert by_code["open-in-older-return"]["places"] == ["line 4", "line 5", "line 6", "line 7"]
    assert {"cla_rate", "cla_started_rate", "cla_3plus_placements_pct"} <= set(
        by_code["episode-not-begun"]["indicators"]
    ), "what is worked out from episodes"
    assert not {each for each in by_code["episode-not-begun"]["indicators"] if "assessment" in each} - {
        "cla_health_assessment_pct",
        "cla_health_assessment_by_age_pct",
        "cla_initial_health_assessment_pct",
    }, "what reads no episode of care"


def test_the_oracle_census() -> None:
    assert counts(findings(ORACLE / "input/cin_2024.xml")) == {
        ("duplicate-conference", "cin_2024.xml", "line 1596, DateOfInitialCPC", 1),
        ("duplicate-referral", "cin_2024.xml", "line 1593, CINreferralDate", 1),
        ("end-before-start", "cin_2024.xml", "line 1594, AssessmentAuthorisationDate", 1),
        ("end-before-start", "cin_2024.xml", "line 1595, DateOfInitialCPC", 1),
        ("episodes-overlap", "cin_2024.xml", "line 1599, CINreferralDate", 1),
        ("open-after-closure", "cin_2024.xml", "line 110, AssessmentAuthorisationDate", 16),
        ("value-missing", "cin_2024.xml", "line 1593, AssessmentFactors", 3),
        ("value-missing", "cin_2024.xml", "line 1597, ReferralNFA", 1),
        ("value-missing", "cin_2024.xml", "line 1598, NumberOfPreviousCPP", 1),
        ("value-missing", "cin_2024.xml", "line 1609, PersonBirthDate", 1),
    }


def test_the_oracle_returns() -> None:
    found = counts(findings(ORACLE / "input/ssda903"))
    assert {each for each in found if each[0] in ("outside-care", "episodes-overlap", "value-missing")} == {
        ("episodes-overlap", "2023/missing.csv", "line 7, MIS_START", 18),
        ("episodes-overlap", "2024/missing.csv", "line 16, MIS_START", 30),
        ("outside-care", "2023/missing.csv", "line 54, MIS_START", 2),
        ("outside-care", "2024/missing.csv", "line 516, MIS_START", 1),
        ("outside-care", "2023/reviews.csv", "line 250, REVIEW", 6),
        ("outside-care", "2024/reviews.csv", "line 304, REVIEW", 13),
        ("value-missing", "2023/oc2.csv", "line 9, SDQ_SCORE", 231),
        ("value-missing", "2024/oc2.csv", "line 3, SDQ_SCORE", 218),
        ("value-missing", "2024/oc2.csv", "line 962, CONVICTED", 1),
        ("value-missing", "2024/oc2.csv", "line 962, IMMUNISATIONS", 1),
        ("value-missing", "2024/oc2.csv", "line 962, TEETH_CHECK", 1),
        ("value-missing", "2024/oc2.csv", "line 962, HEALTH_ASSESSMENT", 1),
        ("value-missing", "2024/oc2.csv", "line 962, SUBSTANCE_MISUSE", 1),
    }


def test_a_census_made_by_others(reference_data: Path) -> None:
    found = findings(reference_data / "samples/cin/CIN_Census_2024.xml")
    file = "CIN_Census_2024.xml"
    assert counts(found) == {
        ("code-unknown", file, "line 18, AssessmentFactors", 1),
        ("date-in-future", file, "line 18, AssessmentActualStartDate", 1),
        ("date-in-future", file, "line 73, CINreferralDate", 1),
        ("date-in-future", file, "line 73, CINclosureDate", 1),
        # after the day the file was made, which is before the last day of its return
        ("date-in-future", file, "line 73, PersonBirthDate", 1),
        ("date-in-future", file, "line 73, AssessmentActualStartDate", 1),
        ("date-in-future", file, "line 73, AssessmentAuthorisationDate", 1),
        ("dates-out-of-order", file, "line 18, CPPstartDate", 1),
        ("dates-out-of-order", file, "line 18, S47ActualStartDate", 1),
        ("dates-out-of-order", file, "line 73, AssessmentActualStartDate", 1),
        ("end-before-start", file, "line 18, AssessmentAuthorisationDate", 1),
        ("header-contradiction", file, "Header, ReferenceDate", 1),
        ("value-missing", file, "line 73, AssessmentFactors", 1),
    }
    unknown = next(each for each in found if each["code"] == "code-unknown")
    assert unknown["indicators"] == ["assessment_factors_pct"], "nothing else reads the factors"


def test_returns_made_by_others(reference_data: Path, tmp_path: Path) -> None:
    for path in (reference_data / "samples/ssda903").glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert counts(findings(tmp_path)) >= {
        ("age-implausible", "episodes.csv", "line 3, DEC", 1324),
        ("episode-not-continued", "episodes.csv", "line 515, REC", 8),
        ("episodes-overlap", "episodes.csv", "line 313", 82),
        ("episodes-overlap", "missing.csv", "line 36, MIS_START", 1),
        ("outside-care", "missing.csv", "line 7, MIS_START", 11),
        ("outside-care", "reviews.csv", "line 26, REVIEW", 5765),
        ("child-not-in-header", "DoLo.csv", "line 2", 1),
        ("child-not-in-header", "sw_episodes.csv", "line 2", 1),
        ("reason-without-end", "episodes.csv", "line 3", 1413),
    }


def test_a_workbook_made_by_others(reference_data: Path) -> None:
    workbook = reference_data / "samples/annex_a/Annex_A_2024_Jan.xlsx"
    without, dated = findings(workbook), findings(workbook, "--as-at", "2024-01-31")
    assert "look-back-short" not in {each["code"] for each in without}
    assert counts(without) <= counts(dated), "a snapshot adds what lies after it, and takes nothing away"


def test_how_far_back_figures_read() -> None:
    one = findings(ORACLE / "input/cin_2024.xml")
    short = {tuple(each["indicators"]): each["message"] for each in one if each["code"] == "look-back-short"}
    repeated = short[("cpp_repeat_2y_pct",)]
    assert "they read from 2021-04-01 on" in repeated
    assert "cp_plans from 2023-04-01" in repeated
    assert any("rereferrals_12m_pct" in ids for ids in short)
    two = findings(ORACLE / "input/cin_2024.xml", ORACLE / "input/cin_2023.xml")
    still = {id_ for each in two if each["code"] == "look-back-short" for id_ in each["indicators"]}
    assert "rereferrals_12m_pct" not in still, "the year before reaches far enough"
    assert "cpp_repeat_2y_pct" in still


def test_the_table_ends_with_what_it_is_not() -> None:
    done = run(ORACLE / "inconsistent_returns")
    assert done.stdout.splitlines()[-1] == SCOPE
    assert re.search(r"^Findings: \d+ warning, \d+ info\.", done.stdout, re.MULTILINE)
    assert "statutory validation" in " ".join(run("--help").stdout.split())


@pytest.mark.parametrize(("level", "code"), [("info", 1), ("warning", 1), ("error", 0)])
def test_fail_on(level: str, code: int) -> None:
    assert run(ORACLE / "inconsistent_returns", "--fail-on", level).exit_code == code


def test_csv_has_a_row_for_each_place() -> None:
    done = run(ORACLE / "inconsistent_returns", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["where"] for row in rows if row["code"] == "open-in-older-return"] == [
        "line 4", "line 5", "line 6", "line 7",
    ]  # fmt: skip
    assert all(row["what_to_do"] and row["cases"] for row in rows)


def test_files_are_written_by_their_suffix(tmp_path: Path) -> None:
    names = ("check.json", "check.csv", "check.sarif")
    places = [argument for name in names for argument in ("-o", tmp_path / name)]
    done = run(ORACLE / "inconsistent_returns", *places)
    assert (done.exit_code, done.stdout) == (0, "")
    for name, form in zip(names, ("json", "csv", "sarif"), strict=True):
        printed = run(ORACLE / "inconsistent_returns", "-f", form).stdout
        assert (tmp_path / name).read_text(encoding="utf-8") == printed
    assert run(ORACLE / "inconsistent_returns", "-o", tmp_path / "check.xlsx").exit_code == 2


SARIF = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "pattern": "sarif-2\\.1\\.0"},
        "runs": {"type": "array", "minItems": 1, "items": {
            "required": ["tool", "results"],
            "properties": {
                "tool": {"required": ["driver"], "properties": {"driver": {
                    "required": ["name", "rules"],
                    "properties": {"rules": {"uniqueItems": True, "items": {
                        "required": ["id", "shortDescription", "fullDescription", "help"],
                        "properties": {
                            "id": {"type": "string", "maxLength": 255},
                            "shortDescription": {"$ref": "#/$defs/text"},
                            "fullDescription": {"$ref": "#/$defs/text"},
                            "help": {"$ref": "#/$defs/text"},
                            "defaultConfiguration": {"properties": {"level": {"$ref": "#/$defs/level"}}},
                        },
                    }}},
                }}},
                "results": {"type": "array", "maxItems": 25_000, "items": {
                    "required": ["ruleId", "ruleIndex", "level", "message", "locations"],
                    "properties": {
                        "level": {"$ref": "#/$defs/level"},
                        "message": {"$ref": "#/$defs/text"},
                        "partialFingerprints": {"additionalProperties": {"type": "string"}},
                        "locations": {"minItems": 1, "items": {
                            "required": ["physicalLocation"],
                            "properties": {"physicalLocation": {
                                "required": ["artifactLocation", "region"],
                                "properties": {
                                    "artifactLocation": {
                                        "required": ["uri"],
                                        "properties": {"uri": {"type": "string", "pattern": "^[!-~]+$"}},
                                    },
                                    "region": {
                                        "required": ["startLine"],
                                        "properties": {"startLine": {"type": "integer", "minimum": 1}},
                                    },
                                },
                            }},
                        }},
                    },
                }},
            },
        }},
    },
    "$defs": {
        "level": {"enum": ["none", "note", "warning", "error"]},
        "text": {"required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}},
    },
}  # fmt: skip
"""What code scanning asks of a file, of the much larger standard."""


def test_sarif_is_what_code_scanning_takes(tmp_path: Path) -> None:
    spaced = tmp_path / "März 2024 #1"
    spaced.mkdir()
    for path in (ORACLE / "inconsistent_returns").glob("*/episodes.csv"):
        (spaced / path.parent.name).mkdir()
        (spaced / path.parent.name / path.name).write_bytes(path.read_bytes())
    for extracts in (ORACLE / "inconsistent_returns", spaced, ORACLE / "input/ssda903"):
        log = json.loads(run(extracts, "-f", "sarif").stdout)
        jsonschema.Draft202012Validator(SARIF).validate(log)
        (only,) = log["runs"]
        rules = [rule["id"] for rule in only["tool"]["driver"]["rules"]]
        assert all(rules[each["ruleIndex"]] == each["ruleId"] for each in only["results"])
        prints = [each["partialFingerprints"]["chatcalcPlace/v1"] for each in only["results"]]
        assert len(set(prints)) == len(prints)
        told = [
            (
                each["message"]["text"].partition(": ")[2],
                each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            )
            for each in only["results"]
        ]
        assert max(map(told.count, told)) <= 100


def test_what_has_changed_since(tmp_path: Path) -> None:
    rows = {
        "before": ["A,01/05/2023,S,C2,N1,U6,,", "B,01/05/2023,,C2,N1,U6,,", "C,01/05/2023,,C2,N1,U6,,"],
        "after": ["A,01/05/2023,S,,N1,U6,,", "B,01/05/2023,S,C2,N1,U6,,", "C,01/05/2023,,C2,N1,U6,,"],
    }
    for name, lines in rows.items():
        (tmp_path / name).mkdir()
        text = "\n".join(["CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC", *lines])
        (tmp_path / name / f"{name}.csv").write_text(text, encoding="utf-8")
    earlier = tmp_path / "earlier.json"
    assert run(tmp_path / "before", "-o", earlier).exit_code == 0
    again = run(tmp_path / "after", "--since", earlier, "-f", "json")
    changes = {
        (each["code"], each["field"], each["then"], each["now"])
        for each in json.loads(again.stdout)["changes"]
    }
    assert changes == {("value-missing", "RNE", 2, 1), ("value-missing", "LS", 0, 1)}
    assert (
        "Since the earlier check 1 cases are gone and 1 are new."
        in run(tmp_path / "after", "--since", earlier).stdout
    )
    same = run(tmp_path / "before", "--since", earlier)
    assert "0 cases are gone and 0 are new" in same.stdout


@pytest.mark.parametrize(
    "text", ["", "[]", '{"findings": 1}', '{"findings": [{}]}', '{"findings": [{"code": 1}]}', "[" * 10_000]
)
def test_what_is_no_earlier_check(tmp_path: Path, text: str) -> None:
    path = tmp_path / "earlier.json"
    path.write_text(text, encoding="utf-8")
    done = run(ORACLE / "inconsistent_returns", "--since", path)
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_pipe_that_nobody_fills_is_no_earlier_check(tmp_path: Path) -> None:
    pipe = tmp_path / "earlier.json"
    os.mkfifo(pipe)
    done = run(ORACLE / "inconsistent_returns", "--since", pipe)
    assert done.exit_code == 2
    assert done.stderr == f"chatcalc: --since {pipe}: cannot be read\n"


@pytest.mark.parametrize("form", ["table", "json", "csv", "sarif"])
def test_no_format_quotes_a_child(form: str) -> None:
    said = run(ORACLE / "inconsistent_returns", "-f", form).stdout
    assert not re.search(r"FIX\d\d|SC0000|LS1 1UR|\d\d/\d\d/\d{4}", said)
