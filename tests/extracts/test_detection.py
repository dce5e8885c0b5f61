"""Files are what they hold, whatever they are called."""

from pathlib import Path

import pytest
import xlsxwriter

from chatcalc.extracts.detection import kind_of
from chatcalc.extracts.extract import ExtractError
from extracts.census import census, child, write

ORACLE = Path(__file__).parents[1] / "oracle" / "input"
CENSUS = census(child("<CINreferralDate>2023-05-01</CINreferralDate>"))
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\n1,01/04/2023,S,C2,N1,U1,,\n"
CONTACTS = (
    "Child Unique ID,Gender,Ethnicity,Date of Birth,Age,Date of Contact,Contact Source\nA,a,b,c,d,e,f\n"
)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (CENSUS, "cin_census"),
        ("\ufeff" + CENSUS, "cin_census"),
        (CENSUS.encode("utf-16"), "cin_census"),
        ("\n " + CENSUS, "cin_census"),
        (CENSUS.replace("<Message>", '<Message xmlns="urn:x">'), "cin_census"),
        ("<CINdetailsCollection><Child/></CINdetailsCollection>", "cin_census"),
        ("<Message><Header><Collection>CIN</Collection></Header></Message>", "cin_census"),
        ("<Message><Header><Collection>SCH</Collection></Header><School/></Message>", None),
        ("<EXPSSDA903><CHILD/></EXPSSDA903>", "ssda903"),
        ("<html><body>Child</body></html>", None),
        (EPISODES, "ssda903"),
        (EPISODES.replace(",", ";"), "ssda903"),
        ("\ufeff" + EPISODES.replace("\n", "\r\n"), "ssda903"),
        (EPISODES.encode("utf-16"), "ssda903"),
        ("Title\n\n" + EPISODES, "ssda903"),
        (CONTACTS, "annex_a"),
        ("name,value\na,1\n", None),
        ("just words", None),
        (b"\x00\x01\x02\xff" * 100, None),
        ("x" * 200_000, None),
        ('"' * 100_000, None),
    ],
)
def test_kinds(tmp_path: Path, content: str | bytes, kind: str | None) -> None:
    assert kind_of(write(tmp_path, content, "file.dat")) == kind


@pytest.mark.parametrize(
    ("rows", "kind"), [(EPISODES, "ssda903"), (CONTACTS, "annex_a"), ("a,b\n1,2\n", None)]
)
def test_workbooks_by_any_sheet(tmp_path: Path, rows: str, kind: str | None) -> None:
    path = tmp_path / "book.txt"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Guidance").write(0, 0, "Read me")
        sheet = book.add_worksheet("Anything")
        for number, line in enumerate(rows.splitlines()):
            sheet.write_row(number, 0, line.split(","))
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("cin_2023.xml", "cin_census"), ("ssda903/2024", "ssda903"), ("annex_a_csv", "annex_a")],
)
def test_oracle_files(name: str, kind: str) -> None:
    path = ORACLE / name
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    assert {kind_of(file) for file in files} == {kind}


def test_files_made_by_others(reference_data: Path) -> None:
    samples = reference_data / "samples"
    kinds = {(path.parent.name, kind_of(path)) for path in samples.glob("*/*")}
    assert kinds == {("annex_a", "annex_a"), ("cin", "cin_census"), ("ssda903", "ssda903")}


def entities(count: int) -> str:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(count))
    return f"<!DOCTYPE Message [{lines}]>" + CENSUS.replace("2023-05-01", f"&e{count - 1};")


DANGEROUS = {
    "bomb": entities(12),
    "one entity": '<!DOCTYPE Message [<!ENTITY e "x">]>' + CENSUS,
    "external entity": '<!DOCTYPE Message [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    + CENSUS.replace("2023-05-01", "&e;"),
    "parameter entity": '<!DOCTYPE Message [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">]>' + CENSUS,
    "outside document type": '<!DOCTYPE Message SYSTEM "http://127.0.0.1:9/x.dtd">' + CENSUS,
    "public document type": '<!DOCTYPE Message PUBLIC "-//X//Y" "x.dtd">' + CENSUS,
}


@pytest.mark.parametrize("danger", DANGEROUS)
def test_entities_are_refused_in_one_line(tmp_path: Path, danger: str) -> None:
    with pytest.raises(ExtractError) as caught:
        kind_of(write(tmp_path, DANGEROUS[danger]))
    assert str(caught.value).startswith("census.xml: declares entities or refers to an outside document type")
    assert "\n" not in str(caught.value)


def test_a_bomb_in_an_attribute_of_the_root_is_refused(tmp_path: Path) -> None:
    text = entities(12).replace("<Message>", '<Message x="&e11;">')
    with pytest.raises(ExtractError, match=r"^census\.xml: "):
        kind_of(write(tmp_path, text))


@pytest.mark.parametrize("content", ["<", "<Message", "<Message><", "<Message></b>", "<Message>&nothing;"])
def test_xml_damaged_before_it_says_what_it_is(tmp_path: Path, content: str) -> None:
    with pytest.raises(ExtractError, match=r"^census\.xml: not well-formed XML at line 1, column \d+ \("):
        kind_of(write(tmp_path, content))
