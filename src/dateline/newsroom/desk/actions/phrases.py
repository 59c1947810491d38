"""The words of a draft that a translation changes: taken out as fragments of HTML, and put back in other words."""

import copy
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from wagtail.blocks import StreamValue

from dateline.newsroom.desk.models import ReleasePage
from dateline.text.html import to_text

PLAIN = ("headline", "lead")
RICH = ("boilerplate", "notes")
OF_BLOCKS = {
    "figure": ("alt", "caption"),
    "quote": ("text", "role"),
    "download": ("title",),
    "embed": ("title",),
    "table": ("table_caption",),
}
"""Plain words in the parts of a body; names of people and places stay."""


def fragments(draft: ReleasePage) -> list[str]:
    """Return the words of a draft as fragments of HTML, in the order in which `put` takes them."""
    return [_shown(holder[key], is_rich=is_rich) for holder, key, is_rich in _places(*_copied(draft))]


def put(draft: ReleasePage, said: Sequence[str]) -> None:
    """Let a draft say other words, as many as `fragments` returned, in the same order; nothing is saved."""
    fields, body = _copied(draft)
    for (holder, key, is_rich), words in zip(_places(fields, body), said, strict=True):
        holder[key] = words if is_rich else " ".join(to_text(words).split())
    for name, words in fields.items():
        limit = ReleasePage._meta.get_field(name).max_length  # noqa: SLF001 - Django's public name
        setattr(draft, name, words[:limit] if limit else words)
    draft.body = StreamValue(draft.body.stream_block, body, is_lazy=True)


def _copied(draft: ReleasePage) -> tuple[dict[str, Any], list[Any]]:
    fields = {name: getattr(draft, name) or "" for name in (*PLAIN, *RICH)}
    return fields, copy.deepcopy(list(draft.body.raw_data))


def _places(fields: dict[str, Any], body: list[Any]) -> Iterator[tuple[Any, Any, bool]]:
    """Yield where words stand, as (holder, key, whether it is HTML); places without words are left out."""
    found: list[tuple[Any, Any, bool]] = [(fields, name, name in RICH) for name in (*PLAIN, *RICH)]
    for block in body:
        if block["type"] == "text":
            found.append((block, "value", True))
            continue
        value = block["value"]
        found += [(value, name, False) for name in OF_BLOCKS.get(block["type"], ())]
        for row in (value.get("data") or []) if block["type"] == "table" else []:
            found += [(row, place, False) for place in range(len(row))]
    yield from (one for one in found if _has_words(one[0], one[1]))


def _has_words(holder: Any, key: Any) -> bool:
    words = holder[key] if isinstance(holder, list) else holder.get(key)
    return isinstance(words, str) and any(letter.isalpha() for letter in words)


def _shown(words: str, *, is_rich: bool) -> str:
    return words if is_rich else escape(words, quote=False)
