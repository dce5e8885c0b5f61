"""Whatever is put in: one line on standard error, nothing on standard output, the exit code of its kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatcalc.cli.main import app

CENSUS = Path(__file__).parents[1] / "oracle" / "input" / "cin_2024.xml"
HEADER = (
    "<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2024</Year>"
    "<ReferenceDate>2024-03-31</ReferenceDate></CollectionDetails></Header><Children>"
)
CHILD = "<Child><ChildIdentifiers><LAchildID>{}</LAchildID></ChildIdentifiers></Child></Children></Message>"
BOMB = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def content(name: str) -> bytes:
    match name:
        case "empty.xml":
            return b""
        case "other.xml":
            return b"<html><body>Nothing to see</body></html>"
        case "other.txt":
            return b"Dear colleague,\n"
        case "truncated.xml":
            return CENSUS.read_bytes()[:50_000]
        case "bomb.xml":
            return (BOMB + HEADER + CHILD.format("&i;")).encode()
        case "outside.xml":
            entity = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            return (entity + HEADER + CHILD.format("&x;")).encode()
        case "undated.xml":
            undated = HEADER.replace("<Year>2024</Year><ReferenceDate>2024-03-31</ReferenceDate>", "")
            return (undated + CHILD.format("1")).encode()
    raise ValueError(name)


@pytest.fixture
def run() -> Callable[..., tuple[int, str, str]]:
    def invoke(*arguments: object) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, [str(each) for each in arguments])
        return result.exit_code, result.stdout, result.stderr

    return invoke


Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    "case",
    [
        ("empty.xml", "the file is empty", 3),
        ("other.xml", "no CIN census", 3),
        ("other.txt", "no CIN census", 3),
        ("truncated.xml", "not well-formed XML at line", 3),
        ("bomb.xml", "declares entities", 3),
        ("outside.xml", "declares entities", 3),
    ],
    ids=lambda case: case[0],
)
@pytest.mark.parametrize("command", ["report", "check", "convert"])
def test_files_that_cannot_be_used(run: Run, tmp_path: Path, command: str, case: tuple[str, str, int]):
    name, words, code = case
    (tmp_path / name).write_bytes(content(name))
    more = ["-o", tmp_path / "out"] if command == "convert" else []
    found, out, err = run(command, tmp_path / name, *more)
    assert (found, out, len(err.splitlines())) == (code, "", 1)
    assert words in err
    assert name in err


def test_a_census_without_its_reference_date_needs_a_snapshot(run: Run, tmp_path: Path):
    (tmp_path / "undated.xml").write_bytes(content("undated.xml"))
    found, out, err = run("report", tmp_path / "undated.xml")
    assert (found, out, len(err.splitlines())) == (2, "", 1)
    assert "--as-at" in err
    assert run("report", tmp_path / "undated.xml", "--as-at", "2024-03-31")[0] == 0


@pytest.mark.parametrize(
    ("options", "words", "code"),
    [
        (["--la", "999"], "no local authority '999'", 2),
        (["--la", "Devn"], "did you mean 878 Devon", 2),
        (["--population", "-5"], "--population: -5", 2),
        (["--population", "0"], "--population: 0", 2),
        (["--population", "many"], "--population", 2),
        (["--months", "0"], "--months", 2),
        (["--as-at", "2024-02-30"], "--as-at", 2),
        (["--by", "colour"], "--by colour: nothing is called 'colour'", 2),
        (["-i", "cin_rat"], "did you mean 'cin_rate'", 2),
        (["--family", "cpps"], "did you mean 'cpp'", 2),
        (["--source", "annex_a"], "the extracts are cin_census", 2),
        (["--source", "cin"], "--source", 2),
        (["-f", "pdf"], "--format", 2),
        (["-o", "report.docx"], "the suffix is the format", 2),
        (["-o", "nowhere/report.csv"], "there is no folder nowhere", 3),
        (["--published", "nowhere.csv"], "nowhere.csv", 3),
        (["--published", str(CENSUS)], "not a file of published statistics", 3),
        (["--config", "nowhere.toml"], "no such config file", 2),
        (["--specs", "nowhere"], "no such folder of specifications", 2),
        (["--as_at", "2024-03-31"], "No such option", 2),
    ],
)
def test_wrong_options(run: Run, options: list[str], words: str, code: int):
    found, out, err = run("report", CENSUS, *options)
    assert (found, out, len(err.splitlines())) == (code, "", 1)
    assert words in err


def test_no_file_and_no_extracts(run: Run):
    assert run("report", "nowhere.xml")[0] == 3
    assert run("report")[0] == 2
    assert "no extracts" in run("report")[2]


def test_an_unknown_command_names_the_nearest(run: Run):
    found, _, err = run("reprot", CENSUS)
    assert (found, len(err.splitlines())) == (2, 1)
    assert "report" in err


def test_an_invalid_specification_stops_everything_and_points_at_the_place(run: Run, tmp_path: Path):
    own = tmp_path / "own.yaml"
    own.write_text(
        "id: own\ntitle: Own\nfamily: cin\nunit: percent\npolarity: low\nsummary: Own.\n"
        "source:\n  - {name: Ours, publisher: Us}\n"
        "count: referrals\nperiod: {during: referral_date}\nnumerator: no_further_acton\n"
    )
    found, out, err = run("report", CENSUS, "--specs", tmp_path)
    assert (found, out) == (4, "")
    assert "own.yaml:11:12: no column 'no_further_acton'" in err
    assert "no_further_action" in err
    assert "nothing was calculated" in err


def test_an_output_never_goes_over_an_input(run: Run, tmp_path: Path):
    census = tmp_path / "census.csv"
    census.write_bytes(CENSUS.read_bytes())
    found, _, err = run("report", census, "-o", census)
    assert found == 2
    assert "is an input" in err
    assert census.read_bytes() == CENSUS.read_bytes()


def test_a_bug_is_one_line_without_data(run: Run, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object, **__: object) -> None:
        raise ValueError("-".join(["a", "secret"]).upper())

    monkeypatch.setattr("chatcalc.reports.making.calculate", broken)
    found, out, err = run("report", CENSUS)
    assert (found, out, len(err.splitlines())) == (70, "", 1)
    found, _, err = run("report", CENSUS, "-v")
    assert found == 70
    assert "making.py" in err
    assert "A-SECRET" not in err


def test_an_interruption_is_130(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("chatcalc.reports.making.calculate", interrupted)
    assert run("report", CENSUS, "-o", tmp_path / "a.csv")[0] == 130
    assert list(tmp_path.iterdir()) == []
