"""`chatcalc specs schema` and `chatcalc specs new`: what an author of specifications starts with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chatcalc.cli.errors import say
from chatcalc.cli.streams import write_text


def schema() -> None:
    """Print the JSON Schema of specifications, by which editors complete and check."""
    from chatcalc.specs.schema import schema_text

    write_text(schema_text())


def new(
    indicator: Annotated[str, typer.Argument(metavar="ID", help="The id, such as referrals_late_pct.")],
    *,
    folder: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Where to write ID.yaml.")
    ] = Path(),
    table: Annotated[str, typer.Option("--table", help="The table whose rows are the cases.")] = "referrals",
    family: Annotated[str | None, typer.Option("--family", help="The family it belongs to.")] = None,
) -> None:
    """Write a specification to fill in, tests first. Nothing is overwritten."""
    from typing import get_args

    from chatcalc.expressions.problems import did_you_mean
    from chatcalc.reports.request import RequestError
    from chatcalc.reports.writing import OutputError
    from chatcalc.specs.model import Family
    from chatcalc.specs.new import ID, skeleton
    from chatcalc.specs.schema import committed_schema
    from chatcalc.tables.catalogue import TABLES

    if not ID.fullmatch(indicator):
        raise RequestError(f"'{indicator}' is no id: small letters, digits and _, a letter first")
    for kind, name, known in (("table", table, list(TABLES)), ("family", family, list(get_args(Family)))):
        if name is not None and name not in known:
            raise RequestError(
                f"no {kind} '{name}'; {did_you_mean(name, known) or 'known are ' + ', '.join(known)}"
            )
    file = folder / f"{indicator}.yaml"
    schema_file = committed_schema()
    text = skeleton(indicator, table, family, schema_file.as_uri() if schema_file.exists() else None)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        raise OutputError(
            f"{file} is there already, and is left as it is; choose another id or folder"
        ) from None
    except OSError as error:
        raise OutputError(f"{file}: cannot be written: {error.strerror}") from None
    say(f"wrote {file}; `chatcalc specs validate {file}` says what is to be filled in")
