"""Links resolve, examples load, and hand-written pages leave nothing out."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest

from chatcalc.cli import errors
from chatcalc.cli.commentary import read_commentary
from chatcalc.cli.config import Options, options
from chatcalc.extracts.finding_words import WORDS
from chatcalc.extracts.findings import SEVERITIES
from chatcalc.indicators.spec_tests import run_tests
from chatcalc.reports.disclosure import control_disclosure
from chatcalc.reports.json import to_json
from chatcalc.reports.making import make_report
from chatcalc.specs.loading import load_specs
from chatcalc.specs.problems import Problem
from chatcalc.specs.yaml_reader import read_yaml

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(r"^( *)```(\w+)[^\n]*\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _blocks(language: str) -> Iterator[tuple[str, str]]:
    """Page and text of every block of a language, without the indent of a list it may stand in."""
    for page in PAGES:
        for indent, kind, body in _BLOCK.findall(page.read_text(encoding="utf-8")):
            if kind == language:
                yield (
                    _name(page),
                    "".join(line.removeprefix(indent) for line in body.splitlines(keepends=True)),
                )


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    text = _BLOCK.sub("", page.read_text(encoding="utf-8"))
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", head) for head in heads)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in plain}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_resolve(page: Path) -> None:
    text = _BLOCK.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if urlparse(target).scheme:
            continue
        file, _, anchor = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        assert there.exists(), target
        assert not anchor or anchor in _anchors(there), target


def test_every_page_is_reached_from_the_readme() -> None:
    seen, left = set(), [ROOT / "README.md"]
    while left:
        page = left.pop()
        seen.add(page)
        targets = re.findall(r"\]\(([^)#\s]+\.md)[^)]*\)", page.read_text(encoding="utf-8"))
        left += [there for each in targets if (there := (page.parent / each).resolve()) not in seen]
    assert {_name(page) for page in (ROOT / "docs").rglob("*.md")} - {_name(page) for page in seen} <= {
        "docs/README.md"
    }


@pytest.mark.parametrize(("page", "text"), list(_blocks("toml")), ids=[name for name, _ in _blocks("toml")])
def test_configurations_are_valid(page: str, text: str, tmp_path: Path) -> None:
    given = tomllib.loads(text)
    if isinstance(given.get("commentary"), dict):  # a commentary.toml
        (tmp_path / "commentary.toml").write_text(text, encoding="utf-8")
        assert read_commentary(tmp_path / "commentary.toml")
        return
    assert {name.rstrip("_") for name in Options.model_validate(given).model_fields_set} == set(given)


@pytest.mark.parametrize(("page", "text"), list(_blocks("yaml")), ids=[name for name, _ in _blocks("yaml")])
def test_yaml_loads_and_whole_specifications_pass_their_tests(page: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "example.yaml"
    file.write_text(text, encoding="utf-8")
    assert not isinstance(read_yaml(file, file.name), Problem)
    if "\ntests:" in text:
        loaded = load_specs([file], builtin=False)
        assert loaded.problems == ()
        assert all(outcome.passed for outcome in run_tests(loaded.indicators.values()))


def test_make_knows_every_target_of_the_pages() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    wanted = {
        line.split()[1] for _, text in _blocks("sh") for line in text.splitlines() if line.startswith("make ")
    }
    assert {"demo", "test"} <= wanted
    assert wanted <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))


def test_every_finding_is_explained() -> None:
    assert set(WORDS) == set(SEVERITIES)
    pages = {page.stem for page in (ROOT / "docs/reference/findings").glob("*.md")}
    assert pages == set(SEVERITIES), "a page a code, and none for a code that is gone"


def test_every_exit_code_is_listed() -> None:
    codes = {value for name, value in vars(errors).items() if name.isupper() and isinstance(value, int)}
    text = (ROOT / "docs/reference/exit-codes.md").read_text(encoding="utf-8")
    assert {0, *codes} == {int(each) for each in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}


def test_every_key_of_the_json_is_listed() -> None:
    request = options({"indicator": ["referrals_rate", "referrals_by_source_pct"], "by": ["sex"], "trend": 1})
    text = (ROOT / "docs/reference/json.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`(\w+)`", text))
    made = make_report(
        options(request.model_dump(exclude_unset=True), ROOT / "sample_data/chatcalc.toml").request()
    )
    assert _keys(json.loads(to_json(control_disclosure(made)))) <= listed


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for each in value.values() for key in _keys(each)}
    if isinstance(value, list):
        return {key for each in value for key in _keys(each)}
    return set()
