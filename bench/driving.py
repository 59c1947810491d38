"""Send requests to a server as fast as it answers, from another process (wrk)."""

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
    """The result of one run of wrk.

    Attributes:
        refused: responses with status 400 and above.
        broken: failed connections, and responses that did not arrive.
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
    """Tell whether wrk is installed."""
    return shutil.which("wrk") is not None


def drive(port: int, addresses: Sequence[str], *, seconds: float, connections: int, again: bool = True) -> Drive:
    """Request addresses of a server on loopback, in their order.

    With ``again`` it starts over after the last address; otherwise it ends there.
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
