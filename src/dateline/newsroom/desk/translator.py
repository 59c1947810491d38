"""Machine translation: a Python function of the newsroom, or a service with LibreTranslate's API.

Unless the setting ``DATELINE_TRANSLATE`` names one of them, no text is sent anywhere.
"""

import json
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from dateline.newsroom.desk.errors import MachineError
from dateline.web.guarded_http import FetchError, HttpRequest, HttpResponse, ResponseTimeoutError, fetch
from dateline.web.network_policy import EVERY_NETWORK

Translate = Callable[[Sequence[str], str, str], Sequence[str]]
"""Takes HTML fragments, source and target language tags; returns as many fragments, in the same order."""

MAX_ANSWER_BYTES = 8_000_000
HTTP_OK = range(200, 300)


def is_set_up() -> bool:
    """Tell whether a machine translation is configured."""
    return bool(settings.TRANSLATE)


def translate(fragments: Sequence[str], source: str, target: str) -> list[str]:
    """Return HTML fragments in another language, in the order given; without fragments nothing is sent.

    Raises:
        MachineError: no machine is configured, or it is too slow or returns another number of fragments.
    """
    if not is_set_up():
        raise MachineError(_("No machine translation is set up."))
    if not fragments:
        return []
    try:
        found = list(_machine()(fragments, source, target))
    except MachineError:
        raise
    except Exception as error:  # the newsroom's own function may raise any error
        sentence = _("The machine translation failed: %(reason)s") % {"reason": type(error).__name__}
        raise MachineError(sentence) from error
    if len(found) != len(fragments) or not all(isinstance(one, str) for one in found):
        raise MachineError(_("The machine translation returned an unusable answer."))
    return found


def _machine() -> Translate:
    if urlsplit(settings.TRANSLATE).scheme in {"http", "https"}:
        return over_http
    found: Translate = import_string(settings.TRANSLATE.replace(":", "."))
    return found


def over_http(fragments: Sequence[str], source: str, target: str) -> list[str]:
    """Translate through the service at ``settings.TRANSLATE``.

    Source: LibreTranslate, POST /translate.

    Raises:
        MachineError: the service cannot be reached, is too slow, or refuses.
    """
    payload: dict[str, Any] = {"q": list(fragments), "source": source, "target": target, "format": "html"}
    if settings.TRANSLATE_KEY:
        payload["api_key"] = settings.TRANSLATE_KEY
    request = HttpRequest(
        url=settings.TRANSLATE,
        method="POST",
        headers={"Content-Type": "application/json"},
        body=json.dumps(payload).encode(),
    )
    try:
        content = _content(
            fetch(
                request,  # redirects are not followed: text and key go to the configured address only
                allowed=EVERY_NETWORK,  # the operator names the service, which is often in the same network
                timeout_s=settings.TRANSLATE_TIMEOUT_S,
                max_body_bytes=MAX_ANSWER_BYTES + 1,
            )
        )
    except ResponseTimeoutError as error:
        raise MachineError(_("The machine translation did not answer in time.")) from error
    except (FetchError, ValueError) as error:
        raise MachineError(_("The machine translation cannot be reached or gives no usable answer.")) from error
    translated = content.get("translatedText") if isinstance(content, dict) else None
    return translated if isinstance(translated, list) else []


def _content(response: HttpResponse) -> Any:
    """Return the JSON of a response.

    Raises:
        MachineError: the service refuses the request.
        ValueError: the response is too large or not JSON.
    """
    status = response.status
    if status not in HTTP_OK:
        reason = f"{status} {HTTPStatus(status).phrase if status in list(HTTPStatus) else ''}".strip()
        raise MachineError(_("The machine translation refused: %(reason)s") % {"reason": reason})
    if len(response.body) > MAX_ANSWER_BYTES:
        raise ValueError(len(response.body))
    return json.loads(response.body)
