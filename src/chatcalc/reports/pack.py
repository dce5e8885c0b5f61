"""A report as a pack to be printed: one HTML page that a browser lays out on A4.

For somebody's first day with the figures, an inspector's or a new director's: what each one means, where it
stands, how it got there, and what is wrong with the data behind it. The page is as closed as the HTML
report: no script, no network, nothing that a title or a file name could run.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from chatcalc.reports.disclosure import Publishable
from chatcalc.reports.html import environment, template_text
from chatcalc.reports.pack_view import PackView, pack_view


def to_pack(publishable: Publishable) -> str:
    """The pack as a whole HTML document."""
    pack = pack_view(publishable.report)
    style = Markup(template_text("pack.css") + "\n".join(_running_heads(pack)))  # noqa: S704  # see css_string
    template = environment().get_template("pack.html.jinja")
    return template.render(page=pack.page, pack=pack, pack_style=style)


def css_string(text: str) -> str:
    r"""A text as a string of a style sheet, in which nothing is left that could end it or the sheet.

    >>> css_string("Cases")
    '"Cases"'
    >>> css_string('a"</style>')
    '"a\\22 \\3c \\2f style\\3e "'
    """
    return '"' + re.sub(r"[^A-Za-z0-9 .,()]", lambda found: f"\\{ord(found[0]):x} ", text) + '"'


def _running_heads(pack: PackView) -> list[str]:
    """What stands at the head and the foot of every page, and at the head of a section's its title."""
    everywhere = (
        f"@page {{ @top-left {{ content: {css_string(pack.running)} }} "
        f"@bottom-left {{ content: {css_string(pack.marking)} }} }}"
    )
    sections = (
        f"@page {name} {{ @top-right {{ content: {css_string(title)} }} }}\n.{name} {{ page: {name} }}"
        for name, title in pack.named_pages
    )
    return [everywhere, *sections]
