"""One-click repairs: found anew in the latest draft, so that nothing the browser says is trusted."""

import datetime as dt
import re
from html import escape

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText

from dateline.newsroom.desk.checks.galleys import galley, parts_of
from dateline.newsroom.desk.checks.outcome import demand_right
from dateline.newsroom.desk.checks.registry import examine
from dateline.newsroom.desk.checks.values import Finding
from dateline.newsroom.desk.errors import PassageChangedError, RefusedError
from dateline.newsroom.desk.models import Release, ReleasePage, User
from dateline.text.html import to_text

_TAG = re.compile(r"(<[^>]*>)")


def repair(text: ReleasePage, key: tuple[str, str], *, by: User, at: dt.datetime) -> Finding:
    """Mend a finding in a new draft made from the latest one; return what was mended.

    Args:
        text: against which it stands.
        key: check and digest of the passage; of several alike the first is mended.
        by: who does it.
        at: this moment, aware, UTC.

    Raises:
        NotAllowedError: the person may not edit the text.
        PassageChangedError: nothing like it stands against the latest draft.
        RefusedError: the text is locked, or the passage is broken up by emphasis or links.
    """
    demand_right(text, by)
    with transaction.atomic():
        # Drafts are saved and repaired one after another.
        Release.objects.select_for_update().filter(pk=text.release_id).first()
        text = ReleasePage.objects.select_related("release").get(pk=text.pk)
        lock = text.get_lock()
        if lock and lock.for_user(by):
            raise RefusedError(lock.get_message(by))
        found = (one.finding for one in examine(galley(text, at=at), at=at) if one.key == key)
        finding = next((one for one in found if one.repair is not None), None)
        if finding is None:
            raise PassageChangedError
        latest = text.get_latest_revision_as_object()
        _mend(latest, finding)
        latest.save_revision(user=by, clean=False, log_action=True)
    return finding


def _mend(text: ReleasePage, finding: Finding) -> None:
    wanted = finding.repair or ""
    name, _dot, part = finding.field.partition(".")
    if name == "dateline_on":
        text.dateline_on = dt.date.fromisoformat(wanted)
    elif name in {"headline", "lead"}:
        setattr(text, name, _spliced(getattr(text, name).strip(), finding))
    elif name == "notes":
        text.notes = replaced(text.notes, finding)
    else:
        _mend_body(text, parts_of(text)[int(part)], finding)


def _mend_body(text: ReleasePage, place: int, finding: Finding) -> None:
    block = text.body[place]
    if block.block_type == "text":
        text.body[place] = ("text", RichText(replaced(block.value.source, finding)), block.id)
    else:
        block.value["text"] = _spliced(block.value["text"].strip(), finding)


def _spliced(plain: str, finding: Finding) -> str:
    if plain[finding.start : finding.end] != finding.quote:
        raise PassageChangedError
    return plain[: finding.start] + (finding.repair or "") + plain[finding.end :]


def replaced(source: str, finding: Finding) -> str:
    """Return HTML with the finding's passage replaced, the right one of several.

    Raises:
        RefusedError: it does not stand in one piece between two tags.
    """
    quote, wanted = (escape(words, quote=False) for words in (finding.quote, finding.repair or ""))
    nth = to_text(source)[: finding.start].count(finding.quote)
    pieces = _TAG.split(source)
    for place in range(0, len(pieces), 2):
        inside = pieces[place].count(quote)
        if nth < inside:
            before = pieces[place].split(quote)
            pieces[place] = quote.join(before[: nth + 1]) + wanted + quote.join(before[nth + 1 :])
            return "".join(pieces)
        nth -= inside
    raise RefusedError(_("The passage is broken up by emphasis or links. Mend it by hand."))
