"""Who may do an action to a text, and from which state; the buttons check it, and the engine again under the lock."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from dateline.newsroom.desk.actions import approval
from dateline.newsroom.desk.actions.action import Action, Inputs, Note
from dateline.newsroom.desk.actions.states import state_in_words
from dateline.newsroom.desk.errors import IncompleteError, NotAllowedError, OwnWorkError, WrongStateError
from dateline.newsroom.desk.models import Release, ReleasePage, Role, User, roles


def select_texts(
    what: Release | ReleasePage, languages: Collection[str] | None, actions: Iterable[Action]
) -> list[ReleasePage]:
    """Return the selected texts, originals first, then by language.

    Args:
        what: a text, or a release with its texts.
        languages: of the release; None for all from which one of the actions can start.
        actions: alternatives, such as publish and update.

    Raises:
        IncompleteError: no text is selected, or the release has no text in one of the languages.
    """
    release = what if isinstance(what, Release) else what.release
    if isinstance(what, ReleasePage) and languages is None:
        languages = [what.language]
    texts = list(ReleasePage.objects.filter(release=release))
    if languages is None:
        rows = tuple(actions)
        texts = [text for text in texts if any(row.starts_from(text) for row in rows)]
    else:
        texts = [text for text in texts if text.language in languages]
    if not texts or (languages is not None and {text.language for text in texts} != set(languages)):
        raise IncompleteError(_("This action is not possible for any text of this release."))
    return sorted(texts, key=lambda text: (bool(text.translated_from), text.language))


def check_allowed(text: ReleasePage, action: Action, inputs: Inputs) -> None:
    """Check role, state, second pair of eyes and explanation.

    Raises:
        NotAllowedError: the roles of the person do not include the action.
        WrongStateError: the action cannot start from the state of the text.
        OwnWorkError: the person has edited the text, so somebody else must do the action.
        IncompleteError: the explanation is missing.
    """
    if not may_do(inputs.by, action, text):
        raise NotAllowedError(str(text))
    if not action.starts_from(text):
        raise WrongStateError(str(text), state_in_words(text))
    if inputs.by and is_own_work(inputs.by, action, text):
        raise OwnWorkError(str(text))
    if action.rule.note is Note.PUBLIC and not inputs.note_for(text.language).strip():
        raise IncompleteError(_("Explain the reason to the public in one sentence."))
    if action.rule.note is Note.DESK and inputs.by and not inputs.reason.strip():
        raise IncompleteError(_("Explain the reason to your colleagues in one sentence."))


def may_do(user: User | None, action: Action, text: ReleasePage) -> bool:
    """Tell whether the roles of somebody include an action for a text.

    None is the desk itself, which may do everything. Translators may act on translations only; for originals the role
    of an author is needed.
    """
    if user is None:
        return True
    role = action.rule.role
    if role is Role.TRANSLATOR and not text.translated_from:
        role = Role.AUTHOR
    return role is not None and roles.may(user, role, text.release.lead_office)


def is_own_work(user: User, action: Action, text: ReleasePage) -> bool:
    """Tell whether an action needs a second person, and ``user`` has edited the text."""
    return action.rule.four_eyes and user.pk in approval.editors_since_approval(text)


def is_open(user: User, action: Action, text: ReleasePage) -> bool:
    """Tell whether somebody may do an action to a text in its present state; edits by that person are not checked."""
    return action.starts_from(text) and action.applies(text) and may_do(user, action, text)
