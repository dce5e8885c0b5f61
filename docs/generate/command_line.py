"""The pages of commands and of chatcalc.toml."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import typer.main
from typer.testing import CliRunner

from chatcalc.cli.config import Options
from chatcalc.cli.main import app
from markdown import code, page, table

_INTRODUCTION = """\
Every command says the same with `--help`. Files and folders are recognised by what is in them, never by their
name. Results go to standard output, everything else to standard error. [Exit codes](exit-codes.md) tell a
scheduler how it ended.
"""
_CONFIGURATION = """\
`chatcalc report --config chatcalc.toml` reads its options from a file, so that the same report can be made every
month. `chatcalc children`, `check` and `convert` take the same file. A key is the long name of the option with
underscores; what stands on the command line wins. Relative paths start at the folder of the file. A key that does
not exist is refused, with its line.
"""
_EXAMPLE = """\
extracts = ["cin_2023.xml", "cin_2024.xml", "ssda903"]
as_at = 2024-03-31
la = "878"
population = 144700
published = ["published.csv"]
output = ["report.csv", "report.json"]
fail_on = "error"
"""

# Tables of the file that no option stands for.
_ONLY_HERE = {
    "sources": 'The extract that computes an indicator, by its id: `cla_rate = "annex_a"`.',
    "parameters": "Limits of your own, by indicator: `[parameters.cla_visit_timeliness_pct]`, `visit_days = 28`.",
    "groups": 'Names for groups of authorities or regions, for `compare`: `good = ["845", "926"]`.',
    "lookups": "`children`: a CSV with what you know of children, such as their team.",
    "targets": "What you aim at: `assessments_45wd_pct = {target = 85, tolerance = 5}`.",
    "return": "The template of a return in long form: `periods`, `indicators`, `families`, `columns`, `refs`, "
    "`date_format`; [how](../how-to/month-end.md#the-return-for-the-region).",
    "ids": "`children`: a CSV with new ids of children for old ones.",
}

# What the schema says only by reference.
_VALUES = {"output": "list of path, or of table with `file` and `layout`", "period": "list of text"}


def commands() -> str:
    """The help of every command."""
    blocks = []
    for path in _paths(typer.main.get_command(app), ()):
        blocks.append(f"## {' '.join(('chatcalc', *path))}\n\n{code('text', _help(path))}")
    return page("Command line", _INTRODUCTION, *blocks)


def configuration() -> str:
    """The keys of chatcalc.toml, from the model that reads them and the help of the option they are."""
    report: Any = typer.main.get_command(app)
    parameters = {each.name.rstrip("_"): each for each in report.commands["report"].params}
    properties = Options.model_json_schema()["properties"]
    rows = []
    for key, schema in properties.items():
        if key in _ONLY_HERE:
            rows.append((f"`{key}`", "", "table", _ONLY_HERE[key]))
            continue
        option = parameters[key]
        name = max(option.opts, key=len)
        written = f"`{name}`" if name.startswith("-") else "the arguments"
        rows.append(
            (
                f"`{key}`",
                written,
                _VALUES.get(key) or _kind(schema),
                (getattr(option, "help", None) or "").strip(),
            )
        )
    example = f"For example:\n\n{code('toml', _EXAMPLE)}"
    return page(
        "Configuration: chatcalc.toml",
        _CONFIGURATION,
        example,
        table(("key", "option", "value", "meaning"), rows),
    )


def _paths(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words of every command that does something."""
    if hasattr(command, "commands"):
        for name, inside in command.commands.items():
            yield from _paths(inside, (*path, name))
    else:
        yield path


def _help(path: tuple[str, ...]) -> str:
    os.environ["COLUMNS"] = "90"
    result = CliRunner().invoke(app, [*path, "--help"], prog_name="chatcalc")
    assert result.exit_code == 0, result.output
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def _kind(schema: dict[str, Any]) -> str:
    """What a value may be, from its JSON Schema."""
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"] if each.get("type") != "null")
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{each}`" for each in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    known = {"date": "date", "path": "path"}.get(schema.get("format", ""))
    plain = {"integer": "whole number", "boolean": "`true` or `false`", "string": "text", "number": "number"}
    return known or plain.get(schema.get("type", ""), "")
