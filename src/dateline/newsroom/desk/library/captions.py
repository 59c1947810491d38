"""Captions: WebVTT, or SubRip turned into it. Source: W3C WebVTT."""

import re

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

_ACTIVE = re.compile(r"<script[\s>]|<!doctype|<html[\s>]|\0", re.IGNORECASE)
_SUBRIP = re.compile(r"^\s*\d+\s*\n\s*\d{1,2}:\d{2}:\d{2},\d{3}\s*-->")


class NotCaptionsError(ValueError):
    """The text is neither WebVTT nor SubRip, says nothing, or its times run backwards."""


def read(given: bytes) -> str:
    """Return the bytes of an uploaded file as WebVTT.

    Raises:
        NotCaptionsError: they are no captions.
    """
    try:
        text = given.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise NotCaptionsError from error
    if _ACTIVE.search(text):
        raise NotCaptionsError
    try:
        found = webvtt.from_string(text) if not _SUBRIP.match(text) else _from_subrip(text)
    except (MalformedCaptionError, MalformedFileError, ValueError, IndexError) as error:
        raise NotCaptionsError from error
    if not any(one.text.strip() for one in found.captions) or any(one.start >= one.end for one in found.captions):
        raise NotCaptionsError
    return str(found.content)


def _from_subrip(text: str) -> webvtt.WebVTT:
    return webvtt.from_buffer(text.splitlines(keepends=True), format="srt")
