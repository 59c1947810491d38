"""Checks of an installation; each yields a sentence per fault.

Checks that need the database are in ``database_checks``.
"""

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from dateline.archive import overrides
from dateline.mirror import status
from dateline.mirror.errors import MirrorError
from dateline.runtime import overrides_in_memory
from dateline.runtime.django_setup import set_up_with_database
from dateline.runtime.errors import ConfigError, as_sentence
from dateline.runtime.home import Home
from dateline.runtime.ports import DESK_URL, PUBLIC_URL, is_loopback
from dateline.runtime.printing import PACKAGES, what_is_missing
from dateline.runtime.secret_keys import require_strong_key
from dateline.storage.locks import is_locked
from dateline.storage.spare_files import is_reserved

LEAST_FREE_BYTES = 500 * 1024 * 1024
"""With less free room, a rebuild of the archive may fail, because the old archive stays until the new one is ready."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def installation_faults(home: Home, environment: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each fault of an installation; nothing where all is in order.

    A check that depends on a failed one is skipped.
    """
    yield from of_addresses(environment)
    if home.mirror_status.exists():
        yield from of_mirror(home)
        return
    try:
        home.require_current_format()
        home.secret_key(environment)
    except ConfigError as error:
        yield as_sentence(error)
        return
    yield from of_secret_key(home, environment)
    yield from of_folders(home)
    yield from of_overrides(home)
    yield from of_space(home)
    yield from of_prints()
    try:
        set_up_with_database()
    except ConfigError as error:
        yield as_sentence(error)
        return
    from dateline.runtime.database_checks import database_faults  # noqa: PLC0415  # Django is set up now

    yield from database_faults(home)


def of_addresses(environment: Mapping[str, str]) -> Iterator[str]:
    """Check the public addresses of site and desk: if other machines reach them, they should be https."""
    for variable in (PUBLIC_URL, DESK_URL):
        given = environment.get(variable, "")
        parts = urlsplit(given)
        if not given:
            continue
        if parts.scheme not in ("http", "https") or not parts.hostname:
            yield f"{variable} is {given!r}; it must begin with https:// and name a host."
        elif parts.scheme == "http" and not is_loopback(parts.hostname):
            yield f"{variable} is {given}: passwords and pages travel in the clear; use https."
        elif parts.path.strip("/"):
            yield f"{variable} is {given}; Dateline answers at the root of a host, not below a path."
    if environment.get("DATELINE_DEBUG", "").lower() in ("1", "true", "yes", "on"):
        yield "DATELINE_DEBUG is on: error pages show source and settings; switch it off where others see them."


def of_secret_key(home: Home, environment: Mapping[str, str]) -> Iterator[str]:
    """Check that the secret key cannot be guessed."""
    try:
        require_strong_key(home, environment)
    except ConfigError as error:
        yield as_sentence(error)


def of_folders(home: Home) -> Iterator[str]:
    """Check for missing folders, folders that cannot be written and secrets that others can read."""
    folders = (home.archive, home.public_media, home.overrides, home.originals, home.renditions, home.logs)
    yield from _missing(*folders, again="dateline upgrade")
    for path in (home.secret_key_file, home.database, home.originals.parent):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & _OTHERS:
            yield f"Other users of this machine may read {path}: run `chmod go= {path}`."
    for link in home.public_media.glob("*"):
        if link.is_symlink():
            yield f"{link} is a link: the public server would give out what lies elsewhere; delete it."


def of_mirror(home: Home) -> Iterator[str]:
    """Check that a mirror follows its origin."""
    try:
        home.require_current_format()
    except ConfigError as error:
        yield as_sentence(error)
        return
    yield from _missing(home.archive, home.public_media, home.overrides, home.logs, again="dateline mirror")
    yield from of_overrides(home)
    yield from _mirror_faults(home, everything=False)
    yield from of_space(home)
    found = status.read(home.mirror_status)
    if found is None or not found.origin:
        yield "This mirror has not followed anything yet: start `dateline mirror` with the address of a newsroom."
    elif not is_locked(home.worker_lock):
        yield f"Nothing follows {found.origin} here: start `dateline mirror {found.origin}/`."
    elif found.reason:
        yield f"Since {found.since}, at position {found.position}: {as_sentence(MirrorError(found.reason))}"


def archive_faults(home: Home) -> Iterator[str]:
    """Read the whole archive and all public files, of a newsroom or mirror; yield a sentence for each damage.

    Raises:
        ConfigError: the installation cannot be used.
    """
    if home.mirror_status.exists():
        yield from _mirror_faults(home, everything=True)
        return
    set_up_with_database()
    from dateline.runtime.archive_checks import newsroom_faults  # noqa: PLC0415  # Django is set up now

    yield from newsroom_faults(home)


def _mirror_faults(home: Home, *, everything: bool) -> Iterator[str]:
    from dateline.runtime.integrity import home_faults, of_archive  # noqa: PLC0415  # takes a second to load

    yield from home_faults(home) if everything else of_archive(home)


def of_overrides(home: Home) -> Iterator[str]:
    """Check for overrides that are unreadable or only in memory, and that room for new ones is reserved."""
    for name in overrides.unreadable(home.overrides):
        number = name.partition(".")[0]
        yield (
            f"The override {name} cannot be read and closes its release in every language: order it again with "
            f"`dateline kill {number}`, or take it away with `dateline kill {number} --lift`."
        )
    for closed in overrides_in_memory.read_all(home):
        yield (
            f"The override of release {closed} is in the memory of this machine and will not survive a restart of it: "
            f"let {home.overrides} be written, and the worker moves it there."
        )
    if home.overrides.is_dir() and not is_reserved(home.overrides):
        yield (
            f"No room is reserved in {home.overrides} for `dateline kill` on a full disk: `dateline upgrade` reserves "
            "it, and so does the worker."
        )


def of_space(home: Home) -> Iterator[str]:
    """Check that the disk has room."""
    free = shutil.disk_usage(home.path).free
    if free < LEAST_FREE_BYTES:
        yield f"Only {free // 2**20} MB are free for {home.path}; the archive needs room to be rebuilt."


def of_prints() -> Iterator[str]:
    """Check that PDFs and link previews can be drawn."""
    missing = what_is_missing()
    if missing:
        yield (
            f"Releases cannot be had as PDF or card ({missing}). On Debian: apt-get install {' '.join(PACKAGES)}. "
            "Everything else works without them."
        )


def _missing(*folders: Path, again: str) -> Iterator[str]:
    for folder in folders:
        if not folder.is_dir():
            yield f"The folder {folder} is missing: `{again}` makes it again."
        elif not os.access(folder, os.W_OK | os.X_OK):
            yield f"The folder {folder} cannot be written by this user."
