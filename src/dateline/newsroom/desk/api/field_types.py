"""Types of the fields in request bodies."""

import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from dateline.text.xmltext import xml_safe
from dateline.web.addresses import is_language_tag

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _valid_characters(text: str) -> str:
    """Refuse control characters and lone surrogates.

    Raises:
        ValueError: the text contains such a character.
    """
    if xml_safe(text) != text:
        message = "it contains a character that text cannot hold, such as NUL or a lone surrogate"
        raise ValueError(message)
    return text


def _tag(text: str) -> str:
    if not is_language_tag(text):
        message = "it is no language tag such as en or pt-BR"
        raise ValueError(message)
    return text


def _day(given: object) -> object:
    """Refuse numbers, which pydantic would read as seconds or days since 1970.

    Raises:
        ValueError: the value is not a date in the form YYYY-MM-DD.
    """
    if not isinstance(given, dt.date) and not (isinstance(given, str) and _DAY.fullmatch(given)):
        message = "it is no day such as 2026-03-31"
        raise ValueError(message)
    return given


Day = Annotated[dt.date, BeforeValidator(_day)]
Line = Annotated[str, Field(max_length=200), AfterValidator(_valid_characters)]
Words = Annotated[str, Field(max_length=2_000), AfterValidator(_valid_characters)]
Html = Annotated[str, Field(max_length=500_000), AfterValidator(_valid_characters)]
Slug = Annotated[str, Field(max_length=80), AfterValidator(_valid_characters)]
Language = Annotated[str, Field(max_length=35), AfterValidator(_tag)]
Place = Annotated[str, Field(max_length=100), AfterValidator(_valid_characters)]
Phone = Annotated[str, Field(max_length=60), AfterValidator(_valid_characters)]
Headline = Annotated[str, Field(min_length=1, max_length=1_000), AfterValidator(_valid_characters)]
Terms = Annotated[str, Field(max_length=1_000), AfterValidator(_valid_characters)]
