"""What the editor of running text asks for when somebody pastes: clean text, and tables apart from it."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from dateline.newsroom.desk.editions.tables import value_of
from dateline.text.pasted.blocks import flatten_blocks
from dateline.text.pasted.normalize import MAX_CHARACTERS, normalize_pasted
from dateline.text.pasted.tables import TableBlock, TextBlock, split_tables, tables_as_paragraphs

_FEATURE_OF = {
    "header-two": "h2",
    "header-three": "h3",
    "ordered-list-item": "ol",
    "unordered-list-item": "ul",
    "blockquote": "blockquote",
    "HORIZONTAL_RULE": "hr",
    "BOLD": "bold",
    "ITALIC": "italic",
    "SUPERSCRIPT": "superscript",
    "SUBSCRIPT": "subscript",
    "LINK": "link",
}
"""What an editor calls what it offers, and what Wagtail calls it."""


_LISTS = {"ol", "ul"}


@require_admin_access
@require_POST
def pasted(request: HttpRequest) -> JsonResponse:
    """Answer with the parts of pasted HTML: ``opening``, to be inserted where the cursor is, and ``blocks`` after it.

    ``offers`` in the request names what the editor can hold; the rest becomes plain text. Without ``tables``, for an
    editor that has none, a table becomes a paragraph for each row.
    """
    tidied = normalize_pasted(request.POST.get("html", "")[:MAX_CHARACTERS])
    converter = ContentstateConverter(features=_features(request.POST.getlist("offers")))
    parts = split_tables(tidied) if "tables" in request.POST else [TextBlock(tables_as_paragraphs(tidied))]
    blocks = [_block(part, converter) for part in parts]
    opening = blocks.pop(0)["value"] if parts and isinstance(parts[0], TextBlock) else ""
    return JsonResponse({"opening": opening, "blocks": blocks})


def _features(offers: list[str]) -> list[str]:
    """Return what the converter may make; lists of one kind alone it cannot, so they become paragraphs."""
    known = [_FEATURE_OF[one] for one in offers if one in _FEATURE_OF]
    return known if set(known) >= _LISTS else [one for one in known if one not in _LISTS]


def _block(part: TextBlock | TableBlock, converter: ContentstateConverter) -> dict[str, Any]:
    """Return a part as the state of a block in the editor."""
    if isinstance(part, TextBlock):
        return {"type": "text", "value": converter.from_database_format(flatten_blocks(part.html))}
    grid = value_of(part.rows, caption=part.caption, headed="row" if part.headed else "neither")
    return {"type": "table", "value": grid}
