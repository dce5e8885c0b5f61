"""`chatcalc specs`: the specifications, their problems and their tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chatcalc.cli import options as shared
from chatcalc.cli import specs_diff, specs_sql, specs_test, specs_tools, specs_validate
from chatcalc.cli.streams import plain_table, print_renderable, write_text

if TYPE_CHECKING:
    from chatcalc.specs.loading import SpecSet

app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="List, show, validate, test and compare specifications."
)


@app.command("list")
def list_(specs: shared.Specs = None) -> None:
    """List the indicators: id, title, family, unit, and how each extract computes them.

    An extract computes an indicator exactly, over another period than the published figure, or as a proxy for
    it; a dash says that it does not.
    """
    from chatcalc.specs.describe import computed_by, titled

    loaded = _sound(specs)
    sources = {"cin_census": "CIN census", "ssda903": "SSDA903", "annex_a": "Annex A"}
    rows = [
        (
            *(each.id, titled(each.spec), each.spec.family, each.spec.unit),
            *(computed_by(each).get(source, "-") for source in sources),
        )
        for each in loaded.indicators.values()
    ]
    heads = ("Indicator", "Title", "Family", "Unit", *sources.values())
    print_renderable(plain_table(heads, rows), wide=True)


@app.command()
def show(
    indicator: Annotated[str, typer.Argument(metavar="ID", help="An indicator.")],
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Print the specification itself.")] = False,
    specs: shared.Specs = None,
) -> None:
    """Say in plain English what an indicator counts, from which fields, and how it is tested."""
    import shutil

    from chatcalc.reports.asking import wanted_ids
    from chatcalc.reports.definition_text import definition_text
    from chatcalc.reports.request import Request
    from chatcalc.specs.describe import describe

    loaded = _sound(specs)
    wanted_ids(Request((), indicators=(indicator,)), loaded.indicators)
    if as_yaml:
        document = [each for each in loaded.documents if each.data.get("id") == indicator][-1]
        write_text(document.place(("id",)).text)
        return
    width = min(shutil.get_terminal_size().columns, 100)
    write_text(definition_text(describe(loaded.indicators[indicator]), width))


app.command("validate")(specs_validate.validate)
app.command("test")(specs_test.run)
app.command("schema")(specs_tools.schema)
app.command("new")(specs_tools.new)
app.command("diff")(specs_diff.diff)
app.command("sql")(specs_sql.sql)


def _sound(paths: Sequence[Path] | None) -> SpecSet:
    from chatcalc.reports.asking import sound_specs
    from chatcalc.reports.request import Request

    return sound_specs(Request((), specs=tuple(paths or ())))
