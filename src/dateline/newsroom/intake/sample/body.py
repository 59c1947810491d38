"""Blocks of a body from the Markdown of the sample's files: quotations become blocks, the rest is running text."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

Block = tuple[str, str | dict[str, str]]

_MARKS = re.compile(r"""^[“«„"]\s*|\s*[”»“"](?=[.!?؟…]*$)""")
_MARKDOWN = MarkdownIt("zero").enable(["heading", "list", "emphasis", "link"])


def blocks(markdown: str) -> tuple[Block, ...]:
    """Return the blocks of a body in order: ``("text", html)`` and ``("quote", {text, speaker, role})``."""
    return tuple(_blocks(markdown))


def _blocks(markdown: str) -> Iterator[Block]:
    running: list[str] = []
    for part in filter(None, (part.strip() for part in markdown.split("\n\n"))):
        if not part.startswith(">"):
            running.append(part)
            continue
        if running:
            yield "text", html("\n\n".join(running))
            running = []
        yield "quote", _quote(part)
    if running:
        yield "text", html("\n\n".join(running))


def html(markdown: str) -> str:
    """Return running text as HTML."""
    return str(_MARKDOWN.render(markdown)).strip()


def _quote(part: str) -> dict[str, str]:
    lines = [line.lstrip("> ").strip() for line in part.splitlines()]
    words = " ".join(line for line in lines if line and not line.startswith("—"))
    by = next((line.lstrip("— ").strip() for line in lines if line.startswith("—")), "")
    speaker, _, role = by.replace("،", ",").partition(",")
    return {"text": _unquoted(words), "speaker": speaker.strip(), "role": role.strip()}


def _unquoted(words: str) -> str:
    """Return words without quotation marks around them; the page adds its own."""
    return _MARKS.sub("", words)
