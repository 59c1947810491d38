"""Releases as NewsML-G2 news items, and lists as package items. Source: IPTC NewsML-G2 2.35, power conformance."""

from typing import Any

from lxml import etree
from lxml.html import fragment_fromstring, html_to_xhtml

from dateline.public.formats.news_item import Image, NewsItem, Package, Term
from dateline.text.xmltext import rfc3339, without_hyphenation, xml_safe
from dateline.web.addresses import short_path

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
_XHTML = "http://www.w3.org/1999/xhtml"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMESPACES: Any = {None: NAMESPACE}  # the stubs have no default namespace
_CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_42.xml"
_ITEM = "application/vnd.iptc.g2.newsitem+xml"
_SIGNALS = {"corrected": "sig:correction", "updated": "sig:update"}


def write_item(item: NewsItem) -> bytes:
    """Return one release as a news item."""
    root = _root("newsItem", guid=item.uri, version=item.version, language=item.language)
    _rights(root, item.provider)
    _item_meta(root, item)
    if item.status == "canceled":
        return _written(root)
    _content_meta(root, item)
    if item.html:
        _content(_sub(root, "contentSet"), item)
    return _written(root)


def write_package(package_: Package) -> bytes:
    """Return a page of a list as a package item that refers to its releases."""
    root = _root("packageItem", guid=package_.uri, version=1, language=package_.language)
    _rights(root, package_.provider)
    meta = _sub(root, "itemMeta")
    _sub(meta, "itemClass", qcode="ninat:composite")
    _named(meta, "provider", package_.provider, uri=package_.provider_uri)
    _sub(meta, "versionCreated", rfc3339(package_.changed_at))
    _sub(meta, "pubStatus", qcode="stat:usable")
    _sub(meta, "title", package_.title)
    if package_.next_url:
        _sub(meta, "link", rel="irel:next", href=package_.next_url)
    group = _sub(_sub(root, "groupSet", root="G1"), "group", id="G1", role="group:main")
    for item in package_.items:
        href = item.provider_uri + short_path(item.language, item.number, "newsml.xml")
        given = {"residref": item.uri, "version": str(item.version), "href": href, "contenttype": _ITEM}
        reference = _sub(group, "itemRef", **given)
        _sub(reference, "itemClass", qcode="ninat:text")
        _sub(reference, "pubStatus", qcode=f"stat:{item.status}")
        _sub(reference, "title", without_hyphenation(item.headline))
    return _written(root)


def _root(name: str, *, guid: str, version: int, language: str) -> etree._Element:
    attributes = {
        "guid": guid,
        "version": str(version),
        "standard": "NewsML-G2",
        "standardversion": "2.35",
        "conformance": "power",
        _LANGUAGE: language,
    }
    root = etree.Element(f"{{{NAMESPACE}}}{name}", attributes, nsmap=_NAMESPACES)
    _sub(root, "catalogRef", href=_CATALOG)
    return root


def _rights(root: etree._Element, provider: str) -> None:
    _named(_sub(root, "rightsInfo"), "copyrightHolder", provider)


def _item_meta(root: etree._Element, item: NewsItem) -> None:
    meta = _sub(root, "itemMeta")
    _sub(meta, "itemClass", qcode="ninat:text")
    _named(meta, "provider", item.provider, uri=item.provider_uri)
    _sub(meta, "versionCreated", rfc3339(item.changed_at))
    if item.published_at:
        _sub(meta, "firstCreated", rfc3339(item.published_at))
    _sub(meta, "pubStatus", qcode=f"stat:{item.status}")
    if item.headline:
        _sub(meta, "title", without_hyphenation(item.headline))
    for note in item.notes:
        _sub(meta, "edNote", f"{note.change}, {rfc3339(note.at)}: {note.text}", language=note.language)
    signal = _SIGNALS.get(item.changes[-1]) if item.changes else None
    if signal:
        _sub(meta, "signal", qcode=signal)
    _sub(meta, "link", rel="irel:isA", href=item.url, contenttype="text/html")
    if item.translation_of:
        _sub(meta, "link", rel="irel:translatedFrom", residref=item.translation_of)
    for image in item.images:
        _picture(meta, image)
    for file in item.files:
        size = str(file.size_bytes) if file.size_bytes else ""
        link = _sub(meta, "link", rel="irel:seeAlso", href=file.url, contenttype=file.type, size=size)
        _sub(link, "title", file.title or file.url)


def _picture(meta: etree._Element, image: Image) -> None:
    """Link a picture in full size, or its largest rendition, with credit and rights.

    Source: NewsML-G2 specification, "Hint and Extension Point".
    """
    file = image.full or image.files[-1]
    size = str(file.size_bytes) if file.size_bytes else ""
    link = _sub(meta, "link", rel="irel:seeAlso", href=file.url, contenttype=file.type, size=size)
    _sub(link, "itemClass", qcode="ninat:picture")
    _sub(link, "title", image.caption or image.alt or file.url)
    if image.credit:
        _sub(link, "creditline", image.credit)
    if image.rights_holder or image.usage_terms:
        rights = _sub(link, "rightsInfo")
        if image.rights_holder:
            _named(rights, "copyrightHolder", image.rights_holder)
        if image.usage_terms:
            _sub(rights, "usageTerms", image.usage_terms)


def _content_meta(root: etree._Element, item: NewsItem) -> None:
    meta = _sub(root, "contentMeta")
    if item.published_at:
        _sub(meta, "contentCreated", rfc3339(item.published_at))
    _sub(meta, "contentModified", rfc3339(item.changed_at))
    for place in item.places:
        _named(meta, "located", place, literal=place)
    for office in item.offices:
        _named(meta, "creator", office.name, uri=office.uri)
    if item.issuer:
        _named(meta, "infoSource", item.issuer, literal=item.issuer)
    _sub(meta, "language", tag=item.language)
    _about(meta, item)


def _about(meta: etree._Element, item: NewsItem) -> None:
    if item.kind:
        _named(meta, "genre", item.kind.name, literal=item.kind.slug)
    for topic in item.topics:
        _named(meta, "subject", topic.name, **_subject(topic))
    for tag, text in (
        ("headline", without_hyphenation(item.headline)),
        ("dateline", item.dateline),
        ("description", item.lead),
    ):
        if text:
            _sub(meta, tag, text, role="drol:summary" if tag == "description" else "")


def _subject(topic: Term) -> dict[str, str]:
    return {"qcode": f"medtop:{topic.media_topic}"} if topic.media_topic else {"uri": topic.uri}


def _content(content: etree._Element, item: NewsItem) -> None:
    inline = _sub(content, "inlineXML", contenttype="application/xhtml+xml")
    inline.set(_LANGUAGE, item.language)
    whole: Any = fragment_fromstring(xml_safe(item.html), create_parent="body")
    html_to_xhtml(whole)
    page = etree.SubElement(inline, f"{{{_XHTML}}}html", nsmap={None: _XHTML})  # type: ignore[dict-item]
    head = etree.SubElement(page, f"{{{_XHTML}}}head")
    etree.SubElement(head, f"{{{_XHTML}}}title").text = without_hyphenation(xml_safe(item.headline))
    page.append(whole)


def _named(parent: etree._Element, element_: str, name: str, **attributes: str) -> None:
    # the schema allows no line breaks in names and codes, which old systems have
    element = _sub(parent, element_, **{key: " ".join(value.split()) for key, value in attributes.items()})
    if line := " ".join(xml_safe(name).split()):
        _sub(element, "name", line)


def _sub(
    parent: etree._Element, element_: str, text: str = "", *, language: str = "", **attributes: str
) -> etree._Element:
    given = {name: xml_safe(value) for name, value in attributes.items() if value}
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{element_}", given)
    if language:
        element.set(_LANGUAGE, xml_safe(language))
    if text:
        element.text = xml_safe(text)
    return element


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
