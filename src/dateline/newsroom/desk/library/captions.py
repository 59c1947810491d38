"""Reads captions: WebVTT, and SubRip converted to it. Source: W3C WebVTT."""

import re

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

_ACTIVE = re.compile(r"<script[\s>]|<!doctype|<html[\s>]|\0", re.IGNORECASE)
_SUBRIP = re.compile(r"^\s*\d+\s*\n\s*\d{1,2}:\d{2}:\d{2},\d{3}\s*-->")


class NotCaptionsError(ValueError):
    """The text is neither WebVTT nor SubRip, is empty, or has a cue that ends before it starts."""


def read(given: bytes) -> str:
    """Return the bytes of an uploaded file as WebVTT.

    Raises:
        NotCaptionsError: the bytes are not captions.
    """
    try:
        text = given.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise NotCaptionsError from error
    if _ACTIVE.search(text):
        raise NotCaptionsError
    try:
        parsed = webvtt.from_string(text) if not _SUBRIP.match(text) else _from_subrip(text)
    except (MalformedCaptionError, MalformedFileError, ValueError, IndexError) as error:
        raise NotCaptionsError from error
    if not any(one.text.strip() for one in parsed.captions) or any(one.start >= one.end for one in parsed.captions):
        raise NotCaptionsError
    return str(parsed.content)


def _from_subrip(text: str) -> webvtt.WebVTT:
    return webvtt.from_buffer(text.splitlines(keepends=True), format="srt")
