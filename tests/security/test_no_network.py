"""Nothing that chatcalc runs opens a connection, and no module imports what opens one or runs text."""

from __future__ import annotations

import ast
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bad_input.case import write
from bad_input.honest import CENSUS, SMALL_CSV
from chatcalc.cli.main import app

SOURCE = Path(__file__).parents[2] / "src" / "chatcalc"
FORBIDDEN = {
    *("socket", "ssl", "http", "urllib", "urllib3", "ftplib", "smtplib", "telnetlib", "requests", "httpx"),
    *(
        "subprocess",
        "pickle",
        "marshal",
        "shelve",
        "dill",
        "ctypes",
        "runpy",
        "code",
        "xmlrpc",
        "asyncio",
        "webbrowser",
    ),
}
CALLS = {"eval", "exec", "compile", "__import__"}
RUN_PROGRAMS = {
    "specs/revisions.py": {"subprocess"}
}  # `specs diff` asks git for an older revision of definitions


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.mark.usefixtures("no_sockets")
def test_a_report_in_every_format_needs_no_network(tmp_path: Path) -> None:
    census, published = write(tmp_path / "census.xml", CENSUS), write(tmp_path / "p.csv", SMALL_CSV)
    outputs = [tmp_path / f"report.{suffix}" for suffix in ("html", "xlsx", "md", "csv", "json", "parquet")]
    named = [argument for path in outputs for argument in ("-o", path)]
    _run("report", census, "--published", published, "--trend", 3, *named)
    assert all(path.stat().st_size for path in outputs)


@pytest.mark.usefixtures("no_sockets")
def test_checking_converting_and_importing_need_no_network(tmp_path: Path) -> None:
    census, published = write(tmp_path / "census.xml", CENSUS), write(tmp_path / "p.csv", SMALL_CSV)
    _run("check", census)
    _run("convert", census, "-o", tmp_path / "tables")
    _run("published", "import", published, "--store", tmp_path / "store.parquet")
    _run("published", "list", "--store", tmp_path / "store.parquet")


def test_no_module_can_reach_out_or_run_text() -> None:
    found = {path.relative_to(SOURCE).as_posix(): _risks(path) for path in sorted(SOURCE.rglob("*.py"))}
    assert len(found) > 200
    assert {name: risks for name, risks in found.items() if risks} == RUN_PROGRAMS


def _risks(path: Path) -> set[str]:
    """What a module imports or calls that could reach out, start a program or run text."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    imported = {name for node in nodes for name in _imported(node)}
    calls = (node.func for node in nodes if isinstance(node, ast.Call))
    called = {function.id for function in calls if isinstance(function, ast.Name)}
    return (imported & FORBIDDEN) | (called & CALLS)


def _imported(node: ast.AST) -> list[str]:
    """The top packages that an import statement names."""
    match node:
        case ast.Import():
            return [alias.name.partition(".")[0] for alias in node.names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module.partition(".")[0]]
    return []


def _run(*arguments: object) -> None:
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    assert result.exit_code == 0, result.stderr
