"""Recordings and captions by their bytes: what is taken, and what is refused and why."""

import io
import struct

import pytest

from dateline.newsroom.desk.library import captions
from dateline.newsroom.desk.library.recordings import Facts, examine
from tests.support.desk.files import pdf, zipped
from tests.support.desk.recordings import M4A, MP4, OGG, SRT, VTT, WEBM, mp3


def examined(ending, data):
    return examine(ending, io.BytesIO(data))


@pytest.mark.parametrize(
    ("ending", "data", "facts"),
    [
        ("mp4", MP4, Facts("video", "video/mp4", "mp4", 10, 64, 48)),
        ("MP4", MP4, Facts("video", "video/mp4", "mp4", 10, 64, 48)),
        ("webm", WEBM, Facts("video", "video/webm", "webm", 10, 64, 48)),
        ("m4a", M4A, Facts("audio", "audio/mp4", "m4a", 2)),
        ("mp4", M4A, Facts("audio", "audio/mp4", "m4a", 2)),
        ("ogg", OGG, Facts("audio", "audio/ogg", "ogg", 2)),
        ("opus", OGG, Facts("audio", "audio/ogg", "ogg", 2)),
        ("mp3", mp3(3), Facts("audio", "audio/mpeg", "mp3", 3)),
    ],
)
def test_what_every_browser_plays_is_taken_with_its_facts(ending, data, facts):
    assert examined(ending, data) == facts


def wav(seconds=1):
    samples = bytes(16_000 * seconds)
    form = (b"fmt ", 16, 1, 1, 8000, 16_000, 2, 16)
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(samples), b"WAVE", *form, b"data", len(samples))
    return head + samples


def located(data=MP4):
    """An MP4 that says where it was made, as telephones write it: a box of user data at the end of ``moov``."""
    place = b"+48.2082+016.3738/"
    xyz = struct.pack(">I4sHH", 12 + len(place), b"\xa9xyz", len(place), 0x15C7) + place
    udta = struct.pack(">I4s", 8 + len(xyz), b"udta") + xyz
    at = data.index(b"moov") - 4
    (size,) = struct.unpack(">I", data[at : at + 4])
    return data[:at] + struct.pack(">I", size + len(udta)) + data[at + 4 : at + size] + udta + data[at + size :]


@pytest.mark.parametrize(
    ("ending", "data", "fault"),
    [
        ("wav", wav(), "kind"),
        ("exe", b"MZ", "kind"),
        ("", b"", "kind"),
        ("mp3", wav(), "mislabelled"),
        ("mp4", b"", "mislabelled"),
        ("mp4", b"<html>hello", "mislabelled"),
        ("mp4", mp3(), "mislabelled"),
        ("m4a", MP4, "mislabelled"),
        ("ogg", WEBM, "mislabelled"),
        ("weba", WEBM, "mislabelled"),
        ("mp4", MP4.replace(b"avc1", b"hev1").replace(b"avcC", b"hvcC"), "codec"),
        ("webm", WEBM.replace(b"V_VP8", b"V_AV2"), "codec"),
        ("mp4", MP4[:1000], "truncated"),
        ("webm", WEBM[:900], "truncated"),
        ("mp4", MP4 + b"<script>alert(1)</script>", "two-in-one"),
        ("mp3", mp3() + zipped({"a.txt": b"a"}), "two-in-one"),
        ("mp3", pdf() + mp3(), "two-in-one"),
        ("mp4", located(), "located"),
    ],
)
def test_what_is_refused_and_why(ending, data, fault):
    assert examined(ending, data) == fault


def test_a_file_stands_at_its_beginning_afterwards():
    for data in (MP4, b"rubbish", MP4 + b"<script>"):
        file = io.BytesIO(data)
        examine("mp4", file)
        assert file.tell() == 0


@pytest.mark.parametrize("given", [VTT, SRT, "\ufeff" + VTT, VTT.replace("\n", "\r\n"), SRT.replace("\n", "\r\n")])
def test_captions_become_webvtt(given):
    read = captions.read(given.encode())

    assert read.startswith("WEBVTT\n")
    assert "00:00:00.000 --> 00:00:02.000\nThe bridge is open." in read


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"WEBVTT\n",
        b"The bridge is open.",
        b"\xff\xfe\x00",
        b"WEBVTT\n\n00:05.000 --> x\nHi\n",
        b"WEBVTT\n\n00:02.000 --> 00:01.000\nBackwards\n",
        b"WEBVTT\n\n00:00.000 --> 00:01.000\n<script>alert(1)</script>\n",
        b"<!DOCTYPE html><html></html>",
        MP4,
    ],
)
def test_what_is_no_captions_is_refused(given):
    with pytest.raises(captions.NotCaptionsError):
        captions.read(given)
