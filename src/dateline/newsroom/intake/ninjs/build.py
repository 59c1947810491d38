"""Building of texts for the desk's import action: blocks, files, and names as they were at the time."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any

from babel import Locale

from dateline.editions.parts import Ref
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.editions import tables
from dateline.newsroom.desk.editions.tables import blocks_of
from dateline.newsroom.desk.errors import FileRefusedError
from dateline.newsroom.desk.models import Attachment, NewsImage, Office, Recording
from dateline.newsroom.desk.models.body import provider_of
from dateline.newsroom.intake.errors import NotFetchedError
from dateline.newsroom.intake.ninjs.items import (
    BodyPart,
    EmbedPart,
    FilePart,
    HtmlPart,
    ImagePart,
    NinjsItem,
    QuotePart,
    RecordingPart,
    Term,
)
from dateline.newsroom.intake.ninjs.mapping import TermMap
from dateline.newsroom.intake.ninjs.media import MediaImporter
from dateline.newsroom.intake.ninjs.recordings import add_language, import_recording
from dateline.text.pasted.tables import TableBlock, split_tables

Block = tuple[str, Any]


class TextBuilder:
    """Builds texts; files that the texts of a release share are imported once.

    Args:
        media: imports files.
        terms: maps offices, topics and kinds.
        remark: called with a text and what is left out of it, a sentence without full stop.
    """

    def __init__(self, media: MediaImporter, terms: TermMap, remark: Callable[[NinjsItem, str], None]) -> None:
        self._media = media
        self._terms = terms
        self._remark = remark
        self._pictures: dict[tuple[Any, ...], NewsImage] = {}
        self._attachments: dict[tuple[str, FilePart], Attachment] = {}
        self._recordings: dict[tuple[Any, ...], Recording] = {}

    def text(self, item: NinjsItem, office: Office | None) -> actions.ImportedText:
        """Return the text of an item; its files go to the shelf of ``office``."""
        picture = self._picture(item, item.picture, office) if item.picture else None
        return actions.ImportedText(
            language=item.language,
            headline=item.headline,
            lead=item.lead,
            dateline_places=item.dateline_places,
            dateline_on=item.dateline_on,
            body=tuple(block for part in item.body for block in self._blocks(item, part, office)),
            boilerplate=item.boilerplate,
            notes=item.notes,
            contacts=item.contacts,
            picture=picture,
            translated_from=self._original(item),
            machine_translated=item.machine_translated,
            state=item.state,
            version=item.version,
            edited_at=item.edited_at,
            notices=tuple(actions.ImportedNotice(one.change, one.at, one.text) for one in item.notices),
            edition_values=self._edition_values(item),
        )

    def _edition_values(self, item: NinjsItem) -> dict[str, Any]:
        """Return the values of the release as the edition has them; the release may have changed since."""
        values: dict[str, Any] = {
            "kind": self._ref("kind", item.kind, item.language) if item.kind else None,
            "offices": self._refs("office", item.offices, item.language),
            "topics": self._refs("topic", item.topics, item.language),
            "issuer": item.issuer,
            "event_from_on": item.event_from_on,
            "event_until_on": item.event_until_on,
        }
        return values | ({"slug": item.slug} if item.slug else {})

    def _refs(self, sort: str, terms: Iterable[Term], language: str) -> tuple[Ref, ...]:
        return tuple(dict.fromkeys(self._ref(sort, term, language) for term in terms))

    def _ref(self, sort: str, term: Term, language: str) -> Ref:
        return Ref(slug=self._terms.of(sort, term, language).slug, name=term.name)

    def _original(self, item: NinjsItem) -> str:
        """Return the language a text was translated from: our ids are derived from release and language."""
        if not item.translation_of:
            return ""
        if item.release:
            for tag in (*self._terms.languages, *Locale("en").languages):
                if uuid.uuid5(item.release, tag).urn == item.translation_of:
                    return str(tag)
        language = self._terms.languages_by_uri.get(item.translation_of, "")
        if not language:
            self._remark(item, f"it is a translation of {item.translation_of[:80]}, which is not known here")
        return language

    def _blocks(self, item: NinjsItem, part: BodyPart, office: Office | None) -> Iterator[Block]:
        match part:
            case HtmlPart():
                yield from _text_blocks(part)
            case QuotePart() | EmbedPart():
                yield _embed(part) if isinstance(part, EmbedPart) else _quote(part)
            case ImagePart():
                picture = self._picture(item, part, office)
                if picture is not None:
                    yield "figure", {"picture": picture, "alt": part.alt, "caption": part.caption}
            case RecordingPart():
                yield from self._recording_blocks(item, part, office)
            case FilePart():
                attachment = self._attachment(item, part, office)
                if attachment is not None:
                    yield "download", {"attachment": attachment, "title": part.title}

    def _picture(self, item: NinjsItem, image: ImagePart, office: Office | None) -> NewsImage | None:
        key = (
            item.release or item.uri,
            image.original.href,
            bool(image.alt),
            bool(image.caption),
            *image.rights.values(),
        )
        known = self._pictures.get(key)
        if known is not None:
            _add_language(known, item.language, image)
            return known
        try:
            self._pictures[key] = self._media.picture(image, item.language, office)
        except (NotFetchedError, FileRefusedError) as error:
            self._remark(item, f"a picture is left out: {image.original.href}: {_reason(error)}")
            return None
        return self._pictures[key]

    def _recording_blocks(self, item: NinjsItem, part: RecordingPart, office: Office | None) -> Iterator[Block]:
        recording = self._recording(item, part, office)
        if recording is not None:
            yield "recording", {"recording": recording, "caption": part.caption}
        elif part.url:
            yield _embed(EmbedPart(part.url, part.title))

    def _recording(self, item: NinjsItem, part: RecordingPart, office: Office | None) -> Recording | None:
        where = part.file.href if part.file else part.url
        poster = part.poster.original.href if part.poster else ""
        key = (item.release or item.uri, where, part.title, poster, bool(part.caption), *part.rights.values())
        if key not in self._recordings:
            picture = self._picture(item, part.poster, office) if part.poster else None
            try:
                self._recordings[key] = import_recording(part, self._media, office, picture)
            except (NotFetchedError, FileRefusedError) as error:
                self._remark(item, f"a recording is left out: {where}: {_reason(error)}")
                return None
        elif part.poster:
            self._picture(item, part.poster, office)  # it may have another name in this language
        for remark in add_language(self._recordings[key], part, item.language, self._media):
            self._remark(item, remark)
        return self._recordings[key]

    def _attachment(self, item: NinjsItem, file: FilePart, office: Office | None) -> Attachment | None:
        key = (str(item.release or item.uri), file)
        if key not in self._attachments:
            try:
                self._attachments[key] = self._media.attachment(file, office)
            except (NotFetchedError, FileRefusedError) as error:
                self._remark(item, f"a file is left out: {file.href}: {_reason(error)}")
                return None
        return self._attachments[key]


def _reason(error: NotFetchedError | FileRefusedError) -> str:
    return error.reason if isinstance(error, NotFetchedError) else str(error).rstrip(".")


def _add_language(picture: NewsImage, language: str, image: ImagePart) -> None:
    """Add alternative text and caption of a picture in a further language."""
    for texts, text in ((picture.alt, image.alt), (picture.caption, image.caption)):
        if text:
            texts.setdefault(language, text)
    NewsImage.objects.filter(pk=picture.pk).update(alt=picture.alt, caption=picture.caption)


def _text_blocks(part: HtmlPart) -> Iterator[Block]:
    if part.is_ours:
        table = _table(part.html)
        yield ("table", table) if table else ("text", part.html)
        return
    yield from blocks_of(part.html)


def _table(html: str) -> dict[str, Any] | None:
    """Return a table as the table editor stores it; None unless the editor would write exactly this HTML."""
    parts = split_tables(html) if html.startswith("<table") else []
    if len(parts) != 1 or not isinstance(parts[0], TableBlock):
        return None
    for headed in ("row", "column", "both", "neither"):
        value = tables.value_of(parts[0].rows, caption=parts[0].caption, headed=headed)
        if tables.html(value) == html:
            return value
    return None


def _quote(part: QuotePart) -> Block:
    return "quote", {"text": part.text, "speaker": part.speaker, "role": part.role}


def _embed(part: EmbedPart) -> Block:
    """Return an embed block; a link where the provider is not known."""
    if provider_of(part.url) is not None:
        return "embed", {"url": part.url, "title": part.title}
    return "text", f'<p><a href="{escape(part.url)}">{escape(part.title or part.url)}</a></p>'
