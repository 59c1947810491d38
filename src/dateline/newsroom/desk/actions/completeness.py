"""What a text lacks, said with the names that the form gives its parts."""

import unicodedata

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dateline.newsroom.desk.errors import IncompleteError
from dateline.newsroom.desk.models import ReleasePage


def demand_words(text: ReleasePage) -> None:
    """Check that headline and lead say something.

    Raises:
        IncompleteError: one of them has neither letter, digit nor sign.
    """
    silent = [name for name in ("headline", "lead") if not _says_something(getattr(text, name))]
    if silent:
        raise _incomplete(text, " ".join(_named(text, name, _("It is empty.")) for name in silent))


def _says_something(words: str) -> bool:
    return any(unicodedata.category(letter)[0] in "LNPS" for letter in words)


def incomplete(text: ReleasePage, error: ValidationError) -> IncompleteError:
    """Return the refusal that names every part that something is wrong with."""
    if not hasattr(error, "error_dict"):
        return _incomplete(text, " ".join(error.messages))
    found = ((name, " ".join(messages)) for name, messages in error.message_dict.items())
    return _incomplete(text, " ".join(_named(text, name, said) for name, said in found))


def _incomplete(text: ReleasePage, problems: str) -> IncompleteError:
    return IncompleteError(_("“%(title)s” is not complete: %(problems)s") % {"title": text, "problems": problems})


def _named(text: ReleasePage, name: str, said: str) -> str:
    if name == NON_FIELD_ERRORS:
        return said
    try:
        label = str(getattr(text._meta.get_field(name), "verbose_name", name))  # noqa: SLF001 - Django's public name
    except FieldDoesNotExist:
        label = name
    return _("%(part)s: %(problem)s") % {"part": capfirst(label), "problem": said}
