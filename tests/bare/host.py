"""What a bare Debian takes from this machine: where packages come from, and the certificates that prove it."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

PIP_FILES = ("/etc/pip.conf", "/etc/xdg/pip/pip.conf", "~/.pip/pip.conf", "~/.config/pip/pip.conf")
CERTIFICATE_VARIABLES = ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
CERTIFICATES = "/etc/host-certificates.pem"
HANDED_IN = re.compile(r"(PIP|UV)_\w+|(https?|no|all)_proxy", re.IGNORECASE)
BARE_ENVIRONMENT = {
    "HOME": "/root",
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}
# Files and folders of this machine, which the bare one does not have.
LEFT_OUT = {
    "PIP_CERT",
    "PIP_CONFIG_FILE",
    "PIP_CACHE_DIR",
    "PIP_CONSTRAINT",
    "PIP_TARGET",
    "PIP_PREFIX",
    "UV_CACHE_DIR",
}
SETTING_WITH_PATH = re.compile(r"\s*(cert|client-cert|constraint)\s*=")


@dataclass(frozen=True)
class Source:
    """A Debian archive that this machine's apt uses, such as the main one or the one for security."""

    url: str
    suite: str
    component: str

    def line(self, codename: str, *, of: str, trusted: bool) -> str:
        """Return the line of ``sources.list`` for the release ``codename``; ``of`` is this machine's own release."""
        options = "[trusted=yes] " if trusted else ""
        return f"deb {options}{self.url} {self.suite.replace(of, codename)} {self.component}"


@dataclass(frozen=True)
class Apt:
    """Settings of this machine's apt."""

    sources: tuple[Source, ...]
    codename: str
    acquire: str
    trusted: bool

    @property
    def mirror(self) -> str | None:
        """Return the address of the main archive, None where this machine has none of Debian."""
        return next((source.url for source in self.sources if source.suite == self.codename), None)

    def write(self, root: Path, codename: str) -> None:
        """Give the Debian in ``root`` the same archives, of its own release."""
        lines = [source.line(codename, of=self.codename, trusted=self.trusted) for source in self.sources]
        (root / "etc/apt/sources.list").write_text("\n".join(lines) + "\n")
        (root / "etc/apt/apt.conf.d/90host").write_text(self.acquire + 'APT::Install-Recommends "false";\n')
        for folder in ("trusted.gpg.d", "auth.conf.d", "keyrings"):
            if Path("/etc/apt", folder).is_dir():
                shutil.copytree(f"/etc/apt/{folder}", root / f"etc/apt/{folder}", dirs_exist_ok=True)


def apt() -> Apt:
    """Return the settings of this machine's apt, without archives where it is not a Debian."""
    fields = "$(ORIGIN)|$(SITE)|$(RELEASE)|$(COMPONENT)|$(SOURCESENTRY)"
    rows = [line.split("|") for line in _output("apt-get", "indextargets", "--format", fields, "Created-By: Packages")]
    debian = [row for row in rows if row[0] == "Debian" and row[3] == "main"]
    files = {row[4].rpartition(":")[0] for row in debian}
    suites = [row[2] for row in debian]
    # The main suite is the one that the others are named after: bookworm, bookworm-updates, bookworm-security.
    codename = min(suites, key=len, default="")
    return Apt(
        tuple(dict.fromkeys(Source(site, suite, component) for _, site, suite, component, _ in debian)),
        codename,
        "".join(f"{line}\n" for line in _output("apt-config", "dump", "Acquire")),
        any(re.search(r"trusted\s*[=:]\s*yes", Path(file).read_text(), re.IGNORECASE) for file in files),
    )


def write_pip_settings(root: Path) -> dict[str, str]:
    """Give the Debian in ``root`` this machine's pip settings, names and certificates; return its environment."""
    for name in PIP_FILES:
        file = Path(name).expanduser()
        if file.is_file():
            target = root / ("root" + name[1:] if name.startswith("~") else name[1:])
            target.parent.mkdir(parents=True, exist_ok=True)
            lines = file.read_text().splitlines(keepends=True)
            target.write_text("".join(line for line in lines if not SETTING_WITH_PATH.match(line)))
    for name in ("/etc/resolv.conf", "/etc/hosts"):
        shutil.copy(name, root / name[1:])
    environment = dict(BARE_ENVIRONMENT)
    environment |= {
        name: value for name, value in os.environ.items() if HANDED_IN.fullmatch(name) and name not in LEFT_OUT
    }
    for name in CERTIFICATE_VARIABLES:
        if Path(os.environ.get(name, "")).is_file():
            shutil.copy(os.environ[name], root / CERTIFICATES[1:])
            environment |= dict.fromkeys(CERTIFICATE_VARIABLES, CERTIFICATES)
            break
    return environment


def _output(*command: str) -> list[str]:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
