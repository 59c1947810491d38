"""Files as people upload them: intact, damaged and malicious ones."""

import io
import zipfile

from PIL import Image

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">
<rdf:Description rdf:about="" photoshop:Credit="Teva Agency">
<dc:creator><rdf:Seq><rdf:li>Ana Lind</rdf:li><rdf:li>Jon Vey</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">The bridge at dawn</rdf:li>
<rdf:li xml:lang="fr-FR">Le pont à l’aube</rdf:li></rdf:Alt></dc:description>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">Teva Agency 2024</rdf:li></rdf:Alt></dc:rights>
<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Editorial use only</rdf:li></rdf:Alt></xmpRights:UsageTerms>
<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="en">A stone bridge</rdf:li>
<rdf:li xml:lang="de">Eine Steinbrücke</rdf:li></rdf:Alt></Iptc4xmpCore:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def jpeg(size=(640, 400), colour="teal", **options) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "JPEG", **options)
    return data.getvalue()


def with_iim(picture: bytes, fields: dict[tuple[int, int], str]) -> bytes:
    """Put IPTC-IIM fields into a JPEG, as photo agencies did before XMP."""
    records = b"".join(
        b"\x1c" + bytes(key) + len(value.encode()).to_bytes(2, "big") + value.encode() for key, value in fields.items()
    )
    resource = b"8BIM\x04\x04\x00\x00" + len(records).to_bytes(4, "big") + records + b"\0" * (len(records) % 2)
    segment = b"Photoshop 3.0\x00" + resource
    return picture[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + picture[2:]


def pdf(content: bytes = b"") -> bytes:
    """A PDF of one empty page."""
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" + content
    )
    xref = len(body)
    return body + b"xref\n0 1\n0000000000 65535 f \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % xref


def zipped(members: dict[str, bytes], packing=zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packing) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return data.getvalue()


def docx(**more: bytes) -> bytes:
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    return zipped({**parts, **{name.replace("__", "/"): content for name, content in more.items()}})
