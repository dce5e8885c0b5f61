"""Damage to files: bytes that flip, pieces that are lost, rows, cells, elements and members moved."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random], bytes]

_PIECES = (
    *(
        b"",
        b"\x00",
        b"\xff",
        b"\n",
        b"\r",
        b'"',
        b",",
        b";",
        b"\t",
        b"<",
        b">",
        b"&",
        b"'",
        b"=",
        b"\xef\xbb\xbf",
    ),
    *(
        b"0",
        b"-1",
        b"99999999999999999999",
        b"1e308",
        b"nan",
        b"2024-02-30",
        b"9999-12-31",
        b"31/12/0000",
        b"45000",
    ),
    *(
        b"CHILD",
        b"<Child>",
        b"</Child>",
        b"<![CDATA[",
        b"<!--",
        b"<?x ?>",
        b"&amp;",
        b"\xe2\x80\xae",
        b"PK\x03\x04",
    ),
)


def mutated(content: bytes, random: Random, times: int) -> bytes:
    """The content after some damage, of its own kind where it has one."""
    for _ in range(times):
        content = random.choice(_kinds(content))(content, random)
    return content


def _kinds(content: bytes) -> tuple[Mutation, ...]:
    if content.startswith(b"PK"):
        return (*_BYTES, _member, _member, _member, _member)
    if content.lstrip()[:1] == b"<":
        return (*_BYTES, _elements, _elements, _element_lost, _text)
    return (*_BYTES, _lines, _lines, _cells, _cells, _columns)


def _flipped(content: bytes, random: Random) -> bytes:
    at = random.randrange(len(content) + 1)
    return (
        content[:at] + bytes(b ^ (1 << random.randrange(8)) for b in content[at : at + 1]) + content[at + 1 :]
    )


def _lost(content: bytes, random: Random) -> bytes:
    start = random.randrange(len(content) + 1)
    return content[:start] + content[start + random.choice((1, 4, 30, 300, len(content))) :]


def _repeated(content: bytes, random: Random) -> bytes:
    start = random.randrange(len(content) + 1)
    piece = content[start : start + random.choice((1, 10, 100, 1000))]
    return content[:start] + piece * random.choice((2, 3, 50)) + content[start + len(piece) :]


def _inserted(content: bytes, random: Random) -> bytes:
    at = random.randrange(len(content) + 1)
    return content[:at] + random.choice(_PIECES) * random.choice((1, 1, 1, 20)) + content[at:]


_BYTES: tuple[Mutation, ...] = (_flipped, _lost, _repeated, _inserted)


def _lines(content: bytes, random: Random) -> bytes:
    """Lines shuffled, repeated or lost; the headings may move too."""
    lines = content.splitlines(keepends=True)
    chosen = random.choices(lines, k=max(1, len(lines) + random.randint(-1, 2))) if lines else lines
    return b"".join(chosen if random.random() < 0.5 else random.sample(lines, len(lines)))


def _cells(content: bytes, random: Random) -> bytes:
    """One cell becomes something else, or two change places."""
    parts = re.split(rb"([,\n])", content)
    one, other = random.randrange(len(parts)), random.randrange(len(parts))
    parts[one], parts[other] = parts[other], random.choice((parts[one], *_PIECES))
    return b"".join(parts)


def _columns(content: bytes, random: Random) -> bytes:
    """Headings change places, so that every column holds another's values."""
    first, line_end, rest = content.partition(b"\n")
    names = first.split(b",")
    random.shuffle(names)
    return b",".join(names) + line_end + rest


_ELEMENT = re.compile(rb"<(\w+)>[^<]*</\1>")


def _elements(content: bytes, random: Random) -> bytes:
    """Two elements without children change places."""
    found = list(_ELEMENT.finditer(content))
    if len(found) < 2:
        return content
    one, other = sorted(random.sample(found, 2), key=lambda each: each.start())
    between = content[one.end() : other.start()]
    return content[: one.start()] + other[0] + between + one[0] + content[other.end() :]


def _element_lost(content: bytes, random: Random) -> bytes:
    """A tag is lost, or an element is."""
    found = list(re.finditer(rb"</?\w+>", content))
    if not found:
        return content
    tag = random.choice(found)
    return content[: tag.start()] + content[tag.end() :]


def _text(content: bytes, random: Random) -> bytes:
    """The text of an element becomes something else."""
    found = list(re.finditer(rb">([^<]+)<", content))
    if not found:
        return content
    text = random.choice(found)
    return content[: text.start(1)] + random.choice(_PIECES) + content[text.end(1) :]


def _member(content: bytes, random: Random) -> bytes:
    """One member of a zip file is damaged, lost, repeated or renamed, and packed again."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, EOFError, RuntimeError):
        return _flipped(content, random)
    if not members:
        return content
    name = random.choice(list(members))
    match random.randrange(6):
        case 0:
            del members[name]
        case 1:
            members[name] = members[random.choice(list(members))]
        case 2:
            members[name + random.choice(("", "x", "/", ".."))] = members.pop(name)
        case _:
            members[name] = mutated(members[name], random, 1) if members[name][:2] != b"PK" else b""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in members.items():
            archive.writestr(each, data)
    return target.getvalue()
