"""From a text that a document tells of to what the desk's deed takes: blocks, pictures, names as they were then."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any

from babel import Locale

from dateline.editions.parts import Ref
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.actions.pasted import blocks_of
from dateline.newsroom.desk.editions import tables
from dateline.newsroom.desk.errors import FileRefusedError
from dateline.newsroom.desk.models import Attachment, NewsImage, Office, Recording
from dateline.newsroom.desk.models.body import provider_of
from dateline.newsroom.intake.errors import NotFetchedError
from dateline.newsroom.intake.ninjs import recordings
from dateline.newsroom.intake.ninjs.items import File, Image, NinjsItem, Piece, Played, Running, Said, Shown, Term
from dateline.newsroom.intake.ninjs.media import Media
from dateline.newsroom.intake.ninjs.vocabulary import Terms
from dateline.text.pasted.parts import Grid, cut

Block = tuple[str, Any]


class Making:
    """Makes texts; pictures, recordings and attachments that the texts of a release share come in once.

    Args:
        media: where files are.
        terms: offices, topics and kinds.
        remark: told what cannot come along: the text, and a sentence without stop.
    """

    def __init__(self, media: Media, terms: Terms, remark: Callable[[NinjsItem, str], None]) -> None:
        self._media = media
        self._terms = terms
        self._remark = remark
        self._pictures: dict[tuple[Any, ...], NewsImage] = {}
        self._attachments: dict[tuple[str, File], Attachment] = {}
        self._recordings: dict[tuple[Any, ...], Recording] = {}

    def text(self, item: NinjsItem, office: Office | None) -> actions.ImportedText:
        """Return a text; its files go to the shelf of ``office``."""
        picture = self._picture(item, item.picture, office) if item.picture else None
        return actions.ImportedText(
            language=item.language,
            headline=item.headline,
            lead=item.lead,
            dateline_places=item.dateline_places,
            dateline_on=item.dateline_on,
            body=tuple(block for piece in item.body for block in self._blocks(item, piece, office)),
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
            said=self._said(item),
        )

    def _said(self, item: NinjsItem) -> dict[str, Any]:
        """Return what an edition said of its release, which may be called otherwise by now."""
        said: dict[str, Any] = {
            "kind": self._ref("kind", item.kind, item.language) if item.kind else None,
            "offices": self._refs("office", item.offices, item.language),
            "topics": self._refs("topic", item.topics, item.language),
            "issuer": item.issuer,
            "event_from_on": item.event_from_on,
            "event_until_on": item.event_until_on,
        }
        return said | ({"slug": item.slug} if item.slug else {})

    def _refs(self, sort: str, terms: Iterable[Term], language: str) -> tuple[Ref, ...]:
        return tuple(dict.fromkeys(self._ref(sort, term, language) for term in terms))

    def _ref(self, sort: str, term: Term, language: str) -> Ref:
        return Ref(slug=self._terms.of(sort, term, language).slug, name=term.name)

    def _original(self, item: NinjsItem) -> str:
        """Return the language a text was translated from: its id is made of its release and that language."""
        if not item.translation_of:
            return ""
        if item.release:
            for tag in (*self._terms.languages, *Locale("en").languages):
                if uuid.uuid5(item.release, tag).urn == item.translation_of:
                    return str(tag)
        found = self._terms.languages_by_uri.get(item.translation_of, "")
        if not found:
            self._remark(item, f"it is a translation of {item.translation_of[:80]}, which is not known here")
        return found

    def _blocks(self, item: NinjsItem, piece: Piece, office: Office | None) -> Iterator[Block]:
        match piece:
            case Running():
                yield from _running(piece)
            case Said() | Shown():
                yield _shown(piece) if isinstance(piece, Shown) else _quoted(piece)
            case Image():
                picture = self._picture(item, piece, office)
                if picture is not None:
                    yield "figure", {"picture": picture, "alt": piece.alt, "caption": piece.caption}
            case Played():
                yield from self._played(item, piece, office)
            case File():
                attachment = self._attachment(item, piece, office)
                if attachment is not None:
                    yield "download", {"attachment": attachment, "title": piece.title}

    def _picture(self, item: NinjsItem, image: Image, office: Office | None) -> NewsImage | None:
        said = (image.credit, image.rights_holder, image.usage_terms, image.expires_on)
        key = (item.release or item.uri, image.original.href, bool(image.alt), bool(image.caption), *said)
        known = self._pictures.get(key)
        if known is not None:
            _tell(known, item.language, image)
            return known
        try:
            self._pictures[key] = self._media.picture(image, item.language, office)
        except (NotFetchedError, FileRefusedError) as error:
            self._remark(item, f"a picture is left out: {image.original.href}: {_reason(error)}")
            return None
        return self._pictures[key]

    def _played(self, item: NinjsItem, played: Played, office: Office | None) -> Iterator[Block]:
        recording = self._recording(item, played, office)
        if recording is not None:
            yield "recording", {"recording": recording, "caption": played.caption}
        elif played.url:
            yield _shown(Shown(played.url, played.title))

    def _recording(self, item: NinjsItem, played: Played, office: Office | None) -> Recording | None:
        where = played.file.href if played.file else played.url
        said = (played.credit, played.rights_holder, played.usage_terms, played.expires_on)
        poster = played.poster.original.href if played.poster else ""
        key = (item.release or item.uri, where, played.title, poster, bool(played.caption), *said)
        if key not in self._recordings:
            picture = self._picture(item, played.poster, office) if played.poster else None
            try:
                self._recordings[key] = recordings.made(played, self._media, office, picture)
            except (NotFetchedError, FileRefusedError) as error:
                self._remark(item, f"a recording is left out: {where}: {_reason(error)}")
                return None
        elif played.poster:
            self._picture(item, played.poster, office)  # it may be called otherwise in this language
        for remark in recordings.tell(self._recordings[key], played, item.language, self._media):
            self._remark(item, remark)
        return self._recordings[key]

    def _attachment(self, item: NinjsItem, file: File, office: Office | None) -> Attachment | None:
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


def _tell(picture: NewsImage, language: str, image: Image) -> None:
    """Add what a picture is called in a further language."""
    for names, said in ((picture.alt, image.alt), (picture.caption, image.caption)):
        if said:
            names.setdefault(language, said)
    NewsImage.objects.filter(pk=picture.pk).update(alt=picture.alt, caption=picture.caption)


def _running(piece: Running) -> Iterator[Block]:
    if piece.is_ours:
        table = _table(piece.html)
        yield ("table", table) if table else ("text", piece.html)
        return
    yield from blocks_of(piece.html)


def _table(html: str) -> dict[str, Any] | None:
    """Return a table as the editor of tables saves it, if it writes exactly this one."""
    parts = cut(html) if html.startswith("<table") else []
    if len(parts) != 1 or not isinstance(parts[0], Grid):
        return None
    for headed in ("row", "column", "both", "neither"):
        value = tables.value_of(parts[0].rows, caption=parts[0].caption, headed=headed)
        if tables.html(value) == html:
            return value
    return None


def _quoted(piece: Said) -> Block:
    return "quote", {"text": piece.text, "speaker": piece.speaker, "role": piece.role}


def _shown(piece: Shown) -> Block:
    """Return what another site shows, as a link where the desk does not know that site."""
    if provider_of(piece.url) is not None:
        return "embed", {"url": piece.url, "title": piece.title}
    return "text", f'<p><a href="{escape(piece.url)}">{escape(piece.title or piece.url)}</a></p>'
