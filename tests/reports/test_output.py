from pathlib import Path

import pytest

from chatcalc.extracts.extract import InputFile
from chatcalc.reports.output import check_not_read, check_places, write_reports
from chatcalc.reports.request import RequestError
from reports.examples import publishable


def test_the_suffix_is_the_format(tmp_path: Path):
    paths = [tmp_path / name for name in ("report.csv", "report.json", "REPORT.MD")]
    assert write_reports(publishable(), dict.fromkeys(paths, "chat")) == {path: path for path in paths}
    starts = [path.read_text(encoding="utf-8").splitlines()[0][:12] for path in paths]
    assert starts == ["indicator_id", "{", "# Devon (878"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["report.docx"], "the suffix is the format"),
        (["report"], "the suffix is the format"),
        (["a.csv", "a.csv"], "named twice"),
        (["a.csv", "a.csv.manifest.json"], "for manifests"),
        (["input.csv"], "is an input"),
    ],
)
def test_places_are_checked_before_any_work(tmp_path: Path, names: list[str], message: str):
    (tmp_path / "input.csv").write_text("data")
    with pytest.raises(RequestError, match=message):
        check_places([tmp_path / name for name in names], [tmp_path / "input.csv"])


def test_what_was_read_in_a_folder_is_not_written_over(tmp_path: Path):
    (tmp_path / "episodes.csv").write_text("data")
    read = [InputFile("episodes.csv", "ssda903", "", 1)]
    with pytest.raises(RequestError, match="is an input"):
        check_not_read([tmp_path / "episodes.csv"], [tmp_path], read)
    check_not_read([tmp_path / "report.csv"], [tmp_path], read)
