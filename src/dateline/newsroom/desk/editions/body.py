"""Converts the blocks of the editor to the parts of an edition."""

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from dateline.editions import parts as edition_parts
from dateline.editions.parts import Block, Download, Embed, Figure, Picture, Quote, Text
from dateline.newsroom.desk.editions import tables
from dateline.newsroom.desk.editions.files import NO_FILES, Files
from dateline.newsroom.desk.errors import IncompleteError
from dateline.newsroom.desk.models import NewsImage, Recording
from dateline.newsroom.desk.models.body import provider_of
from dateline.text.html import clean, to_text
from dateline.text.languages import best, pick

_EMPTY_PARAGRAPH = re.compile(r"<p>\s*</p>")  # the editor wraps each horizontal line in one
_BETWEEN_PARAGRAPHS = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_INTERNAL_LINK = re.compile(r'<a\b(?=[^>]*\blinktype="(\w+)")(?:[^>]*\bid="(\d+)")?[^>]*>(.*?)</a>', re.DOTALL)


def picture(image: NewsImage, language: str, files: Files, *, alt: str = "", caption: str = "") -> Picture:
    """Return a picture in ``language``; values that the text does not override come from the picture."""
    return Picture(
        renditions=files.renditions[image.pk],
        alt=alt.strip() or pick(image.alt, language),
        caption=caption.strip() or pick(image.caption, language),
        credit=image.credit,
        full=files.full[image.pk],
        rights_holder=image.rights_holder.strip(),
        usage_terms=image.usage_terms.strip(),
        expires_on=image.expires_on,
    )


def recording(
    item: Recording, language: str, files: Files, *, poster: Picture | None, caption: str = ""
) -> edition_parts.Recording:
    """Return a recording for readers of ``language``.

    It has the transcript in that language, else the one in the language that suits best, and all captions.
    """
    transcripts = {one.language: one for one in item.transcripts.all()}
    spoken = best(language, transcripts) if transcripts else ""
    made = files.recordings[item.pk] if item.file else None
    return edition_parts.Recording(
        sort="video" if item.sort == Recording.Sort.VIDEO else "audio",
        title=item.title,
        file=made.file if made else "",
        type=made.type if made else "",
        size_bytes=made.size_bytes if made else 0,
        url=item.url,
        provider=provider_of(item.url) or "" if item.url else "",
        duration_s=item.duration_s,
        width=item.width,
        height=item.height,
        poster=poster,
        captions=tuple(
            edition_parts.Captions(language=tag, file=files.captions[one.pk].file)
            for tag, one in sorted(transcripts.items())
            if one.captions and made
        ),
        transcript=_paragraphs(transcripts[spoken].text) if spoken else "",
        transcript_language=spoken,
        caption=caption.strip() or pick(item.caption, language),
        credit=item.credit,
        rights_holder=item.rights_holder.strip(),
        usage_terms=item.usage_terms.strip(),
        expires_on=item.expires_on,
    )


def _paragraphs(text: str) -> str:
    """Return text as typed into a form with exactly one empty line between paragraphs."""
    return _BETWEEN_PARAGRAPHS.sub("\n\n", text.replace("\r\n", "\n").strip())


def html(source: str, mark: str) -> str:
    """Return clean HTML in which links to other texts lead to ``/{mark}/{key of the text}``."""

    def marked(match: re.Match[str]) -> str:
        is_link = match[1] == "page" and match[2]
        return f'<a href="/{mark}/{match[2]}">{match[3]}</a>' if is_link else match[3]

    return _EMPTY_PARAGRAPH.sub("", clean(_INTERNAL_LINK.sub(marked, source)))


def resolve_links(cleaned: str, mark: str, address: Callable[[int], str]) -> str:
    """Return HTML from `html` with addresses instead of the marks; a link without an address becomes plain words."""

    def replaced(match: re.Match[str]) -> str:
        target = address(int(match[1]))
        return f'<a href="{escape(target)}">{match[2]}</a>' if target else match[2]

    links = re.compile(rf'<a href="/{mark}/(\d+)">(.*?)</a>', re.DOTALL)
    return _EMPTY_PARAGRAPH.sub("", links.sub(replaced, cleaned)) if mark in cleaned else cleaned


def parts(stream: Iterable[Any], language: str, mark: str, files: Files = NO_FILES) -> tuple[Block, ...]:
    """Return the parts of a body in their order; those without content are left out.

    Args:
        stream: the blocks.
        language: of the text.
        mark: stands in links to other texts, see `html`.
        files: of the text; needed where a block is a picture, a recording or a file.

    Raises:
        IncompleteError: a picture or file that a block names no longer exists.
    """
    found = (_PARTS[block.block_type](block.value, language, mark, files) for block in stream)
    return tuple(part for part in found if part is not None)


def _text(value: Any, _language: str, mark: str, _files: Files) -> Text | None:
    cleaned = html(value.source, mark)
    return Text(html=cleaned) if to_text(cleaned) or "<hr" in cleaned else None


def _figure(value: Any, language: str, _mark: str, files: Files) -> Figure:
    if value["picture"] is None:
        raise IncompleteError(_("A picture in the text no longer exists. Choose another one."))
    return Figure(
        picture=picture(value["picture"], language, files, alt=value["alt"] or "", caption=value["caption"] or "")
    )


def _quote(value: Any, _language: str, _mark: str, _files: Files) -> Quote:
    return Quote(text=value["text"].strip(), speaker=value["speaker"] or "", role=value["role"] or "")


def _table(value: Any, _language: str, _mark: str, _files: Files) -> Text | None:
    table = tables.html(value)
    return Text(html=table) if table else None


def _download(value: Any, language: str, _mark: str, files: Files) -> Download:
    document = value["attachment"]
    if document is None:
        raise IncompleteError(_("A file in the text no longer exists. Choose another one."))
    made = files.attachments[document.pk]
    return Download(
        file=made.file,
        title=value["title"] or document.title,
        type=made.type,
        size_bytes=made.size_bytes,
        language=document.language or language,
    )


def _recording(value: Any, language: str, _mark: str, files: Files) -> edition_parts.Recording:
    chosen = value["recording"]
    if chosen is None:
        raise IncompleteError(_("A recording in the text no longer exists. Choose another one."))
    poster = picture(chosen.poster, language, files) if chosen.poster else None
    return recording(chosen, language, files, poster=poster, caption=value["caption"] or "")


def _embed(value: Any, _language: str, _mark: str, _files: Files) -> Embed | None:
    provider = provider_of(value["url"])
    return Embed(url=value["url"], title=value["title"], provider=provider) if provider else None


_PARTS: dict[str, Callable[[Any, str, str, Files], Block | None]] = {
    "text": _text,
    "figure": _figure,
    "quote": _quote,
    "table": _table,
    "recording": _recording,
    "download": _download,
    "embed": _embed,
}
