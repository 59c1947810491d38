"""What reviewers have sent back, why and who did, until it is submitted again."""

from collections.abc import Iterable

from dateline.newsroom.desk.actions.states import DRAFT, TRANSITIONS
from dateline.newsroom.desk.models import Act, ReleasePage

_STEPS = (*TRANSITIONS, "new edition")
"""Acts that say where a text stands; the others change nothing about its having been sent back."""


def returned(texts: Iterable[ReleasePage]) -> dict[int, Act]:
    """Return the act by which each draft was sent back, by the key of the text; drafts that were not are left out."""
    drafts = [text for text in texts if text.draft_stage == DRAFT]
    if not drafts:
        return {}
    acts = Act.objects.filter(release__in={text.release_id for text in drafts}, deed__in=_STEPS)
    last = {(act.release, act.language): act for act in acts.order_by("pk")}
    found = {text.pk: last.get((text.release_id, text.language)) for text in drafts}
    return {key: act for key, act in found.items() if act is not None and act.deed == "send back"}
