"""schemathesis asks both APIs everything their OpenAPI allows, and much that it does not.

A short run belongs to the tests; `make fuzz` takes ten minutes, or `SECONDS_LONG=…` of them.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.archives.demo import demo_log
from tests.support.installation import fetch, free_port, wait_for
from tests.support.public_server import PublicServer

SHORT_S, LONG_S = 10, int(os.environ.get("SECONDS_LONG", "600"))
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "allow_header_conformance",
)
REFUSED = """
[checks.negative_data_rejection]
expected-statuses = [
    "400", "401", "403", "404", "405", "409", "412", "413", "414", "415", "422", "428", "429", "431"
]
"""
"""What is answered to questions that cannot be: schemathesis does not count 412, 413, 414 and 431 among refusals."""

A_TOKEN = """
import datetime as dt
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.actions import tokens
from dateline.newsroom.desk.models import Office, OfficeName, Scope, User
at = dt.datetime.now(dt.UTC)
actions.set_office(Office(slug="mission"), names=[OfficeName(names={"en": "Mission"})], at=at)
boss = User.objects.create(username="boss", is_superuser=True)
print(tokens.issue("fuzz", offices=Office.objects.all(), scopes=list(Scope), days=1, by=boss, at=at)[1])
"""


@pytest.fixture
def server(tmp_path):
    server = PublicServer(tmp_path, workers=2)
    server.environment["DATELINE_PAGES_A_MINUTE"] = "0"  # who asks is one address
    server.apply(demo_log(limit=40).records)
    yield server.start()
    server.stop()


@pytest.mark.parametrize("seconds", [SHORT_S, pytest.param(LONG_S, marks=pytest.mark.long)])
def test_no_question_is_answered_otherwise_than_documented(server, tmp_path, seconds):
    address = f"http://127.0.0.1:{server.port}"

    done = asked(address, tmp_path, seconds)

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "passed" in done.stdout
    assert "Traceback" not in server.log()


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [SHORT_S, pytest.param(LONG_S, marks=pytest.mark.long)])
def test_no_program_is_answered_otherwise_than_documented(installation, tmp_path, seconds):
    port = free_port()
    secret = installation.python(A_TOKEN).strip()
    installation.start("desk", "--port", str(port))
    wait_for(lambda: fetch(f"http://127.0.0.1:{port}/drafts/v1/openapi.json")[0] == 200, timeout_s=120)

    # a form has no types, so what schemathesis takes for a wrong one is a word
    header = ("-H", f"Authorization: Bearer {secret}", "--exclude-checks", "negative_data_rejection")
    done = asked(f"http://127.0.0.1:{port}", tmp_path, seconds, *header, description="/drafts/v1/openapi.json")

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "passed" in done.stdout
    assert "Traceback" not in installation.output()


def asked(
    address: str, folder: Path, seconds: int, *more: str, description: str = "/api/v1/openapi.json"
) -> subprocess.CompletedProcess:
    """Run schemathesis over all of an API for so long."""
    (folder / "schemathesis.toml").write_text(REFUSED)
    command = [Path(sys.executable).with_name("schemathesis"), "run", f"{address}{description}", *more]
    options = ["--url", address, "--checks", ",".join(CHECKS), "--max-time", str(seconds)]
    options += ["--request-timeout", "80"]  # the log waits up to a minute
    options += ["--continue-on-failure", "--warnings", "off", "--no-color"]
    return subprocess.run([*command, *options], cwd=folder, capture_output=True, text=True, timeout=seconds * 4 + 120)
