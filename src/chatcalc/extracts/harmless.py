"""Text that a terminal shows and does not obey."""

from __future__ import annotations

import re
from typing import Final

# Control characters (escape codes begin with one), marks that turn the direction of writing or take no room,
# separators of lines, halves of characters (names of files that are no text). Tab and line feed stay.
_OBEYED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def harmless(text: str) -> str:
    r"""The text with a question mark for every character that a terminal would act on.

    >>> harmless("a\x1b[2Jb")
    'a?[2Jb'
    """
    return _OBEYED.sub("?", text)
