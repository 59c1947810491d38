"""The public server over HTTP: no database, no desk, no worker anywhere near."""

import gzip
import hashlib
import json
import re
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest

from tests.support.editions import Log, a_kind, a_newsroom, a_topic, an_edition, an_office, refs
from tests.support.installation import wait_for
from tests.support.public_server import PublicServer, timed_s, without_roots_privilege

PDF = b"%PDF-1.7 a report"
LONG = bytes(range(256)) * 80_000
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def a_log(releases: int = 60) -> Log:
    log = Log()
    log.set(a_newsroom(), an_office("mission"), a_topic("policing"), a_kind("news"))
    for number in range(1, releases + 1):
        log.publish(an_edition(number, offices=refs("mission"), topics=refs("policing")))
    return log


def media_name(body: bytes, ending: str) -> str:
    return f"{hashlib.sha256(body).hexdigest()}.{ending}"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    server = PublicServer(home)
    (home / "secret-key").write_text("the secret key")
    for body, ending in ((PDF, "pdf"), (SVG, "svg"), (LONG, "mp4")):
        (home / "public" / "media" / media_name(body, ending)).write_bytes(body)
    server.apply(a_log().records)
    yield server.start()
    server.stop()


# what people get


def test_list_release_feed_and_search_answer(server):
    assert b"Headline 60" in server.get("/en/news").body
    assert b"Body 7." in server.get("/en/news/7/headline-7").body
    assert b"<title>Headline 60</title>" in server.get("/en/news.atom").body
    assert b"Headline" in server.get("/en/news?q=headline").body
    assert server.get("/", accept_language="ar").headers["location"] == "/ar/news"


def test_addresses_in_a_feed_are_those_people_reach(server):
    body = server.get("/en/news.atom").body

    assert b"https://news.example.org/en/news/60/headline-60" in body
    assert b"127.0.0.1" not in body


def test_static_files_named_by_a_page_are_there_for_ever(server):
    names = set(re.findall(r"/static/[\w.-]+", server.get("/en/news").body.decode()))
    assert len(names) >= 2

    for name in names:
        answer = server.get(name)

        assert answer.status == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert server.get(name, if_none_match=answer.headers["etag"]).status == 304


def test_media_are_sent_as_what_they_are(server):
    answer = server.get(f"/media/{media_name(PDF, 'pdf')}", accept_encoding="br")

    assert (answer.status, answer.body, answer.headers["content-type"]) == (200, PDF, "application/pdf")
    assert "max-age=600" in answer.headers["cache-control"]
    unchanged = server.get(f"/media/{media_name(PDF, 'pdf')}", if_none_match=answer.headers["etag"])
    assert (unchanged.status, unchanged.headers["cache-control"]) == (304, answer.headers["cache-control"])


def test_media_may_be_read_from_other_sites_also_in_parts(server):
    address, asked = f"/media/{media_name(PDF, 'pdf')}", {"origin": "https://agency.example"}
    whole = server.get(address, **asked)
    known = server.get(address, if_none_match=whole.headers["etag"], **asked)
    part = server.get(address, range="bytes=0-3", **asked)

    assert [answer.status for answer in (whole, known, part)] == [200, 304, 206]
    for answer in (whole, known, part):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "content-range" in part.headers["access-control-expose-headers"]


def test_a_player_gets_the_part_of_a_film_it_asks_for(server):
    address = f"/media/{media_name(LONG, 'mp4')}"
    whole = server.get(address)
    part = server.get(address, range="bytes=1000-1999")
    last = server.get(address, range="bytes=-7", if_range=whole.headers["etag"])

    assert (whole.status, whole.headers["accept-ranges"], len(whole.body)) == (200, "bytes", len(LONG))
    assert (part.status, part.body) == (206, LONG[1000:2000])
    assert part.headers["content-range"] == f"bytes 1000-1999/{len(LONG)}"
    assert part.headers["content-length"] == "1000"
    assert part.headers["etag"] == whole.headers["etag"]
    assert (last.status, last.body) == (206, LONG[-7:])


def test_a_part_that_is_not_there_is_416_and_one_of_another_file_is_the_whole(server):
    address = f"/media/{media_name(PDF, 'pdf')}"
    beyond = server.get(address, range="bytes=99-")

    assert (beyond.status, beyond.headers["content-range"]) == (416, f"bytes */{len(PDF)}")
    assert server.get(address, range="bytes=0-1", if_range='"other"').body == PDF
    assert server.get(address, range="bytes=0-1,3-4").body == PDF
    assert server.get(address, method="HEAD", range="bytes=0-1").status == 200


def test_a_drawing_is_sandboxed(server):
    assert "sandbox" in server.get(f"/media/{media_name(SVG, 'svg')}").headers["content-security-policy"]


def test_health_says_position_and_build(server):
    answer = server.get("/health")
    said = json.loads(answer.body)

    assert (said["ok"], said["position"]) == (True, 64)
    assert said["build"].startswith("0.")
    assert answer.headers["cache-control"] == "no-store"


# HTTP


def test_the_api_says_itself_what_is_wrong_with_a_question(server):
    answer = server.get("/api/v1/releases?q=%FF")

    assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_list_is_a_feed_for_who_accepts_one(server):
    chosen = server.get("/en/news", accept="application/feed+json")
    own = server.get("/en/news.json")
    again = server.get("/en/news", accept="application/feed+json", if_none_match=chosen.headers["etag"])

    assert chosen.headers["content-type"].startswith("application/feed+json")
    assert chosen.headers["content-location"] == "/en/news.json"
    assert chosen.body == own.body
    assert chosen.headers["etag"] == own.headers["etag"]
    assert (again.status, again.headers["vary"]) == (304, "accept-encoding, accept")
    assert server.get("/en/news").headers["vary"] == "accept-encoding, accept"


@pytest.mark.parametrize("path", ["/en/news", "/en/news.atom", "/sitemap.xml", "/en/suggest?q=head"])
def test_a_page_is_the_same_in_every_encoding(server, path):
    plain = server.get(path)
    packed = server.get(path, accept_encoding="gzip, br")
    zipped = server.get(path, accept_encoding="gzip")

    assert packed.headers["content-encoding"] == "br"
    assert zipped.headers["content-encoding"] == "gzip"
    assert brotli.decompress(packed.body) == gzip.decompress(zipped.body) == plain.body
    assert len({answer.headers["etag"] for answer in (plain, packed, zipped)}) == 3
    assert "accept-encoding" in plain.headers["vary"]


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_who_has_the_page_gets_no_body(server, encoding):
    tag = server.get("/en/news", accept_encoding=encoding).headers["etag"]

    again = server.get("/en/news", accept_encoding=encoding, if_none_match=f'"other", W/{tag}')

    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)


@pytest.mark.parametrize("path", ["/en/news", "/en/news.atom", "/health", "/en/nowhere", "/en/news?page=999", "/"])
def test_head_says_what_get_says(server, path):
    got, head = server.get(path), server.get(path, "HEAD")

    got.headers.pop("date")
    head.headers.pop("date")
    assert (head.status, head.body) == (got.status, b"")
    assert head.headers == got.headers


def test_head_of_a_file_says_its_length(server):
    head = server.get(f"/media/{media_name(PDF, 'pdf')}", "HEAD")

    assert (head.headers["content-length"], head.body) == (str(len(PDF)), b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"])
def test_nothing_but_reading_is_allowed(server, method):
    answer = server.get("/en/news", method)

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_scripts_of_other_sites_may_ask_with_headers_of_their_own(server):
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}

    answer = server.get("/api/v1/releases", "OPTIONS", Origin="https://else.example", **asked)

    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == answer.headers["access-control-allow-headers"] == "*"
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD"


def test_the_host_header_changes_nothing(server):
    assert b"evil" not in server.get("/en/news?kind=news", Host="evil.example").body


# rubbish


END = b"Host: x\r\nConnection: close\r\n\r\n"
RUBBISH = {
    "no request": (b"hello\r\n\r\n", {400}),
    "nothing": (b"", {0}),
    "half a request": (b"GET /en/news HTT", {0, 400}),
    "NUL in the path": (b"GET /en/\x00 HTTP/1.1\r\n" + END, {400}),
    "encoded NUL": (b"GET /en/%00 HTTP/1.1\r\n" + END, {400}),
    "bytes that are no UTF-8": (b"GET /en/%ff%fe HTTP/1.1\r\n" + END, {400}),
    "raw bytes that are no UTF-8": (b"GET /en/\xff HTTP/1.1\r\n" + END, {400}),
    "query that is no UTF-8": (b"GET /en/news?q=%ff HTTP/1.1\r\n" + END, {400}),
    "wrong percent sign": (b"GET /en/%zz HTTP/1.1\r\n" + END, {404}),
    "wrong percent sign in the query": (b"GET /en/news?q=%zz%1 HTTP/1.1\r\n" + END, {200, 301}),
    "encoded line feed": (b"GET /en/news%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n" + END, {400}),
    "encoded line feed in the query": (b"GET /en/news?q=%0d%0aSet-Cookie:a=b HTTP/1.1\r\n" + END, {301}),
    "long path": (b"GET /" + b"a" * 3_000 + b" HTTP/1.1\r\n" + END, {414}),
    "very long path": (b"GET /" + b"a" * 80_000 + b" HTTP/1.1\r\n" + END, {414, 431}),
    "long query": (b"GET /en/news?q=" + b"a" * 9_000 + b" HTTP/1.1\r\n" + END, {414}),
    "many parameters": (b"GET /en/news?" + b"a=1&" * 500 + b" HTTP/1.1\r\n" + END, {400}),
    "large header": (b"GET /en/news HTTP/1.1\r\nCookie: " + b"a" * 20_000 + b"\r\n" + END, {431}),
    "huge header": (b"GET /en/news HTTP/1.1\r\nCookie: " + b"a" * 200_000 + b"\r\n" + END, {431, 0}),
    "many headers": (b"GET /en/news HTTP/1.1\r\n" + b"A: b\r\n" * 300 + END, {431}),
    "header that is no ASCII": (b"GET /en/news HTTP/1.1\r\nAccept-Language: \xff\xfe\r\n" + END, {200}),
    "another host in the request line": (b"GET http://evil.example/en/news HTTP/1.1\r\n" + END, {200}),
    "two lengths": (b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n" + END, {400}),
    "asterisk": (b"OPTIONS * HTTP/1.1\r\n" + END, {405}),
    "other protocol": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", {0, 400}),
    "surrogate": (b"GET /en/news?q=%ed%a0%80 HTTP/1.1\r\n" + END, {400}),
    "old protocol": (b"GET /en/news HTTP/1.0\r\n\r\n", {200}),
}


@pytest.mark.parametrize("name", RUBBISH)
def test_rubbish_is_answered_and_the_server_lives(server, name):
    sent, expected = RUBBISH[name]

    answer = server.raw(sent)

    status = int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0
    assert status in expected, answer[:300]
    assert b"\r\nset-cookie" not in answer.lower()
    assert b"Traceback" not in answer
    assert server.get("/en/news").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/media/../../secret-key",
        "/media/%2e%2e/%2e%2e/secret-key",
        "/media/..%2f..%2fsecret-key",
        "/media/%2e%2e%2f%2e%2e%2fsecret-key%00.pdf",
        "/static/../../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/site.py",
        "/static/..%5c..%5csite.py",
        "/../secret-key",
        "/en/../secret-key",
        "//etc/passwd",
        "/media//etc/passwd",
    ],
)
def test_no_way_leads_out_of_the_folders(server, path):
    answer = server.raw(f"GET {path} HTTP/1.1\r\n".encode() + END)

    assert int(answer.split(b" ", 2)[1]) in (400, 404)
    assert b"the secret key" not in answer
    assert b"root:" not in answer


# many at once


def test_a_crowd_gets_one_page_and_the_same_bytes(server):
    with ThreadPoolExecutor(50) as crowd:
        answers = list(crowd.map(lambda _: server.get("/en/news?topic=policing"), range(200)))

    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1


# following


@pytest.fixture
def own_server(tmp_path):
    server = PublicServer(tmp_path, workers=2)
    yield server
    server.stop()


def test_a_home_without_an_archive_is_served_and_filled_later(own_server):
    own_server.start()
    assert own_server.get("/en/news").status == 200
    assert own_server.get("/health").status == 200

    own_server.apply(a_log(3).records)

    wait_for(lambda: b"Headline 3" in own_server.get("/en/news").body, timeout_s=2)


def test_what_is_published_shows_in_every_process_within_a_quarter_of_a_second(own_server):
    log = a_log(1)
    own_server.apply(log.records)
    own_server.start()
    took = []

    for number in range(2, 12):
        log.publish(an_edition(number))
        own_server.apply(log.records)
        position = len(log.records)
        # ten answers in a row: with two processes behind the port both have moved
        took.append(timed_s(lambda at=position: wait_for(lambda: _all_at(own_server, at), every_s=0.005)))
    took.sort()

    assert took[len(took) // 2] < 0.25, took


def _all_at(server: PublicServer, position: int) -> bool:
    return all(server.get("/en/news").position == position for _ in range(10))


def test_a_removed_release_is_gone_from_every_address(own_server):
    log = a_log(3)
    own_server.apply(log.records)
    own_server.start()
    assert own_server.get("/en/news/2/headline-2").status == 200

    log.remove(an_edition(2))
    own_server.apply(log.records)

    wait_for(lambda: own_server.get("/en/news/2/headline-2").status == 410, timeout_s=2)
    wait_for(lambda: _all_at(own_server, len(log.records)), timeout_s=2)
    for path in ("/en/news", "/en/news.atom", "/sitemap.xml", "/en/suggest?q=headline", "/en/news?q=lead"):
        assert b"Headline 2" not in own_server.get(path).body
        assert b"headline-2" not in own_server.get(path).body


def test_a_removed_file_is_gone(own_server):
    own_server.start()
    file = own_server.home / "public" / "media" / media_name(PDF, "pdf")
    file.write_bytes(PDF)
    assert own_server.get(f"/media/{file.name}").status == 200

    file.unlink()

    assert own_server.get(f"/media/{file.name}").status == 404


def test_an_archive_that_cannot_be_read_leaves_the_pages_at_hand(own_server):
    own_server.apply(a_log(3).records)
    own_server.start()
    before = own_server.get("/en/news").body

    (own_server.home / "archive" / "manifest.json").write_text("{")

    wait_for(lambda: not json.loads(own_server.get("/health").body)["ok"], timeout_s=3)
    assert own_server.get("/en/news").body == before
    assert own_server.get("/en/news?kind=news").status == 200


def test_a_process_that_may_write_nothing_but_locks_serves_all_the_same(own_server):
    own_server.apply(a_log(3).records)
    (own_server.home / "log").touch()
    before = own_server.written()
    own_server.may_write(allowed=False)
    try:
        own_server.start(preexec_fn=without_roots_privilege)

        assert b"Headline 3" in own_server.get("/en/news").body
        assert b"Headline" in own_server.get("/en/news?q=headline").body
        assert own_server.stop() == 0
    finally:
        own_server.may_write(allowed=True)
    assert own_server.written() == before


# the end


def test_a_stopped_server_finishes_what_it_sends_and_says_nothing(tmp_path):
    name = media_name(LONG, "mp4")
    PublicServer(tmp_path).apply(a_log(1).records)
    for _ in range(3):  # whoever is told of a worker's end first is a matter of chance
        server = PublicServer(tmp_path, workers=2)
        (tmp_path / "public" / "media" / name).write_bytes(LONG)
        server.start()
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            connection.sendall(f"GET /media/{name} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
            got = connection.recv(1_000)
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.8)
            while more := connection.recv(1_000_000):
                got += more

        assert got.endswith(LONG)
        assert server.process.wait(5) == 0
    assert server.log() == ""
