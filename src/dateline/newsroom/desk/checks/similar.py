"""Finds similar public texts by fingerprints, which a follower of the log keeps up to date."""

from collections.abc import Iterable, Sequence

from django.db.models import Count

from dateline.editions.edition import Edition
from dateline.newsroom.desk.checks.types import SimilarText, passages
from dateline.newsroom.desk.editions.published import last
from dateline.newsroom.desk.editions.text_follower import TextFollower
from dateline.newsroom.desk.language.passages import Passage
from dateline.newsroom.desk.language.similarity import fingerprint
from dateline.newsroom.desk.models import Fingerprint, ReleasePage

CANDIDATES = 5
"""Number of texts that are compared word by word: those with the most bands in common."""


def candidates(text: ReleasePage, here: Iterable[Passage]) -> tuple[SimilarText, ...]:
    """Return the public texts of other releases in the same language with the most similar fingerprints."""
    marks = fingerprint(_joined(here), text.language)
    if not marks:
        return ()
    own = list(ReleasePage.objects.filter(release=text.release_id).values_list("pk", flat=True))
    found = ReleasePage.objects.select_related("release").in_bulk(most_similar(marks, own=own))
    earlier = ((one, last(one)) for one in found.values() if one.is_public)
    return tuple(_as_similar_text(one, edition) for one, edition in earlier if edition is not None)


def most_similar(marks: Sequence[int], *, own: Sequence[int]) -> list[int]:
    """Return the keys of the texts that share the most bands with a fingerprint, read from the index alone.

    Args:
        marks: the fingerprint.
        own: keys of texts to leave out.
    """
    shared = Fingerprint.objects.filter(value__in=marks).exclude(text__in=own).values("text")
    ranked = shared.annotate(shared=Count("pk")).order_by("-shared", "-text")
    return list(ranked.values_list("text", flat=True)[:CANDIDATES])


def _as_similar_text(text: ReleasePage, edition: Edition) -> SimilarText:
    return SimilarText(
        release=str(text.release_id),
        number=edition.number,
        on=edition.published_at.date(),
        headline=edition.headline,
        text=_joined(passages(edition)),
    )


def _store_fingerprint(text: ReleasePage, edition: Edition | None) -> None:
    text.fingerprints.all().delete()
    marks = fingerprint(_joined(passages(edition)), text.language) if edition else ()
    Fingerprint.objects.bulk_create(Fingerprint(text=text, band=band, value=value) for band, value in enumerate(marks))


def _joined(found: Iterable[Passage]) -> str:
    return "\n".join(passage.text for passage in found)


FOLLOWER = TextFollower(name="similar", store=_store_fingerprint, ends=frozenset({"removed", "erased"}))
