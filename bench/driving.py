"""Asking a server as fast as it answers, from another process: wrk."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

SCRIPT = Path(__file__).with_name("asked.lua")
ENCODINGS = "gzip, deflate, br, zstd"
HOW_TO_GET = "wrk is missing. On Debian and Ubuntu: apt-get install wrk; on macOS: brew install wrk"


class Drive(msgspec.Struct, frozen=True):
    """What wrk says of one drive.

    Attributes:
        refused: answers of 400 and above.
        broken: connections that failed, and answers that did not come.
    """

    requests: int
    took_us: int
    bytes: int
    p50_us: int
    p99_us: int
    refused: int
    broken: int

    @property
    def per_s(self) -> float:
        """Requests a second."""
        return self.requests / self.took_us * 1e6


def is_there() -> bool:
    """Say whether wrk is installed."""
    return shutil.which("wrk") is not None


def drive(port: int, addresses: Sequence[str], *, seconds: float, connections: int, again: bool = True) -> Drive:
    """Ask a server on loopback for addresses in their order.

    ``again`` begins anew behind the last one; else the drive ends there.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(addresses))
        file.flush()
        said = subprocess.run(
            [
                *("wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "-s", str(SCRIPT)),
                *("-H", f"Accept-Encoding: {ENCODINGS}", f"http://127.0.0.1:{port}"),
                *("--", file.name, "again" if again else "once"),
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    return msgspec.json.decode(said.splitlines()[-1], type=Drive)
