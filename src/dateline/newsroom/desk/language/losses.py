"""What HTML loses when it is cleaned, as sentences for the people who pasted, sent or imported it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from dateline.text.pasted.losses import Loss

_MAX_WORDS, _MAX_ADDRESS = 160, 200


def sentences(losses: Iterable[Loss]) -> list[str]:
    """Return a sentence for each loss, in their order."""
    return [_sentence(loss) for loss in losses]


def _sentence(loss: Loss) -> str:
    by_sort = {
        "picture": _("A picture is left out: %(what)s."),
        "drawing": _("A drawing is left out: %(what)s."),
        "embedded": _("Embedded content is left out: %(what)s."),
        "link": _("A link is left out: %(what)s."),
        "deleted": _("Deleted text is left out: %(what)s."),
        "hidden": _("Hidden text is left out: %(what)s."),
        "comment": _("A reviewer’s comment is left out: %(what)s."),
        "field": _("A form field is left out: %(what)s."),
        "formula": _("A formula became plain text: %(what)s. Check it."),
        "struck": _("Struck text is not struck in a table: %(what)s. Check it."),
        "words": _("Some words could not be read and are left out: %(what)s."),
        "length": _("The text is too long, so its end is left out: %(what)s."),
    }
    return by_sort[loss.sort] % {"what": _what(loss)}


def _what(loss: Loss) -> str:
    words, address = _cut(loss.words, _MAX_WORDS), _cut(loss.address, _MAX_ADDRESS)
    if not words:
        return address
    return f"“{words}” ({address})" if address else f"“{words}”"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
