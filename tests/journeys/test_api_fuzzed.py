"""schemathesis asks the public server everything its OpenAPI allows, and much that it does not.

A short run belongs to the tests; `make fuzz` takes ten minutes, or `SECONDS_LONG=…` of them.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.demo import demo_log
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
expected-statuses = ["400", "404", "405", "414", "431"]
"""
"""What the API answers to questions that cannot be: schemathesis does not count 414 and 431 among refusals."""


@pytest.fixture
def server(tmp_path):
    server = PublicServer(tmp_path, workers=2)
    server.environment["DATELINE_PAGES_A_MINUTE"] = "0"  # who asks is one address
    server.apply(demo_log(limit=40).records)
    yield server.start()
    server.stop()


@pytest.mark.parametrize("seconds", [SHORT_S, pytest.param(LONG_S, marks=pytest.mark.slow)])
def test_no_question_is_answered_otherwise_than_documented(server, tmp_path, seconds):
    address = f"http://127.0.0.1:{server.port}"

    done = asked(address, tmp_path, seconds)

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "passed" in done.stdout
    assert "Traceback" not in server.log()


def asked(address: str, folder: Path, seconds: int) -> subprocess.CompletedProcess:
    """Run schemathesis over all of the API for so long."""
    (folder / "schemathesis.toml").write_text(REFUSED)
    command = [Path(sys.executable).with_name("schemathesis"), "run", f"{address}/api/v1/openapi.json"]
    options = ["--url", address, "--checks", ",".join(CHECKS), "--max-time", str(seconds), "--request-timeout", "20"]
    options += ["--continue-on-failure", "--warnings", "off", "--no-color"]
    return subprocess.run([*command, *options], cwd=folder, capture_output=True, text=True, timeout=seconds * 4 + 120)
