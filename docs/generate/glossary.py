"""The page of the glossary, from the words that a pack explains to its readers too."""

from __future__ import annotations

from chatcalc.reports.glossary import GLOSSARY, Word
from markdown import page, table


def glossary() -> str:
    """Every word with its meaning, and the page that lists what it stands for."""
    return page(
        "Glossary", table(("word", "means"), [(", ".join(each.words), _means(each)) for each in GLOSSARY])
    )


def _means(word: Word) -> str:
    link = f" ([{word.page[0]}]({word.page[1]}))" if word.page else ""
    return f"{word.meaning}{link}"
