"""From the blocks an author writes in to the parts that readers get."""

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from dateline.editions import parts as told
from dateline.editions.parts import Block, Download, Embed, Figure, Picture, Quote, Text
from dateline.newsroom.desk.editions import pictures, recordings, tables
from dateline.newsroom.desk.errors import IncompleteError
from dateline.newsroom.desk.models import NewsImage, Recording, ReleasePage
from dateline.newsroom.desk.models.body import provider_of
from dateline.text.html import clean, to_text
from dateline.text.languages import pick

_EMPTY_PARAGRAPH = re.compile(r"<p>\s*</p>")  # the editor puts one around each line across the page
_INTERNAL_LINK = re.compile(r'<a\b(?=[^>]*\blinktype="(\w+)")(?:[^>]*\bid="(\d+)")?[^>]*>(.*?)</a>', re.DOTALL)


def picture(image: NewsImage, language: str, *, alt: str = "", caption: str = "") -> Picture:
    """Return a picture as readers of ``language`` get it; what is not said anew comes from the picture."""
    return Picture(
        renditions=pictures.renditions(image),
        alt=alt.strip() or pick(image.alt, language),
        caption=caption.strip() or pick(image.caption, language),
        credit=image.credit,
        full=pictures.full(image),
        rights_holder=image.rights_holder.strip(),
        usage_terms=image.usage_terms.strip(),
        expires_on=image.expires_on,
    )


def html(source: str, address: Callable[[int], str]) -> str:
    """Return clean HTML; links to other texts become their public addresses, or plain words where they have none."""

    def replaced(match: re.Match[str]) -> str:
        target = address(int(match[2])) if match[1] == "page" and match[2] else ""
        return f'<a href="{escape(target)}">{match[3]}</a>' if target else match[3]

    return _EMPTY_PARAGRAPH.sub("", clean(_INTERNAL_LINK.sub(replaced, source)))


def parts(stream: Iterable[Any], language: str, address: Callable[[int], str]) -> tuple[Block, ...]:
    """Return the parts of a body in their order; those without content are left out.

    Raises:
        IncompleteError: a picture or file that a block names is gone.
    """
    found = (_PARTS[block.block_type](block.value, language, address) for block in stream)
    return tuple(part for part in found if part is not None)


def _text(value: Any, _language: str, address: Callable[[int], str]) -> Text | None:
    cleaned = html(value.source, address)
    return Text(html=cleaned) if to_text(cleaned) or "<hr" in cleaned else None


def _figure(value: Any, language: str, _address: Callable[[int], str]) -> Figure:
    if value["picture"] is None:
        raise IncompleteError(_("A picture in the text is gone. Choose another one."))
    return Figure(picture=picture(value["picture"], language, alt=value["alt"] or "", caption=value["caption"] or ""))


def _quote(value: Any, _language: str, _address: Callable[[int], str]) -> Quote:
    return Quote(text=value["text"].strip(), speaker=value["speaker"] or "", role=value["role"] or "")


def _table(value: Any, _language: str, _address: Callable[[int], str]) -> Text | None:
    table = tables.html(value)
    return Text(html=table) if table else None


def _download(value: Any, language: str, _address: Callable[[int], str]) -> Download:
    document = value["attachment"]
    if document is None:
        raise IncompleteError(_("A file in the text is gone. Choose another one."))
    made = pictures.attachment(document)
    return Download(
        file=made.file,
        title=value["title"] or document.title,
        type=made.type,
        size_bytes=made.size_bytes,
        language=document.language or language,
    )


def _recording(value: Any, language: str, _address: Callable[[int], str]) -> told.Recording:
    chosen = value["recording"]
    if chosen is None:
        raise IncompleteError(_("A recording in the text is gone. Choose another one."))
    poster = picture(chosen.poster, language) if chosen.poster else None
    return recordings.part(chosen, language, poster=poster, caption=value["caption"] or "")


def _embed(value: Any, _language: str, _address: Callable[[int], str]) -> Embed | None:
    provider = provider_of(value["url"])
    return Embed(url=value["url"], title=value["title"], provider=provider) if provider else None


_PARTS: dict[str, Callable[[Any, str, Callable[[int], str]], Block | None]] = {
    "text": _text,
    "figure": _figure,
    "quote": _quote,
    "table": _table,
    "recording": _recording,
    "download": _download,
    "embed": _embed,
}


def images(text: ReleasePage) -> list[NewsImage]:
    """Return the pictures a text names, the one of the lists first, posters of recordings last."""
    leading = [text.picture] if text.picture else []
    posters = [recording.poster for recording in recordings_of(text) if recording.poster]
    return leading + _chosen(text, "figure", "picture") + posters


def recordings_of(text: ReleasePage) -> list[Recording]:
    """Return the recordings a text names."""
    return _chosen(text, "recording", "recording")


def _chosen(text: ReleasePage, block_type: str, name: str) -> list[Any]:
    return [block.value[name] for block in text.body if block.block_type == block_type and block.value[name]]


def make_files(text: ReleasePage) -> None:
    """Make all files a text needs for the public, so that its transaction need not wait for them."""
    for image in images(text):
        pictures.renditions(image)
        pictures.full(image)
    for recording in recordings_of(text):
        recordings.make_files(recording)
    for document in _chosen(text, "download", "attachment"):
        pictures.attachment(document)
