"""A bare Debian in a folder, made with debootstrap."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.bare import host

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline" / "bare"
# All that is mounted and started is in namespaces of its own, and ends with the process that starts it.
ISOLATED = ("setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child")
ENTER = """
mount -t proc proc "$0/proc"
mount --rbind /dev "$0/dev"
mount -t tmpfs tmpfs "$0/dev/shm"
exec chroot "$0" sh -c "$1"
"""


class UnavailableError(Exception):
    """This machine cannot make a bare Debian; the message gives the reason."""


class BareDebian:
    """A Debian without anything but its base packages, which takes its packages where this machine does."""

    def __init__(self, folder: Path, codename: str):
        """Make the Debian called ``codename`` in ``folder``.

        Raises:
            UnavailableError: this machine lacks a right, a program or an archive for it.
        """
        self.root = folder
        settings = host.apt() if shutil.which("apt-get") else None
        _require_means(settings)
        _unpack(_base(settings, codename), folder)
        settings.write(folder, codename)
        self.environment = host.write_pip_settings(folder)

    def run(self, command: str, *, timeout_s: float = 1200) -> subprocess.CompletedProcess:
        """Run a shell command in it to its end; standard error is part of the output."""
        return subprocess.run(
            self._inside(command), env=self.environment, timeout=timeout_s,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    @contextlib.contextmanager
    def running(self, command: str, output: Path) -> Iterator[subprocess.Popen]:
        """Run a shell command in it while the block runs; what it writes goes to ``output``."""
        with output.open("wb") as file:
            process = subprocess.Popen(
                self._inside(command), env=self.environment, start_new_session=True,
                stdout=file, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        try:
            yield process
        finally:
            process.kill()  # takes all of its namespaces along
            process.wait()

    def _inside(self, command: str) -> list[str]:
        return [*ISOLATED, "sh", "-ec", ENTER, str(self.root), command]


def _require_means(settings: host.Apt | None) -> None:
    if os.geteuid() != 0:
        raise UnavailableError("only root can make a bare Debian")
    if settings is None or settings.mirror is None:
        raise UnavailableError("apt has no archive of Debian on this machine")
    if not shutil.which("debootstrap"):
        raise UnavailableError("debootstrap is missing: apt-get install debootstrap")
    if subprocess.run([*ISOLATED, "true"], capture_output=True).returncode:
        raise UnavailableError("mount and process namespaces are not allowed on this machine")


def _base(settings: host.Apt, codename: str) -> Path:
    """Return the base system as a tar file, from the cache while the archive's release file is the same."""
    try:
        with urllib.request.urlopen(f"{settings.mirror}/dists/{codename}/InRelease", timeout=60) as answer:
            release = answer.read()
    except urllib.error.URLError as error:
        raise UnavailableError(f"the archive of this machine's apt does not serve {codename}: {error}") from error
    file = CACHE / f"{codename}-{hashlib.sha256(release).hexdigest()[:16]}.tar"
    if not file.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        for old in CACHE.glob(f"{codename}-*.tar"):
            old.unlink(missing_ok=True)
        _bootstrap(settings, codename, file)
    return file


def _bootstrap(settings: host.Apt, codename: str, file: Path) -> None:
    check = ["--no-check-gpg"] if settings.trusted else []
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="making-") as making:
        folder, tar = Path(making, "root"), Path(making, "tar")
        made = subprocess.run(
            [*ISOLATED, "debootstrap", *check, "--variant=minbase", codename, str(folder), settings.mirror],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert made.returncode == 0, made.stdout
        subprocess.run(["tar", "-C", folder, "--exclude=./var/cache/apt/archives/*.deb", "-cf", tar, "."], check=True)
        tar.rename(file)


def _unpack(file: Path, folder: Path) -> None:
    folder.mkdir()
    subprocess.run(["tar", "-C", folder, "-xpf", file], check=True)
