"""The newsroom, its offices, topics and kinds as last set, stored as the bytes that the log carried."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeVar

import msgspec

from dateline.archive.matching import with_ancestors
from dateline.editions.newsroom import Kind, Newsroom, Office, Topic

VocabularyChange = tuple[str, str, bytes]
"""(kind of subject, id, canonical bytes); the bytes are empty where the value was retired."""

_Value = TypeVar("_Value", Office, Topic, Kind)


class Vocabulary:
    """One immutable state of the vocabularies, decoded on first use."""

    def __init__(self, stored: Mapping[tuple[str, str], bytes]) -> None:
        self.stored = stored

    def changed(self, changes: Iterable[VocabularyChange]) -> "Vocabulary":
        """Return the vocabularies after changes in their order."""
        stored = dict(self.stored)
        for kind, id_, content in changes:
            if content:
                stored[kind, id_] = content
            else:
                stored.pop((kind, id_), None)
        return Vocabulary(stored)

    @cached_property
    def newsroom(self) -> Newsroom | None:
        """The newsroom as last set."""
        content = self.stored.get(("newsroom", "newsroom"))
        return msgspec.json.decode(content, type=Newsroom) if content else None

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
        """Kinds by slug, in their own order."""
        return dict(sorted(self._all("kind", Kind).items(), key=lambda pair: (pair[1].order, pair[0])))

    @cached_property
    def descendants(self) -> Mapping[str, frozenset[str]]:
        """For each topic's slug, the slugs of the topic and all topics below it; unknown parents count as topics."""
        descendants: dict[str, set[str]] = {}
        for slug in self.topics:
            for above in with_ancestors(slug, self.topics):
                descendants.setdefault(above, {above}).add(slug)
        return {slug: frozenset(below) for slug, below in descendants.items()}

    def _all(self, kind: str, type_: type[_Value]) -> dict[str, _Value]:
        stored = {id_: content for (of, id_), content in sorted(self.stored.items()) if of == kind}
        return {id_: msgspec.json.decode(content, type=type_) for id_, content in stored.items()}
