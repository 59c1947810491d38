import socket

import pytest

from dateline.runtime.errors import NotLoopbackError, PortTakenError
from dateline.runtime.ports import address, inbox_of, is_answering, is_loopback, require_address, require_free_port
from tests.support.installation import free_port


@pytest.fixture
def listening():
    """A port somebody listens on, shared as the servers share theirs."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_is_refused_even_if_its_holder_would_share_it(listening):
    with pytest.raises(PortTakenError, match=f"port {listening} of 127.0.0.1 is taken .* or choose --desk-port"):
        require_free_port("127.0.0.1", listening, "--desk-port", patience_s=0)

    assert is_answering("127.0.0.1", listening)
    assert is_answering("0.0.0.0", listening)


def test_a_free_port_is_free_and_answers_nobody():
    port = free_port()

    require_free_port("127.0.0.1", port, "--port", patience_s=0)

    assert not is_answering("127.0.0.1", port)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "::1", "[::1]"])
def test_on_this_machine_no_address_has_to_be_named(host):
    assert is_loopback(host)
    require_address(host, "DATELINE_PUBLIC_URL", {})


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "news.example.org"])
def test_for_other_machines_the_address_has_to_be_named(host):
    assert not is_loopback(host)
    with pytest.raises(NotLoopbackError, match="set DATELINE_PUBLIC_URL"):
        require_address(host, "DATELINE_PUBLIC_URL", {})
    require_address(host, "DATELINE_PUBLIC_URL", {"DATELINE_PUBLIC_URL": "https://news.example.org"})


def test_addresses_are_shown_as_people_type_them():
    assert address("127.0.0.1", 8000) == "http://127.0.0.1:8000"
    assert address("0.0.0.0", 8000) == "http://127.0.0.1:8000"
    assert address("::1", 8000) == "http://[::1]:8000"


@pytest.mark.parametrize(
    ("public", "expected"),
    [
        ("https://news.example.org", "https://news.example.org"),
        ("https://news.example.org/", "https://news.example.org"),
        ("http://127.0.0.1:8000", "http://desk.example.org"),
        ("http://[::1]:8000", "http://desk.example.org"),
        ("http://localhost", "http://desk.example.org"),
    ],
)
def test_the_inbox_is_at_the_public_address_unless_nobody_stands_in_front_of_it(public, expected):
    assert inbox_of(public, "http://desk.example.org/") == f"{expected}/account/activitypub"
