"""What every deed does first: find the texts that are meant, check who and from which state, lock the release."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from dateline.desk import guard, roles
from dateline.desk.deeds.states import TRANSITIONS
from dateline.desk.errors import IncompleteError, NotAllowedError, WrongStateError
from dateline.desk.models import Release, ReleasePage, User
from dateline.editions.canonical import new_salt
from dateline.editions.entry import Subject
from dateline.editions.newsroom import Notice


def meant(what: Release | ReleasePage, languages: Collection[str] | None, deed: str) -> list[ReleasePage]:
    """Return the texts a deed means, the originals first, then by language.

    A text means itself; a release means the languages named, or all that are in a state the deed starts from.

    Raises:
        IncompleteError: there is none.
    """
    release = what if isinstance(what, Release) else what.release
    if isinstance(what, ReleasePage) and languages is None:
        languages = [what.language]
    texts = list(ReleasePage.objects.filter(release=release))
    if languages is None:
        texts = [text for text in texts if text.state in TRANSITIONS[deed].start]
    else:
        texts = [text for text in texts if text.language in languages]
    if not texts or (languages is not None and {text.language for text in texts} != set(languages)):
        raise IncompleteError(_("There is no text of this release that this could be done to."))
    return sorted(texts, key=lambda text: (bool(text.translated_from), text.language))


@contextmanager
def at_work(release: Release) -> Iterator[Release]:
    """Open the transaction and the guard, lock the release, and give it as it stands now."""
    with transaction.atomic(), guard.deed():
        # Lock order everywhere: release, then the head of the log.
        Release.objects.select_for_update().filter(pk=release.pk).first()
        yield Release.objects.select_related("kind", "lead_office").get(pk=release.pk)


def demand(texts: Iterable[ReleasePage], deed: str, *, by: User | None, note: str = "") -> None:
    """Check state, role and note for a deed.

    Raises:
        NotAllowedError: the person's roles do not reach.
        WrongStateError: a text is in another state than the deed starts from.
        IncompleteError: the public must be told why, and no note says it.
    """
    rule = TRANSITIONS[deed]
    for text in texts:
        if not roles.may(by, rule.role, text.release.lead_office):
            raise NotAllowedError(str(text))
        if text.state not in rule.start:
            raise WrongStateError(str(text), text.get_state_display())
    if rule.needs_note and not note.strip():
        raise IncompleteError(_("Say in a sentence for the public why this is done."))


def fresh(texts: Iterable[ReleasePage]) -> list[ReleasePage]:
    """Return the texts as they stand now that their release is locked, in the order given."""
    wanted = [text.pk for text in texts]
    found = ReleasePage.objects.select_related("release__lead_office", "release__kind").in_bulk(wanted)
    return [found[key] for key in wanted]


def subject(text: ReleasePage) -> Subject:
    """Return what an entry about a text is about."""
    return Subject(kind="release", id=str(text.release_id), language=text.language)


def notice(note: str, language: str) -> Notice | None:
    """Return the public notice; None where there is nothing to say."""
    return Notice(salt=new_salt(), text=note.strip(), language=language) if note.strip() else None


def record_state(text: ReleasePage, **facts: str | int | bool | dt.datetime | None) -> None:
    """Write facts about a text itself, past its revisions."""
    ReleasePage.objects.filter(pk=text.pk).update(**facts)
    for name, value in facts.items():
        setattr(text, name, value)
