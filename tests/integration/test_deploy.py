"""What stands in front in production, as `deploy/` has it: which process a request comes to."""

import http.server
import shutil
import subprocess
import urllib.request
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.installation import free_port, wait_for
from tests.support.outside.neighbour import INBOX
from tests.support.outside.serving import serving

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
CONFIGURATION = Path(__file__).parents[2] / "deploy" / "nginx.conf"
FRAME = "daemon off; pid {folder}/pid; error_log stderr; events {{}} http {{ access_log off; {temporary} {site} }}"
TEMPORARY = " ".join(
    f"{kind}_temp_path {{folder}}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
)


@pytest.fixture
def process():
    """Return a starter of servers that answer with a name and the host they were asked for."""

    def start(name):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = f"{name} {self.headers['host']}".encode()
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args):
                pass

        return running.enter_context(serving(Handler))

    with ExitStack() as running:
        yield start


@pytest.fixture
def base(tmp_path, process):
    """Start nginx as `deploy/` has it, and return its address."""
    port = free_port()
    site = CONFIGURATION.read_text().replace("listen 80;", f"listen 127.0.0.1:{port};")
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{process('public')}")
    site = site.replace("127.0.0.1:8001", f"127.0.0.1:{process('desk')}")
    whole = tmp_path / "nginx.conf"
    whole.write_text(FRAME.format(folder=tmp_path, temporary=TEMPORARY.format(folder=tmp_path), site=site))
    nginx = subprocess.Popen([NGINX, "-c", str(whole), "-e", "stderr", "-p", str(tmp_path)])
    address = f"http://127.0.0.1:{port}"
    wait_for(lambda: _answer(address, "news.example.org", "/"))
    yield address
    nginx.terminate()
    nginx.wait(10)


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_of_the_public_name_the_inbox_alone_comes_to_the_desk(base):
    public, desk = "news.example.org", "desk.example.org"

    assert _answer(base, public, INBOX) == f"desk {public}"
    for path in ("/en/news", "/account/login/", f"{INBOX}/", f"{INBOX}x", "/account/"):
        assert _answer(base, public, path) == f"public {public}"
    assert _answer(base, desk, "/account/login/") == _answer(base, desk, INBOX) == f"desk {desk}"


def _answer(base, host, path):
    try:
        with urllib.request.urlopen(urllib.request.Request(base + path, headers={"host": host}), timeout=5) as answer:
            return answer.read().decode()
    except OSError:
        return ""
