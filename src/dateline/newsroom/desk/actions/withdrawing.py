"""What withdraw, restore, remove and kill do to one text: readers lose it or get it back, with an explanation."""

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
    """Append the last edition once more, word for word, as withdrawn or restored.

    Raises:
        IncompleteError: the log does not hold it.
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
    """Take a text away for good; readers get the explanation, and the log forgets the words.

    Raises:
        NoSuchTargetError: the release to lead to is this one, or not public in the language of the text.
    """
    facts = {"live": False, "scheduled_at": None, "approved_digest": "", "review_owed": False}
    removal = NewEntry(subject(text), "removed", None, context.inputs.notice_for(text.language))
    target = context.inputs.target
    return Outcome(facts, (removal,) if target is None else (_redirect(text, target), removal))


def _redirect(text: ReleasePage, target: int) -> NewEntry:
    """Return the entry that leads from the address of a text to that of another release.

    The address without slug is meant: it identifies the text, and readers who ask with any slug are looked up by it.
    """
    public = ReleasePage.objects.filter(release__number=target, language=text.language, live=True)
    if not public.exclude(release=text.release_id).exists():
        raise NoSuchTargetError(target, text.language)
    path = short_path(text.language, text.release.number or 0)
    words = Address(salt=new_salt(), path=path, target=short_path(text.language, target))
    return NewEntry(Subject(kind="address", id=path), "set", words)
