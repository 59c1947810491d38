"""The machine that translates: a function of the newsroom's own, or a service that speaks LibreTranslate's HTTP.

Without the setting nothing is ever sent anywhere.
"""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from dateline.newsroom.desk.errors import MachineError

Translate = Callable[[Sequence[str], str, str], Sequence[str]]
"""Takes HTML fragments, the tags of their language and of the wanted one; returns as many, in the same order."""

MAX_ANSWER_BYTES = 8_000_000
CHUNK = 65_536


def is_set_up() -> bool:
    """Tell whether the newsroom has named a machine."""
    return bool(settings.TRANSLATE)


def translate(fragments: Sequence[str], source: str, target: str) -> list[str]:
    """Return HTML fragments in another language, in the order given; asks nobody where there are none.

    Raises:
        MachineError: there is no machine, it does not answer in time, or not with what was asked for.
    """
    if not is_set_up():
        raise MachineError(_("No machine translation is set up."))
    if not fragments:
        return []
    try:
        found = list(_machine()(fragments, source, target))
    except MachineError:
        raise
    except Exception as error:  # a function of somebody else's may fail in any way
        sentence = _("The machine translation failed: %(reason)s") % {"reason": type(error).__name__}
        raise MachineError(sentence) from error
    if len(found) != len(fragments) or not all(isinstance(one, str) for one in found):
        raise MachineError(_("The machine translation answered with something else than was asked for."))
    return found


def _machine() -> Translate:
    if urlsplit(settings.TRANSLATE).scheme in {"http", "https"}:
        return over_http
    found: Translate = import_string(settings.TRANSLATE.replace(":", "."))
    return found


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Words and key go to the address that was set, and to no other."""

    def redirect_request(self, *_args: Any, **_options: Any) -> None:
        """Follow nowhere."""
        return


_opener = urllib.request.build_opener(_NoRedirect)


def over_http(fragments: Sequence[str], source: str, target: str) -> list[str]:
    """Ask the service at ``settings.TRANSLATE``.

    Source: LibreTranslate, POST /translate.

    Raises:
        MachineError: it cannot be reached, is too slow, or refuses.
    """
    asked: dict[str, Any] = {"q": list(fragments), "source": source, "target": target, "format": "html"}
    if settings.TRANSLATE_KEY:
        asked["api_key"] = settings.TRANSLATE_KEY
    request = urllib.request.Request(  # noqa: S310 - http and https only, see `_machine`
        settings.TRANSLATE, json.dumps(asked).encode(), {"Content-Type": "application/json", "User-Agent": "Dateline"}
    )
    try:
        with _opener.open(request, timeout=settings.TRANSLATE_TIMEOUT_S) as answer:
            answered = json.loads(_read(answer, time.monotonic() + settings.TRANSLATE_TIMEOUT_S))
    except urllib.error.HTTPError as error:
        reason = f"{error.code} {HTTPStatus(error.code).phrase if error.code in list(HTTPStatus) else ''}".strip()
        raise MachineError(_("The machine translation refused: %(reason)s") % {"reason": reason}) from error
    except TimeoutError as error:
        raise MachineError(_("The machine translation did not answer in time.")) from error
    except (OSError, ValueError) as error:
        raise MachineError(_("The machine translation cannot be reached, or says nothing sensible.")) from error
    found = answered.get("translatedText") if isinstance(answered, dict) else None
    return found if isinstance(found, list) else []


def _read(answer: Any, ends_at_s: float) -> bytes:
    """Read an answer to its end; one that trickles or never ends is too slow.

    Raises:
        TimeoutError: it took too long.
        ValueError: it is too large.
    """
    read = b""
    while part := answer.read1(CHUNK):
        read += part
        if len(read) > MAX_ANSWER_BYTES:
            raise ValueError(len(read))
        if time.monotonic() > ends_at_s:
            raise TimeoutError
    return read
