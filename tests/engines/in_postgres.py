"""A PostgreSQL server of its own, reached through a socket in a folder that goes with it."""

from __future__ import annotations

import csv
import datetime as dt
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest

from chatcalc.extracts.extract import Extract
from chatcalc.tables.catalogue import TABLES
from engines.comparing import Figures, rows

_PROGRAMS = ("initdb", "pg_ctl", "psql")
_TYPES = {
    pl.Date: "date",
    pl.Boolean: "boolean",
    pl.Int64: "bigint",
    pl.Float64: "double precision",
    pl.List: "text[]",
}


def programs() -> Path | None:
    """The folder of initdb, pg_ctl and psql: on the path, or where Debian keeps them."""
    found = shutil.which("pg_ctl")
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin")), *([Path(found).parent] if found else [])]
    return next((f for f in reversed(folders) if all((f / p).exists() for p in _PROGRAMS)), None)


class Server:
    """A running server. PostgreSQL refuses to run as root, so root hands over to the user `postgres`."""

    def __init__(self, folder: Path) -> None:
        self.bin = programs()
        self.folder = folder
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            os.chown(folder, pwd.getpwnam(self.user).pw_uid, -1)

    def call(self, program: str, *arguments: str, text: str | None = None) -> str:
        """Runs one of the programs and gives what it prints."""
        assert self.bin is not None
        done = subprocess.run(
            [str(self.bin / program), *arguments],
            user=self.user, cwd=self.folder, env={"LC_ALL": "C"}, input=text, text=True, capture_output=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sql(self, text: str) -> str:
        """What a script gives, as CSV."""
        options = ("--csv", "-q", "-v", "ON_ERROR_STOP=1", "-X", "-d", "postgres", "-h", str(self.folder))
        return self.call("psql", *options, text=text)

    def load(self, extract: Extract) -> None:
        """Every canonical table anew, with `row_order`, the number of the row."""
        for name in TABLES:
            frame = extract.table(name).with_row_index("row_order").cast({"row_order": pl.Int64})
            columns = ", ".join(f"{c} {_TYPES.get(t.base_type(), 'text')}" for c, t in frame.schema.items())
            lists = [c for c, t in frame.schema.items() if isinstance(t, pl.List)]
            flat = frame.with_columns(("{" + pl.col(c).list.join(",") + "}").alias(c) for c in lists)
            data = flat.write_csv(null_value="\\N", include_header=False)
            self.sql(
                f"DROP TABLE IF EXISTS {name}; CREATE TABLE {name} ({columns});\n"
                f"COPY {name} FROM STDIN WITH (FORMAT csv, NULL '\\N');\n{data}\\.\n"
            )

    def run(self, query: str) -> Figures:
        """The figures that a query gives."""
        names, *found = csv.reader(self.sql(query).splitlines())
        return rows(names, [[_value(n, v) for n, v in zip(names, row, strict=True)] for row in found])


def open_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder that the server's user can reach: pytest's own are closed to others than its user."""
    if os.geteuid() != 0:
        return factory.mktemp("postgres")
    return Path(tempfile.mkdtemp(prefix="chatcalc-postgres-"))


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    """A server for as long as it is needed."""
    started = Server(folder)
    data = str(folder / "data")
    started.call("initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses= -c fsync=off -k {folder}"
    started.call("pg_ctl", "start", "-w", "-D", data, "-o", options, "-l", str(folder / "log"))
    try:
        yield started
    finally:
        started.call("pg_ctl", "stop", "-D", data, "-m", "immediate")
        shutil.rmtree(folder)


def _value(name: str, text: str) -> dt.date | str | None:
    if not text:
        return None
    return dt.date.fromisoformat(text) if name.startswith("period_") else text
