"""Builds the galley of a text from the database; writes nothing but missing files of pictures."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.conf import settings
from lxml.html import fragment_fromstring

from dateline.editions.edition import Edition
from dateline.newsroom.desk.checks import similar
from dateline.newsroom.desk.checks.types import Galley, Link, passages
from dateline.newsroom.desk.editions import body
from dateline.newsroom.desk.editions.build import Frame, build, frame
from dateline.newsroom.desk.editions.files import prepare_files
from dateline.newsroom.desk.editions.published import public_address
from dateline.newsroom.desk.models import NewsroomSettings, Release, ReleasePage
from dateline.web.addresses import LANGUAGE

IsReachable = Callable[[str], bool]
"""Takes an address of another site and returns whether the page exists."""


_RELEASE_PATH = re.compile(rf"/{LANGUAGE.pattern}/news/(\d{{1,18}})(?:[/?#.].*)?")
"""Also matches numbers that no release can have, so that links to them are reported as dead."""


def build_galley(text: ReleasePage, *, at: dt.datetime, is_reachable: IsReachable | None = None) -> Galley:
    """Return the galley of the latest draft of a text.

    Args:
        text: a text in any state.
        at: this moment, aware, UTC.
        is_reachable: tries links to other sites; None leaves them untried.

    Raises:
        IncompleteError, FileRefusedError: something that the text names does not exist any more.
    """
    release = text.release
    newsroom = NewsroomSettings.current()
    shared = frame(release)
    latest = text.get_latest_revision_as_object()
    edition = build(latest, release, shared, prepare_files(latest), version=text.version + 1, edited_at=at)
    return Galley(
        edition=edition,
        original=_original(text, release, shared, at),
        scheduled_at=text.scheduled_at,
        published_at=release.published_at,
        has_embargo=release.is_under_embargo(at),
        zone=shared.zone,
        links=tuple(_links(latest, is_reachable)),
        similar_texts=similar.candidates(text, passages(edition)),
        known_names=frozenset(name for name in newsroom.short_name.values() if name),
    )


def parts_of(text: ReleasePage) -> list[int]:
    """Return the indexes of the body's blocks that become parts of the edition, in order."""
    return [place for place, block in enumerate(text.body) if not _is_dropped(block, text.language)]


def _is_dropped(block: Any, language: str) -> bool:
    # Other blocks always make a part; building theirs would read pictures and files.
    return block.block_type in {"text", "embed"} and not body.parts([block], language, "page")


def _original(text: ReleasePage, release: Release, shared: Frame, at: dt.datetime) -> Edition | None:
    if not text.translated_from or text.translated_from == text.language:
        return None
    source = ReleasePage.objects.filter(release=release, language=text.translated_from).first()
    if source is None:
        return None
    latest = source.get_latest_revision_as_object()
    return build(latest, release, shared, prepare_files(latest), version=source.version + 1, edited_at=at)


def _links(text: ReleasePage, is_reachable: IsReachable | None) -> Iterator[Link]:
    stream = list(text.body)
    sources = [
        (f"body.{part}", stream[place].value.source)
        for part, place in enumerate(parts_of(text))
        if stream[place].block_type == "text"
    ]
    for field, source in [*sources, ("notes", text.notes)]:
        for link in fragment_fromstring(source, create_parent="div").iter("a"):
            target, is_dead = _try_link(link.attrib, is_reachable)
            if target:
                words = " ".join("".join(link.itertext()).split())
                yield Link(field=field, words=words, target=target, is_dead=is_dead)


def _try_link(link: Mapping[str, str], is_reachable: IsReachable | None) -> tuple[str, bool | None]:
    """Return the target of a link and whether it is dead; None for a target that was not tried."""
    if link.get("linktype") == "page":
        key = link.get("id") or ""
        return f"page {key}", not (key.isdecimal() and public_address(int(key)))
    target = link.get("href") or ""
    path = target.removeprefix(settings.PUBLIC_URL)
    release = _RELEASE_PATH.fullmatch(path)
    if release:
        return path, not ReleasePage.objects.filter(release__number=int(release[1]), live=True).exists()
    if is_reachable and target.startswith(("http://", "https://")):
        return target, not is_reachable(target)
    return target, None
