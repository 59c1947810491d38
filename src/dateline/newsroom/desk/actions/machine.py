"""Machine translation of a first draft: a person requests it, the worker writes it, a person checks and accepts it."""

import copy
import datetime as dt
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task
from wagtail.blocks import StreamValue

from dateline.newsroom.desk import clock, translator
from dateline.newsroom.desk.actions.action import Action, Context, Inputs, Outcome
from dateline.newsroom.desk.actions.locking import locked_release, reload
from dateline.newsroom.desk.actions.states import DRAFT
from dateline.newsroom.desk.errors import (
    DeskError,
    IncompleteError,
    MachineError,
    NotAllowedError,
    WrongStateError,
)
from dateline.newsroom.desk.models import MachineTranslation, ReleasePage, Role, roles
from dateline.text.html import to_text

PLAIN_FIELDS = ("headline", "lead")
HTML_FIELDS = ("boilerplate", "notes")
BLOCK_FIELDS = {
    "figure": ("alt", "caption"),
    "quote": ("text", "role"),
    "download": ("title",),
    "embed": ("title",),
    "table": ("table_caption",),
}
"""Plain words in the parts of a body; names of people and places stay."""


def check_set_up(_texts: Sequence[ReleasePage], _inputs: Inputs) -> None:
    """Check that a machine translation is configured.

    Raises:
        MachineError: none is configured.
    """
    if not translator.is_set_up():
        raise MachineError(_("No machine translation is set up."))


def check_translation(texts: Sequence[ReleasePage], _inputs: Inputs) -> None:
    """Check that the texts are translations.

    Raises:
        WrongStateError: a text is an original.
    """
    for text in texts:
        if not text.translated_from:
            raise WrongStateError(str(text), text.state_label)


def check_machine_translated(texts: Sequence[ReleasePage], _inputs: Inputs) -> None:
    """Check that a machine wrote the latest drafts.

    Raises:
        IncompleteError: a person wrote one of the drafts.
    """
    if not all(text.get_latest_revision_as_object().machine_translated for text in texts):
        raise IncompleteError(_("A person has already taken over this text."))


def request_translation(text: ReleasePage, _action: Action, context: Context) -> Outcome:
    """Queue a request to the machine for a first draft; a failed request is repeated."""
    by, at = context.inputs.by, context.inputs.at
    facts = {"by": by, "asked_at": at, "done_at": None, "failed": ""}
    wanted, _is_new = MachineTranslation.objects.update_or_create(text=text, defaults=facts)
    profile = getattr(by, "wagtail_userprofile", None)
    write.enqueue(wanted.pk, at.isoformat(), profile.get_preferred_language() if profile else "en")
    return Outcome()


def take_over(text: ReleasePage, _action: Action, context: Context) -> Outcome:
    """Record that a person has read what a machine translated and answers for it. That person cannot approve it."""
    draft = text.get_latest_revision_as_object()
    draft.machine_translated = False
    draft.save_revision(user=context.inputs.by, clean=False)
    return Outcome()


@task()
def write(key: int, asked_at: str, language: str) -> None:
    """Let the machine write a draft; safe to repeat.

    Args:
        key: of the request.
        asked_at: moment of the request, ISO 8601; a repeated request has a task of its own.
        language: of the person who reads why it failed.
    """
    request = MachineTranslation.objects.select_related("text__release", "by").filter(pk=key).first()
    if request is None or request.done_at or request.asked_at != dt.datetime.fromisoformat(asked_at):
        return
    with override(language):
        try:
            _write(request)
        except DeskError as error:
            MachineTranslation.objects.filter(pk=key).update(failed=str(error))


def _write(request: MachineTranslation) -> None:
    sent = fragments(request.text.get_latest_revision_as_object())
    translated = translator.translate(
        sent, request.text.translated_from, request.text.language
    )  # slow, so outside the lock
    with locked_release(request.text.release):
        [text] = reload([request.text])
        draft = text.get_latest_revision_as_object()
        if text.draft_stage != DRAFT or fragments(draft) != sent:
            raise MachineError(
                _(
                    "Somebody has edited this text in the meantime. Their words stay, and the machine translation "
                    "is dropped."
                )
            )
        if request.by and not roles.may(request.by, Role.TRANSLATOR, text.release.lead_office):
            raise NotAllowedError(str(text))
        put_words(draft, translated)
        draft.machine_translated = True
        draft.save_revision(user=request.by, clean=False)
        MachineTranslation.objects.filter(pk=request.pk).update(done_at=clock.now(), failed="")


def fragments(draft: ReleasePage) -> list[str]:
    """Return the words of a draft as fragments of HTML, in the order in which `put_words` takes them."""
    return [_as_html(holder[key], is_rich=is_rich) for holder, key, is_rich in _places(*_copied(draft))]


def put_words(draft: ReleasePage, translated: Sequence[str]) -> None:
    """Replace the words of a draft by as many others, in the order of `fragments`; nothing is saved."""
    fields, body = _copied(draft)
    for (holder, key, is_rich), words in zip(_places(fields, body), translated, strict=True):
        holder[key] = words if is_rich else " ".join(to_text(words).split())
    for name, words in fields.items():
        limit = ReleasePage._meta.get_field(name).max_length  # noqa: SLF001 - Django's public name
        setattr(draft, name, words[:limit] if limit else words)
    draft.body = StreamValue(draft.body.stream_block, body, is_lazy=True)


def _copied(draft: ReleasePage) -> tuple[dict[str, Any], list[Any]]:
    fields = {name: getattr(draft, name) or "" for name in (*PLAIN_FIELDS, *HTML_FIELDS)}
    return fields, copy.deepcopy(list(draft.body.raw_data))


def _places(fields: dict[str, Any], body: list[Any]) -> Iterator[tuple[Any, Any, bool]]:
    """Yield the places of a draft that have words, as (container, key in it, whether the words are HTML)."""
    found: list[tuple[Any, Any, bool]] = [(fields, name, name in HTML_FIELDS) for name in (*PLAIN_FIELDS, *HTML_FIELDS)]
    for block in body:
        if block["type"] == "text":
            found.append((block, "value", True))
            continue
        value = block["value"]
        found += [(value, name, False) for name in BLOCK_FIELDS.get(block["type"], ())]
        for row in (value.get("data") or []) if block["type"] == "table" else []:
            found += [(row, place, False) for place in range(len(row))]
    yield from (one for one in found if _has_words(one[0], one[1]))


def _has_words(holder: Any, key: Any) -> bool:
    words = holder[key] if isinstance(holder, list) else holder.get(key)
    return isinstance(words, str) and any(letter.isalpha() for letter in words)


def _as_html(words: str, *, is_rich: bool) -> str:
    return words if is_rich else escape(words, quote=False)
