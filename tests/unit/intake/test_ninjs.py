"""Foreign documents: each becomes a text or a sentence."""

import contextlib
import datetime as dt
import json
import socket
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.newsroom.intake.errors import ItemRefusedError, NotFetchedError, UnreadableError
from dateline.newsroom.intake.fetching import fetcher
from dateline.newsroom.intake.ninjs.documents import MAX_BYTES, find_documents, read_newsroom_export
from dateline.newsroom.intake.ninjs.reader import ReaderSettings, read_document

NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
VIENNA = ZoneInfo("Europe/Vienna")
DOCUMENT = {
    "uri": "urn:example:1", "type": "text", "language": "en", "title": "Bridge opens", "version": "3",
    "firstCreated": "2024-06-03T12:00:00+02:00", "versionCreated": "2024-06-04T12:00:00Z", "pubStatus": "usable",
    "headlines": [{"role": "main", "contentType": "text/html", "value": "Bridge <b>opens</b>"}],
    "bodies": [{"role": "main", "contentType": "text/plain", "value": "One.\nTwo < three."}],
    "people": [{"name": "Mara", "rel": "contact", "contactInfo": [{"type": "email", "value": "m@example.org"}]}],
    "places": [{"name": "Velda", "rel": "dateline"}],
    "associations": [{"name": "a", "type": "picture", "renditions": [{"name": "x", "href": "https://a.example/p.jpg"}]}],
    "altIds": [{"role": "number", "value": "12"}],
}  # fmt: skip


def read_one(document, **options):
    return read_document(document, "here", ReaderSettings(**{"language": "", "zone": VIENNA, "now": NOW, **options}))


def refused(**changes):
    with pytest.raises(ItemRefusedError) as found:
        read_one({**DOCUMENT, **changes})
    return found.value.reason


def nothing(_address, _max_bytes):
    raise AssertionError("nothing is to be fetched")


def uris_and_faults(source, fetch=nothing):
    return [(found.document.get("uri", ""), found.fault) for found in find_documents(str(source), fetch)]


def test_the_fields_of_a_document_are_read():
    item = read_one(DOCUMENT)

    assert (item.uri, item.language, item.headline, item.version, item.number) == (
        "urn:example:1", "en", "Bridge opens", 3, 12,
    )  # fmt: skip
    assert item.published_at == dt.datetime(2024, 6, 3, 10, tzinfo=dt.UTC)
    assert item.edited_at == dt.datetime(2024, 6, 4, 12, tzinfo=dt.UTC)
    assert item.body[0].html == "<p>One.</p><p>Two &lt; three.</p>"
    assert item.contacts[0]["email"] == "m@example.org"
    assert item.dateline_places == ("Velda",)
    assert item.picture.original.href == "https://a.example/p.jpg"


def test_a_day_alone_is_a_day_of_the_newsroom():
    item = read_one({**DOCUMENT, "firstCreated": "2024-06-03", "versionCreated": ""})

    assert (item.precision, item.published_at) == ("day", dt.datetime(2024, 6, 2, 22, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"type": "picture"}, "it is of type “picture”, not a text"),
        ({"uri": ""}, "it has no uri and no guid, one of which an import needs to recognise it again"),
        ({"language": ""}, "it has no language; give one with --language"),
        ({"language": "klingon"}, "“klingon” is not a language tag"),
        ({"language": "xq"}, "“xq” is not a language tag"),
        ({"title": "", "headlines": []}, "it has no headline and no title"),
        ({"headlines": [{"value": "x" * 1001}]}, "its headline is longer than 1000 characters"),
        ({"firstCreated": "2027-01-01T00:00:00Z"}, "its day lies in the future (2027-01-01T00:00:00Z); import it af"),
        ({"firstCreated": "yesterday"}, "“yesterday” is not a moment such as 2024-06-03T12:00:00Z"),
        ({"firstCreated": "", "versionCreated": ""}, "it has no date of publication"),
        ({"embargoedUntil": "2027-01-01T00:00:00Z"}, "it is under embargo until 2027-01-01 00:00 UTC; import it aft"),
        (
            {"firstCreated": "0001-01-01T00:00:00Z"},
            "its day cannot be right: the year 1 is not between 1800 and 2199 (0001-01-01T00:00:00Z)",
        ),
        (
            {"embargoedUntil": "9999-12-31T23:59:59Z"},
            "it is under embargo until “9999-12-31T23:59:59Z”: the year 9999 is not between",
        ),
        ({"firstCreated": "2999-01-01T00:00:00Z"}, "its day lies in the future (2999-01-01T00:00:00Z); import it af"),
        ({"embargoedUntil": "soon"}, "it is under embargo until “soon”, which cannot be read"),
        ({"pubStatus": "stat:draft"}, "its pubStatus “draft” is not usable, withheld or canceled"),
        ({"pubStatus": "canceled"}, "it is canceled without a notice that readers could be shown"),
    ],
)
def test_a_document_that_cannot_be_imported_is_refused_with_the_reason(changes, reason):
    assert refused(**changes).startswith(reason)


def test_an_expired_embargo_does_not_matter():
    assert read_one({**DOCUMENT, "embargoedUntil": "2024-06-03T12:00:00Z"}).headline == "Bridge opens"


SUPERDESK = {
    "guid": "urn:newsml:old.example.org:0001", "type": "text", "language": "en", "headline": "Tunnel closed",
    "versioncreated": "2023-09-05T08:15:30+0000", "firstcreated": "2023-09-01T07:00:00+0000",
    "firstpublished": "2023-09-05T08:00:00+0000", "body_html": "<p>The tunnel is closed.</p>",
}  # fmt: skip


def test_a_document_of_superdesk_is_known_by_its_guid_and_published_when_it_was_published():
    item = read_one(SUPERDESK)

    assert (item.uri, item.published_at) == (SUPERDESK["guid"], dt.datetime(2023, 9, 5, 8, tzinfo=dt.UTC))
    assert read_one({**SUPERDESK, "uri": "urn:other"}).uri == "urn:other"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Closed for <strong>repairs</strong> &amp; checks", "Closed for repairs & checks"),
        ("Harbour &amp;amp; ferry: the Minister&amp;#8217;s plan", "Harbour & ferry: the Minister’s plan"),
        ("First<br>second &ndash; &lt;b&gt;third&lt;/b&gt;", "First second – third"),
        ("R&D, AT&T and 3 < 4 > 2", "R&D, AT&T and 3 < 4 > 2"),
        ("How to use <b>", "How to use <b>"),
        ('<span class="kicker">Roads:</span> bridge', "Roads: bridge"),
        ("H<sub>2</sub>O \x00\x01\ufffe\x92s", "H₂O ’s"),
        (
            "10<sup>6</sup> trees, 10&lt;sup&gt;3&lt;/sup&gt; more on the 4<sup>th</sup>",
            "10⁶ trees, 10³ more on the 4th",
        ),
        ("<![CDATA[Roads <em>and</em> bridges]]>", "Roads and bridges"),
        ("Roads<!-- draft 3 --> and bridges", "Roads and bridges"),
        ("Why <![CDATA[ and <!-- open nothing", "Why <![CDATA[ and <!-- open nothing"),
    ],
)
def test_markup_and_entities_in_a_headline_become_plain_words(written, plain):
    assert read_one({**SUPERDESK, "headline": written}).headline == plain


@pytest.mark.parametrize(
    ("bodies", "reason"),
    [
        ({"body_html": "<div>a" * 3_000}, "its text as text/html cannot be read"),
        ({"body_html": "<p>secret <!-- never ends <p>text"}, None),
        ({"body_html": "<!-- never ends <p>text"}, None),
        ({"body_html": "<p>" + "word " * 1_000_001}, "its text has more than 5000000 characters"),
        ({"body_html": "", "body_nitf": "<block>text</block>"}, "its text as application/nitf+xml cannot be read"),
        ({"body_html": "<p hidden>all of it</p>"}, "its text as text/html cannot be read: Hidden text is left out"),
    ],
)
def test_a_document_whose_text_cannot_be_read_is_not_imported_without_it(bodies, reason):
    if reason is None:
        item = read_one({**SUPERDESK, **bodies})
        assert any("never ends" in remark for remark in item.remarks)
        return
    with pytest.raises(ItemRefusedError) as found:
        read_one({**SUPERDESK, **bodies})
    assert found.value.reason.startswith(reason)


def test_a_text_that_cannot_be_read_as_html_comes_in_as_plain_text():
    item = read_one({**SUPERDESK, "body_html": "<div>a" * 3_000, "body_text": "Plain words."})

    assert item.body[0].html == "<p>Plain words.</p>"
    assert item.remarks == ("its text as text/html cannot be read, so its plain text is imported",)


def test_what_a_text_leaves_out_is_a_remark():
    body = "<p>Chart: <img src='https://old.example.org/c.png' alt='Arrivals'> and <del>no</del></p>"

    item = read_one({**SUPERDESK, "body_html": body, "bodies": []})

    assert item.remarks == (
        "A picture is left out: “Arrivals” (https://old.example.org/c.png)",
        "Deleted text is left out: “no”",
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*DOCUMENT, "by", "edNote", "subjects", "organisations", "genres"]), JSON))
@settings(max_examples=80)
def test_any_document_is_read_or_refused_with_a_sentence(changes):
    with contextlib.suppress(ItemRefusedError):
        assert read_one({**DOCUMENT, **changes}).headline


def test_every_example_and_test_of_iptc_is_read_or_refused_with_a_sentence(samples):
    read_, said = [], []
    for path in sorted((samples / "ninjs").rglob("*.json")):
        if "specification" in path.parts or "schema" in path.name:
            continue
        for found in find_documents(str(path), nothing):
            assert found.fault == "" or "JSON" in found.fault or "object" in found.fault
            try:
                read_.append(read_one(found.document, language="en"))
            except ItemRefusedError as error:
                said.append(error.reason)
    headlines = {item.headline for item in read_}
    assert "Captain of wrecked cruise ship on trial in Italy" in headlines
    assert "Militärövning i jätteformat hålls 2023" in headlines
    assert "Cambrios被Gartner評選為「最酷供應商」" in headlines
    assert len(read_) >= 8
    assert {"it is of type “audio”, not a text", "it is of type “event”, not a text"} <= set(said)


def test_a_broken_document_stops_no_other(tmp_path):
    lines = [json.dumps(DOCUMENT), "{", "[1]", '"x"', "", "[" * 100_000, json.dumps({**DOCUMENT, "uri": "urn:2"})]
    (tmp_path / "all.jsonl").write_text("\n".join(lines))

    found = uris_and_faults(tmp_path / "all.jsonl")

    assert [uri for uri, _ in found] == ["urn:example:1", "", "", "", "", "urn:2"]
    assert all(fault for uri, fault in found if not uri)


def test_folders_archives_and_packages_hold_documents(tmp_path):
    inner = [{**DOCUMENT, "uri": f"urn:{number}", "name": f"item-{number}"} for number in range(3)]
    package = {"uri": "urn:p", "type": "composite", "associations": inner}
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    (folder / "list.json").write_text(json.dumps(package))
    (folder / "list.txt").write_text("no")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("../../x.json", json.dumps(package))
        archive.writestr("y.jsonl", json.dumps(DOCUMENT) + "\n" + json.dumps(DOCUMENT))

    assert [uri for uri, _ in uris_and_faults(tmp_path / "deep")] == ["urn:0", "urn:1", "urn:2"]
    assert [uri for uri, _ in uris_and_faults(tmp_path / "all.zip")] == [
        "urn:0",
        "urn:1",
        "urn:2",
        *["urn:example:1"] * 2,
    ]
    assert read_newsroom_export(str(tmp_path / "all.zip")) is None


def test_a_zip_bomb_and_a_broken_archive_are_reported(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.json", b"[" + b" " * (MAX_BYTES + 2))
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 rubbish")

    assert uris_and_faults(tmp_path / "bomb.zip") == [("", "the file has more than 50 MB")]
    for name in ("no.zip", "none.json", "none.zip"):
        with pytest.raises(UnreadableError, match=name):
            uris_and_faults(tmp_path / name)


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        status, headers, body = self.server.pages.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def site():
    server = HTTPServer(("127.0.0.1", 0), _Answers)
    server.pages = {}
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def page(*uris, following=""):
    inner = [{**DOCUMENT, "uri": uri} for uri in uris]
    ids = [{"role": "next", "value": following}] if following else []
    return 200, {}, json.dumps({"type": "composite", "associations": inner, "altIds": ids}).encode()


def test_a_list_is_followed_to_its_end_and_not_to_another_site(site):
    site.pages |= {"/1": page("urn:1", following=f"{site.url}/2"), "/2": page("urn:2", following="/3")}
    site.pages |= {"/3": page("urn:3", following="/1"), "/a": page("urn:a", following="http://127.0.0.1:1/b")}

    assert [uri for uri, _ in uris_and_faults(f"{site.url}/1", fetcher(site.url))] == ["urn:1", "urn:2", "urn:3"]
    [(uri, _), (_, fault)] = uris_and_faults(f"{site.url}/a", fetcher(site.url))
    assert (uri, fault[:35]) == ("urn:a", "the list continues on another site,")
    with pytest.raises(UnreadableError, match="answers with 404"):
        uris_and_faults(f"{site.url}/none", fetcher(site.url))


def test_a_list_that_breaks_off_is_reported_with_its_page(site):
    site.pages["/1"] = page("urn:1", following="/2")

    [_, (_, fault)] = uris_and_faults(f"{site.url}/1", fetcher(site.url))

    assert fault == "the list ends here: it answers with 404; import it again to continue"


def test_private_addresses_are_fetched_only_if_the_operator_named_them(site):
    site.pages |= {"/p": (200, {}, b"secret"), "/r": (302, {"Location": "http://127.0.0.1:1/x"}, b"")}
    site.pages["/loop"] = (302, {"Location": "/loop"}, b"")

    assert fetcher(site.url)(f"{site.url}/p", 100) == b"secret"
    for address, trusted in (
        (f"{site.url}/p", ""),
        (f"{site.url}/p", "https://example.org/"),
        (f"{site.url}/r", site.url),
        (f"{site.url}/loop", site.url),
        (f"http://[::1]:{site.server_port}/p", ""),
        ("http://169.254.169.254/latest", ""),
        ("file:///etc/passwd", ""),
        ("http://", ""),
        (f"http://user@{'x' * 70}.example/", ""),
    ):
        with pytest.raises(NotFetchedError):
            fetcher(trusted)(address, 100)


def test_a_file_that_is_too_large_is_not_read_to_its_end(site):
    site.pages["/big"] = (200, {}, b"x" * 2_000_000)

    with pytest.raises(NotFetchedError, match="is larger than 1 MB"):
        fetcher(site.url)(f"{site.url}/big", 1_000_000)


def test_a_host_name_is_resolved_once_per_request(monkeypatch):
    asked = []
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *given, **_: asked.append(given) or [(2, 1, 6, "", ("10.0.0.1", 80))]
    )

    with pytest.raises(NotFetchedError, match="private network"):
        fetcher()("http://rebind.example/x", 100)
    assert len(asked) == 1
