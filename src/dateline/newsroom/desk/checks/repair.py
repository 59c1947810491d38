"""One-click repairs. The finding is looked up in the latest draft, so the browser's values are not trusted."""

import datetime as dt
import re
from html import escape

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText

from dateline.newsroom.desk.checks.galley import build_galley, parts_of
from dateline.newsroom.desk.checks.registry import run_checks
from dateline.newsroom.desk.checks.report import require_edit_right
from dateline.newsroom.desk.checks.types import Finding
from dateline.newsroom.desk.errors import PassageChangedError, RefusedError
from dateline.newsroom.desk.models import Release, ReleasePage, User
from dateline.text.html import to_text

_TAG = re.compile(r"(<[^>]*>)")


def repair(text: ReleasePage, key: tuple[str, str], *, by: User, at: dt.datetime) -> Finding:
    """Repair a finding in a new draft made from the latest one; return the finding.

    Args:
        text: the text with the finding.
        key: check and digest of the passage; of several equal findings the first is repaired.
        by: the person who repairs it.
        at: this moment, aware, UTC.

    Raises:
        NotAllowedError: the person may not edit the text.
        PassageChangedError: the latest draft has no such finding.
        RefusedError: the text is locked, or the passage is broken up by emphasis or links.
    """
    require_edit_right(text, by)
    with transaction.atomic():
        # The lock serialises saves and repairs of drafts.
        Release.objects.select_for_update().filter(pk=text.release_id).first()
        text = ReleasePage.objects.select_related("release").get(pk=text.pk)
        lock = text.get_lock()
        if lock and lock.for_user(by):
            raise RefusedError(lock.get_message(by))
        found = (one.finding for one in run_checks(build_galley(text, at=at), at=at) if one.key == key)
        finding = next((one for one in found if one.repair is not None), None)
        if finding is None:
            raise PassageChangedError
        latest = text.get_latest_revision_as_object()
        _apply(latest, finding)
        latest.save_revision(user=by, clean=False, log_action=True)
    return finding


def _apply(text: ReleasePage, finding: Finding) -> None:
    replacement = finding.repair or ""
    name, _dot, part = finding.field.partition(".")
    if name == "dateline_on":
        text.dateline_on = dt.date.fromisoformat(replacement)
    elif name in {"headline", "lead"}:
        setattr(text, name, _spliced(getattr(text, name).strip(), finding))
    elif name == "notes":
        text.notes = replaced(text.notes, finding)
    else:
        _apply_to_body(text, parts_of(text)[int(part)], finding)


def _apply_to_body(text: ReleasePage, place: int, finding: Finding) -> None:
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
    """Return HTML with the passage of a finding replaced at its place.

    Raises:
        RefusedError: a tag interrupts the passage.
    """
    quote, replacement = (escape(words, quote=False) for words in (finding.quote, finding.repair or ""))
    nth = to_text(source)[: finding.start].count(finding.quote)
    pieces = _TAG.split(source)
    for place in range(0, len(pieces), 2):
        inside = pieces[place].count(quote)
        if nth < inside:
            before = pieces[place].split(quote)
            pieces[place] = quote.join(before[: nth + 1]) + replacement + quote.join(before[nth + 1 :])
            return "".join(pieces)
        nth -= inside
    raise RefusedError(_("The passage is broken up by emphasis or links. Fix it by hand."))
