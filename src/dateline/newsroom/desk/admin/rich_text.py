"""Running text in the editor: cleaning of pasted HTML, and storage of links."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter, link_entity

from dateline.newsroom.desk.admin.visibility import is_key
from dateline.newsroom.desk.editions.tables import value_of
from dateline.newsroom.desk.language.losses import sentences
from dateline.text.pasted.blocks import flatten_blocks
from dateline.text.pasted.normalize import normalize_pasted
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
    "STRIKETHROUGH": "strikethrough",
    "LINK": "link",
}
"""Wagtail's feature for each format that the editor names in a request."""

_LISTS = {"ol", "ul"}


@require_admin_access
@require_POST
def clean_paste(request: HttpRequest) -> JsonResponse:
    """Answer with cleaned HTML as JSON: ``opening`` to insert at the cursor, and ``blocks`` to insert after it.

    ``leftOut`` has a sentence for each thing that is left out.

    ``offers`` in the request lists the formats that the editor supports; other formats become plain text.
    Without ``tables`` in the request, each row of a table becomes a paragraph.
    """
    cleaned, losses, _had_words = normalize_pasted(request.POST.get("html", ""))
    converter = ContentstateConverter(features=_features(request.POST.getlist("offers")))
    parts = split_tables(cleaned) if "tables" in request.POST else [TextBlock(tables_as_paragraphs(cleaned))]
    blocks = [_block(part, converter) for part in parts]
    opening = blocks.pop(0)["value"] if parts and isinstance(parts[0], TextBlock) else ""
    return JsonResponse({"opening": opening, "blocks": blocks, "leftOut": sentences(losses)})


def _features(offers: list[str]) -> list[str]:
    """Return the features of the converter.

    It supports both kinds of list or none. For an editor with one kind, lists become paragraphs.
    """
    features = [_FEATURE_OF[offer] for offer in offers if offer in _FEATURE_OF]
    return features if set(features) >= _LISTS else [feature for feature in features if feature not in _LISTS]


def _block(part: TextBlock | TableBlock, converter: ContentstateConverter) -> dict[str, Any]:
    """Return a part in the form of an editor block."""
    if isinstance(part, TextBlock):
        return {"type": "text", "value": converter.from_database_format(flatten_blocks(part.html))}
    grid = value_of(part.rows, caption=part.caption, headed="row" if part.headed else "neither")
    return {"type": "table", "value": grid}


def link_to_database(props: dict[str, Any]) -> Any:
    """Return a link in its stored form; only its words if it names a page by an impossible key.

    Wagtail would store any key. Its editor and the desk check could then not read the text.
    """
    key = props.get("id")
    if key is None or is_key(str(key)):
        return link_entity(props)
    return props["children"]
