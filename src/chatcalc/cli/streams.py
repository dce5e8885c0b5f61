"""Standard output carries results alone; what is being done goes to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING, Final, TextIO

from chatcalc.cli.errors import say
from chatcalc.extracts.harmless import harmless

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment
    from rich.table import Table

_PATIENCE: Final = 1.0  # seconds before a terminal is told what is being done


def write_text(text: str) -> None:
    """A machine's format: UTF-8 whatever the stream's encoding, line breaks as they are."""
    sys.stdout.flush()
    if sys.stdout.isatty():
        text = harmless(text)
    sys.stdout.buffer.write(text.encode(errors="replace"))
    sys.stdout.buffer.flush()


def print_renderable(renderable: RenderableType, *, wide: bool = False) -> None:
    """A table for people: coloured on a terminal, plain in a pipe or with NO_COLOR.

    Args:
        renderable: What Rich prints.
        wide: Lines may be as long as they need where nobody's terminal wraps them.
    """
    _replace_what_cannot_be_encoded(sys.stdout)
    console = _console(sys.stdout, width=10_000 if wide and not sys.stdout.isatty() else None)
    console.print(_Harmless(renderable), soft_wrap=False)


class _Harmless:
    """A renderable whose text commands no terminal: a team or a sheet may be called anything."""

    def __init__(self, renderable: RenderableType) -> None:
        self._renderable = renderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """What Rich calls: its own control codes stand in segments of their own."""
        for segment in console.render(self._renderable, options):
            yield segment if segment.control else segment._replace(text=harmless(segment.text))


def printable(text: str) -> bool:
    """Whether standard output can print it: a Windows pipe (cp1252) has no bars for a picture."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def plain_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Columns without lines; cells are `Text`, for file names and titles may look like markup."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, pad_edge=False)
    for head in heads:
        figures = head in ("Rows", "Cases", "Figures")
        table.add_column(Text(head, style="bold"), justify="right" if figures else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _console(stream: TextIO, width: int | None = None) -> Console:
    from rich.console import Console

    class PipeConsole(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    plain = bool(os.environ.get("NO_COLOR")) or not stream.isatty()
    return PipeConsole(
        file=stream,
        width=width,
        color_system=None if plain else "auto",
        highlight=False,
        emoji=False,
        markup=False,
    )


def _replace_what_cannot_be_encoded(stream: object) -> None:
    """A name that a Windows pipe (cp1252) cannot print shall not end the run."""
    if reconfigure := getattr(stream, "reconfigure", None):
        reconfigure(errors="replace")


@contextmanager
def progress(*, quiet: bool, verbose: bool) -> Iterator[Callable[[str], None]]:
    """Gives a function that hears what is being done.

    A terminal shows the latest word beside a spinner once the work takes over a second; elsewhere `-v` gives
    a line a word, and otherwise nothing is said.
    """
    if quiet or not sys.stderr.isatty():
        yield say if verbose and not quiet else (lambda _: None)
        return
    from rich.text import Text

    status = _console(sys.stderr).status(Text("starting"))
    timer = Timer(_PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda words: status.update(Text(words))
    finally:
        timer.cancel()
        timer.join()
        status.stop()
