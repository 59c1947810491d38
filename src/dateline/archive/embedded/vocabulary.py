"""The newsroom, its offices, topics and kinds as last set, kept as the bytes the log carried."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeVar

import msgspec

from dateline.archive.matching import with_ancestors
from dateline.editions.newsroom import Kind, Newsroom, Office, Topic

VocabularyChange = tuple[str, str, bytes]
"""Kind of subject, its id and its canonical bytes; no bytes where it was retired."""

_Thing = TypeVar("_Thing", Office, Topic, Kind)


class Vocabulary:
    """One state of the vocabularies; it never changes."""

    def __init__(self, stored: Mapping[tuple[str, str], bytes]) -> None:
        self.stored = stored

    def changed(self, settings: Iterable[VocabularyChange]) -> "Vocabulary":
        """Return the vocabularies after some settings in their order."""
        stored = dict(self.stored)
        for kind, id_, said in settings:
            if said:
                stored[kind, id_] = said
            else:
                stored.pop((kind, id_), None)
        return Vocabulary(stored)

    @cached_property
    def newsroom(self) -> Newsroom | None:
        """The newsroom as last set."""
        said = self.stored.get(("newsroom", "newsroom"))
        return msgspec.json.decode(said, type=Newsroom) if said else None

    @cached_property
    def offices(self) -> Mapping[str, Office]:
        """Offices by slug."""
        return self._all("office", Office)

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        """Topics by slug."""
        return self._all("topic", Topic)

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """Kinds by slug, in their order."""
        return dict(sorted(self._all("kind", Kind).items(), key=lambda pair: (pair[1].order, pair[0])))

    @cached_property
    def below(self) -> Mapping[str, frozenset[str]]:
        """Each topic with itself and all topics below it; parents that were never set count as topics."""
        below: dict[str, set[str]] = {}
        for slug in self.topics:
            for above in with_ancestors(slug, self.topics):
                below.setdefault(above, {above}).add(slug)
        return {slug: frozenset(descendants) for slug, descendants in below.items()}

    def _all(self, kind: str, type_: type[_Thing]) -> dict[str, _Thing]:
        return {
            id_: msgspec.json.decode(said, type=type_) for (of, id_), said in sorted(self.stored.items()) if of == kind
        }
