"""What a picture says of itself: IPTC and XMP, and the few fields of EXIF that name people.

Source: IPTC Photo Metadata Standard 2023.2; XMP is read first, because it knows languages, then IPTC-IIM, then EXIF.
"""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from lxml import etree
from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from dateline.text.languages import INTERFACE
from dateline.web.addresses import is_language_tag

_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_IPTC = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_KEPT = frozenset("\u200c\u200d\u200e\u200f")
"""Invisible, and part of how Persian and Arabic are written."""

_MAX_XMP_BYTES = 2_000_000
_MAX_TEXT = 2000  # characters; more is no caption

_IIM_CAPTION, _IIM_CREDIT, _IIM_CREATOR, _IIM_COPYRIGHT = (2, 120), (2, 110), (2, 80), (2, 116)
_IIM_CHARSET = (1, 90)
_IIM_UTF8 = b"\x1b%G"


@dataclass(frozen=True)
class Said:
    """What a file says; texts by language, the key ``""`` for a language that it does not name.

    Attributes:
        creator: who made it.
        credit: how to name the source below the picture.
        holder: who holds the rights.
        terms: how it may be used.
    """

    caption: Mapping[str, str] = field(default_factory=dict)
    alt: Mapping[str, str] = field(default_factory=dict)
    creator: str = ""
    credit: str = ""
    holder: str = ""
    terms: str = ""


def read(file: IO[bytes]) -> Said:
    """Return what a picture says of itself; nothing where it says nothing or cannot be understood.

    The file stands at its beginning afterwards. Location and camera are not read at all.
    """
    file.seek(0)
    try:
        with Image.open(file) as image:
            return _together(_xmp(image), _iim(image), _exif(image))
    except (OSError, SyntaxError, ValueError, LookupError, TypeError, struct.error, Image.DecompressionBombError):
        return Said()
    finally:
        file.seek(0)


def _together(*sources: Said) -> Said:
    """Return the first answer to each question."""

    def first(name: str) -> Any:
        return next((getattr(said, name) for said in sources if getattr(said, name)), getattr(Said(), name))

    return Said(**{name: first(name) for name in Said.__dataclass_fields__})


def _xmp(image: Image.Image) -> Said:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    data = packet.encode() if isinstance(packet, str) else bytes(packet)
    if not data or len(data) > _MAX_XMP_BYTES:
        return Said()
    # A stranger's XML: no entity is resolved, nothing is fetched, nothing grows.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        tree = etree.fromstring(data.strip(b"\0 \r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return Said()
    if tree is None or tree.getroottree().docinfo.internalDTD is not None:
        return Said()
    return Said(
        caption=_by_language(tree, f"{_DC}description"),
        alt=_by_language(tree, f"{_IPTC}AltTextAccessibility"),
        creator=_one(tree, f"{_DC}creator", joint=", "),
        credit=_one(tree, f"{_PHOTOSHOP}Credit"),
        holder=_one(tree, f"{_DC}rights") or _one(tree, f"{_RIGHTS}Owner", joint=", "),
        terms=_one(tree, f"{_RIGHTS}UsageTerms"),
    )


def _by_language(tree: Any, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in tree.iterfind(f".//{name}//{_RDF}li"):
        given = (item.get(_LANG) or "x-default").strip()
        text = _tidy(item.text)
        if text:
            found.setdefault("" if given == "x-default" else _tag(given), text)
    if not found and (plain := _one(tree, name)):
        found[""] = plain
    named = {text for tag, text in found.items() if tag}
    return {tag: text for tag, text in found.items() if tag or text not in named}


def _tag(given: str) -> str:
    """Return a tag as the desk writes it: the language alone where the interface speaks it; empty where it is none."""
    base, hyphen, rest = given.partition("-")
    tag = base.lower() + hyphen + rest
    if base.lower() in INTERFACE:
        return base.lower()
    return tag if is_language_tag(tag) else ""


def _one(tree: Any, name: str, *, joint: str = "") -> str:
    """Return a value, however it is written: as an attribute, an element or a list; lists are joined or cut to one."""
    for element in tree.iterfind(f".//{name}"):
        items = [text for item in element.iterfind(f".//{_RDF}li") if (text := _tidy(item.text))]
        said = joint.join(items) if joint else next(iter(items), "")
        if said or (said := _tidy(element.text)):
            return said
    return next((_tidy(text) for element in tree.iter() if (text := element.get(name))), "")


def _iim(image: ImageFile.ImageFile) -> Said:
    fields = IptcImagePlugin.getiptcinfo(image) or {}
    is_utf8 = _IIM_UTF8 in b"".join(_values(fields.get(_IIM_CHARSET)))

    def said(key: tuple[int, int]) -> str:
        return ", ".join(filter(None, (_tidy(_decoded(value, is_utf8=is_utf8)) for value in _values(fields.get(key)))))

    caption = said(_IIM_CAPTION)
    return Said(
        caption={"": caption} if caption else {},
        creator=said(_IIM_CREATOR),
        credit=said(_IIM_CREDIT),
        holder=said(_IIM_COPYRIGHT),
    )


def _values(given: Any) -> Iterable[bytes]:
    if given is None:
        return ()
    return [bytes(value) for value in (given if isinstance(given, list) else [given])]


def _decoded(value: bytes, *, is_utf8: bool) -> str:
    try:
        return value.decode("utf-8")  # most write it, declared or not
    except UnicodeDecodeError:
        return value.decode("utf-8", "replace") if is_utf8 else value.decode("cp1252", "replace")


def _exif(image: Image.Image) -> Said:
    exif = image.getexif()
    caption, creator, holder = (
        _tidy(exif.get(key)) for key in (ExifTags.Base.ImageDescription, ExifTags.Base.Artist, ExifTags.Base.Copyright)
    )
    return Said(caption={"": caption} if caption else {}, creator=creator, holder=holder)


def _tidy(value: Any) -> str:
    """Return one line of text, without control characters, not longer than a caption."""
    if isinstance(value, bytes):
        value = _decoded(value, is_utf8=False)
    words = "".join(letter if letter.isprintable() or letter in _KEPT else " " for letter in str(value or ""))
    return " ".join(words.split())[:_MAX_TEXT]
