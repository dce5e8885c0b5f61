"""A report as one HTML page that needs nothing else: no script, no network, no fonts, no pictures.

The comparison table comes first, then a section a family. The templates escape everything they print, and the
page's own policy forbids a browser to run or to fetch anything, whatever a title or a file name holds.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from chatcalc.reports import charts, charts_strip
from chatcalc.reports.disclosure import Publishable
from chatcalc.reports.html_view import page_view
from chatcalc.reports.marks import UNICODE
from chatcalc.reports.rows import RATING_MARKS
from chatcalc.reports.wording import SOURCE_NAMES, authority_name, long_date, long_period


def to_html(publishable: Publishable) -> str:
    """The report as a whole HTML document."""
    template = environment().get_template("report.html.jinja")
    return template.render(page=page_view(publishable.report))


@cache
def environment() -> Environment:
    """Templates that escape what they print, with the style sheet and the words that every page shares."""
    made = Environment(
        loader=PackageLoader("chatcalc.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "style": Markup(template_text("report.css")),  # noqa: S704  # the page's own style sheet
        "arrow": UNICODE.arrow,
        "marks": RATING_MARKS,
        "sources": SOURCE_NAMES,
        "long_date": long_date,
        "long_period": long_period,
        "authority_name": authority_name,
        "charts": charts,
        "strips": charts_strip,
    }
    return made


def template_text(name: str) -> str:
    """A file of the templates, such as a style sheet, as it is."""
    return files("chatcalc.reports").joinpath("templates", name).read_text(encoding="utf-8")
