"""Every code has a page: its wrong example yields exactly that code at its place, its right one nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import chatcalc
from chatcalc.specs.codes import Code, codes, merged
from chatcalc.specs.loading import builtin_folder, load_specs
from chatcalc.specs.problems import Problem

SOURCE = Path(chatcalc.__file__).parent
CODES = [pytest.param(code, id=code.code) for code in codes().values()]


def problems(folder: Path, file: str, code: Code, *, right: bool = False) -> list[Problem]:
    place = folder / code.folder / "example.yaml"
    if right:
        place = folder / "example.yaml"
    elif code.beside:
        (folder / "beside.yaml").write_text(merged(code.beside), encoding="utf-8")
    place.parent.mkdir(exist_ok=True)
    place.write_text(file, encoding="utf-8" if right else code.encoding)
    cohorts = [] if code.overrides else [builtin_folder() / "cohorts.yaml"]
    found = load_specs([folder, *cohorts], builtin=code.overrides)
    return [*found.problems, *found.warnings]


@pytest.mark.parametrize("code", CODES)
def test_the_wrong_example_has_the_problem_where_it_is_marked(tmp_path: Path, code: Code) -> None:
    found = problems(tmp_path, code.wrong_file, code)
    assert [problem.code for problem in found] == [code.code], [str(problem) for problem in found]
    assert found[0].level == code.level
    if "«" in code.wrong:
        assert (found[0].place.line + 1, found[0].place.column + 1) == code.place, str(found[0])


@pytest.mark.parametrize("code", CODES)
def test_the_right_example_is_sound(tmp_path: Path, code: Code) -> None:
    assert [str(problem) for problem in problems(tmp_path, code.right_file, code, right=True)] == []


def test_every_code_that_is_emitted_is_listed_and_the_other_way_round() -> None:
    emitted = set()
    for room in ("specs", "expressions"):
        for file in (SOURCE / room).glob("*.py"):
            if not file.name.startswith("codes"):
                text = file.read_text(encoding="utf-8")
                named = re.findall(
                    r'(?:Problem|Mistake|mistake|problem|_whole|_at)\(\s*[^"\n]*"([a-z-]+)"', text
                )
                emitted |= {word for word in named if "-" in word or word == "cycle"}
                emitted |= {word for word in re.findall(r'"([a-z-]+)"', text) if word in codes()}
    assert emitted == set(codes())


def test_codes_are_words_and_every_example_is_short_enough_to_read() -> None:
    for code in codes().values():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code.code)
        assert code.summary.endswith(".")
        assert code.wrong != code.right
        assert code.code == "too-long" or len(code.wrong) < 500
