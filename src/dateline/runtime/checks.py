"""What is wrong with an installation, in sentences; each check yields one per fault."""

import os
import shutil
import stat
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from dateline.archive import overrides
from dateline.mirror import status
from dateline.mirror.errors import MirrorError
from dateline.runtime.django_setup import demand_database, set_up
from dateline.runtime.errors import ConfigError
from dateline.runtime.home import Home
from dateline.runtime.ports import DESK_URL, PUBLIC_URL, is_loopback
from dateline.runtime.printing import PACKAGES, what_is_missing
from dateline.runtime.worker import troubles
from dateline.storage.locks import is_locked

LEAST_FREE_BYTES = 500 * 1024 * 1024
"""Below this a rebuilt archive may not find room beside the old one."""

MOVES_WITHIN_S = 5.0
"""A worker that is alive applies something within this."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def faults(home: Home, environment: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each thing wrong; nothing for a sound installation.

    What depends on a thing that is wrong is not looked at.
    """
    yield from of_addresses(environment)
    if home.mirror_status.exists():
        yield from of_mirror(home)
        return
    try:
        home.demand_current()
        home.secret_key(environment)
    except ConfigError as error:
        yield _sentence(error)
        return
    yield from of_folders(home)
    yield from of_overrides(home)
    yield from of_space(home)
    yield from of_prints()
    try:
        set_up()
        demand_database()
    except ConfigError as error:
        yield _sentence(error)
        return
    for check in (of_settings, of_guards, of_log_and_archive, of_followers, of_troubles, of_due, of_people):
        yield from check(home)


def of_addresses(environment: Mapping[str, str]) -> Iterator[str]:
    """Look at the addresses people use; outside this machine they should be https."""
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


def of_folders(home: Home) -> Iterator[str]:
    """Look for missing folders, folders that cannot be written and secrets that others can read."""
    folders = (home.archive, home.public_media, home.overrides, home.originals, home.renditions, home.logs)
    yield from _missing(*folders, again="dateline upgrade")
    for path in (home.secret_key_file, home.database, home.originals.parent):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & _OTHERS:
            yield f"Other users of this machine may read {path}: run `chmod go= {path}`."
    for link in home.public_media.glob("*"):
        if link.is_symlink():
            yield f"{link} is a link: the public server would give out what lies elsewhere; delete it."


def of_mirror(home: Home) -> Iterator[str]:
    """Look how a mirror stands with its origin."""
    try:
        home.demand_current()
    except ConfigError as error:
        yield _sentence(error)
        return
    yield from _missing(home.archive, home.public_media, home.overrides, home.logs, again="dateline mirror")
    yield from of_overrides(home)
    yield from of_space(home)
    found = status.read(home.mirror_status)
    if found is None or not found.origin:
        yield "This mirror has not followed anything yet: start `dateline mirror` with the address of a newsroom."
    elif not is_locked(home.worker_lock):
        yield f"Nothing follows {found.origin} here: start `dateline mirror {found.origin}/`."
    elif found.reason:
        yield f"Since {found.since}, at position {found.position}: {_sentence(MirrorError(found.reason))}"


def of_overrides(home: Home) -> Iterator[str]:
    """Look for overrides that cannot be read; they close more than somebody meant."""
    for name in overrides.unreadable(home.overrides):
        number = name.partition(".")[0]
        yield (
            f"The override {name} cannot be read and closes its release in every language: order it again with "
            f"`dateline kill {number}`, or take it away with `dateline kill {number} --lift`."
        )


def of_space(home: Home) -> Iterator[str]:
    """Look whether the disk has room."""
    free = shutil.disk_usage(home.path).free
    if free < LEAST_FREE_BYTES:
        yield f"Only {free // 2**20} MB are free for {home.path}; the archive needs room to be rebuilt."


def of_prints() -> Iterator[str]:
    """Look whether releases can be had as PDF."""
    missing = what_is_missing()
    if missing:
        yield (
            f"Releases cannot be had as PDF or card ({missing}). On Debian: apt-get install {' '.join(PACKAGES)}. "
            "Everything else works without them."
        )


def of_settings(_home: Home) -> Iterator[str]:
    """Ask Django and Wagtail what they find wrong."""
    from django.core.checks import ERROR, run_checks  # noqa: PLC0415

    for message in run_checks():
        if message.level >= ERROR:
            yield f"{message.msg} ({message.id})"


def of_guards(_home: Home) -> Iterator[str]:
    """Look for the triggers that keep the log append-only."""
    from dateline.newsroom.publication.guards import missing_guards  # noqa: PLC0415

    for name in missing_guards():
        yield f"The trigger {name} is missing, so the log could be changed: restore it from the migrations."


def of_log_and_archive(home: Home) -> Iterator[str]:
    """Compare where the log ends with where the archive stands."""
    from dateline.archive.embedded import stored_position  # noqa: PLC0415
    from dateline.archive.errors import NoArchiveError  # noqa: PLC0415
    from dateline.newsroom.publication import log  # noqa: PLC0415
    from dateline.runtime.worker.following import ArchiveAheadError, demand_same_log  # noqa: PLC0415

    end = log.head().position
    try:
        position = stored_position(home.archive)
    except NoArchiveError as error:
        yield _sentence(error)
        return
    try:
        demand_same_log(position, home.archive_mark)
    except ArchiveAheadError as error:
        yield _sentence(error)
    if position < end:
        behind = f"The archive stands at position {position}, the log ends at {end}: "
        if not is_locked(home.worker_lock):
            yield behind + "no worker runs; start `dateline work`."
        elif not _moves(home, position):
            yield behind + "a worker runs and does not move; look at what it writes."


def _moves(home: Home, position: int) -> bool:
    """Say whether the archive leaves a position within some seconds."""
    from dateline.archive.embedded import stored_position  # noqa: PLC0415

    ends_at_s = time.monotonic() + MOVES_WITHIN_S
    while time.monotonic() < ends_at_s:
        if stored_position(home.archive) > position:
            return True
        time.sleep(0.1)
    return False


def of_followers(_home: Home) -> Iterator[str]:
    """Look for followers that stand before an entry they cannot apply."""
    from dateline.newsroom.publication.followers import all_stopped  # noqa: PLC0415

    for follower in all_stopped():
        since = f"{follower.failed_at:%Y-%m-%d %H:%M} UTC"
        yield f"{follower.name} has stood at position {follower.position} since {since}: {follower.error}"


def of_troubles(home: Home) -> Iterator[str]:
    """Look at what the worker fails at, again and again."""
    from dateline.newsroom.publication.followers import all_stopped  # noqa: PLC0415

    told = {follower.name for follower in all_stopped()}
    for trouble in troubles.all_noted(home.logs):
        if trouble.name not in told:
            yield f"The worker's {trouble.name} has failed since {trouble.since}: {trouble.reason}"


def of_due(home: Home) -> Iterator[str]:
    """Look for releases that should be public by now."""
    from dateline.runtime.clock import now  # noqa: PLC0415
    from dateline.runtime.worker.due import overdue  # noqa: PLC0415

    yield from overdue(home.logs, at=now())


def of_people(_home: Home) -> Iterator[str]:
    """Look whether anybody can sign in."""
    from dateline.newsroom.desk.models.accounts import User  # noqa: PLC0415

    if not User.objects.exists():
        yield "Nobody can sign in at the desk: `dateline prepare` makes the first person."
    elif not User.objects.filter(is_active=True).exists():
        yield "Nobody can sign in at the desk: `dateline password NAME --reopen` opens an account again."


def _missing(*folders: Path, again: str) -> Iterator[str]:
    for folder in folders:
        if not folder.is_dir():
            yield f"The folder {folder} is missing: `{again}` makes it again."
        elif not os.access(folder, os.W_OK | os.X_OK):
            yield f"The folder {folder} cannot be written by this user."


def _sentence(error: Exception) -> str:
    said = str(error)
    return said[:1].upper() + said[1:] + ("" if said.endswith(".") else ".")
