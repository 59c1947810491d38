"""Prints of the public process: each is made once, in a process of its own, and cached."""

import hashlib
import logging
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import msgspec
from cachetools import LRUCache, TTLCache

from dateline.public.prints.errors import NotPrintedError
from dateline.public.prints.jobs import Job, Sheet
from dateline.runtime.lifeline import PARENT
from dateline.runtime.print_process import MISSING

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")
"""Debian packages that printing needs; with fonts-noto-core prints look better."""

CACHE_BYTES = 2_000_000  # about twenty sheets with a picture, or a hundred link previews
TIMEOUT_S = 60.0  # a sheet takes one or two seconds of a free core; its process has 30 s of processor time
_RETRY_AFTER_S = 600.0  # seconds before a job that failed is tried again
_MAX_FAILED = 200
_PROGRAM = (sys.executable, "-m", "dateline.runtime.print_process")
_log = logging.getLogger("public")


class PrintingPress:
    """Prints jobs one after the other; for one thread at a time.

    The cache key is the content of the job. So an edition is printed once, however often the archive changes. It is
    printed again when the newsroom changes its name or colours. A job that failed is not tried again for ten minutes.

    Args:
        media: the public media folder.
    """

    def __init__(self, media: Path) -> None:
        self._media = media
        self._cache: LRUCache[bytes, bytes] = LRUCache(CACHE_BYTES, getsizeof=len)
        self._failed: TTLCache[bytes, NotPrintedError] = TTLCache(_MAX_FAILED, _RETRY_AFTER_S)
        self.printed = 0

    def __call__(self, job: Job) -> bytes:
        """Return the file, made now or earlier.

        Raises:
            NotPrintedError: the job cannot be printed on this machine, or takes too long.
        """
        packed = msgspec.json.encode(job)
        name = hashlib.blake2b(packed, digest_size=16).digest()
        if (cached := self._cache.get(name)) is not None:
            return cached
        if (error := self._failed.get(name)) is not None:
            raise error
        try:
            made = _run(packed, str(self._media))
        except NotPrintedError as failure:
            self._note_failure(name, failure, job.address if isinstance(job, Sheet) else job.headline)
            raise
        self.printed += 1
        with suppress(ValueError):  # larger than the whole cache
            self._cache[name] = made
        return made

    def _note_failure(self, name: bytes, failure: NotPrintedError, what: str) -> None:
        if str(failure) not in {str(error) for error in self._failed.values()}:  # a missing library is logged once
            _log.warning("a print of %s cannot be made: %s", what, failure)
        self._failed[name] = failure


def what_is_missing() -> str:
    """Return the library's error message if nothing can be printed on this machine; empty if printing works."""
    try:
        _run(b"", "--try")
    except NotPrintedError as error:
        return error.reason
    return ""


def _run(given: bytes, argument: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [*_PROGRAM, argument],
            input=given,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
            env=_environment(),
        )
    except subprocess.TimeoutExpired as error:
        reason = f"it took more than {TIMEOUT_S:.0f} seconds"
        raise NotPrintedError(reason) from error
    except OSError as error:
        reason = f"no process can be started: {error}"
        raise NotPrintedError(reason) from error
    if done.returncode == 0:
        return done.stdout
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    what = "a library or a font is missing" if done.returncode == MISSING else f"it ended with {done.returncode}"
    raise NotPrintedError(f"{what}: {lines[-1][:300]}" if lines else what)


def _environment() -> dict[str, str]:
    """Return our environment without Dateline's settings, so that the print process knows no secret."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    return {**ours, PARENT: str(os.getpid())}
