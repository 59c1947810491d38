"""Withdraw, restore, remove and kill one text, with an explanation for readers."""

import msgspec
from django.utils.translation import gettext as _

from dateline.editions.canonical import new_salt
from dateline.editions.entry import Change, Subject
from dateline.editions.newsroom import Address
from dateline.newsroom.desk.actions.action import Action, Context, NewEntry, Outcome, subject
from dateline.newsroom.desk.actions.states import PUBLISHED
from dateline.newsroom.desk.editions.published import last
from dateline.newsroom.desk.errors import IncompleteError, NoSuchTargetError
from dateline.newsroom.desk.models import ReleasePage
from dateline.web.addresses import short_path


def repeat_last_edition(text: ReleasePage, action: Action, context: Context) -> Outcome:
    """Append the last edition again, unchanged, as withdrawn or restored.

    Raises:
        IncompleteError: the log does not have the last edition.
    """
    edition = last(text)
    if edition is None:
        raise IncompleteError(_("The last edition of “%(title)s” is not in the log.") % {"title": text})
    version = edition.version + 1
    edition = msgspec.structs.replace(edition, salt=new_salt(), version=version, edited_at=context.inputs.at)
    change: Change = "restored" if action.rule.to_public == PUBLISHED else "withdrawn"
    entry = NewEntry(subject(text), change, edition, context.inputs.notice_for(text.language))
    return Outcome({"version": version, "live": action.rule.to_public == PUBLISHED}, (entry,))


def remove_text(text: ReleasePage, _action: Action, context: Context) -> Outcome:
    """Remove a text for good; readers get the explanation, and the log deletes the words.

    Raises:
        NoSuchTargetError: the target of the redirect is this release, or is not public in the language of the text.
    """
    facts = {"live": False, "scheduled_at": None, "approved_digest": "", "review_owed": False}
    removal = NewEntry(subject(text), "removed", None, context.inputs.notice_for(text.language))
    target = context.inputs.target
    return Outcome(facts, (removal,) if target is None else (_redirect(text, target), removal))


def _redirect(text: ReleasePage, target: int) -> NewEntry:
    """Return the entry that redirects the address of a text to that of another release.

    The address has no slug: a request with any slug is looked up by the address without it.
    """
    public = ReleasePage.objects.filter(release__number=target, language=text.language, live=True)
    if not public.exclude(release=text.release_id).exists():
        raise NoSuchTargetError(target, text.language)
    path = short_path(text.language, text.release.number or 0)
    words = Address(salt=new_salt(), path=path, target=short_path(text.language, target))
    return NewEntry(Subject(kind="address", id=path), "set", words)
