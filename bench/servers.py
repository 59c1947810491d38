"""The servers that are measured: ours as users start it, its software alone, nginx alone, nginx in front of ours."""

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from bench.driving import ENCODINGS
from dateline.runtime.lifeline import PARENT

_TICKS = os.sysconf("SC_CLK_TCK")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
_NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  open_file_cache max=1000;
  server {{ listen 127.0.0.1:{port}; root {folder}; default_type text/html; }}
}}
"""


SHIPPED = Path(__file__).parents[1] / "deploy" / "nginx.conf"
_SHIELD = """
{user} worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log stderr crit; worker_rlimit_nofile {files};
events {{ worker_connections 8192; }}
http {{
  access_log off;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  include {folder}/shipped.conf;
}}
"""


class Running(msgspec.Struct, frozen=True):
    """A running server, with the seconds from its start to its first response."""

    process: subprocess.Popen[bytes]
    port: int
    began_s: float

    def workers(self) -> list[int]:
        """Return the ids of the processes that respond to requests."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [pid for pid in map(int, listed) if b"resource_tracker" not in _bytes(pid, "cmdline")]

    def cpu_s(self) -> float:
        """Return the processor time of its workers so far. Source: proc(5)."""
        fields = [_bytes(pid, "stat").rpartition(b") ")[2].split() for pid in self.workers()]
        return sum(int(each[11]) + int(each[12]) for each in fields) / _TICKS

    def memory_mb(self) -> list[tuple[int, int]]:
        """Return (private memory, memory of mapped files) of each worker, in megabytes."""
        return [
            tuple(int(_bytes(pid, "status").split(name)[1].split()[0]) // 1024 for name in (b"RssAnon:", b"RssFile:"))
            for pid in self.workers()
        ]


def _bytes(pid: int, name: str) -> bytes:
    return Path(f"/proc/{pid}/{name}").read_bytes()


def free_port() -> int:
    """Return a port of the loopback address that is free now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def public(home: Path, *, workers: int = 1) -> Iterator[Running]:
    """Run `dateline serve` on a home."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    environment |= {"DATELINE_HOME": str(home), PARENT: str(os.getpid())}
    port = free_port()
    command = [sys.executable, "-m", "dateline.config.cli", "serve", "--port", str(port), "--workers", str(workers)]
    with _started(command, port, "/en/news", environment) as running:
        yield running


@contextmanager
def ceiling() -> Iterator[Running]:
    """Run the server software alone; ``/8000`` is a page of 8,000 bytes."""
    port = free_port()
    with _started([sys.executable, "-m", "bench.ceiling", str(port)], port, "/1", dict(os.environ)) as running:
        yield running


@contextmanager
def nginx(folder: Path, lengths: Sequence[int]) -> Iterator[Running | None]:
    """Run nginx with a file for each length, such as ``/8000`` with 8,000 bytes; None if it is not installed."""
    if NGINX is None:
        yield None
        return
    for length in {1, *lengths}:
        (folder / str(length)).write_bytes(b"x" * length)
    port = free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(_NGINX.format(folder=folder, port=port))
    folder.chmod(0o755)
    with _started([NGINX, "-c", str(configuration)], port, "/1", dict(os.environ)) as running:
        yield running


@contextmanager
def shield(folder: Path, *, port: int, desk_port: int) -> Iterator[Running]:
    """Run nginx in front of a newsroom, with the shipped configuration except for the ports."""
    front = free_port()
    shipped = SHIPPED.read_text().replace("listen 80;", f"listen 127.0.0.1:{front};")
    shipped = shipped.replace("127.0.0.1:8000", f"127.0.0.1:{port}").replace("127.0.0.1:8001", f"127.0.0.1:{desk_port}")
    (folder / "shipped.conf").write_text(shipped)
    files = min(16_384, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    user = "user root;" if os.geteuid() == 0 else ""  # no other process uses the folder
    configuration = folder / "nginx.conf"
    configuration.write_text(_SHIELD.format(folder=folder, user=user, files=files))
    with _started([str(NGINX), "-c", str(configuration)], front, "/en/news", dict(os.environ)) as running:
        yield running


def get(port: int, path: str, encoding: str = ENCODINGS) -> tuple[int, bytes]:
    """Return (status, body as sent) for a client with this ``Accept-Encoding``; by default that of a browser."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": encoding})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@contextmanager
def _started(command: list[str], port: int, path: str, environment: dict[str, str]) -> Iterator[Running]:
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment)
    try:
        while not _answers(port, path):
            if process.poll() is not None:
                sys.exit(f"{' '.join(command)} ended with {process.returncode}; what it said stands above.")
            time.sleep(0.005)
        yield Running(process, port, time.monotonic() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _answers(port: int, path: str) -> bool:
    try:
        return get(port, path)[0] == 200
    except OSError:
        return False
