"""Metadata of pictures: XMP, IPTC-IIM, and the EXIF fields that name people.

Source: IPTC Photo Metadata Standard 2023.2. XMP takes precedence, because it knows languages, then IPTC-IIM, then EXIF.
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

_ALLOWED_INVISIBLE = frozenset("\u200c\u200d\u200e\u200f")
"""Invisible characters that Persian and Arabic writing needs."""

_MAX_XMP_BYTES = 2_000_000
_MAX_TEXT = 2000  # characters; more is no caption

_IIM_CAPTION, _IIM_CREDIT, _IIM_CREATOR, _IIM_COPYRIGHT = (2, 120), (2, 110), (2, 80), (2, 116)
_IIM_CHARSET = (1, 90)
_IIM_UTF8 = b"\x1b%G"


@dataclass(frozen=True)
class PictureMetadata:
    """Metadata of a picture; texts by language, under the key ``""`` if the file names none.

    Attributes:
        creator: who made the picture.
        credit: credit line below the picture.
        holder: rights holder.
        terms: usage terms.
    """

    caption: Mapping[str, str] = field(default_factory=dict)
    alt: Mapping[str, str] = field(default_factory=dict)
    creator: str = ""
    credit: str = ""
    holder: str = ""
    terms: str = ""


def read(file: IO[bytes]) -> PictureMetadata:
    """Return the metadata of a picture; all fields empty if there is none or it cannot be read.

    The file is rewound. Location and camera are not read.
    """
    file.seek(0)
    try:
        with Image.open(file) as image:
            return _merge(_xmp(image), _iim(image), _exif(image))
    except (OSError, SyntaxError, ValueError, LookupError, TypeError, struct.error, Image.DecompressionBombError):
        return PictureMetadata()
    finally:
        file.seek(0)


def _merge(*sources: PictureMetadata) -> PictureMetadata:
    """Return for each field the value of the first source that has one."""

    def first(name: str) -> Any:
        values = (getattr(source, name) for source in sources)
        return next(filter(None, values), getattr(PictureMetadata(), name))

    return PictureMetadata(**{name: first(name) for name in PictureMetadata.__dataclass_fields__})


def _xmp(image: Image.Image) -> PictureMetadata:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    data = packet.encode() if isinstance(packet, str) else bytes(packet)
    if not data or len(data) > _MAX_XMP_BYTES:
        return PictureMetadata()
    # Untrusted XML: no entities, no network, no DTD, no huge trees.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        tree = etree.fromstring(data.strip(b"\0 \r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return PictureMetadata()
    if tree is None or tree.getroottree().docinfo.internalDTD is not None:
        return PictureMetadata()
    return PictureMetadata(
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
    """Return a language tag as the desk writes it, without region for interface languages; empty if it is invalid."""
    base, hyphen, rest = given.partition("-")
    tag = base.lower() + hyphen + rest
    if base.lower() in INTERFACE:
        return base.lower()
    return tag if is_language_tag(tag) else ""


def _one(tree: Any, name: str, *, joint: str = "") -> str:
    """Return a value given as attribute, element or list; a list is joined with ``joint`` or cut to its first item."""
    for element in tree.iterfind(f".//{name}"):
        items = [text for item in element.iterfind(f".//{_RDF}li") if (text := _tidy(item.text))]
        value = joint.join(items) if joint else next(iter(items), "")
        if value or (value := _tidy(element.text)):
            return value
    return next((_tidy(text) for element in tree.iter() if (text := element.get(name))), "")


def _iim(image: ImageFile.ImageFile) -> PictureMetadata:
    fields = IptcImagePlugin.getiptcinfo(image) or {}
    is_utf8 = _IIM_UTF8 in b"".join(_values(fields.get(_IIM_CHARSET)))

    def value_of(key: tuple[int, int]) -> str:
        return ", ".join(filter(None, (_tidy(_decoded(value, is_utf8=is_utf8)) for value in _values(fields.get(key)))))

    caption = value_of(_IIM_CAPTION)
    return PictureMetadata(
        caption={"": caption} if caption else {},
        creator=value_of(_IIM_CREATOR),
        credit=value_of(_IIM_CREDIT),
        holder=value_of(_IIM_COPYRIGHT),
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


def _exif(image: Image.Image) -> PictureMetadata:
    exif = image.getexif()
    caption, creator, holder = (
        _tidy(exif.get(key)) for key in (ExifTags.Base.ImageDescription, ExifTags.Base.Artist, ExifTags.Base.Copyright)
    )
    return PictureMetadata(caption={"": caption} if caption else {}, creator=creator, holder=holder)


def _tidy(value: Any) -> str:
    """Return the text as one line without control characters, cut to the length of a caption."""
    if isinstance(value, bytes):
        value = _decoded(value, is_utf8=False)
    shown = "".join(
        letter if letter.isprintable() or letter in _ALLOWED_INVISIBLE else " " for letter in str(value or "")
    )
    return " ".join(shown.split())[:_MAX_TEXT]
